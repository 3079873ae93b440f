// The Mail page alone on the screen, and how a person uses it. The test's thread.
#pragma once

#include <QtTest>
#include <QtWidgets>

#include "tests/ui/desk.h"
#include "ui/pages/mail_page.h"
#include "ui/run_keeper.h"
#include "ui/theme.h"

namespace rushlab::ui {

class MailScreen {
  public:
    // Over the scripted desk, or another one.
    explicit MailScreen(lab::MailDesk* other = nullptr) {
        m_desk.laboratory.otherDesk = other;
        m_page.emplace(m_context, nullptr);
        m_page->retranslate();
        m_page->setStyleSheet(styleSheetFor(m_page->palette()));
        m_page->resize(1080, 720);
        showActive(*m_page);
    }

    ScriptedMailDesk& script() { return m_desk.laboratory.mailDesk; }
    template <class Widget>
    Widget& part(const char* name) {
        auto* found = m_page->findChild<Widget*>(name);
        if (!found) qFatal("there is no %s", name);
        return *found;
    }
    bool canClick(const char* name) { return part<QPushButton>(name).isEnabled(); }
    // As soon as it can be clicked.
    void click(const char* name, int patienceMs = 120'000) {
        if (!QTest::qWaitFor([&] { return canClick(name); }, patienceMs)) qFatal("%s can't be clicked", name);
        QTest::mouseClick(&part<QPushButton>(name), Qt::LeftButton);
    }
    QString number(const char* name) { return part<QLabel>(name).text(); }
    QString flow() { return part<MailFlow>("mailFlow").accessibleDescription(); }
    QTableView& inbox() { return part<QTableView>("inbox"); }
    int letters() { return inbox().model()->rowCount(); }
    void search(const QString& words) {
        part<QLineEdit>("inboxSearch").clear();
        QTest::keyClicks(&part<QLineEdit>("inboxSearch"), words);
    }
    // Shows the first of those that were found.
    void openFirst() {
        const QRect place = inbox().visualRect(inbox().model()->index(0, 0));
        QTest::mouseClick(inbox().viewport(), Qt::LeftButton, {}, place.center());
    }
    QString letter() { return part<QPlainTextEdit>("letter").toPlainText(); }

  private:
    Desk m_desk;
    Bridge m_bridge{m_desk.laboratory};
    RunKeeper m_keeper{m_bridge, *m_desk.results};
    PageContext m_context{m_bridge, m_desk.laboratory, *m_desk.results, m_keeper};
    std::optional<MailPage> m_page;
};

}  // namespace rushlab::ui
