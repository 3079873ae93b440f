// The page on which a sale is staged: its form on the left, what happens on the right, and what a presenter breaks
// while it goes on. The GUI's thread.
#pragma once

#include <QLabel>
#include <QScrollArea>

#include "ui/command.h"
#include "ui/run_view.h"
#include "ui/scenario_form.h"

namespace rushlab::ui {

class FlashSalePage final : public Page {
    Q_OBJECT
  public:
    FlashSalePage(PageContext& context, QWidget* parent);

    QString title() const override { return tr("Flash sale"); }
    void retranslate() override;
    void present(bool on) override;

  private:
    QWidget* buildLeft();
    QWidget* buildFaults();
    void preset(const char* strategies);
    void start();
    void stop();
    void showOverselling() { preset("none"); }
    void stopIt() { preset("lua-mq"); }
    void compareAll() { preset("all"); }
    void killOrderInstance();
    void dropConsumers();
    void killWorker();
    void startWhatIsDown();
    void openAnOrder() { m_run->openAnOrder(); }
    void killFirst(const std::string& role);
    void update();

    Bridge& m_bridge;
    ScenarioForm* m_form;
    RunView* m_run;
    QWidget* m_left = nullptr;
    QLabel *m_title, *m_problem;
    QAction *m_start, *m_stop, *m_overselling, *m_stopIt, *m_compare;
    QAction *m_killOrder, *m_drop, *m_killWorker, *m_revive, *m_open;
};

}  // namespace rushlab::ui
