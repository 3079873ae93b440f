#include "ui/pages/queue_map.h"

#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "ui/pages/topology.h"
#include "ui/theme.h"

namespace rushlab::ui {
namespace {

constexpr double kPad = 10;
constexpr double kLane = 9;  // between two ways of dead letters
constexpr double kBusyBar = 26;
constexpr double kCardLeast = 65;  // letters: a queue's name and its figures with their headings

QColor mixed(const QColor& one, const QColor& other, double share) {
    const auto mix = [share](double a, double b) { return static_cast<float>(a * (1 - share) + b * share); };
    return QColor::fromRgbF(mix(one.redF(), other.redF()), mix(one.greenF(), other.greenF()),
                            mix(one.blueF(), other.blueF()));
}

QColor lineColour(const QPalette& palette) {
    return mixed(palette.color(QPalette::Window), palette.color(QPalette::WindowText), 0.34);
}

}  // namespace

QueueMap::QueueMap(QWidget* parent) : QWidget(parent) {
    setObjectName("queueMap");
    setFocusPolicy(Qt::StrongFocus);
}

void QueueMap::setBoard(const QueueBoard& board) {
    if (board == m_board) return;
    const auto sameShape = [&] {
        return std::ranges::equal(board.queues, m_board.queues,
                                  [](const QueueRow& one, const QueueRow& other) {
                                      return one.name == other.name && one.consumers.size() == other.consumers.size();
                                  }) &&
               board.exchanges == m_board.exchanges && board.bindings == m_board.bindings;
    }();
    m_board = board;
    for (const QueueRow& queue : m_board.queues)
        m_deepest = std::max(m_deepest, queue.ready + queue.unacked);
    if (!sameShape) arrange();
    const QueueRow* chosen = m_board.find(m_queue);
    if (!chosen && !m_board.queues.empty())
        select(m_board.queues.front().name);
    else if (chosen && std::ranges::find(chosen->consumers, m_consumer, &ConsumerRow::name) == chosen->consumers.end())
        select(m_queue);
    setAccessibleDescription(textOf(m_board));
    update();
}

void QueueMap::select(const QString& queue, const QString& consumer) {
    if (queue == m_queue && consumer == m_consumer) return;
    m_queue = queue;
    m_consumer = consumer;
    update();
    emit selectionChanged();
}

QRect QueueMap::rectOf(const QString& queue) const {
    for (std::size_t at = 0; at < m_board.queues.size(); ++at) {
        if (m_board.queues[at].name == queue) return m_places[at].card.toRect();
    }
    return {};
}

QRect QueueMap::rectOf(const QString& queue, const QString& consumer) const {
    for (std::size_t at = 0; at < m_board.queues.size(); ++at) {
        const auto& consumers = m_board.queues[at].consumers;
        for (std::size_t one = 0; m_board.queues[at].name == queue && one < consumers.size(); ++one) {
            if (consumers[one].name == consumer) return m_places[at].chips[one].toRect();
        }
    }
    return {};
}

void QueueMap::retranslate() {
    arrange();
    setAccessibleDescription(textOf(m_board));
    update();
}

QFont QueueMap::smallFont() const {
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.88);
    return small;
}

// The names have the room that the longest of them needs, as far as the figures can spare it.
void QueueMap::arrangeColumns(double width) {
    QFont bold = font();
    bold.setBold(true);
    double names = 0;
    for (const QueueRow& queue : m_board.queues)
        names = std::max(names, QFontMetricsF(bold).horizontalAdvance(queue.name) + 3 * kPad);
    names = std::clamp(names, width * 0.16, width * 0.34);
    constexpr std::array<double, ColumnCount> kShares{0, 0.11, 0.14, 0.17, 0.2, 0.2, 0.18};
    double edge = 0;
    for (std::size_t at = 0; at < kShares.size(); ++at) {
        m_edges[at] = edge;
        edge += at == 0 ? names : kShares[at] * (width - names);
    }
    m_edges.back() = width;
}

// Rows are as high as their consumers need; columns as wide as the widget lets them be.
void QueueMap::arrange() {
    const QFontMetricsF metrics(font());
    m_line = metrics.height() * 1.75;
    const double chip = metrics.height() * 1.5;
    const double unit = metrics.horizontalAdvance("0123456789") / 10;
    const bool keyed = m_board.bindings.size() > m_board.queues.size();
    const double exchanges = 14 * unit, ways = (keyed ? 12 : 4) * unit, lanes = 5 * unit, consumers = 32 * unit;
    const double left = 1 + exchanges + ways, beside = left + lanes + consumers + 1;
    const double cards = std::max(kCardLeast * unit, width() - beside);
    arrangeColumns(cards);
    m_places.clear();
    double y = metrics.height() * 1.6;
    QString family;
    for (const QueueRow& queue : m_board.queues) {
        if (!family.isEmpty() && family != queue.family) y += m_line * 0.3;
        family = queue.family;
        const double count = static_cast<double>(queue.consumers.size());
        const double height = std::max(m_line, count * (chip + 3) - 3);
        Place place{QRectF(left, y, cards, height), {}};
        double top = y + (height - (count * (chip + 3) - 3)) / 2;
        for (std::size_t at = 0; at < queue.consumers.size(); ++at, top += chip + 3)
            place.chips.emplace_back(left + cards + lanes, top, consumers, chip);
        m_places.push_back(std::move(place));
        y += height + 4;
    }
    m_exchanges.clear();
    double at = metrics.height() * 1.6;
    for (std::size_t one = 0; one < m_board.exchanges.size(); ++one, at += m_line + 8)
        m_exchanges.emplace_back(1, at, exchanges, m_line);
    m_chipsLeft = left + cards + lanes;
    setMinimumSize(qCeil(beside + kCardLeast * unit), qCeil(std::max(y, at)));
}

QRectF QueueMap::cell(const QRectF& card, Column column) const {
    const auto at = static_cast<std::size_t>(column);
    return {card.left() + m_edges[at], card.top(), m_edges[at + 1] - m_edges[at] - kPad, card.height()};
}

void QueueMap::drawHeads(QPainter& painter) const {
    painter.setFont(smallFont());
    painter.setPen(quietText(palette()));
    const double height = QFontMetricsF(font()).height() * 1.4;
    const auto head = [&](QRectF where, const QString& words, Qt::AlignmentFlag side) {
        where.setTop(0);
        where.setHeight(height);
        painter.drawText(where, static_cast<int>(side | Qt::AlignVCenter),
                         painter.fontMetrics().elidedText(words, Qt::ElideRight, qFloor(where.width())));
    };
    if (m_places.empty()) return;
    head(m_exchanges.front(), tr("Exchange"), Qt::AlignLeft);
    const QRectF& card = m_places.front().card;
    head(cell(card, Name).adjusted(kPad, 0, 0, 0), tr("Queue"), Qt::AlignLeft);
    head(cell(card, Ready), tr("Ready"), Qt::AlignRight);
    head(cell(card, Unacked), tr("Unacked"), Qt::AlignRight);
    head(cell(card, Published), tr("Published/s"), Qt::AlignRight);
    head(cell(card, Delivered), tr("Delivered/s"), Qt::AlignRight);
    head(cell(card, Acked), tr("Acked/s"), Qt::AlignRight);
    head({m_chipsLeft, 0, width() - m_chipsLeft, 1}, tr("Consumer: held of prefetch, busy"), Qt::AlignLeft);
}

void QueueMap::drawFrame(QPainter& painter, const QRectF& where, bool chosen) const {
    const QColor accent = palette().color(QPalette::Highlight);
    const QColor base = palette().color(QPalette::Base);
    const double wide = chosen ? (hasFocus() ? 2.4 : 1.8) : 1;
    painter.setPen(QPen(
        chosen ? accent : mixed(palette().color(QPalette::Window), palette().color(QPalette::WindowText), 0.2), wide));
    painter.setBrush(chosen ? mixed(base, accent, 0.12) : base);
    painter.drawRoundedRect(where.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2), 6, 6);
}

// From each exchange one line down, with a tap to each queue that is bound to it.
void QueueMap::drawExchanges(QPainter& painter) const {
    if (m_places.empty()) return;
    const double right = m_exchanges.front().right();
    for (std::size_t one = 0; one < m_exchanges.size(); ++one) {
        const double x = right + 12 + 8 * static_cast<double>(one);
        double top = m_exchanges[one].center().y(), bottom = top;
        painter.setPen(QPen(lineColour(palette()), 1.2));
        for (const BindingLine& binding : m_board.bindings) {
            if (binding.exchange != one) continue;
            const QRectF& card = m_places[binding.queue].card;
            const double y = card.center().y() + (one == 0 ? 0 : -7 + 4 * static_cast<double>(one % 4));
            top = std::min(top, y);
            bottom = std::max(bottom, y);
            painter.drawLine(QPointF(x, y), QPointF(card.left(), y));
            if (binding.key.isEmpty()) continue;
            painter.save();
            painter.setFont(smallFont());
            painter.setPen(quietText(palette()));
            const QRectF room(x + 10, y - m_line / 2, card.left() - x - 14, m_line / 2 - 1);
            painter.drawText(room, Qt::AlignRight | Qt::AlignBottom,
                             painter.fontMetrics().elidedText(binding.key, Qt::ElideMiddle, qFloor(room.width())));
            painter.restore();
        }
        painter.drawLine(QPointF(right, m_exchanges[one].center().y()), QPointF(x, m_exchanges[one].center().y()));
        painter.drawLine(QPointF(x, top), QPointF(x, bottom));
        drawFrame(painter, m_exchanges[one], false);
        painter.setFont(font());
        painter.setPen(palette().color(QPalette::WindowText));
        const QString type = m_board.exchanges[one].type;
        const QRectF words = m_exchanges[one].adjusted(kPad, 0, -kPad, 0);
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(nameOf(m_board.exchanges[one]), Qt::ElideRight,
                                                          qFloor(words.width() - (type.isEmpty() ? 0 : 48))));
        painter.setFont(smallFont());
        painter.setPen(quietText(palette()));
        painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, type);
    }
}

// Upwards on the first lane, downwards on the second, so that a retry's way back and a death are told apart.
void QueueMap::drawDeadLetters(QPainter& painter) const {
    painter.setBrush(Qt::NoBrush);
    for (const DeadLetterLine& line : m_board.deadLetters) {
        const QRectF& from = m_places[line.from].card;
        const QRectF& to = m_places[line.to].card;
        const bool down = line.to > line.from;
        const double x = from.right() + kLane * (down ? 2.2 : 1);
        const double begin = from.center().y() + (down ? m_line * 0.26 : 0);
        const double end = to.center().y() - (down ? m_line * 0.1 : m_line * -0.12);
        QPen pen(lineColour(palette()), 1.3);
        pen.setDashPattern({3, 2.4});
        painter.setPen(pen);
        painter.drawPolyline(
            QPolygonF{QPointF(from.right(), begin), QPointF(x, begin), QPointF(x, end), QPointF(to.right() + 2, end)});
        painter.setPen(QPen(lineColour(palette()), 1.3));
        painter.drawPolyline(QPolygonF{QPointF(to.right() + 6, end - 3.5), QPointF(to.right() + 1.5, end),
                                       QPointF(to.right() + 6, end + 3.5)});
    }
}

void QueueMap::drawQueue(QPainter& painter, std::size_t at) const {
    const QueueRow& queue = m_board.queues[at];
    const QRectF& card = m_places[at].card;
    drawFrame(painter, card, queue.name == m_queue && m_consumer.isEmpty());
    const QColor text = palette().color(QPalette::WindowText);
    const bool bad = queue.holdsDeadLetters() && queue.ready > 0;
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(queue.name == queue.family ? bold : font());
    painter.setPen(text);
    const QRectF name = cell(card, Name).adjusted(kPad, 0, 0, 0);
    painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(queue.name, Qt::ElideMiddle, qFloor(name.width())));

    // Ready is filled, unacked behind it is only hinted at.
    const QRectF depth = cell(card, Depth);
    const QRectF bar(depth.left(), depth.center().y() - 3.5, depth.width(), 7);
    const QColor accent = bad ? colourOf(Meaning::Bad, palette()) : palette().color(QPalette::Highlight);
    const QColor base = palette().color(QPalette::Base);
    const auto filled = [&](std::uint64_t count, const QColor& colour) {
        if (count == 0) return;
        const double wide = bar.width() * static_cast<double>(count) / static_cast<double>(m_deepest);
        painter.setBrush(colour);
        painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(std::max(wide, 3.0), bar.height())), 3, 3);
    };
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(base, text, 0.1));
    painter.drawRoundedRect(bar, 3, 3);
    filled(queue.ready + queue.unacked, mixed(base, accent, 0.45));
    filled(queue.ready, accent);

    const auto figure = [&](Column column, const QString& words, bool some, const QColor& colour) {
        painter.setFont(some ? bold : font());
        painter.setPen(some ? colour : quietText(palette()));
        painter.drawText(cell(card, column), Qt::AlignRight | Qt::AlignVCenter, words);
    };
    figure(Ready, grouped(queue.ready), queue.ready > 0, bad ? accent : text);
    figure(Unacked, grouped(queue.unacked), queue.unacked > 0, text);
    figure(Published, perSecond(queue.published), queue.published > 0, text);
    figure(Delivered, perSecond(queue.delivered), queue.delivered > 0, text);
    figure(Acked, perSecond(queue.acked), queue.acked > 0, text);
}

void QueueMap::drawConsumer(QPainter& painter, std::size_t queue, std::size_t at) const {
    const ConsumerRow& one = m_board.queues[queue].consumers[at];
    const QRectF& chip = m_places[queue].chips[at];
    painter.setPen(QPen(lineColour(palette()), 1.2));
    painter.drawLine(QPointF(m_places[queue].card.right(), chip.center().y()), QPointF(chip.left(), chip.center().y()));
    drawFrame(painter, chip, m_board.queues[queue].name == m_queue && one.name == m_consumer);
    // From right to left each as wide as its words; the name has what is left.
    QRectF room = chip.adjusted(kPad, 0, -kPad, 0);
    painter.setFont(smallFont());
    const QFontMetricsF small(smallFont());
    const auto write = [&](const QString& words, double wide, const QColor& colour) {
        painter.setPen(colour);
        painter.drawText(room, Qt::AlignRight | Qt::AlignVCenter, words);
        room.setRight(room.right() - wide - 6);
    };
    write(busyOf(one), small.horizontalAdvance(busyOf({0, {}, 0, 0, 1})), quietText(palette()));
    const QRectF bar(room.right() - kBusyBar, room.center().y() - 2.5, kBusyBar, 5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(palette().color(QPalette::Base), palette().color(QPalette::WindowText), 0.14));
    painter.drawRoundedRect(bar, 2.5, 2.5);
    painter.setBrush(palette().color(QPalette::Highlight));
    if (one.busy > 0) painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(kBusyBar * one.busy, 5)), 2.5, 2.5);
    room.setRight(bar.left() - 6);
    const QString prefetch = one.prefetch == 0 ? QString(QChar(0x221E)) : grouped(one.prefetch);
    const QString held = tr("%1 of %2").arg(grouped(one.held), prefetch);
    write(held, small.horizontalAdvance(held), quietText(palette()));
    if (one.slowedBy.count() > 0) {
        const QString slowed = tr("+%1 ms").arg(one.slowedBy.count());
        write(slowed, small.horizontalAdvance(slowed), colourOf(Meaning::Unsure, palette()));
    }
    painter.setFont(font());
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(one.name, Qt::ElideRight, qFloor(room.width())));
}

void QueueMap::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawHeads(painter);
    drawExchanges(painter);
    drawDeadLetters(painter);
    for (std::size_t at = 0; at < m_board.queues.size(); ++at) {
        drawQueue(painter, at);
        for (std::size_t one = 0; one < m_board.queues[at].consumers.size(); ++one)
            drawConsumer(painter, at, one);
    }
}

void QueueMap::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void QueueMap::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) arrange();
}

void QueueMap::mousePressEvent(QMouseEvent* event) {
    for (std::size_t at = 0; at < m_places.size(); ++at) {
        if (m_places[at].card.contains(event->position())) return select(m_board.queues[at].name);
        for (std::size_t one = 0; one < m_places[at].chips.size(); ++one) {
            if (m_places[at].chips[one].contains(event->position()))
                return select(m_board.queues[at].name, m_board.queues[at].consumers[one].name);
        }
    }
}

// Up and down among the queues, or among all consumers; to the right a queue's first consumer, to the left its queue.
void QueueMap::keyPressEvent(QKeyEvent* event) {
    std::vector<std::pair<QString, QString>> stops;
    const bool amongConsumers = !m_consumer.isEmpty();
    for (const QueueRow& queue : m_board.queues) {
        if (!amongConsumers) stops.emplace_back(queue.name, QString());
        for (std::size_t at = 0; amongConsumers && at < queue.consumers.size(); ++at)
            stops.emplace_back(queue.name, queue.consumers[at].name);
    }
    const auto here = std::ranges::find(stops, std::pair(m_queue, m_consumer));
    const QueueRow* row = m_board.find(m_queue);
    if (!row || here == stops.end()) return QWidget::keyPressEvent(event);
    if (event->key() == Qt::Key_Up && here != stops.begin()) {
        select(std::prev(here)->first, std::prev(here)->second);
    } else if (event->key() == Qt::Key_Down && std::next(here) != stops.end()) {
        select(std::next(here)->first, std::next(here)->second);
    } else if (event->key() == Qt::Key_Right && !amongConsumers && !row->consumers.empty()) {
        select(m_queue, row->consumers.front().name);
    } else if (event->key() == Qt::Key_Left && amongConsumers) {
        select(m_queue);
    } else {
        QWidget::keyPressEvent(event);
    }
}

bool QueueMap::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (std::size_t at = 0; at < m_places.size(); ++at) {
        QRectF whole = m_places[at].card;
        for (const QRectF& chip : m_places[at].chips)
            whole |= chip;
        if (whole.contains(help->pos())) {
            QToolTip::showText(help->globalPos(), sentenceOf(m_board.queues[at]), this);
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

}  // namespace rushlab::ui
