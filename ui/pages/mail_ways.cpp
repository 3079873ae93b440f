#include "ui/pages/mail_ways.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <cmath>

#include "report/csv_text.h"
#include "ui/pages/topology.h"
#include "ui/theme.h"

namespace rushlab::ui {
namespace {

constexpr double kBetweenParts = 14;
constexpr double kBetweenLines = 4;
constexpr double kBelowRow = 14;
constexpr std::size_t kRowsLeast = 3;
constexpr int kWidthLeast = 300;

}  // namespace

MailWays::MailWays(QWidget* parent) : ChartWidget(parent), m_export(makeExportButton(this)) {
    setFocusPolicy(Qt::StrongFocus);
    showAll();
}

QString MailWays::nameOf(const QString& way) {
    if (way == "queue") return tr("Queue");
    if (way == "async") return tr("In memory (async)");
    if (way == "list") return tr("List");
    if (way == "list-reliable") return tr("List with a reaper");
    return way;
}

void MailWays::setWays(std::vector<lab::MailWayCounts> ways) {
    if (ways == m_ways) return;
    m_ways = std::move(ways);
    showAll();
}

void MailWays::present(bool on) {
    m_presenting = on;
    showAll();
}

void MailWays::retranslate() {
    setAccessibleName(title());
    showAll();
}

void MailWays::showAll() {
    setMinimumHeight(minimumSizeHint().height());
    m_export->setVisible(!m_presenting);
    m_export->adjustSize();
    m_export->move(width() - m_export->width() - 8, 6);
    describe();
    update();
}

// What came twice is not counted among what came once: the parts of a bar add up.
std::vector<MailWays::Part> MailWays::partsOf(const lab::MailCounts& counts) const {
    return {{counts.delivered - counts.duplicated, tr("%1 once"), ui::colourOf(Meaning::Good, palette())},
            {counts.duplicated, tr("%1 twice"), ui::colourOf(Meaning::Unsure, palette())},
            {counts.lost, tr("%1 lost"), ui::colourOf(Meaning::Bad, palette())}};
}

QString MailWays::summary() const {
    QStringList sentences{title()};
    for (const lab::MailWayCounts& way : m_ways) {
        QStringList words{tr("%1 promised").arg(grouped(way.counts.signedUp))};
        for (const Part& part : partsOf(way.counts))
            words += part.words.arg(grouped(part.count));
        sentences += QString("%1: %2").arg(nameOf(QString::fromStdString(way.way)), words.join(", "));
    }
    return sentences.join(". ") + '.';
}

QByteArray MailWays::asCsv() const {
    std::string csv = report::csvBegan("way,promised,delivered,twice,lost");
    for (const lab::MailWayCounts& way : m_ways) {
        csv += report::csvCell(way.way);
        for (const std::uint64_t count :
             {way.counts.signedUp, way.counts.delivered, way.counts.duplicated, way.counts.lost})
            csv += ',' + std::to_string(count);
        csv += "\r\n";
    }
    return QByteArray::fromStdString(csv);
}

double MailWays::headHeight() const {
    return QFontMetricsF(ChartFonts(font(), m_presenting).title).height() + kChartEdge + 12;
}

double MailWays::rowHeight() const {
    const double line = QFontMetricsF(ChartFonts(font(), m_presenting).label).height();
    const double lines = m_presenting ? 1 : 2;
    return (line + kBetweenLines) * lines + line * 0.8 + kBelowRow;
}

QSize MailWays::minimumSizeHint() const {
    const double rows = rowHeight() * static_cast<double>(std::max(kRowsLeast, m_ways.size()));
    return {kWidthLeast, static_cast<int>(std::ceil(headHeight() + rows))};
}

void MailWays::drawBar(QPainter& painter, const std::vector<Part>& parts, std::uint64_t promised,
                       const QRectF& bar) const {
    QPainterPath whole;
    whole.addRoundedRect(bar, 3, 3);
    painter.fillPath(whole, inkOf(report::Ink::Grid, palette()));
    painter.save();
    painter.setClipPath(whole);
    double left = bar.left();
    for (const Part& part : parts) {
        if (part.count == 0 || promised == 0) continue;
        // A single one among thousands is seen too.
        const double share = static_cast<double>(part.count) / static_cast<double>(promised);
        const QRectF area(left, bar.top(), std::max(2.0, bar.width() * share), bar.height());
        painter.fillRect(area, part.colour);
        left = area.right();
    }
    painter.restore();
}

void MailWays::drawWords(QPainter& painter, const std::vector<Part>& parts, QPointF from) const {
    const QFontMetricsF label(painter.font());
    const double square = label.ascent() * 0.7;
    for (const Part& part : parts) {
        const QString words = part.words.arg(grouped(part.count));
        painter.fillRect(QRectF(from.x(), from.y() - square, square, square), part.colour);
        painter.setPen(inkOf(part.count > 0 ? report::Ink::Text : report::Ink::Faint, palette()));
        painter.drawText(from + QPointF(square + 5, 0), words);
        from.rx() += square + 5 + label.horizontalAdvance(words) + kBetweenParts;
    }
}

void MailWays::drawWay(QPainter& painter, const lab::MailWayCounts& way, const QRectF& row) const {
    const ChartFonts fonts(font(), m_presenting);
    QFont bold = fonts.label;
    bold.setWeight(QFont::DemiBold);
    const QFontMetricsF label(fonts.label);
    const double first = row.top() + label.ascent();
    const QString name = nameOf(QString::fromStdString(way.way));
    painter.setFont(bold);
    painter.setPen(inkOf(report::Ink::Text, palette()));
    painter.drawText(QPointF(row.left(), first), name);
    const double nameEnds = row.left() + QFontMetricsF(bold).horizontalAdvance(name) + 2 * kBetweenParts;
    const QString promised = tr("%1 promised").arg(grouped(way.counts.signedUp));
    painter.setFont(fonts.label);
    painter.setPen(inkOf(report::Ink::Faint, palette()));
    painter.drawText(QPointF(row.right() - label.horizontalAdvance(promised), first), promised);
    const std::vector<Part> parts = partsOf(way.counts);
    const QRectF bar(row.left(), row.top() + label.height() + kBetweenLines, row.width(), label.height() * 0.8);
    drawBar(painter, parts, way.counts.signedUp, bar);
    const QPointF below(row.left(), bar.bottom() + kBetweenLines + label.ascent());
    drawWords(painter, parts, m_presenting ? QPointF(nameEnds, first) : below);
}

void MailWays::paintOn(QPainter& painter) const {
    const ChartFonts fonts(font(), m_presenting);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), inkOf(report::Ink::Paper, palette()));
    painter.setFont(fonts.title);
    painter.setPen(inkOf(report::Ink::Text, palette()));
    painter.drawText(QPointF(kChartEdge, kChartEdge + QFontMetricsF(fonts.title).ascent()), title());
    QRectF row(kChartEdge, headHeight(), width() - 2 * kChartEdge, rowHeight());
    if (m_ways.empty()) {
        painter.setFont(fonts.label);
        painter.setPen(inkOf(report::Ink::Faint, palette()));
        painter.drawText(QRectF(rect()).adjusted(16, headHeight(), -16, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Each way that was tried has its bar here: what came once, what came twice, and what was "
                            "lost."));
    }
    for (const lab::MailWayCounts& way : m_ways) {
        drawWay(painter, way, row);
        row.translate(0, row.height());
    }
}

void MailWays::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    paintOn(painter);
}

void MailWays::resizeEvent(QResizeEvent* event) {
    ChartWidget::resizeEvent(event);
    m_export->move(width() - m_export->width() - 8, 6);
}

void MailWays::changeEvent(QEvent* event) {
    ChartWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) showAll();
}

void MailWays::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(exports());
    menu->popup(event->globalPos());
}

}  // namespace rushlab::ui
