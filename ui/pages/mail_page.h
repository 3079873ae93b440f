// The page of welcome mails: a shop as a process of its own, people who sign up there, each mail on its way, who
// carries it killed in the middle, and the inbox that bears witness. The GUI's thread; the desk is asked on the
// bridge's, but for what it shows at once.
#pragma once

#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QTimer>

#include "ui/figure_tile.h"
#include "ui/page.h"
#include "ui/pages/mail_flow.h"
#include "ui/pages/mail_inbox.h"
#include "ui/pages/mail_ways.h"

namespace rushlab::ui {

class MailPage final : public Page {
    Q_OBJECT
  public:
    explicit MailPage(PageContext& context, QWidget* parent);

    QString title() const override { return tr("Mail"); }
    void retranslate() override;
    void present(bool on) override;

  protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    enum Figure { SignedUp, Delivered, Lost, Duplicated, WentBack, FigureCount };

    void makeCommands();
    QWidget* buildHead();
    QWidget* buildKills();
    QWidget* buildTiles();
    QWidget* buildBelow();
    void look();
    void showCounts(const lab::MailView& view);
    void showStates(const lab::MailView& view);
    // In the background, one after the other; what came of it is said.
    void order(std::function<Result<>(lab::MailDesk&)> what, const QString& saidWhenDone);
    void nameSignUps();
    QString stateOf(const lab::MailView& view) const;

    PageContext& m_context;
    lab::MailDesk& m_desk;
    QAction* m_open;
    QAction* m_signUps;
    QAction* m_killConsumer;
    QAction* m_killNode;
    QAction* m_restart;
    QLabel* m_title;
    QLabel* m_explained;
    QComboBox* m_way;
    QLabel* m_rateName;
    QDoubleSpinBox* m_rate;
    QLabel* m_takesName;
    QDoubleSpinBox* m_takes;
    QLabel* m_state;
    std::array<FigureTile*, FigureCount> m_tiles{};
    MailFlow* m_flow;
    MailInbox* m_inbox;
    MailWays* m_ways;
    QTimer m_timer;
    int m_ordering = 0;
};

}  // namespace rushlab::ui
