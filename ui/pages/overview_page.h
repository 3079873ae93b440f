// The page that shows a lab while it lives: who is there, what flows, what waits; and from which every instance can be
// killed, paused, stopped and started. It follows the newest lab until a person chooses another one. As Page says.
#pragma once

#include <array>
#include <deque>
#include <memory>

#include "ui/figure_tile.h"
#include "ui/page.h"
#include "ui/pages/topology.h"

class QAction;
class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace rushlab::ui {

class NodeCommands;
class TopologyDetails;
class TopologyModel;
class TopologyView;

class OverviewPage final : public Page {
    Q_OBJECT
  public:
    OverviewPage(PageContext& context, QWidget* parent);

    QString title() const override;
    void retranslate() override;
    void present(bool on) override;

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    enum TileNumber : std::uint8_t { kAccepted, kCompleted, kWaiting, kLatency, kTiles };

    void makeActions();
    void follow();
    QWidget* buildHead();
    QWidget* buildEmpty();
    QWidget* buildPicture();

    void opened(const LabPointer& lab);
    void closed(const LabPointer& lab);
    void look(const LabPointer& lab);
    void fillLabs();
    QString nameOfLab(const lab::LiveLab& lab) const;
    void add(const Samples& fresh);
    void refresh();
    void showEmpty();
    void setTiles(const lab::Snapshot& now, const lab::Snapshot* before);
    void selected(const QString& id);
    void showNode();
    const TopologyNode* node() const;

    Bridge& m_bridge;
    std::vector<LabPointer> m_labs;                              // those that are open
    LabPointer m_lab;                                            // the one on view
    bool m_chosen = false;                                       // by a person
    std::deque<std::shared_ptr<const lab::Snapshot>> m_history;  // its last minute
    Topology m_topology;
    QString m_selected;
    bool m_nodeChosen = true;  // false from a change of lab on, until somebody chooses a node

    QLabel* m_heading;
    QComboBox* m_choice;
    QPushButton* m_asTable;
    std::array<FigureTile*, kTiles> m_tiles{};
    QStackedWidget* m_whole;    // nothing open, or what is
    QStackedWidget* m_picture;  // drawn, or as a table
    NodeCommands* m_commands;
    TopologyView* m_view;
    TopologyModel* m_model;
    QTableView* m_table;
    QLabel* m_legend;
    TopologyDetails* m_details = nullptr;
    QLabel* m_emptyTitle;
    QLabel* m_emptyText;
    QAction* m_tableAction = nullptr;
    QAction* m_tryAgain = nullptr;
    QAction* m_freePorts = nullptr;
    QPushButton* m_tryAgainButton;
    QPushButton* m_freePortsButton;
};

}  // namespace rushlab::ui
