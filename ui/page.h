// What every page of the window is. A page makes its widgets once, sets every text in retranslate(), and shows what
// the bridge tells. What a person can order of it are QActions of its own (addAction): menus, shortcuts and the command
// palette find them there. The GUI's thread.
#pragma once

#include <QEvent>
#include <QWidget>

#include "ui/bridge.h"
#include "ui/run_keeper.h"

namespace rushlab::ui {

// What a page is made with; outlives it.
struct PageContext {
    Bridge& bridge;
    Laboratory& laboratory;
    report::ResultArchive& results;  // not from the GUI's thread: see Bridge::inArchive
    RunKeeper& keeper;
};

class Page : public QWidget {
    Q_OBJECT
  public:
    using QWidget::QWidget;

    // In the language of the moment.
    virtual QString title() const = 0;
    // Sets every text anew; called once by whoever makes the page, then whenever the language changes.
    virtual void retranslate() = 0;
    // Large type, and nothing but what an audience looks at.
    virtual void present(bool on) { Q_UNUSED(on) }

  signals:
    // For the status bar.
    void said(const QString& sentence);
    // Another page is to be shown: its id, and what it is to show there ("results", a run's id).
    void asksFor(const QString& page, const QString& what);

  public slots:
    // What another page asked this one to show.
    virtual void showWhat(const QString& what) { Q_UNUSED(what) }

  protected:
    void changeEvent(QEvent* event) override {
        QWidget::changeEvent(event);
        if (event->type() == QEvent::LanguageChange) retranslate();
    }
};

}  // namespace rushlab::ui
