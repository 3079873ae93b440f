// A node of the topology as a button: its name, its state as symbol, word and colour, its figures. The GUI's thread.
#pragma once

#include <QAbstractButton>

#include "ui/pages/topology.h"

namespace rushlab::ui {

// A symbol is drawn, not written: fonts differ.
void drawState(QPainter& painter, const QRectF& where, NodeState state, const QColor& colour);
QColor colourOf(NodeState state, const QPalette& palette);

class TopologyNodeButton final : public QAbstractButton {
    Q_OBJECT
  public:
    explicit TopologyNodeButton(QWidget* parent);

    void setNode(const TopologyNode& node);
    const TopologyNode& node() const { return m_node; }
    void setScale(double scale);
    // The one that Tab reaches.
    void setSelected(bool selected);
    void retranslate();

  signals:
    void chosen(const QString& id);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    QFont fontOf(double pixels, bool bold) const;
    void drawBox(QPainter& painter) const;
    void drawHead(QPainter& painter) const;
    void drawFigure(QPainter& painter, const QRectF& line, const QString& number, const QString& unit) const;
    void drawInstance(QPainter& painter) const;
    void drawQueue(QPainter& painter) const;
    void drawEngine(QPainter& painter) const;

    TopologyNode m_node;
    double m_scale = 1;
    std::uint64_t m_deepest = 10;  // of this queue so far: what a full bar is
};

}  // namespace rushlab::ui
