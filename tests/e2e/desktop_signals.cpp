// The desktop as a shell sees it: it comes up without a display server, and a signal ends it as closing its window
// does.
#include <csignal>

#include "tests/support/test_program.h"

namespace rushlab::test::desktop_signals {
namespace {

constexpr int kPatienceMs = 120'000;

}  // namespace

class DesktopSignals : public QObject {
    Q_OBJECT
  private slots:
    void aSignalEndsItOrderly_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }
    void aSignalEndsItOrderly() {
        QFETCH(int, signal);
        const QTemporaryDir home;
        QProcessEnvironment environment;
        environment.insert("HOME", home.path());
        environment.insert("QT_QPA_PLATFORM", "offscreen");
        environment.insert("TSAN_OPTIONS", qEnvironmentVariable("TSAN_OPTIONS"));
        QProcess program;
        program.setProcessEnvironment(environment);
        program.start(RUSHLAB_PROGRAM, {"--data", home.filePath("data"), "--port-base", "0", "--log-level", "info"});
        QString said;
        const auto says = [&](const char* words) {
            said += QString::fromUtf8(program.readAllStandardError());
            return said.contains(words);
        };
        QTRY_VERIFY_WITH_TIMEOUT(says("The window is seen"), kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(says("The shop is open"), kPatienceMs);
        ::kill(static_cast<pid_t>(program.processId()), signal);
        QVERIFY2(program.waitForFinished(kPatienceMs), qPrintable(said));
        said += QString::fromUtf8(program.readAllStandardError());
        QVERIFY2(program.exitStatus() == QProcess::NormalExit, qPrintable(said));
        QCOMPARE(program.exitCode(), 0);
        QVERIFY2(said.contains("The shop is closed"), qPrintable(said));
        // As closing the window does, it kept what a person had chosen.
        QVERIFY(QFile::exists(home.filePath(".config/rushlab/desktop.ini")));
    }
};

RUSHLAB_TEST(DesktopSignals)

}  // namespace rushlab::test::desktop_signals
#include "desktop_signals.moc"
