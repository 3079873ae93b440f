// The topology as a picture that one can walk through: nodes as buttons, groups in frames, the ways between them drawn
// thicker the more goes over them and moving while something does.
// Guarantees: one node is selected where there is any, and Tab reaches that one alone; the arrows go to the next one in
// their direction; what is idle is not drawn anew. The GUI's thread.
#pragma once

#include <QWidget>
#include <map>

#include "ui/pages/topology_layout.h"
#include "ui/pages/topology_node.h"

namespace rushlab::ui {

class TopologyView final : public QWidget {
    Q_OBJECT
  public:
    explicit TopologyView(QWidget* parent = nullptr);

    void setTopology(const Topology& topology);
    // One step of what moves.
    void advance();
    // Of none where there is no such node.
    void select(const QString& id);
    void choose(const QString& id);  // as a person does it
    const QString& selected() const { return m_selected; }
    void retranslate();

  signals:
    void selectionChanged(const QString& id);
    void chosen(const QString& id);    // by a person, also the one that is selected already
    void menuAsked(const QPoint& at);  // for the selected one

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    void makeNodes();
    void arrange();
    void drawWay(QPainter& painter, std::size_t edge) const;
    void drawLabel(QPainter& painter, std::size_t edge) const;
    QRect regionOf(std::size_t edge) const;
    const QRectF* besides(int key) const;

    Topology m_topology;
    TopologyLayout m_layout;
    std::map<QString, TopologyNodeButton*> m_nodes;
    std::vector<double> m_phases;  // how far the dashes of an edge have come
    QString m_selected;
};

}  // namespace rushlab::ui
