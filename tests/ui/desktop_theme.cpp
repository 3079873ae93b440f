// The desktop's wish for dark or light is heard at the start and at every change, over a session bus and a portal of
// the test's own.
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusVariant>
#include <QProcess>
#include <QSignalSpy>
#include <memory>

#include "tests/support/test_program.h"
#include "ui/desktop_theme.h"

namespace rushlab::test::desktop_theme {
namespace {

class Portal final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")
  public:
    uint scheme = 0;

  public slots:
    QDBusVariant Read(const QString& group, const QString& key) {
        const bool known = group == "org.freedesktop.appearance" && key == "color-scheme";
        return QDBusVariant(QVariant::fromValue(QDBusVariant(known ? scheme : 99U)));
    }

  signals:
    void SettingChanged(const QString& group, const QString& key, const QDBusVariant& value);
};

// What was heard; "-" is no wish.
struct Ear {
    ui::DesktopTheme theme;
    QStringList heard;

    Ear() {
        QObject::connect(&theme, &ui::DesktopTheme::wished, [this](std::optional<bool> dark) {
            heard += !dark ? "-" : *dark ? "dark" : "light";
        });
    }
};

}  // namespace

class DesktopThemeTest : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        m_daemon.start("dbus-daemon", {"--session", "--nofork", "--nopidfile", "--print-address=1"});
        if (!m_daemon.waitForStarted()) QSKIP("dbus-daemon is not there: apt-get install dbus-daemon");
        QVERIFY(m_daemon.waitForReadyRead(20'000));
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_daemon.readLine().trimmed());
    }
    void cleanupTestCase() {
        QDBusConnection::disconnectFromBus("portal");
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    void withoutAPortalNothingIsHeard() {
        m_first = std::make_unique<Ear>();
        const Ear& ear = *m_first;
        QVERIFY(QDBusConnection::sessionBus().isConnected());
        // What is asked after it is answered after it.
        QVERIFY(!QDBusConnection::sessionBus().interface()->isServiceRegistered("org.freedesktop.portal.Desktop"));
        QCoreApplication::processEvents();
        QCOMPARE(ear.heard, QStringList());
    }

    void theWishIsHeardAtTheStartAndAtEveryChange() {
        Portal portal;
        portal.scheme = 1;
        QDBusConnection bus = QDBusConnection::connectToBus(qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"), "portal");
        QVERIFY(bus.registerObject("/org/freedesktop/portal/desktop", &portal,
                                   QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
        QVERIFY(bus.registerService("org.freedesktop.portal.Desktop"));
        const Ear ear;
        QTRY_COMPARE(ear.heard, QStringList{"dark"});
        const auto change = [&portal](const char* group, const char* key, uint to) {
            emit portal.SettingChanged(group, key, QDBusVariant(to));
        };
        change("org.freedesktop.appearance", "accent-color", 1);
        change("org.gnome.desktop.interface", "color-scheme", 1);
        change("org.freedesktop.appearance", "color-scheme", 2);
        change("org.freedesktop.appearance", "color-scheme", 0);
        change("org.freedesktop.appearance", "color-scheme", 1);
        const QStringList all{"dark", "light", "-", "dark"};
        QTRY_COMPARE(ear.heard, all);
    }

  private:
    QProcess m_daemon;
    // Kept: Qt takes what is gone off the bus later, by its address, which the next one may have.
    std::unique_ptr<Ear> m_first;
};

RUSHLAB_TEST(DesktopThemeTest)

}  // namespace rushlab::test::desktop_theme
#include "desktop_theme.moc"
