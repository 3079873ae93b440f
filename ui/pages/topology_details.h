// What stands beneath the topology: the selected node with its figures and its last minute, what can be done to it, and
// what happened in the lab. The GUI's thread.
#pragma once

#include <QFrame>
#include <array>
#include <deque>
#include <memory>

#include "ui/bridge.h"
#include "ui/pages/topology.h"

class QAction;
class QBoxLayout;
class QLabel;
class QListWidget;

namespace rushlab::ui {

class Sparkline;

class TopologyDetails final : public QFrame {
    Q_OBJECT
  public:
    // A button for each of these; they are hidden where the action is.
    TopologyDetails(const QList<QAction*>& actions, QWidget* parent);

    // `history` is the last minute of the lab, the oldest first.
    void setNode(const TopologyNode* node, const std::deque<std::shared_ptr<const lab::Snapshot>>& history);
    void setEvents(const Events& all);
    // Those that are known already are not added again.
    void addEvents(const Events& fresh);
    void retranslate();

  private:
    struct Figure {
        QLabel* name = nullptr;
        QLabel* value = nullptr;
    };

    QWidget* buildFigures();
    QWidget* buildCurve();
    QWidget* buildActions(const QList<QAction*>& actions);
    QWidget* buildEvents();
    void setFigures(const QList<std::pair<QString, QString>>& figures);
    void addLine(const lab::LabEvent& event);

    QLabel* m_name;
    QLabel* m_state;
    std::array<Figure, 4> m_figures;
    QLabel* m_curveTitle;
    QLabel* m_curveMost;
    Sparkline* m_curve;
    QLabel* m_eventsTitle;
    QListWidget* m_list;
    Events m_events;
};

// "00:12.3"
QString momentOf(std::chrono::milliseconds at);
// "killed order-2", "fault: the queue is slow"
QString sentenceOf(const lab::LabEvent& event);

}  // namespace rushlab::ui
