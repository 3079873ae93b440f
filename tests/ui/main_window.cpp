// The window around the pages, driven as a person drives it.
#include <QtWidgets>

#include "tests/support/test_program.h"
#include "tests/ui/desk.h"
#include "ui/fuzzy.h"
#include "ui/main_window.h"
#include "ui/pages.h"
#include "ui/theme.h"

namespace rushlab::test::main_window {
using namespace std::chrono_literals;

namespace {

template <class Widget>
Widget* find(const QWidget& window, const char* name) {
    auto* found = window.findChild<Widget*>(name);
    if (!found) qFatal("there is no %s", name);
    return found;
}

QAction* action(const QWidget& window, const char* name) {
    return find<QAction>(window, name);
}

// As Qt's platforms do it.
void tellThemeChange(QWidget& window) {
    QEvent change(QEvent::ThemeChange);
    QCoreApplication::sendEvent(window.windowHandle(), &change);
}

}  // namespace

class MainWindowTest : public QObject {
    Q_OBJECT
  private slots:
    void init() { QApplication::setPalette(ui::lightPalette()); }

    void theShopComesUpInTheWindowAndNotBeforeIt() {
        ui::Desk desk;
        ui::MainWindow window(desk.laboratory, *desk.results);
        QCoreApplication::processEvents();
        QVERIFY(window.bridge().shopState() == ui::Bridge::ShopState::Closed);
        ui::showActive(window);
        QTRY_VERIFY(window.bridge().shopState() == ui::Bridge::ShopState::Open);
        QVERIFY(!find<QFrame>(window, "banner")->isVisible());
    }

    void aShopThatCannotOpenSaysWhyAndWhatToDo() {
        ui::Desk desk;
        desk.laboratory.shopOpens = fail(ErrorCode::Unavailable, "Port 8080 is taken: gateway-1 needs <it>.");
        ui::MainWindow window(desk.laboratory, *desk.results);
        ui::showActive(window);
        auto* banner = find<QFrame>(window, "banner");
        QTRY_VERIFY(window.bridge().shopState() == ui::Bridge::ShopState::Failed);
        QVERIFY(banner->isVisible());
        QCOMPARE(find<QLabel>(window, "bannerSentence")->text(), QString("Port 8080 is taken: gateway-1 needs <it>."));
        QTest::mouseClick(find<QPushButton>(window, "openShopAgain"), Qt::LeftButton);
        QTRY_VERIFY(window.bridge().shopState() == ui::Bridge::ShopState::Failed);
        QVERIFY(banner->isVisible());
        QTest::mouseClick(find<QPushButton>(window, "useFreePorts"), Qt::LeftButton);
        QTRY_VERIFY(window.bridge().shopState() == ui::Bridge::ShopState::Open);
        QTRY_VERIFY(!banner->isVisible());
    }

    void theStatusBarTellsWhatTheShopDoes() {
        ui::Desk desk;
        ui::MainWindow window(desk.laboratory, *desk.results);
        ui::showActive(window);
        auto* roles = find<QLabel>(window, "rolesUp");
        QCOMPARE(roles->text(), QString("no shop is open"));
        const auto lab = desk.laboratory.addLab(lab::Purpose::Shop, "The shop");
        lab->sample(ui::shopSnapshot(100ms));
        QTRY_COMPARE(roles->text(), QString("9 of 9 roles up"));
        QCOMPARE(find<QLabel>(window, "cost")->text(), QString("CPU: shop 42 %, load 17 %, window 3 %; memory 212 MB"));
        QVERIFY(find<QLabel>(window, "windowLatency")->text().startsWith("window "));
        QVERIFY(!find<QLabel>(window, "missed")->isVisible());
        auto* engines = find<QLabel>(window, "enginesInShort");
        QTRY_VERIFY(engines->isVisible());
        QCOMPARE(engines->text(), QString("RabbitMQ, SQLite, embedded engines"));
        QVERIFY2(engines->toolTip().endsWith("work queue: RabbitMQ\nevent log: embedded log\ndatabase: SQLite"),
                 qPrintable(engines->toolTip()));

        lab::Snapshot hurt = ui::shopSnapshot(200ms);
        hurt.instances.back().running = false;  // order-2: the role is up all the same
        lab->sample(hurt);
        QTRY_COMPARE(roles->text(), QString("9 of 9 roles up, order-2 down"));
        hurt.at = 300ms;
        hurt.instances.front().paused = true;
        lab->sample(hurt);
        QTRY_COMPARE(roles->text(), QString("8 of 9 roles up, 2 down"));
        lab->close();
        QTRY_COMPARE(roles->text(), QString("no shop is open"));
    }

    void pagesAreGoneToByKeysByMouseAndByName() {
        ui::Desk desk;
        ui::MainWindow window(desk.laboratory, *desk.results);
        ui::showActive(window);
        auto* navigation = find<QListWidget>(window, "navigation");
        auto* pages = find<QStackedWidget>(window, "pages");
        QCOMPARE(navigation->count(), static_cast<int>(ui::allPages().size()));
        for (int row = navigation->count() - 1; row >= 0; --row) {
            QTest::keyClick(&window, static_cast<Qt::Key>(Qt::Key_1 + row), Qt::ControlModifier);
            QCOMPARE(pages->currentIndex(), row);
            QCOMPARE(navigation->currentRow(), row);
            const auto* page = qobject_cast<ui::Page*>(pages->currentWidget());
            QVERIFY(page);
            QCOMPARE(navigation->item(row)->text(), page->title());
        }
        const int last = navigation->count() - 1;
        QTest::mouseClick(navigation->viewport(), Qt::LeftButton, {},
                          navigation->visualItemRect(navigation->item(last)).center());
        QCOMPARE(pages->currentIndex(), last);
        window.showPage(ui::allPages().front().id);
        QCOMPARE(pages->currentIndex(), 0);
        window.showPage("no-such-page");
        QCOMPARE(pages->currentIndex(), 0);
    }

    void lightAndDarkAreSwitchedLiveAndTheSystemIsFollowed() {
        ui::Desk desk;
        ui::MainWindow window(desk.laboratory, *desk.results);
        ui::showActive(window);
        const QString light = window.styleSheet();
        action(window, "themeDark")->trigger();
        QTRY_VERIFY(ui::isDark(window.palette()));
        QTRY_VERIFY(window.styleSheet() != light);
        window.followDesktop(true);
        action(window, "themeLight")->trigger();
        QTRY_VERIFY(!ui::isDark(window.palette()));
        QTRY_COMPARE(window.styleSheet(), light);
        action(window, "themeSystem")->trigger();
        QTRY_VERIFY(ui::isDark(window.palette()));
        action(window, "themeDark")->trigger();
        tellThemeChange(window);
        QTRY_VERIFY2(ui::isDark(window.palette()), "what was chosen stays as it was chosen");
        action(window, "themeSystem")->trigger();
        QTRY_VERIFY2(ui::isDark(window.palette()), "Qt's palette is light, but the desktop said dark");
        window.followDesktop(false);
        QTRY_VERIFY(!ui::isDark(window.palette()));
        window.followDesktop(true);
        QTRY_VERIFY(ui::isDark(window.palette()));
        window.followDesktop(std::nullopt);
        QTRY_VERIFY2(!ui::isDark(window.palette()), "the desktop has no wish, and Qt's palette is light");
    }

    void theLanguageIsSwitchedLive() {
        ui::Desk desk;
        ui::MainWindow window(desk.laboratory, *desk.results);
        window.useLanguage(ui::Language::English);
        ui::showActive(window);
        QTRY_COMPARE(action(window, "quit")->text(), QString("&Quit"));
        action(window, "languageKorean")->trigger();
        QTRY_COMPARE(action(window, "quit")->text(), QString::fromUtf8("끝내기(&Q)"));
        QCOMPARE(find<QLabel>(window, "rolesUp")->text(), QString::fromUtf8("열린 상점 없음"));
        action(window, "languageEnglish")->trigger();
        QTRY_COMPARE(action(window, "quit")->text(), QString("&Quit"));
    }

    void thePresentationIsThePageAloneAndEscLeavesIt() {
        ui::Desk desk;
        ui::MainWindow window(desk.laboratory, *desk.results);
        ui::showActive(window);
        auto* side = find<QFrame>(window, "side");
        const double small = find<QStackedWidget>(window, "pages")->font().pointSizeF();
        QTest::keyClick(&window, Qt::Key_F11);
        QVERIFY(window.isPresenting() && window.isFullScreen());
        QVERIFY(!side->isVisible() && !window.statusBar()->isVisible() && !window.menuBar()->isVisible());
        QVERIFY(find<QStackedWidget>(window, "pages")->font().pointSizeF() > small * 1.2);
        // Shortcuts work although the menus are hidden.
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        auto* palette = find<QDialog>(window, "commandPalette");
        QTest::keyClick(palette, Qt::Key_Escape);
        QVERIFY(!palette->isVisible());
        QVERIFY2(window.isPresenting(), "that was the palette's Esc");
        QTest::keyClick(&window, Qt::Key_Escape);
        QVERIFY(!window.isPresenting() && !window.isFullScreen());
        QVERIFY(side->isVisible() && window.statusBar()->isVisible() && window.menuBar()->isVisible());
        QCOMPARE(find<QStackedWidget>(window, "pages")->font().pointSizeF(), small);
    }

    void whatWasChosenIsThereTheNextTime() {
        ui::Desk desk;
        const QString last = ui::allPages().back().id;
        {
            ui::MainWindow window(desk.laboratory, *desk.results, desk.preferences());
            ui::showActive(window);
            window.resize(1600, 900);
            window.useTheme(ui::ThemeChoice::Dark);
            window.useLanguage(ui::Language::Korean);
            window.showPage(last);
            window.close();
        }
        QApplication::setPalette(ui::lightPalette());
        ui::MainWindow window(desk.laboratory, *desk.results, desk.preferences());
        ui::showActive(window);
        QCOMPARE(window.preferences().page, last);
        QVERIFY(window.preferences().language == ui::Language::Korean);
        QVERIFY(ui::isDark(window.palette()));
        QCOMPARE(window.size(), QSize(1600, 900));
    }

    void preferencesThatAreNonsenseAreAsOnTheFirstDay() {
        ui::Desk desk;
        QFile file(desk.preferences());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[General]\ntheme=pink\nlanguage=tlh\npage=nowhere\ngeometry=@ByteArray(xx)\n");
        file.close();
        const ui::Preferences read = ui::readPreferences(desk.preferences());
        QVERIFY(read.theme == ui::ThemeChoice::System);
        QVERIFY(read.language == ui::systemLanguage());
        ui::MainWindow window(desk.laboratory, *desk.results, desk.preferences());
        ui::showActive(window);
        QVERIFY(window.isVisible());
    }

    void closingInTheMiddleOfARunHidesAtOnceAndInterruptsIt() {
        ui::Desk desk;
        {
            ui::MainWindow window(desk.laboratory, *desk.results);
            ui::showActive(window);
            window.bridge().startRun({"flash-sale", {}, 7});
            QTRY_VERIFY(desk.laboratory.running());
            QVERIFY(action(window, "stopRun")->isEnabled());
            window.close();
            QVERIFY(!window.isVisible());
        }
        QVERIFY2(!desk.laboratory.running(), "the run outlived the window");
    }

    void aRunIsStoppedByTheMenu() {
        ui::Desk desk;
        ui::MainWindow window(desk.laboratory, *desk.results);
        ui::showActive(window);
        QVERIFY(!action(window, "stopRun")->isEnabled());
        window.bridge().startRun({"flash-sale", {}, 7});
        QTRY_VERIFY(desk.laboratory.running());
        QTest::keyClick(&window, Qt::Key_Period, Qt::ControlModifier);
        QVERIFY(!action(window, "stopRun")->isEnabled());
        QTRY_VERIFY(window.bridge().runState() == ui::Bridge::RunState::Idle);
        QVERIFY(!desk.laboratory.running());
    }

    void oneLongPauseIsManyMomentsThatWaited() {
        ui::Waits waits;
        SteadyTime now{100s};
        for (int moment = 0; moment < 190; ++moment, now += ui::Waits::kEvery)
            waits.attended(now, now);
        QCOMPARE(waits.ofLastSeconds().percentile(0.99).count(), 0);
        now += 50ms;
        waits.attended(now - 50ms, now);
        const Histogram seen = waits.ofLastSeconds();
        QCOMPARE(seen.count(), std::uint64_t(190 + 6));  // 50, 40, 30 ... 0 ms
        QVERIFY(seen.percentile(0.99) >= 40ms);
        QCOMPARE(seen.max(), std::chrono::nanoseconds(50ms));
        now += 6s;
        waits.attended(now, now);
        QVERIFY2(waits.ofLastSeconds().max() < 50ms, "what is older than the last seconds is forgotten");
    }
};

RUSHLAB_TEST(MainWindowTest, QApplication)

}  // namespace rushlab::test::main_window
#include "main_window.moc"
