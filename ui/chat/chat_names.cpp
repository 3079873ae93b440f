#include "ui/chat/chat_names.h"

#include <QLocale>

#include "ui/chat/chat_robots.h"

namespace rushlab::ui {

void ChatNames::name(qint64 member, const QString& name) {
    const QString sender = QString::number(member);
    if (m_names.value(sender) == name) return;
    if (name.isEmpty())
        m_names.remove(sender);
    else
        m_names[sender] = name;
    emit changed();
}

QString ChatNames::of(const QString& sender) const {
    if (const auto found = m_names.find(sender); found != m_names.end()) return *found;
    const qint64 robot = sender.toLongLong() - ChatRobots::kFirstMember;
    if (robot >= 0 && robot < qint64(ChatRobots::kRobots)) return tr("Robot %1").arg(robot + 1);
    return tr("Member %1").arg(sender);
}

QString chatTime(double ms) {
    if (ms >= 1'000) return ChatNames::tr("%1 s").arg(QLocale().toString(ms / 1e3, 'f', 1));
    return ChatNames::tr("%1 ms").arg(QLocale().toString(ms, 'f', ms < 10 ? 1 : 0));
}

}  // namespace rushlab::ui
