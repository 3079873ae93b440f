// The command palette and the shortcuts' sheet: what they find, and what they do.
#include <QtWidgets>

#include "tests/support/test_program.h"
#include "tests/ui/desk.h"
#include "ui/command_palette.h"
#include "ui/fuzzy.h"
#include "ui/main_window.h"
#include "ui/pages.h"
#include "ui/theme.h"

namespace rushlab::test::command_palette {
namespace {

QStringList rowsOf(const QWidget& palette) {
    const auto* model = palette.findChild<QListView*>("commandsFound")->model();
    QStringList rows;
    for (int row = 0; row < model->rowCount(); ++row)
        rows += model->index(row, 0).data().toString();
    return rows;
}

struct Opened {
    QWidget window;
    QStringList done;
    ui::CommandPalette* palette;

    Opened() {
        const auto command = [this](const QString& text, bool enabled = true) {
            return ui::Command{text, "Page", "", enabled, [this, text] { done += text; }};
        };
        window.resize(900, 700);
        ui::showActive(window);
        palette = new ui::CommandPalette(
            {command("Start"), command("Stop", false), command("Export as PNG"), command("Export as CSV")}, &window);
        palette->show();
    }
    void type(const QString& text) { QTest::keyClicks(palette->findChild<QLineEdit*>("commandTyped"), text); }
    void press(Qt::Key key) { QTest::keyClick(palette->findChild<QLineEdit*>("commandTyped"), key); }
};

}  // namespace

class CommandPaletteTest : public QObject {
    Q_OBJECT
  private slots:
    void lettersFitInTheirOrderAndWordStartsFitBest() {
        QVERIFY(!ui::fitOf("xyz", "Start"));
        QVERIFY(!ui::fitOf("tratS", "Start"));
        QVERIFY(ui::fitOf("", "Start"));
        QVERIFY(ui::fitOf("gofs", "Go to Flash sale"));
        QVERIFY(ui::fitOf("FLASH S", "go to flash sale"));
        QVERIFY(*ui::fitOf("fs", "Flash sale") > *ui::fitOf("fs", "Find shelves of stuff"));
        QVERIFY(*ui::fitOf("exp", "Export") > *ui::fitOf("exp", "Text of a prawn"));
        QVERIFY(*ui::fitOf("sto", "Stop") > *ui::fitOf("sto", "Last to own"));
        QVERIFY(ui::fitOf(QString::fromUtf8("재고"), QString::fromUtf8("재고 내보내기")));
    }

    void typingNarrowsAndEnterDoesIt() {
        Opened it;
        QCOMPARE(rowsOf(*it.palette), (QStringList{"Start", "Export as PNG", "Export as CSV", "Stop"}));
        it.type("csv");
        QCOMPARE(rowsOf(*it.palette), QStringList{"Export as CSV"});
        it.press(Qt::Key_Return);
        QVERIFY(!it.palette || !it.palette->isVisible());
        QTRY_COMPARE(it.done, QStringList{"Export as CSV"});
    }

    void arrowsChooseAndEscDoesNothing() {
        Opened it;
        it.press(Qt::Key_Down);
        it.press(Qt::Key_Return);
        QTRY_COMPARE(it.done, QStringList{"Export as PNG"});
        Opened other;
        other.press(Qt::Key_Escape);
        QCoreApplication::processEvents();
        QVERIFY(other.done.isEmpty());
    }

    void whatIsOffIsShownBelowAndNotDone() {
        Opened it;
        for (int i = 0; i < 10; ++i)
            it.press(Qt::Key_Down);
        it.press(Qt::Key_Return);
        QTRY_COMPARE(it.done, QStringList{"Export as CSV"});  // the last one that is on
        Opened other;
        other.type("stop");
        QCOMPARE(rowsOf(*other.palette), QStringList{"Stop"});
        other.press(Qt::Key_Return);
        QCoreApplication::processEvents();
        QVERIFY(other.done.isEmpty() && other.palette->isVisible());
        other.press(Qt::Key_Escape);
    }

    void nothingFoundIsSaid() {
        Opened it;
        it.type("zzzz");
        QCOMPARE(rowsOf(*it.palette), QStringList{"Nothing here is called that."});
        it.press(Qt::Key_Return);
        QVERIFY(it.done.isEmpty());
    }

    void everyPageAndEveryMenuIsInIt() {
        ui::Desk desk;
        ui::MainWindow window(desk.laboratory, *desk.results);
        window.useLanguage(ui::Language::English);
        ui::showActive(window);
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        auto* palette = window.findChild<QDialog*>("commandPalette");
        QVERIFY(palette);
        const QStringList rows = rowsOf(*palette);
        for (const auto* page : window.findChildren<ui::Page*>()) {
            QVERIFY(rows.contains(page->title()));
            for (const QAction* action : page->actions()) {
                if (!action->isSeparator())
                    QVERIFY2(rows.contains(action->text().remove('&')), qPrintable(action->text()));
            }
        }
        for (const char* text : {"Quit", "Dark", "Presentation", "Shortcuts", "Stop the run"})
            QVERIFY2(rows.contains(text), text);
        QCOMPARE(rows.count("Quit"), 1);

        QTest::keyClicks(palette->findChild<QLineEdit*>("commandTyped"), "dark");
        QTest::keyClick(palette->findChild<QLineEdit*>("commandTyped"), Qt::Key_Return);
        QTRY_VERIFY(ui::isDark(QApplication::palette()));
    }

    void theSheetHasEveryShortcut() {
        ui::Desk desk;
        ui::MainWindow window(desk.laboratory, *desk.results);
        window.useLanguage(ui::Language::English);
        ui::showActive(window);
        QTest::keyClick(&window, Qt::Key_F1);
        auto* sheet = window.findChild<QDialog*>("shortcutsSheet");
        QVERIFY(sheet);
        QStringList words;
        for (const auto* label : sheet->findChildren<QLabel*>())
            words += label->text();
        for (const char* shortcut : {"Ctrl+K", "F11", "F1", "Ctrl+1", "Ctrl+Q"})
            QVERIFY2(words.contains(shortcut), shortcut);
        sheet->close();
    }

    // Two commands that are there at once and have one shortcut: neither would be done.
    void noTwoCommandsOfOnePageHaveOneShortcut() {
        ui::Desk desk;
        ui::MainWindow window(desk.laboratory, *desk.results);
        ui::showActive(window);
        for (const ui::PageEntry& entry : ui::allPages()) {
            window.showPage(entry.id);
            QMap<QString, QString> taken;
            QSet<const QAction*> seen;
            QList<QAction*> actions = window.actions();
            actions += window.findChild<ui::Page*>(QString("page-%1").arg(entry.id))->actions();
            for (const QAction* action : actions) {
                for (const QKeySequence& key : action->shortcuts()) {
                    const QString keys = key.toString();
                    QVERIFY2(!taken.contains(keys), qPrintable(keys + ": " + action->text() + ", " + taken[keys]));
                    taken[keys] = action->text();
                }
            }
        }
    }
};

RUSHLAB_TEST(CommandPaletteTest, QApplication)

}  // namespace rushlab::test::command_palette
#include "command_palette.moc"
