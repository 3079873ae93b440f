// The page that says which engines there are, whether each answers, how fast, and what it can't do; and where another
// one is chosen.
// The GUI's thread; the engines are asked on the bridge's.
#pragma once

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTextBrowser>

#include "lab/engine_report.h"
#include "ui/models/engines_model.h"
#include "ui/page.h"
#include "ui/pages/engine_choice.h"

namespace rushlab::ui {

class EnginesPage final : public Page {
    Q_OBJECT
  public:
    explicit EnginesPage(PageContext& context, QWidget* parent);

    QString title() const override { return tr("Engines"); }
    void retranslate() override;

  public slots:
    // Asks every engine again; while that lasts the button is off.
    void checkAgain();

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void buildTable();
    void layOut();
    void showReports(std::vector<lab::EngineReport> reports);
    void tellDetails();

    PageContext& m_context;
    QAction* m_check;
    EnginesModel* m_model;
    QLabel* m_title;
    QLabel* m_explained;
    QTableView* m_table;
    QTextBrowser* m_details;
    EngineChoice* m_choice;
    QPushButton* m_again;
    bool m_asking = false;
};

}  // namespace rushlab::ui
