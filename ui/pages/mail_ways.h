// The ways of sending mails side by side, a bar each: of what was promised by it, what came once, what came twice, and
// what was lost; what is still on its way is left empty.
// The GUI's thread.
#pragma once

#include <vector>

#include "lab/mail_desk.h"
#include "ui/charts/chart_look.h"
#include "ui/charts/chart_widget.h"

namespace rushlab::ui {

class MailWays final : public ChartWidget {
    Q_OBJECT
  public:
    explicit MailWays(QWidget* parent);

    // "List with a reaper"
    static QString nameOf(const QString& way);

    void setWays(std::vector<lab::MailWayCounts> ways);
    void retranslate();
    void present(bool on);

    QString title() const override { return tr("The ways side by side"); }
    // "The ways side by side. Queue: 9 promised, 3 delivered, 1 twice, 1 lost."
    QString summary() const override;
    QByteArray asCsv() const override;

    QSize minimumSizeHint() const override;

  protected:
    QSize paperSize() const override { return size(); }
    void paintOn(QPainter& painter) const override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    struct Part {
        std::uint64_t count = 0;
        QString words;
        QColor colour;
    };

    std::vector<Part> partsOf(const lab::MailCounts& counts) const;
    double headHeight() const;
    // Of one way; in the presentation, whose chart is wide, its words are one line.
    double rowHeight() const;
    void drawWay(QPainter& painter, const lab::MailWayCounts& way, const QRectF& row) const;
    void drawBar(QPainter& painter, const std::vector<Part>& parts, std::uint64_t promised, const QRectF& bar) const;
    void drawWords(QPainter& painter, const std::vector<Part>& parts, QPointF from) const;
    void showAll();

    std::vector<lab::MailWayCounts> m_ways;
    bool m_presenting = false;
    QToolButton* m_export;
};

}  // namespace rushlab::ui
