// The page that says which engines there are, whether each answers, how fast, and what it can't do.
// The GUI's thread; the engines are asked on a thread of the page's own, which its end waits for.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTextBrowser>
#include <QWidget>
#include <thread>

#include "lab/engine_report.h"
#include "ui/engines_model.h"
#include "ui/page.h"

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
    void show(std::vector<lab::EngineReport> reports);
    void tellDetails();

    lab::EngineExaminer& m_examiner;
    EnginesModel* m_model;
    QTableView* m_table;
    QTextBrowser* m_details;
    QPushButton* m_again;
    std::jthread m_asking;  // last: it ends before what it writes to
};

}  // namespace rushlab::ui
