// What members are called in the window: the names that its panes were given, of everybody else the number.
// The GUI's thread.
#pragma once

#include <QHash>
#include <QObject>

namespace rushlab::ui {

class ChatNames final : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    // An empty one forgets it.
    void name(qint64 member, const QString& name);
    QString of(const QString& sender) const;

  signals:
    void changed();

  private:
    QHash<QString, QString> m_names;
};

// "0.4 ms", "17 ms", "2.3 s"
QString chatTime(double ms);

}  // namespace rushlab::ui
