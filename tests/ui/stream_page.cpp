// The Stream & archive page, driven as a person drives it: what the snapshots say is there, what is ordered goes out.
#include <QtWidgets>

#include "tests/support/test_program.h"
#include "tests/ui/desk.h"
#include "tests/ui/staged_streams.h"
#include "ui/charts/live_chart.h"
#include "ui/pages/stream_page.h"
#include "ui/theme.h"

namespace rushlab::test::stream_page {
using namespace std::chrono_literals;

class StreamPageTest : public QObject {
    Q_OBJECT

    struct Place : ui::Desk {
        ui::Bridge bridge{laboratory};
        ui::RunKeeper keeper{bridge, *results};
        ui::PageContext context{bridge, laboratory, *results, keeper};
        ui::StreamPage page{context, nullptr};
        std::shared_ptr<ui::ScriptedLab> lab;

        explicit Place(bool withShop = true) {
            page.retranslate();
            page.resize(1080, 690);
            page.setStyleSheet(ui::styleSheetFor(page.palette()));
            ui::showActive(page);
            if (!withShop) return;
            lab = laboratory.addLab(lab::Purpose::Shop, "The shop");
            lab->logs("chat-lines", 0, ui::stagedRecords(0, 250));
            lab->archives("lobby", ui::stagedLines(250));
            for (int second = 0; second <= 4; ++second)
                sample(std::chrono::seconds(second));
            if (!QTest::qWaitFor([this] { return words("streamLogged") == "12,320"; }, 20'000))
                qFatal("the event log does not come on view");
        }
        void sample(std::chrono::seconds at, const std::string& owner = "worker-1", std::uint64_t died = 0) {
            lab::Snapshot snapshot = ui::shopSnapshot(at);
            snapshot.streams = ui::stagedStreams(at, owner);
            if (died > 0) {
                lab::Streams streams = *snapshot.streams;
                streams.waiting = 0;
                streams.died = died;
                snapshot.streams = std::make_shared<const lab::Streams>(std::move(streams));
            }
            for (lab::InstanceState& instance : snapshot.instances) {
                if (instance.role == "worker") instance.running = !owner.empty();
            }
            lab->sample(snapshot);
        }
        template <class Widget>
        Widget& part(const char* name) {
            auto* found = page.findChild<Widget*>(name);
            if (!found) qFatal("there is no %s", name);
            return *found;
        }
        QString words(const char* label) { return part<QLabel>(label).text(); }
        QString figures(const char* chart) { return part<ui::LiveChart>(chart).summary(); }
        bool isOn(const char* button) { return part<QPushButton>(button).isEnabled(); }
        void press(const char* button) {
            if (!isOn(button)) qFatal("%s is off", button);
            QTest::mouseClick(&part<QPushButton>(button), Qt::LeftButton);
        }
        void openTab(int at) { part<QTabWidget>("streamTabs").setCurrentIndex(at); }
        int rows(const char* table) { return part<QTableView>(table).model()->rowCount(); }
        QString cell(const char* table, int row, int column) {
            return part<QTableView>(table).model()->index(row, column).data().toString();
        }
        QStringList row(const char* table, int at) {
            QStringList cells;
            for (int column = 0; column < part<QTableView>(table).model()->columnCount(); ++column)
                cells += cell(table, at, column);
            return cells;
        }
    };

  private slots:
    // Figures are grouped as there.
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void linesSaidLoggedAndArchivedAndWhatLiesBetween() {
        Place place;
        QCOMPARE(place.words("streamLab"), QString("of the shop"));
        QCOMPARE(place.words("streamSaid"), QString("12,323"));
        QCOMPARE(place.words("streamArchived"), QString("12,200"));
        QVERIFY(place.words("streamToLog").endsWith("3 on the way"));
        QVERIFY(place.words("streamToArchive").endsWith("120 on the way"));
        QVERIFY2(place.figures("streamRates").contains("appended: 80/s now"), qPrintable(place.figures("streamRates")));
        QVERIFY2(place.figures("streamRates").contains("archived: 50/s now"), qPrintable(place.figures("streamRates")));
        QVERIFY2(place.figures("streamLag").contains("lines: 120 now"), qPrintable(place.figures("streamLag")));
        QVERIFY2(place.figures("streamAge").contains("3.200 s now"), qPrintable(place.figures("streamAge")));
    }

    void whatDiedWithItsInstanceIsTold() {
        Place place;
        place.sample(5s, "worker-1", 3);
        QTRY_VERIFY(place.words("streamToLog").endsWith("3 died with their instance"));
    }

    void everyPartitionWithItsOffsetsAndOwner() {
        Place place;
        QCOMPARE(place.rows("partitions"), 8);
        QCOMPARE(place.row("partitions", 1),
                 (QStringList{"chat-lines", "1", "2,000", "12,320", "1.5 MB", "12,200", "120", "3.2 s", "worker-1"}));
        QCOMPARE(place.row("partitions", 5),
                 (QStringList{"order-events", "1", "0", "251", "64.0 kB", "–", "–", "–", "–"}));
        place.sample(5s, "");
        QTRY_COMPARE(place.cell("partitions", 1, 8), QString("nobody"));
        QCOMPARE(place.cell("partitions", 1, 6), QString("400"));
    }

    void theWorkerIsStoppedKilledAndStarted() {
        Place place;
        QVERIFY(!place.isOn("button stream.start"));
        place.press("button stream.stop");
        QTRY_COMPARE(place.lab->ordered(), (std::vector<std::string>{"stop worker-1"}));
        place.press("button stream.kill");
        QTRY_COMPARE(place.lab->ordered().back(), std::string("kill worker-1"));
        place.sample(5s, "");
        QTRY_VERIFY(place.isOn("button stream.start"));
        QVERIFY(!place.isOn("button stream.stop") && !place.isOn("button stream.kill"));
        place.press("button stream.start");
        QTRY_COMPARE(place.lab->ordered().back(), std::string("start worker-1"));
    }

    void recordsArePagedThroughByOffset() {
        Place place;
        place.openTab(1);
        QTRY_COMPARE(place.rows("recordsTable"), 100);
        QCOMPARE(place.cell("recordsTable", 0, 1), QString("249"));
        QVERIFY(place.part<QPlainTextEdit>("recordsWhole").toPlainText().contains("\n    \"content\": \"안녕 hello\""));
        QVERIFY(!place.isOn("recordsNewer"));
        place.press("recordsOlder");
        QTRY_COMPARE(place.cell("recordsTable", 0, 1), QString("149"));
        place.press("recordsOlder");
        QTRY_COMPARE(place.rows("recordsTable"), 50);
        QVERIFY(!place.isOn("recordsOlder"));
        place.press("recordsNewer");
        QTRY_COMPARE(place.cell("recordsTable", 0, 1), QString("149"));
        QTest::keyClicks(&place.part<QLineEdit>("recordsOffset"), "7");
        QTest::keyClick(&place.part<QLineEdit>("recordsOffset"), Qt::Key_Return);
        QTRY_COMPARE(place.cell("recordsTable", 0, 1), QString("7"));
        QCOMPARE(place.words("recordsState"), QString("offsets 0 to 249"));
        place.press("recordsNewest");
        QTRY_COMPARE(place.cell("recordsTable", 0, 1), QString("249"));
        place.part<QComboBox>("recordsPartition").setCurrentIndex(3);
        QTRY_COMPARE(place.rows("recordsTable"), 0);
        QCOMPARE(place.words("recordsState"), QString("No record is there yet."));
        place.part<QComboBox>("recordsTopic").setCurrentIndex(1);
        QCOMPARE(place.part<QComboBox>("recordsPartition").currentIndex(), 0);
    }

    void aRoomIsPagedThroughInTheArchive() {
        Place place;
        place.openTab(2);
        QTRY_COMPARE(place.rows("linesTable"), 100);
        QCOMPARE(place.cell("linesTable", 0, 2), QString("안녕 hello 250"));
        QVERIFY(place.part<QPlainTextEdit>("linesWhole").toPlainText().contains("line-250"));
        place.press("linesOlder");
        QTRY_COMPARE(place.cell("linesTable", 0, 2), QString("안녕 hello 150"));
        place.press("linesOlder");
        QTRY_COMPARE(place.rows("linesTable"), 50);
        QVERIFY(!place.isOn("linesOlder"));
        place.press("linesNewer");
        QTRY_COMPARE(place.cell("linesTable", 0, 2), QString("안녕 hello 150"));
        place.part<QLineEdit>("linesRoom").setText("nowhere");
        QTest::keyClick(&place.part<QLineEdit>("linesRoom"), Qt::Key_Return);
        QTRY_COMPARE(place.words("linesState"), QString("The archive has no line of this room."));
    }

    void aRunIsOnViewWhileItGoesOnAndTheShopAfterIt() {
        Place place;
        const auto run = place.laboratory.addLab(lab::Purpose::Run, "chat-archive, seed 7");
        lab::Snapshot snapshot = ui::shopSnapshot(0s);
        snapshot.streams = std::make_shared<const lab::Streams>();
        run->sample(snapshot);
        QTRY_COMPARE(place.words("streamLab"), QString("of the run chat-archive, seed 7"));
        QTRY_COMPARE(place.words("streamLogged"), QString("0"));
        QVERIFY(place.words("streamExplained").startsWith("Nobody has said a line yet"));
        QCOMPARE(place.rows("partitions"), 0);
        run->close();
        QTRY_COMPARE(place.words("streamLab"), QString("of the shop"));
        QTRY_COMPARE(place.words("streamLogged"), QString("12,320"));
    }

    void withoutAShopASentenceSaysSo() {
        Place place(false);
        QVERIFY(place.part<QLabel>("streamEmpty").isVisible());
        QVERIFY(!place.part<QTableView>("partitions").isVisible());
        QVERIFY(!place.isOn("button stream.stop") && !place.isOn("button stream.start"));
    }
};

RUSHLAB_TEST(StreamPageTest, QApplication)

}  // namespace rushlab::test::stream_page
#include "stream_page.moc"
