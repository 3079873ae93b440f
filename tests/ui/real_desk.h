// The window as the program has it, over a real laboratory with a folder of its own, and how a person uses it: by
// mouse and keys. What it waits for are states, for as long as a slow machine may take. The test's thread.
#pragma once

#include <QtTest>
#include <QtWidgets>

#include "tests/support/real_desktop.h"
#include "tests/ui/desk.h"
#include "ui/charts/live_chart.h"

namespace rushlab::ui {

constexpr int kPatienceMs = 120'000;

// What must become true, however slow the machine is.
#define SEE(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, rushlab::ui::kPatienceMs)

class RealDesk {
  public:
    RealDesk() {
        m_desktop.window->useLanguage(Language::English);
        showActive(*m_desktop.window);
        QObject::connect(&m_desktop.window->bridge(), &Bridge::runFinished, m_desktop.window.get(),
                         [this](ResultPointer result) { m_result = std::move(result); });
        QObject::connect(&m_desktop.window->bridge(), &Bridge::runRefused, m_desktop.window.get(),
                         [](const QString& why) { qFatal("%s", qPrintable(why)); });
    }

    MainWindow& window() { return *m_desktop.window; }
    QString file(const QString& name) const { return m_desktop.folder.filePath(name); }
    // Of the last run; nothing while it goes on.
    const ResultPointer& result() const { return m_result; }
    bool isRunning() const { return m_desktop.window->bridge().runState() != Bridge::RunState::Idle; }

    // On the page that is shown.
    template <class Widget = QWidget>
    Widget* find(const char* name) {
        auto* page = m_desktop.window->findChild<QStackedWidget*>("pages")->currentWidget();
        auto* found = page->findChild<Widget*>(name);
        if (!found) qFatal("there is no %s on the page", name);
        return found;
    }
    LiveChart* chart(const char* name) { return find<LiveChart>(name); }
    QString words(const char* label) { return find<QLabel>(label)->text(); }
    bool isVerdictShown() { return !isRunning() && find("verdictBanner")->isVisible(); }

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(m_desktop.window.get(), key, modifiers);
    }
    void click(const char* button) {
        auto* found = find<QAbstractButton>(button);
        if (!found->isEnabled() || !found->isVisible()) qFatal("%s can't be clicked", button);
        QTest::mouseClick(found, Qt::LeftButton);
    }
    void start() {
        m_result.reset();
        click("start");
        if (!isRunning()) qFatal("the run did not start");
    }
    // Into a field of the form.
    void type(const char* field, const QString& text) {
        auto* found = find(field);
        found->setFocus(Qt::TabFocusReason);
        QTest::keyClick(found, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(found, text);
        QTest::keyClick(found, Qt::Key_Tab);
    }
    // By a few letters of its name, in any script.
    bool command(const QString& letters) {
        const auto palette = [this] { return m_desktop.window->findChild<QDialog*>("commandPalette"); };
        key(Qt::Key_K, Qt::ControlModifier);
        if (!QTest::qWaitFor([&] { return palette() && palette()->isVisible(); }, kPatienceMs)) return false;
        auto* typed = palette()->findChild<QLineEdit*>("commandTyped");
        QInputMethodEvent composed;  // a key event of QTest carries Latin letters only
        composed.setCommitString(letters);
        QApplication::sendEvent(typed, &composed);
        QTest::keyClick(typed, Qt::Key_Return);
        return QTest::qWaitFor([&] { return !palette(); }, kPatienceMs) && isActiveAgain();
    }
    // Into the dialog that asks where something is to be saved.
    bool saveAs(const QString& path) {
        QFileDialog* dialog = nullptr;
        const auto isAsked = [&dialog] {
            return (dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget())) && dialog->isActiveWindow();
        };
        if (!QTest::qWaitFor(isAsked, kPatienceMs)) return false;
        auto* name = dialog->findChild<QLineEdit*>("fileNameEdit");
        name->selectAll();
        QTest::keyClicks(name, path);
        auto* save = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save);
        QTest::mouseClick(save, Qt::LeftButton);
        if (!QTest::qWaitFor([&path] { return QFile::exists(path) && !QApplication::activeModalWidget(); },
                             kPatienceMs))
            return false;
        return isActiveAgain();
    }
    void closeWindow() { m_desktop.window.reset(); }

  private:
    // After a dialog; no window manager does it here.
    bool isActiveAgain() {
        m_desktop.window->activateWindow();
        return QTest::qWaitForWindowActive(m_desktop.window.get(), kPatienceMs);
    }

    test::RealDesktop m_desktop;
    ResultPointer m_result;
};

}  // namespace rushlab::ui
