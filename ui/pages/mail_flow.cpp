#include "ui/pages/mail_flow.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <cmath>
#include <ranges>

#include "ui/theme.h"

namespace rushlab::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kFrame = 16ms;
constexpr double kGap = 10;  // between lanes
constexpr double kPadding = 12;
constexpr double kNearness = 0.22;  // the share of what is left that an envelope goes in a frame
constexpr double kThere = 0.5;
constexpr double kOutline = 2;   // room for it around an envelope
constexpr double kShape = 0.62;  // an envelope's height by its width
constexpr double kInset = 5;     // of a number that leaves room for a mark
constexpr double kSmall = 0.72;  // the type of its carrier's name

}  // namespace

MailFlow::MailFlow(QWidget* parent) : QWidget(parent) {
    setObjectName("mailFlow");
    m_timer.setInterval(kFrame);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &MailFlow::step);
}

QSize MailFlow::minimumSizeHint() const {
    return {560, fontMetrics().height() * 9};
}

MailFlow::Lane MailFlow::laneOf(lab::MailStage stage) {
    switch (stage) {
        case lab::MailStage::Waiting:
            return Waiting;
        case lab::MailStage::UnderWay:
        case lab::MailStage::Stored:
            return UnderWay;
        case lab::MailStage::Delivered:
            return Inbox;
        case lab::MailStage::Lost:
            return Lost;
    }
    return Waiting;
}

QRectF MailFlow::areaOf(Lane lane) const {
    constexpr double kLanes = static_cast<double>(LaneCount);
    const double wide = (width() - kGap * (kLanes - 1)) / kLanes;
    return {static_cast<double>(lane) * (wide + kGap), 0, wide, static_cast<double>(height())};
}

double MailFlow::envelopeWidth() const {
    return fontMetrics().horizontalAdvance("00000") + 10;
}

void MailFlow::setView(lab::MailView view) {
    m_view = std::move(view);
    std::map<std::uint64_t, Envelope> now;
    for (const lab::WatchedMail& mail : m_view.shown) {
        const auto before = m_envelopes.find(mail.number);
        Envelope envelope = before == m_envelopes.end() ? Envelope() : before->second;
        if (before == m_envelopes.end()) envelope.at = {-envelopeWidth(), height() / 2.0};
        // Whoever had it is gone: it is seen to go back, however soon another one takes it.
        if (envelope.mail.attempts > 0 && mail.attempts > envelope.mail.attempts) envelope.goesBack = true;
        envelope.mail = mail;
        envelope.lane = laneOf(mail.stage);
        now.emplace(mail.number, envelope);
    }
    m_envelopes = std::move(now);
    std::exchange(m_isFresh, false) ? settle() : layOut();
    describe();
    if (isVisible() && !m_timer.isActive()) m_timer.start();
    update();
}

// What waits and what is lost from the oldest on, what arrived from the newest on.
void MailFlow::layOut() {
    const double wide = envelopeWidth(), high = wide * kShape, step = 6;
    const double top = fontMetrics().height() * 3.1, below = fontMetrics().height() + 4;  // how many more there are
    std::array<int, LaneCount> placed{};
    const auto place = [&](Envelope& envelope) {
        const QRectF area = areaOf(envelope.lane).adjusted(kPadding, top, -kPadding, -below);
        const int columns = std::max(1, static_cast<int>((area.width() + step) / (wide + step)));
        const int rows = std::max(1, static_cast<int>((area.height() + step) / (high + step)));
        const int at = placed[envelope.lane];
        envelope.isShown = at < columns * rows;
        if (envelope.isShown) ++placed[envelope.lane];
        const int slot = std::min(at, columns * rows - 1);
        envelope.to = {area.left() + (slot % columns) * (wide + step), area.top() + (slot / columns) * (high + step)};
    };
    for (auto& [number, envelope] : m_envelopes) {
        if (envelope.lane != Inbox) place(envelope);
    }
    for (auto one = m_envelopes.rbegin(); one != m_envelopes.rend(); ++one) {
        if (one->second.lane == Inbox) place(one->second);
    }
    countLanes();
    for (std::size_t lane = 0; lane < m_counts.size(); ++lane)
        m_noRoom[lane] = std::max<qint64>(0, m_counts[lane] - placed[lane]);
}

// Of all mails, not of those alone that are drawn: only those at the server's door are all among them.
void MailFlow::countLanes() {
    const lab::MailCounts& counts = m_view.counts;
    std::uint64_t atDoor = 0, thereAlready = 0;
    for (const auto& [number, envelope] : m_envelopes) {
        if (envelope.lane != UnderWay) continue;
        ++atDoor;
        if (envelope.mail.copies > 0) ++thereAlready;
    }
    const auto left = [](std::uint64_t all, std::uint64_t part) {
        return static_cast<qint64>(all > part ? all - part : 0);
    };
    m_counts[UnderWay] = static_cast<qint64>(atDoor);
    m_counts[Inbox] = left(counts.delivered, thereAlready);
    m_counts[Lost] = static_cast<qint64>(counts.lost);
    m_counts[Waiting] = left(counts.signedUp, counts.delivered + counts.lost + atDoor - thereAlready);
}

QPointF MailFlow::targetOf(const Envelope& envelope) const {
    if (!envelope.goesBack) return envelope.to;
    const QRectF waiting = areaOf(Waiting);
    return {waiting.center().x() - envelopeWidth() / 2,
            waiting.bottom() - fontMetrics().height() - envelopeWidth() * kShape};
}

void MailFlow::step() {
    bool moves = false;
    for (auto& [number, envelope] : m_envelopes) {
        const QPointF target = targetOf(envelope), left = target - envelope.at;
        if (std::abs(left.x()) + std::abs(left.y()) < kThere) {
            envelope.at = target;
            moves = moves || envelope.goesBack;
            envelope.goesBack = false;
            continue;
        }
        envelope.at += left * kNearness;
        moves = true;
    }
    update();
    if (!moves || !isVisible()) m_timer.stop();
}

void MailFlow::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_isFresh = true;
}

void MailFlow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    settle();
}

void MailFlow::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) settle();
}

void MailFlow::settle() {
    layOut();
    for (auto& [number, envelope] : m_envelopes)
        envelope.at = targetOf(envelope);
}

void MailFlow::retranslate() {
    setAccessibleName(tr("Mails on their way"));
    describe();
    update();
}

void MailFlow::describe() {
    setAccessibleDescription(tr("%1 waiting, %2 at the mail server, %3 in the inbox, %4 lost, %5 came again")
                                 .arg(m_counts[Waiting])
                                 .arg(m_counts[UnderWay])
                                 .arg(m_counts[Inbox])
                                 .arg(m_counts[Lost])
                                 .arg(m_view.counts.wentBack));
}

QString MailFlow::wordsOf(const lab::WatchedMail& mail) const {
    QStringList words{tr("Mail %1").arg(mail.number)};
    if (!mail.carrier.empty()) words += tr("carried by %1").arg(QString::fromStdString(mail.carrier));
    if (mail.attempts > 0) words += tr("attempts: %1").arg(mail.attempts);
    if (mail.copies > 0) words += tr("in the inbox: %1").arg(mail.copies);
    return words.join(", ");
}

// Whoever lies on top is asked.
bool MailFlow::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QSizeF size(envelopeWidth(), envelopeWidth() * kShape);
    for (const auto& [number, envelope] : m_envelopes | std::views::reverse) {
        if (!envelope.isShown || !QRectF(envelope.at, size).contains(help->pos())) continue;
        QToolTip::showText(help->globalPos(), wordsOf(envelope.mail), this, QRectF(envelope.at, size).toRect());
        return true;
    }
    QToolTip::hideText();
    return true;
}

QColor MailFlow::colourOf(const lab::WatchedMail& mail) const {
    switch (mail.stage) {
        case lab::MailStage::Waiting:
            return mail.attempts > 0 ? ui::colourOf(Meaning::Unsure, palette()) : quietText(palette());
        case lab::MailStage::UnderWay:
            return palette().color(QPalette::Highlight);
        case lab::MailStage::Stored:
            return ui::colourOf(Meaning::Unsure, palette());
        case lab::MailStage::Delivered:
            return ui::colourOf(mail.copies > 1 ? Meaning::Unsure : Meaning::Good, palette());
        case lab::MailStage::Lost:
            return ui::colourOf(Meaning::Bad, palette());
    }
    return palette().color(QPalette::WindowText);
}

void MailFlow::drawLane(QPainter& painter, Lane lane) const {
    const QRectF area = areaOf(lane);
    QColor ground = palette().color(QPalette::WindowText);
    ground.setAlphaF(0.04F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(area, 8, 8);
    const std::array titles{tr("Waiting"), tr("At the mail server"), tr("In the inbox"), tr("Lost")};
    const bool isDead = m_view.node == lab::NodeState::Down;
    const std::array below{isDead ? tr("the node is dead") : tr("promised, not taken on yet"),
                           tr("dotted: there, not confirmed"), tr("the newest first"),
                           tr("promised, and will never come")};
    const auto at = static_cast<std::size_t>(lane);
    const double line = fontMetrics().height();
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(palette().color(QPalette::WindowText));
    const QRectF head = area.adjusted(kPadding, 6, -kPadding, 0);
    painter.drawText(QRectF(head.topLeft(), QSizeF(head.width(), line)), Qt::AlignLeft, titles[at]);
    painter.drawText(QRectF(head.topLeft(), QSizeF(head.width(), line)), Qt::AlignRight,
                     QLocale().toString(m_counts[at]));
    painter.setFont(font());
    painter.setPen(isDead && lane == Waiting ? ui::colourOf(Meaning::Bad, palette()) : quietText(palette()));
    const QString words = fontMetrics().elidedText(below[at], Qt::ElideRight, static_cast<int>(head.width()));
    painter.drawText(QRectF(head.left(), head.top() + line * 1.15, head.width(), line), Qt::AlignLeft, words);
    if (m_noRoom[at] == 0) return;
    painter.setPen(quietText(palette()));
    painter.drawText(area.adjusted(kPadding, 0, -kPadding, -2), Qt::AlignRight | Qt::AlignBottom,
                     tr("and %1 more").arg(QLocale().toString(m_noRoom[at])));
}

// What a colour-blind person, or a printed page, tells the stages apart by.
void MailFlow::drawMark(QPainter& painter, const Envelope& envelope, const QRectF& body, const QColor& colour) const {
    QString mark;
    if (envelope.mail.copies > 1)
        mark = QString("%1%2").arg(QChar(0x00D7)).arg(envelope.mail.copies);
    else if (envelope.mail.stage == lab::MailStage::Lost)
        mark = QChar(0x2717);
    else if (envelope.mail.attempts > 1 || (envelope.mail.attempts == 1 && envelope.lane == Waiting))
        mark = QChar(0x21BB);
    if (mark.isEmpty()) return;
    QFont small = font();
    small.setBold(true);
    painter.setFont(small);
    const QRectF badge(body.right() - body.width() * 0.42, body.top() - body.height() * 0.28, body.width() * 0.56,
                       body.height() * 0.72);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(badge, 4, 4);
    painter.setPen(palette().color(QPalette::Base));
    painter.drawText(badge, Qt::AlignCenter, mark);
    painter.setFont(font());
}

// Drawn once for all of its look: hundreds of them are on view.
const QPixmap& MailFlow::bodyOf(const QColor& colour, bool isDotted) const {
    QPixmap& picture = m_bodies[{colour.rgba(), isDotted}];
    const double scale = devicePixelRatioF(), wide = envelopeWidth();
    const QSizeF size(wide + 2 * kOutline, wide * kShape + 2 * kOutline);
    const QSize pixels = (size * scale).toSize();
    if (picture.size() == pixels) return picture;
    picture = QPixmap(pixels);
    picture.setDevicePixelRatio(scale);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF body(kOutline, kOutline, wide, wide * kShape);
    QColor ground = colour;
    ground.setAlphaF(0.16F);
    painter.setPen(QPen(colour, 1.4, isDotted ? Qt::DotLine : Qt::SolidLine));
    painter.setBrush(ground);
    painter.drawRoundedRect(body, 3, 3);
    QColor flap = colour;
    flap.setAlphaF(0.5F);
    painter.setPen(QPen(flap, 1));
    painter.drawPolyline(
        QPolygonF{body.topLeft(), QPointF(body.center().x(), body.top() + body.height() * 0.38), body.topRight()});
    return picture;
}

void MailFlow::drawEnvelope(QPainter& painter, const Envelope& envelope) const {
    const double wide = envelopeWidth();
    const QPointF at = envelope.at.toPoint();
    const QRectF body(at, QSizeF(wide, wide * kShape));
    const QColor colour = colourOf(envelope.mail);
    painter.drawPixmap(at - QPointF(kOutline, kOutline), bodyOf(colour, envelope.mail.stage == lab::MailStage::Stored));
    painter.setPen(palette().color(QPalette::WindowText));
    const QString number = QString::number(envelope.mail.number);
    if (envelope.lane == UnderWay && !envelope.mail.carrier.empty()) {
        painter.drawText(body.adjusted(kInset, 0, 0, -body.height() * 0.36), Qt::AlignLeft | Qt::AlignVCenter, number);
        QFont small = font();
        small.setPointSizeF(small.pointSizeF() * kSmall);
        painter.setFont(small);
        painter.drawText(body.adjusted(0, body.height() * 0.5, 0, -1), Qt::AlignCenter,
                         QString::fromStdString(envelope.mail.carrier));
        painter.setFont(font());
    } else {
        painter.drawText(body.adjusted(0, body.height() * 0.22, 0, 0), Qt::AlignCenter, number);
    }
    drawMark(painter, envelope, body, colour);
}

void MailFlow::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int lane = 0; lane < LaneCount; ++lane)
        drawLane(painter, static_cast<Lane>(lane));
    for (const auto& [number, envelope] : m_envelopes) {
        if (envelope.isShown) drawEnvelope(painter, envelope);
    }
    if (!m_envelopes.empty()) return;
    painter.setPen(quietText(palette()));
    QString words = tr("Open the shop, and its welcome mails are drawn here one by one.");
    if (m_view.node == lab::NodeState::ComingUp) words = tr("The shop is coming up ...");
    if (m_view.node == lab::NodeState::Up)
        words = tr("Let people sign up: each is promised a mail, and it is drawn here on its way.");
    painter.drawText(rect().adjusted(40, fontMetrics().height() * 2, -40, 0), Qt::AlignCenter | Qt::TextWordWrap,
                     words);
}

}  // namespace rushlab::ui
