#include "ui/chat/chat_transcript.h"

#include <QApplication>
#include <QLocale>
#include <QPainter>
#include <QScrollBar>
#include <QTextLayout>
#include <QtMath>

#include "ui/chat/chat_names.h"
#include "ui/theme.h"

namespace rushlab::ui {
namespace {

constexpr auto kRefreshAfter = std::chrono::milliseconds(30);
constexpr int kAside = 10, kBetween = 7;
constexpr std::size_t kSpokenMost = 8;
constexpr double kLargerTranscript = 1.5;  // in the presentation

// Between words, and inside of one that is longer than a line.
QTextOption wrapped(Qt::Alignment alignment) {
    QTextOption option(alignment);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    return option;
}

// Of what QPainter draws with that option.
int wrappedHeight(const QString& text, const QFont& font, int width) {
    QTextLayout layout(QString(text).replace('\n', QChar::LineSeparator), font);
    layout.setTextOption(wrapped(Qt::AlignLeft));
    layout.beginLayout();
    const double between = QFontMetricsF(font).leading();
    double height = -between;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        height += between + line.height();
    }
    layout.endLayout();
    return qCeil(height);
}

}  // namespace

ChatTranscript::ChatTranscript(const ChatNames& names, QWidget* parent) : QAbstractScrollArea(parent), m_names(names) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalScrollBar()->setSingleStep(1);
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefreshAfter);
    connect(&m_refresh, &QTimer::timeout, this, &ChatTranscript::refresh);
    connect(&names, &ChatNames::changed, this, [this] { m_refresh.start(); });
}

void ChatTranscript::add(const ChatLine& line) {
    add(Entry(line));
}

void ChatTranscript::add(const ChatGap& gap) {
    add(Entry(gap));
}

void ChatTranscript::add(Entry entry) {
    m_entries.push_back(std::move(entry));
    if (m_entries.size() > kEntriesMost) {
        m_entries.pop_front();
        if (QScrollBar* bar = verticalScrollBar(); bar->value() < bar->maximum()) bar->setValue(bar->value() - 1);
    }
    if (!m_refresh.isActive()) m_refresh.start();
}

void ChatTranscript::count(const ChatGap& counted) {
    for (Entry& entry : m_entries) {
        auto* gap = std::get_if<ChatGap>(&entry);
        if (gap && gap->number == counted.number) *gap = counted;
    }
    m_refresh.start();
}

void ChatTranscript::clear() {
    m_entries.clear();
    refresh();
}

void ChatTranscript::retranslate() {
    setAccessibleName(tr("What was said"));
    refresh();
}

void ChatTranscript::present(bool on) {
    QFont type = QApplication::font();
    if (on) type.setPointSizeF(type.pointSizeF() * kLargerTranscript);
    viewport()->setFont(type);
    refresh();
}

// The bar tells which entry is the lowest that is seen.
void ChatTranscript::refresh() {
    QScrollBar* const bar = verticalScrollBar();
    const bool wasAtEnd = bar->value() == bar->maximum();
    const int last = int(m_entries.size()) - 1;
    int first = 0;
    for (int height = 0; first <= last; ++first) {
        height += heightOf(m_entries[std::size_t(first)]);
        if (height > viewport()->height()) break;
    }
    bar->setRange(std::min(first, std::max(last, 0)), std::max(last, 0));
    if (wasAtEnd) bar->setValue(bar->maximum());
    setAccessibleDescription(text(kSpokenMost));
    viewport()->update();
}

int ChatTranscript::textWidth() const {
    return std::max(1, viewport()->width() - 2 * kAside);
}

QFont ChatTranscript::boldFont() const {
    QFont bold = viewport()->font();
    bold.setBold(true);
    return bold;
}

int ChatTranscript::lineHeight(const ChatLine& line) const {
    return wrappedHeight(line.text, viewport()->font(), textWidth());
}

int ChatTranscript::heightOf(const Entry& entry) const {
    const QFontMetrics metrics = viewport()->fontMetrics();
    if (const auto* line = std::get_if<ChatLine>(&entry)) return metrics.height() + lineHeight(*line) + kBetween;
    const QString told = words(std::get<ChatGap>(entry));
    return wrappedHeight(told, viewport()->font(), textWidth()) + 3 * kBetween;
}

void ChatTranscript::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    int below = viewport()->height();
    for (int at = std::min(verticalScrollBar()->value(), int(m_entries.size()) - 1); at >= 0 && below > 0; --at) {
        const Entry& entry = m_entries[std::size_t(at)];
        const int height = heightOf(entry);
        const QRect place(kAside, below - height, textWidth(), height);
        std::visit([&](const auto& one) { paint(painter, one, place); }, entry);
        below -= height;
    }
}

void ChatTranscript::paint(QPainter& painter, const ChatLine& line, const QRect& place) const {
    const QFontMetrics metrics = viewport()->fontMetrics();
    const QString how = tr("via %1 · %2").arg(line.via, chatTime(line.latencyMs));
    const int left = std::max(0, place.width() - metrics.horizontalAdvance(how) - kAside);
    const QRect head(place.left(), place.top(), place.width(), metrics.height());
    painter.setPen(quietText(palette()));
    painter.setFont(viewport()->font());
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, metrics.elidedText(how, Qt::ElideMiddle, head.width()));
    painter.setFont(boldFont());
    painter.setPen(palette().color(line.isOwn ? QPalette::Highlight : QPalette::Text));
    const QString name = QFontMetrics(boldFont()).elidedText(m_names.of(line.sender), Qt::ElideRight, left);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, name);
    painter.setFont(viewport()->font());
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(place.adjusted(0, metrics.height(), 0, 0), line.text, wrapped(Qt::AlignLeft));
}

void ChatTranscript::paint(QPainter& painter, const ChatGap& gap, const QRect& place) const {
    const QColor colour = colourOf(Meaning::Unsure, palette());
    painter.setPen(QPen(colour, 1.5, Qt::DashLine));
    const int above = place.top() + kBetween / 2, below = place.bottom() - kBetween;
    painter.drawLine(place.left(), above, place.right(), above);
    painter.drawLine(place.left(), below, place.right(), below);
    painter.setPen(colour);
    painter.setFont(viewport()->font());
    painter.drawText(place.adjusted(0, 0, 0, -kBetween / 2), words(gap), wrapped(Qt::AlignCenter));
}

QString ChatTranscript::words(const ChatGap& gap) {
    const QString lines = QLocale().toString(gap.lines.value_or(0));
    if (!gap.origin.isEmpty()) return tr("Lines of %1 missed: %2. The archive has them.").arg(gap.origin, lines);
    const QString away = chatTime(double(gap.cutOffMs));
    if (!gap.lines && gap.isAsked) return tr("Cut off for %1; the archive is asked ...").arg(away);
    if (!gap.lines) return tr("Cut off for %1; the archive does not say what was missed").arg(away);
    if (*gap.lines == 0) return tr("Cut off for %1; nothing missed").arg(away);
    if (gap.isAtLeast) return tr("Cut off for %1; lines missed: at least %2. The archive has them.").arg(away, lines);
    return tr("Cut off for %1; lines missed: %2. The archive has them.").arg(away, lines);
}

QString ChatTranscript::text(const Entry& entry) const {
    if (const auto* gap = std::get_if<ChatGap>(&entry)) return QString("-- %1 --").arg(words(*gap));
    const auto& line = std::get<ChatLine>(entry);
    return QString("%1 (%2): %3")
        .arg(m_names.of(line.sender), tr("via %1 · %2").arg(line.via, chatTime(line.latencyMs)), line.text);
}

QString ChatTranscript::text(std::size_t entriesMost) const {
    QStringList lines;
    for (std::size_t at = m_entries.size() - std::min(entriesMost, m_entries.size()); at < m_entries.size(); ++at)
        lines += text(m_entries[at]);
    return lines.join('\n');
}

void ChatTranscript::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    refresh();
}

void ChatTranscript::scrollContentsBy(int, int) {
    viewport()->update();
}

}  // namespace rushlab::ui
