// Whether the desktop asks for dark or light: the freedesktop portal's word, which Qt 6.4 does not listen to. It is
// asked once and then tells of every change; where there is no portal nothing is ever heard. Only messages, nobody
// waits. The GUI's thread.
#pragma once

#include <QDBusVariant>
#include <QObject>
#include <optional>

namespace rushlab::ui {

class DesktopTheme final : public QObject {
    Q_OBJECT
  public:
    explicit DesktopTheme(QObject* parent = nullptr);

  signals:
    // Nothing: the desktop leaves it to the program.
    void wished(std::optional<bool> dark);

  private slots:
    void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);
};

}  // namespace rushlab::ui
