// The page of the runs that are kept: find one, open it, set several side by side, write a note, take away and bring
// back, export, run again.
// The GUI's thread; the archive is asked on the bridge's.
#pragma once

#include <QAction>
#include <QFileDialog>
#include <QFrame>
#include <QLabel>
#include <QStackedWidget>
#include <vector>

#include "ui/page.h"
#include "ui/pages/compare_view.h"
#include "ui/pages/history_list.h"
#include "ui/pages/stored_run_view.h"

namespace rushlab::ui {

class ResultsPage final : public Page {
    Q_OBJECT
  public:
    ResultsPage(PageContext& context, QWidget* parent);

    QString title() const override { return tr("Results"); }
    void retranslate() override;
    void present(bool on) override;

  public slots:
    // A kept run's id: it is opened.
    void showWhat(const QString& what) override;

  private:
    QAction* addCommand(const char* objectName, const QKeySequence& keys, void (ResultsPage::*what)());
    void buildCommands();
    void layOut();
    QWidget* buildButtons();
    QWidget* buildUndoBar();
    void listen();

    void readAll();
    void addKept(const QString& id);
    void open(const QString& id);
    void openChosen();
    void compareChosen();
    void goBack();
    void writeNote(const QString& id, const QString& note);
    void editNote();
    void removeChosen();
    void forgetRemoval(const QStringList& ids);
    void undoRemoval();
    void exportChosen();
    void exportTo(const QString& file);
    void runAgain();
    void focusFilter();

    // Of what is on view: the opened one, those compared, or those chosen in the history.
    QStringList onView() const;
    void showState();
    void tellRemoved();
    void tell(const Result<>& done, const QString& sentence);

    PageContext& m_context;
    ResultsModel* m_model;
    QLabel* m_title;
    QLabel* m_explained;
    QStackedWidget* m_stack;
    HistoryList* m_history;
    StoredRunView* m_run;
    CompareView* m_compare;
    QFrame* m_undoBar = nullptr;
    QLabel* m_undoText = nullptr;
    QWidget* m_buttons = nullptr;
    QAction *m_back = nullptr, *m_open = nullptr, *m_beside = nullptr, *m_again = nullptr, *m_note = nullptr;
    QAction *m_export = nullptr, *m_remove = nullptr, *m_undo = nullptr, *m_find = nullptr;
    QStringList m_opened;                                 // what the run or compare view shows
    std::vector<std::vector<report::KeptRun>> m_removed;  // the last one is brought back first
};

}  // namespace rushlab::ui
