// The Stream & archive page over a real shop, by mouse and keys: what is said on the Chat page is counted as said,
// logged and archived, and read again in the log and in the archive; a worker that is stopped or killed falls behind in
// lines and in seconds, and catches up once it is started.
#include "tests/support/test_program.h"
#include "tests/ui/real_desk.h"
#include "ui/chat/chat_pane.h"

namespace rushlab::test::real_streams {

class RealStreamsTest : public QObject {
    Q_OBJECT

    enum Column { Topic, Partition, First, Next, Size, ReadTo, Lag, Behind, ReadBy };

    struct StreamsDesk : ui::RealDesk {
        StreamsDesk() {
            window().showPage("chat");
            if (!QTest::qWaitFor([this] { return isIn(); }, ui::kPatienceMs))
                qFatal("the first client does not come into its room");
        }
        ui::ChatPane& pane() { return *find<ui::ChatPane>("pane-1"); }
        bool isIn() { return pane().client().state() == ui::StompClient::State::In; }
        // By the first client of the Chat page, in the lobby.
        void say(const QString& line) {
            window().showPage("chat");
            auto* words = pane().findChild<QLineEdit*>("paneSay");
            QTest::mouseClick(words, Qt::LeftButton);
            QTest::keyClicks(words, line);
            QTest::keyClick(words, Qt::Key_Return);
            window().showPage("stream");
        }
        void letRobotsTalkOrSilenceThem() {
            window().showPage("chat");
            click("robotsTalk");
            window().showPage("stream");
        }
        bool isOn(const char* button) { return find<QAbstractButton>(button)->isEnabled(); }
        // "-1" while nothing is told.
        qint64 count(const char* tile) {
            bool isNumber = false;
            const qlonglong value = QLocale().toLongLong(words(tile), &isNumber);
            return isNumber ? value : -1;
        }
        bool areAllArchived(qint64 atLeast) {
            const qint64 said = count("streamSaid");
            return said >= atLeast && count("streamLogged") == said && count("streamArchived") == said &&
                   words("streamToLog").endsWith("nothing between") &&
                   words("streamToArchive").endsWith("nothing between");
        }
        // What a chart shows last.
        double now(const char* chart, const QString& line) {
            const QRegularExpression value(line + R"(: ([\d.,]+)( s)? now)");
            const auto found = value.match(find<ui::LiveChart>(chart)->summary());
            return found.hasMatch() ? QLocale().toDouble(found.captured(1)) : -1;
        }
        double linesBehind() { return now("streamLag", "lines"); }
        double secondsBehind() { return now("streamAge", "age of the oldest"); }
        // That of the lobby's lines; the only one with any.
        int lobbysPartition() {
            for (int row = 0; row < rows("partitions"); ++row) {
                if (cell("partitions", row, Topic) == "chat-lines" && cell("partitions", row, Next) != "0") return row;
            }
            return -1;
        }
        QString lobbys(Column column) { return cell("partitions", lobbysPartition(), column); }

        void openTab(int at) {
            auto* bar = find<QTabWidget>("streamTabs")->tabBar();
            QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(at).center());
        }
        QTableView& table(const char* name) { return *find<QTableView>(name); }
        int rows(const char* name) { return table(name).model()->rowCount(); }
        QString cell(const char* name, int row, int column) {
            return table(name).model()->index(row, column).data().toString();
        }
        void clickRow(const char* name, int row) {
            QTableView& view = table(name);
            const QRect place = view.visualRect(view.model()->index(row, 0));
            QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, place.center());
        }
        void choose(const char* box, const QString& text) {
            auto* found = find<QComboBox>(box);
            found->setFocus(Qt::TabFocusReason);
            QTest::keyClick(found, Qt::Key_Home);
            for (int at = 0; at < found->count() && found->currentText() != text; ++at)
                QTest::keyClick(found, Qt::Key_Down);
        }
        QString whole(const char* name) { return find<QPlainTextEdit>(name)->toPlainText(); }
    };

  private slots:
    void aLineThatIsSaidIsLoggedArchivedAndReadInBoth() {
        StreamsDesk desk;
        desk.say("first words");
        desk.say("and others");
        SEE(desk.areAllArchived(2));
        QCOMPARE(desk.count("streamSaid"), 2);
        SEE(desk.lobbys(Next) == "2" && desk.lobbys(ReadTo) == "2" && desk.lobbys(Lag) == "0");
        QCOMPARE(desk.lobbys(ReadBy), QString("worker-1"));
        const QString partition = "partition " + desk.lobbys(Partition);

        desk.openTab(1);
        desk.choose("recordsTopic", "chat-lines");
        desk.choose("recordsPartition", partition);
        SEE(desk.rows("recordsTable") == 2);
        QCOMPARE(desk.cell("recordsTable", 0, 2), QString("lobby"));
        QVERIFY(desk.whole("recordsWhole").contains(R"("content": "and others")"));
        desk.clickRow("recordsTable", 1);
        QVERIFY(desk.whole("recordsWhole").contains(R"("content": "first words")"));

        desk.openTab(2);
        SEE(desk.rows("linesTable") == 2);
        QCOMPARE(desk.cell("linesTable", 0, 2), QString("and others"));
        desk.clickRow("linesTable", 1);
        QVERIFY(desk.whole("linesWhole").startsWith("first words\n"));
    }

    void aStoppedWorkerFallsBehindAndCatchesUpOnceItIsStarted() {
        StreamsDesk desk;
        desk.letRobotsTalkOrSilenceThem();
        SEE(desk.count("streamArchived") > 0);
        desk.click("button stream.stop");
        SEE(desk.isOn("button stream.start"));
        SEE(desk.lobbys(ReadBy) == "nobody");
        const double lines = std::max(desk.linesBehind(), 0.0), seconds = std::max(desk.secondsBehind(), 0.0);
        SEE(desk.linesBehind() >= lines + 5);
        SEE(desk.secondsBehind() >= seconds + 2);
        SEE(desk.words("streamToArchive").endsWith("on the way"));
        SEE(desk.lobbys(Lag) != "0" && desk.lobbys(Behind) != "0.0 s");

        desk.letRobotsTalkOrSilenceThem();
        desk.click("button stream.start");
        SEE(desk.areAllArchived(5));
        SEE(desk.linesBehind() == 0 && desk.secondsBehind() == 0);
        SEE(desk.lobbys(ReadBy) == "worker-1" && desk.lobbys(Lag) == "0");
    }

    void aKilledWorkerLeavesNoLineOutAndArchivesNoneTwice() {
        StreamsDesk desk;
        desk.say("before");
        SEE(desk.areAllArchived(1));
        desk.click("button stream.kill");
        SEE(desk.isOn("button stream.start"));
        desk.say("while nobody archives");
        SEE(desk.count("streamLogged") == 2 && desk.linesBehind() == 1);
        QCOMPARE(desk.count("streamArchived"), 1);
        desk.openTab(2);
        SEE(desk.rows("linesTable") == 1);
        desk.click("button stream.start");
        SEE(desk.areAllArchived(2));
        QCOMPARE(desk.count("streamArchived"), 2);
        desk.click("linesNewest");
        SEE(desk.rows("linesTable") == 2);
        QCOMPARE(desk.cell("linesTable", 0, 2), QString("while nobody archives"));
    }
};

RUSHLAB_TEST(RealStreamsTest, QApplication)

}  // namespace rushlab::test::real_streams
#include "real_streams.moc"
