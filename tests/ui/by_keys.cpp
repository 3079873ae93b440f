// The window without a mouse and without eyes: a sale is staged by keys alone, and whatever takes keys has a name that
// a screen reader can say.
#include <QAccessible>

#include "tests/support/test_program.h"
#include "tests/ui/staged_window.h"

namespace rushlab::test::by_keys {
using namespace std::chrono_literals;

namespace {

// Keys go to whatever has the focus, as a keyboard's do.
void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : QApplication::activeWindow(), key,
                    modifiers);
}
void write(const QString& text) {
    QTest::keyClicks(QApplication::focusWidget(), text);
}
bool tabTo(const char* name) {
    for (int step = 0; step < 100; ++step) {
        const QWidget* at = QApplication::focusWidget();
        if (at && at->objectName() == name) return true;
        press(Qt::Key_Tab);
    }
    return false;
}

// A person at the keyboard, before a window that shows the Flash sale page.
struct Seat {
    ui::Desk desk;
    ui::MainWindow window{desk.laboratory, *desk.results};

    Seat() {
        window.useLanguage(ui::Language::English);
        ui::showActive(window);
        window.showPage("overview");
        press(Qt::Key_1, Qt::ControlModifier);
    }
    template <class Widget>
    Widget* find(const char* name) {
        auto* found = window.findChild<ui::Page*>("page-flash-sale")->findChild<Widget*>(name);
        if (!found) qFatal("there is no %s", name);
        return found;
    }
    std::shared_ptr<ui::ScriptedLab> start() {
        press(Qt::Key_Return, Qt::ControlModifier);
        if (!QTest::qWaitFor([this] { return desk.laboratory.running().has_value(); })) qFatal("nothing runs");
        return desk.laboratory.addLab(lab::Purpose::Run, "none, seed 1");
    }
};

QString spokenName(QWidget& widget) {
    const QAccessibleInterface* told = QAccessible::queryAccessibleInterface(&widget);
    return told ? told->text(QAccessible::Name) : QString();
}

// What takes keys by itself: parts that Qt makes inside of a widget speak for that one.
bool takesKeys(const QWidget& widget) {
    if (!widget.isVisible() || widget.focusPolicy() == Qt::NoFocus || widget.focusProxy()) return false;
    const QString name = widget.objectName();
    return !name.startsWith("qt_") && !qobject_cast<const QAbstractSpinBox*>(widget.parentWidget());
}

}  // namespace

class ByKeysTest : public QObject {
    Q_OBJECT
  private slots:
    void aSaleIsChosenStartedAndStoppedWithoutAMouse() {
        Seat seat;
        QVERIFY(tabTo("field-strategy"));
        auto* strategies = seat.find<QListWidget>("field-strategy");
        press(Qt::Key_Home);
        press(Qt::Key_Space);
        for (int row = 0; row < strategies->count() && strategies->currentItem()->text() != "lua-mq"; ++row)
            press(Qt::Key_Down);
        press(Qt::Key_Space);
        QVERIFY(tabTo("field-users"));
        press(Qt::Key_A, Qt::ControlModifier);
        write("500");
        QVERIFY(tabTo("field-stock"));
        press(Qt::Key_Up);
        seat.start();
        const verdict::Pairs wanted{{"strategy", "none"}, {"users", "500"}, {"stock", "110"}};
        QCOMPARE(seat.desk.laboratory.running()->values, wanted);
        QTRY_VERIFY(seat.find<QPushButton>("stop")->isEnabled());
        press(Qt::Key_Escape);
        QTRY_VERIFY(seat.find<QLabel>("verdict")->text().contains("UNKNOWN"));
        QVERIFY(tabTo("start"));
        press(Qt::Key_Space);
        QTRY_VERIFY(seat.desk.laboratory.running());
    }

    void anOrderIsOpenedAndReadWithoutAMouse() {
        Seat seat;
        const auto lab = seat.start();
        lab->knowsWay("0190-aaa", {{1000us, "gateway-1", "arrived"}, {1450us, "order-2", "units taken"}});
        lab->knowsWay("0190-bbb", {{2000us, "gateway-1", "arrived"}});
        QTRY_VERIFY(seat.find<QPushButton>("openOrder")->isEnabled());
        press(Qt::Key_F7);
        QTRY_VERIFY(seat.window.findChild<QDialog*>("orderWayDialog"));
        auto* dialog = seat.window.findChild<QDialog*>("orderWayDialog");
        QTRY_COMPARE(QApplication::activeWindow(), dialog);
        QVERIFY(tabTo("orderFilter"));
        write("aaa");
        QVERIFY(tabTo("orderList"));
        press(Qt::Key_Home);
        QTRY_VERIFY(dialog->findChild<QWidget*>("orderWay")->accessibleDescription().contains("order-2 units taken"));
        press(Qt::Key_Escape);
        QTRY_VERIFY(!dialog->isVisible());
    }

    void aChartIsExportedWithoutAMouse() {
        Seat seat;
        const QString path = seat.desk.folder.filePath("stock.csv");
        QVERIFY(tabTo("stockChart"));
        // As the platform sends it for the menu key.
        QWidget* chart = QApplication::focusWidget();
        QContextMenuEvent menuKey(QContextMenuEvent::Keyboard, {}, chart->mapToGlobal(chart->rect().center()));
        QCoreApplication::sendEvent(chart, &menuKey);
        QTRY_VERIFY(QApplication::activePopupWidget());
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        for (int row = 0; row < 12 && !(menu->activeAction() && menu->activeAction()->objectName() == "chart-csv");
             ++row)
            QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_VERIFY(seat.window.findChild<QFileDialog*>());
        auto* dialog = seat.window.findChild<QFileDialog*>();
        QTRY_COMPARE(QApplication::activeWindow(), dialog);
        QVERIFY(tabTo("fileNameEdit"));
        press(Qt::Key_A, Qt::ControlModifier);
        write(path);
        press(Qt::Key_Return);
        QTRY_VERIFY(QFile::exists(path));
    }

    void whateverTakesKeysHasANameThatCanBeSpoken_data() {
        QTest::addColumn<ui::Language>("language");
        QTest::newRow("English") << ui::Language::English;
        QTest::newRow("Korean") << ui::Language::Korean;
    }
    void whateverTakesKeysHasANameThatCanBeSpoken() {
        QFETCH(ui::Language, language);
        QSet<QString> nameless;
        int heard = 0;
        ui::StagedWindow staged(ui::Day::Worked);
        staged.dress(language, ui::ThemeChoice::Light, false, {1280, 800});
        for (const auto& view : staged.views()) {
            staged.show(view);
            for (QWidget* widget : staged.window().findChildren<QWidget*>()) {
                if (!takesKeys(*widget)) continue;
                ++heard;
                if (spokenName(*widget).isEmpty())
                    nameless +=
                        QString("%1: %2 %3").arg(view.name, widget->metaObject()->className(), widget->objectName());
            }
        }
        for (const QString& one : std::as_const(nameless))
            qWarning("%s", qPrintable(one));
        QVERIFY2(nameless.isEmpty(), "what has no name is told above");
        QVERIFY(heard > 100);
    }
};

RUSHLAB_TEST(ByKeysTest, ui::SameLook)

}  // namespace rushlab::test::by_keys
#include "by_keys.moc"
