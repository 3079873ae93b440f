#include "ui/charts/live_chart.h"

#include <QActionGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QVBoxLayout>
#include <cmath>

#include "ui/charts/chart_canvas.h"
#include "ui/charts/chart_icons.h"
#include "ui/charts/chart_look.h"
#include "ui/event_words.h"

namespace rushlab::ui {
namespace {

constexpr int kNarrow = 380;  // below it only the menu has the commands

}  // namespace

LiveChart::LiveChart(QWidget* parent)
    : ChartWidget(parent), m_canvas(new ChartCanvas(this)), m_controls(new QWidget(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(220, 150);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_canvas);
    buildCommands();
    buildControls();
    connect(m_canvas, &ChartCanvas::viewChanged, this, [this] {
        showState();
        emit viewChanged();
    });
    connect(m_canvas, &ChartCanvas::drawnAnew, this, &LiveChart::describe);
    connect(m_canvas, &ChartCanvas::dragged, this, &LiveChart::dragOut);
    retranslate();
    showState();
}

void LiveChart::setTitle(const QString& title) {
    m_canvas->setTitle(title);
    setAccessibleName(title);
}

QString LiveChart::title() const {
    return m_canvas->title();
}

void LiveChart::setUnit(const QString& unit) {
    m_canvas->setUnit(unit);
}

void LiveChart::setEmptyText(const QString& text) {
    m_canvas->setEmptyText(text);
}

int LiveChart::addLine(const QString& name) {
    return addLine(name, lookOfLine(lineCount()));
}

int LiveChart::addLine(const QString& name, LineLook look) {
    m_canvas->refreshSoon();
    return m_canvas->content().add(name, look);
}

void LiveChart::setLineName(int line, const QString& name) {
    m_canvas->content().lines()[static_cast<std::size_t>(line)].name = name;
    m_canvas->refreshSoon();
}

int LiveChart::lineCount() const {
    return static_cast<int>(m_canvas->content().lines().size());
}

void LiveChart::setLineShown(int line, bool shown) {
    m_canvas->setLineShown(line, shown);
}

bool LiveChart::isLineShown(int line) const {
    return m_canvas->content().lines()[static_cast<std::size_t>(line)].shown;
}

void LiveChart::append(int line, std::chrono::milliseconds at, double value) {
    m_canvas->content().append(line, at, value);
    m_canvas->followSoon();
}

void LiveChart::appendAll(std::chrono::milliseconds at, const std::vector<double>& values) {
    for (std::size_t line = 0; line < values.size(); ++line)
        append(static_cast<int>(line), at, values[line]);
}

void LiveChart::setPoints(int line, const std::vector<std::pair<std::chrono::milliseconds, double>>& points) {
    m_canvas->content().lines()[static_cast<std::size_t>(line)].points.clear();
    for (const auto& [at, value] : points)
        append(line, at, value);
    m_canvas->refreshSoon();
}

void LiveChart::addMarker(std::chrono::milliseconds at, const QString& kind, const QString& what) {
    m_canvas->content().addMarker(at, kind, what);
    m_canvas->refreshSoon();
}

void LiveChart::clear() {
    m_canvas->content().clearPoints();
    m_canvas->time().reset();
    m_canvas->setCrossHair(std::nullopt);
    m_canvas->refreshSoon();
    showState();
}

void LiveChart::removeLines() {
    m_canvas->content().removeAll();
    clear();
}

void LiveChart::setLogScale(bool on) {
    m_canvas->setLogScale(on);
}

void LiveChart::setWindow(TimeWindow window) {
    m_canvas->time().setWindow(window);
    m_canvas->refreshSoon();
    showState();
}

TimeWindow LiveChart::window() const {
    return m_canvas->time().window();
}

void LiveChart::setPaused(bool paused) {
    m_canvas->time().setPaused(paused, m_canvas->content().last());
    m_canvas->refreshSoon();
    showState();
}

bool LiveChart::isPaused() const {
    return m_canvas->time().isPaused();
}

bool LiveChart::isZoomed() const {
    return m_canvas->time().isZoomed();
}

void LiveChart::zoomBack() {
    m_canvas->time().zoomBack();
    m_canvas->refreshSoon();
    showState();
}

void LiveChart::present(bool on) {
    m_presenting = on;
    m_canvas->setPresenting(on);
    placeControls();
}

QAction* LiveChart::addWindow(const char* objectName, TimeWindow window) {
    QAction* action = addCommand(objectName);
    action->setCheckable(true);
    connect(action, &QAction::triggered, this, [this, window] {
        setWindow(window);
        emit viewChanged();
    });
    return action;
}

void LiveChart::buildCommands() {
    m_tenSeconds = addWindow("chart-ten-seconds", TimeWindow::TenSeconds);
    m_minute = addWindow("chart-minute", TimeWindow::Minute);
    m_whole = addWindow("chart-whole", TimeWindow::Whole);
    auto* windows = new QActionGroup(this);
    for (QAction* action : {m_tenSeconds, m_minute, m_whole})
        windows->addAction(action);
    m_pause = addCommand("chart-pause");
    m_pause->setShortcut(Qt::Key_Space);
    connect(m_pause, &QAction::triggered, this, [this] {
        setPaused(!isPaused());
        emit viewChanged();
    });
    m_back = addCommand("chart-zoom-back");
    m_back->setShortcut(Qt::Key_0);
    connect(m_back, &QAction::triggered, this, [this] {
        zoomBack();
        emit viewChanged();
    });
}

void LiveChart::buildControls() {
    auto* row = new QHBoxLayout(m_controls);
    row->setContentsMargins({});
    row->setSpacing(2);
    for (QAction* action : {m_tenSeconds, m_minute, m_whole, m_pause, m_back}) {
        auto* button = new QToolButton(m_controls);
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        button->setProperty("chartControl", true);
        button->setObjectName(action->objectName() + "-button");
        row->addWidget(button);
    }
    m_export = makeExportButton(m_controls);
    row->addWidget(m_export);
}

void LiveChart::retranslate() {
    m_tenSeconds->setText(tr("10 s"));
    m_tenSeconds->setToolTip(tr("Show the last 10 seconds"));
    m_minute->setText(tr("60 s"));
    m_minute->setToolTip(tr("Show the last 60 seconds"));
    m_whole->setText(tr("All"));
    m_whole->setToolTip(tr("Show everything since the run began"));
    m_back->setText(tr("Zoom back"));
    m_back->setToolTip(tr("Back to the chosen time (0, or double click)"));
    showState();
}

void LiveChart::showState() {
    const TimeView& time = m_canvas->time();
    QAction* const chosen = time.window() == TimeWindow::TenSeconds ? m_tenSeconds
                            : time.window() == TimeWindow::Minute   ? m_minute
                                                                    : m_whole;
    chosen->setChecked(true);
    m_pause->setText(time.isPaused() ? tr("Go on") : tr("Pause"));
    m_pause->setToolTip(time.isPaused() ? tr("Follow the newest values again (Space)")
                                        : tr("Hold the picture still; values are kept meanwhile (Space)"));
    m_pause->setIcon(iconOf(time.isPaused() ? ChartIcon::Resume : ChartIcon::Pause, palette()));
    m_back->setIcon(iconOf(ChartIcon::ZoomBack, palette()));
    m_back->setEnabled(time.isZoomed());
    placeControls();
}

void LiveChart::placeControls() {
    const bool shown = !m_presenting && width() >= kNarrow;
    m_controls->setVisible(shown);
    m_controls->adjustSize();
    m_controls->move(width() - m_controls->width() - 8, 6);
    m_controls->raise();
    m_canvas->setReserved(shown ? QSize(m_controls->width() + 8, m_controls->height() + 6) : QSize());
}

void LiveChart::changeEvent(QEvent* event) {
    ChartWidget::changeEvent(event);
    if (!m_export) return;  // still being made
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange)
        showState();
}

void LiveChart::resizeEvent(QResizeEvent* event) {
    ChartWidget::resizeEvent(event);
    placeControls();
}

// Of the mouse over the canvas, and of the menu key while the chart has the focus.
void LiveChart::contextMenuEvent(QContextMenuEvent* event) {
    showMenu(event->globalPos());
}

// Before a page's shortcut on Escape, as that which stops a run, has it: the cross-hair goes first.
bool LiveChart::event(QEvent* event) {
    const bool isEscape =
        event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
    if (!isEscape || !m_canvas->crossHair()) return ChartWidget::event(event);
    event->accept();
    return true;
}

// Arrows move the cross-hair, with Shift the picture; plus and minus zoom.
void LiveChart::keyPressEvent(QKeyEvent* event) {
    const double last = m_canvas->content().last();
    const TimeRange range = m_canvas->range();
    const double middle = (range.from + range.to) / 2;
    const double at = m_canvas->crossHair().value_or(middle);
    TimeView& time = m_canvas->time();
    const bool left = event->key() == Qt::Key_Left;
    if (left || event->key() == Qt::Key_Right) {
        const double way = left ? -1 : 1;
        if (event->modifiers().testFlag(Qt::ShiftModifier))
            time.panBy(way * range.length() / 10, last);
        else
            m_canvas->setCrossHair(at + way * std::max(0.1, range.length() / 100));
    } else if (event->key() == Qt::Key_Plus || event->key() == Qt::Key_Equal) {
        time.zoomBy(0.8, at, last);
    } else if (event->key() == Qt::Key_Minus) {
        time.zoomBy(1.25, at, last);
    } else if (event->key() == Qt::Key_Escape && m_canvas->crossHair()) {
        m_canvas->setCrossHair(std::nullopt);
    } else if (event->key() == Qt::Key_Menu) {
        showMenu(mapToGlobal(rect().center()));
    } else {
        return ChartWidget::keyPressEvent(event);
    }
    m_canvas->refreshSoon();
    showState();
}

void LiveChart::showMenu(const QPoint& global) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({m_tenSeconds, m_minute, m_whole});
    menu->addSeparator();
    menu->addActions({m_pause, m_back});
    menu->addSeparator();
    for (int line = 0; line < lineCount() && lineCount() > 1; ++line) {
        const TimeLine& one = m_canvas->content().lines()[static_cast<std::size_t>(line)];
        QAction* toggle = menu->addAction(QString(one.name).replace('&', "&&"));
        toggle->setCheckable(true);
        toggle->setChecked(one.shown);
        connect(toggle, &QAction::triggered, this, [this, line](bool on) {
            if (line < lineCount()) setLineShown(line, on);
        });
    }
    menu->addSeparator();
    menu->addActions(exports());
    menu->popup(global);
}

QString LiveChart::summary() const {
    const TimeLines& content = m_canvas->content();
    const TimeRange range = m_canvas->range();
    QStringList sentences{title().isEmpty() ? tr("Chart") : title()};
    for (const TimeLine& line : content.lines()) {
        if (!line.shown) continue;
        double now = std::nan(""), least = now, most = now;
        for (const TimePoint& point : line.points) {
            if (point.at < range.from || point.at > range.to || !std::isfinite(point.value)) continue;
            now = point.value;
            least = std::fmin(least, now);
            most = std::fmax(most, now);
        }
        const QString& unit = m_canvas->unit();
        sentences += std::isfinite(now)
                         ? tr("%1: %2 now, least %3, most %4")
                               .arg(line.name, shownValue(now, unit), shownValue(least, unit), shownValue(most, unit))
                         : tr("%1: no value").arg(line.name);
    }
    QStringList markers;
    for (const TimeMarker& marker : content.markers()) {
        if (marker.at < range.from || marker.at > range.to) continue;
        markers += tr("%1 at %2")
                       .arg(wordsOfEvent(marker.kind, marker.what),
                            shownMoment(marker.at, marker.at == std::floor(marker.at) ? 1 : 0.1));
    }
    if (!markers.isEmpty()) sentences += tr("Markers: %1").arg(markers.join(", "));
    return sentences.join(". ") + '.';
}

QByteArray LiveChart::asCsv() const {
    return m_canvas->content().csv(m_canvas->range(), m_canvas->unit());
}

QSize LiveChart::paperSize() const {
    return m_canvas->size();
}

void LiveChart::paintOn(QPainter& painter) const {
    m_canvas->paintOn(painter);
}

}  // namespace rushlab::ui
