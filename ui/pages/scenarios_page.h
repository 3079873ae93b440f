// Every scenario there is, each by a form made from its parameters, run and shown in one place: a new scenario needs no
// page of its own. The GUI's thread.
#pragma once

#include <QLabel>
#include <QListWidget>
#include <QStackedWidget>

#include "ui/command.h"
#include "ui/run_view.h"
#include "ui/scenario_form.h"

namespace rushlab::ui {

class ScenariosPage final : public Page {
    Q_OBJECT
  public:
    ScenariosPage(PageContext& context, QWidget* parent);

    QString title() const override { return tr("Scenarios"); }
    void retranslate() override;
    void present(bool on) override;

  public slots:
    // A scenario's id.
    void showWhat(const QString& what) override;

  private:
    QWidget* buildLeft();
    ScenarioForm* form() const { return m_forms[static_cast<std::size_t>(m_list->currentRow())]; }
    void start();
    void stop();
    void openAnOrder() { m_run->openAnOrder(); }
    void choose();
    void update();

    Bridge& m_bridge;
    QListWidget* m_list;
    QStackedWidget* m_stack;
    std::vector<ScenarioForm*> m_forms;
    RunView* m_run;
    QWidget* m_left = nullptr;
    QLabel *m_title, *m_stages, *m_verdict, *m_problem;
    QAction *m_start, *m_stop, *m_open;
};

}  // namespace rushlab::ui
