#include "ui/models/messages_model.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <algorithm>

namespace rushlab::ui {
namespace {

constexpr std::string_view kFailure = "x-failure";  // as the worker writes it
constexpr std::size_t kShownMost = 120;             // letters of a body, in a row

QString text(const std::string& words) {
    return QString::fromStdString(words);
}

QString exchangeOf(const std::string& name) {
    return name.empty() ? MessagesModel::tr("(default)") : text(name);
}

QString row(const QString& name, const QString& value) {
    return QString("<tr><td><b>%1</b>&nbsp;&nbsp;</td><td>%2</td></tr>")
        .arg(name.toHtmlEscaped(), value.toHtmlEscaped());
}

QString momentOf(WallTime time) {
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(since.count()), "yyyy-MM-dd HH:mm:ss");
}

QString sentenceOf(const lab::SeenDeath& death) {
    return MessagesModel::tr("%1 in %2, %3 times, first at %4; it had come by %5 with the key %6")
        .arg(text(death.reason), text(death.queue), QLocale().toString(static_cast<qulonglong>(death.count)),
             momentOf(death.first), exchangeOf(death.exchange), text(death.routingKey));
}

}  // namespace

QString whyOf(const lab::SeenMessage& message) {
    const auto failure = std::ranges::find(message.headers, kFailure, &std::pair<std::string, std::string>::first);
    if (failure != message.headers.end()) return text(failure->second);
    if (message.deaths.empty()) return {};
    const lab::SeenDeath& last = message.deaths.front();
    return MessagesModel::tr("%1 in %2").arg(text(last.reason), text(last.queue));
}

QString detailsOf(const lab::SeenMessage& message) {
    QString html = "<table cellspacing=\"0\" cellpadding=\"2\">";
    html += row(MessagesModel::tr("Id"), text(message.messageId));
    html += row(MessagesModel::tr("Exchange"), exchangeOf(message.exchange));
    html += row(MessagesModel::tr("Routing key"), text(message.routingKey));
    if (message.ttl) html += row(MessagesModel::tr("Lives"), MessagesModel::tr("%1 ms").arg(message.ttl->count()));
    html += row(MessagesModel::tr("Delivered"), message.deliveries == 0
                                                    ? MessagesModel::tr("never yet")
                                                    : MessagesModel::tr("%1 times").arg(message.deliveries));
    for (const auto& [name, value] : message.headers)
        html += row(text(name), text(value));
    for (const lab::SeenDeath& death : message.deaths)
        html += row("x-death", sentenceOf(death));
    return html + "</table><pre>" + text(message.body).toHtmlEscaped() + "</pre>";
}

void MessagesModel::show(std::vector<lab::SeenMessage> messages) {
    beginResetModel();
    m_messages = std::move(messages);
    endResetModel();
}

void MessagesModel::retranslate() {
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_messages.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

const lab::SeenMessage* MessagesModel::at(int row) const {
    return row >= 0 && row < rowCount() ? &m_messages[static_cast<std::size_t>(row)] : nullptr;
}

int MessagesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_messages.size());
}

int MessagesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString MessagesModel::shown(const lab::SeenMessage& message, int column) const {
    switch (column) {
        case Position:
            return QLocale().toString(static_cast<qulonglong>(message.position + 1));
        case Id:
            return text(message.messageId);
        case Key:
            return text(message.routingKey);
        case Why:
            return whyOf(message);
        case Body:
            return text(message.body.substr(0, kShownMost)).simplified();
        default:
            return {};
    }
}

QVariant MessagesModel::data(const QModelIndex& index, int role) const {
    const lab::SeenMessage* message = index.isValid() ? at(index.row()) : nullptr;
    if (!message) return {};
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) return shown(*message, index.column());
    if (role == Qt::ToolTipRole && index.column() == Why) return whyOf(*message);
    return {};
}

QVariant MessagesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Position:
            return tr("Place");
        case Id:
            return tr("Id");
        case Key:
            return tr("Routing key");
        case Why:
            return tr("What happened to it");
        case Body:
            return tr("Body");
        default:
            return {};
    }
}

}  // namespace rushlab::ui
