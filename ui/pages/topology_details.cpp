#include "ui/pages/topology_details.h"

#include <QAction>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/event_words.h"
#include "ui/pages/sparkline.h"
#include "ui/theme.h"

namespace rushlab::ui {
namespace {

constexpr int kMostEvents = 500;
constexpr std::size_t kMinute = 600;  // samples
constexpr std::size_t kSecond = 10;

struct DetailWords {
    Q_DECLARE_TR_FUNCTIONS(LabEvent)
};

QFont scaled(QFont font, double factor, bool bold) {
    font.setPointSizeF(font.pointSizeF() * factor);
    font.setBold(bold);
    return font;
}

QLabel* quietLabel(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

// What the curve of a node shows: of a queue how many wait, of a worker what it completes, else requests.
double curveValue(const TopologyNode& node, const lab::Snapshot& now, const lab::Snapshot& before) {
    if (node.kind == NodeKind::Queue) {
        const auto found = std::ranges::find(now.queues, node.name.toStdString(), &lab::Snapshot::Queue::name);
        return found == now.queues.end() ? 0 : static_cast<double>(found->ready + found->unacked);
    }
    const double seconds = std::chrono::duration<double>(now.at - before.at).count();
    if (seconds <= 0) return 0;
    const auto rate = [seconds](std::uint64_t to, std::uint64_t from) {
        return to > from ? static_cast<double>(to - from) / seconds : 0.0;
    };
    if (node.kind == NodeKind::Engine) return rate(now.completed, before.completed);
    const bool worker = node.id.startsWith("worker");
    double sum = 0;
    for (const lab::InstanceState& one : now.instances) {
        if (node.kind == NodeKind::Buyers ? one.role != "gateway" : one.name != node.id.toStdString()) continue;
        const auto earlier = std::ranges::find(before.instances, one.name, &lab::InstanceState::name);
        if (earlier == before.instances.end()) continue;
        sum += worker ? rate(one.completed, earlier->completed) : rate(one.requests, earlier->requests);
    }
    return sum;
}

}  // namespace

QString momentOf(std::chrono::milliseconds at) {
    const auto tenths = std::max<std::int64_t>(at.count(), 0) / 100;
    return QString("%1:%2.%3")
        .arg(tenths / 600, 2, 10, QChar('0'))
        .arg(tenths / 10 % 60, 2, 10, QChar('0'))
        .arg(tenths % 10);
}

QString sentenceOf(const lab::LabEvent& event) {
    const QString what = QString::fromStdString(event.what);
    if (event.kind == "killed") return DetailWords::tr("killed %1").arg(what);
    if (event.kind == "stopped") return DetailWords::tr("stopped %1").arg(what);
    if (event.kind == "started") return DetailWords::tr("started %1").arg(what);
    if (event.kind == "paused") return DetailWords::tr("paused %1").arg(what);
    if (event.kind == "resumed") return DetailWords::tr("resumed %1").arg(what);
    if (event.kind == "consumer dropped") return DetailWords::tr("consumers dropped: %1").arg(what);
    const QString kind = QString::fromStdString(event.kind);
    if (const QString words = wordsOfEvent(kind, what); words != what) return words;
    return QString("%1: %2").arg(kind, what);
}

TopologyDetails::TopologyDetails(const QList<QAction*>& actions, QWidget* parent)
    : QFrame(parent),
      m_name(new QLabel(this)),
      m_state(new QLabel(this)),
      m_curveTitle(quietLabel(this)),
      m_curveMost(quietLabel(this)),
      m_curve(new Sparkline(this)),
      m_eventsTitle(quietLabel(this)),
      m_list(new QListWidget(this)) {
    setObjectName("topologyDetails");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(18, 14, 18, 14);
    row->setSpacing(24);
    row->addWidget(buildFigures(), 3);
    row->addWidget(buildCurve(), 3);
    row->addWidget(buildActions(actions));
    row->addWidget(buildEvents(), 3);
}

QWidget* TopologyDetails::buildFigures() {
    auto* part = new QWidget(this);
    m_name->setObjectName("nodeName");
    m_name->setFont(scaled(m_name->font(), 1.35, true));
    m_state->setObjectName("nodeState");
    m_state->setTextFormat(Qt::PlainText);
    auto head = std::make_unique<QHBoxLayout>();
    head->addWidget(m_name);
    head->addWidget(m_state, 1, Qt::AlignLeft | Qt::AlignBottom);
    auto grid = std::make_unique<QGridLayout>();
    grid->setHorizontalSpacing(22);
    grid->setVerticalSpacing(0);
    for (int at = 0; at < static_cast<int>(m_figures.size()); ++at) {
        Figure& figure = m_figures[static_cast<std::size_t>(at)];
        figure.name = quietLabel(part);
        figure.value = new QLabel(part);
        figure.value->setFont(scaled(figure.value->font(), 1.5, true));
        figure.value->setObjectName(QString("figure%1").arg(at));
        grid->addWidget(figure.name, at / 2 * 3, at % 2);
        grid->addWidget(figure.value, at / 2 * 3 + 1, at % 2);
        grid->setColumnStretch(at % 2, 1);
    }
    grid->setRowMinimumHeight(2, 8);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(head.release());
    column->addSpacing(6);
    column->addLayout(grid.release());
    column->addStretch(1);
    return part;
}

QWidget* TopologyDetails::buildCurve() {
    auto* part = new QWidget(this);
    auto head = std::make_unique<QHBoxLayout>();
    head->addWidget(m_curveTitle, 1);
    head->addWidget(m_curveMost);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 4, 0, 0);
    column->addLayout(head.release());
    column->addWidget(m_curve, 1);
    m_curve->setObjectName("curve");
    return part;
}

QWidget* TopologyDetails::buildActions(const QList<QAction*>& actions) {
    auto* part = new QWidget(this);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    for (QAction* action : actions) {
        auto* button = new QPushButton(part);
        button->setObjectName("button " + action->objectName());
        button->setMinimumWidth(150);
        const auto mirror = [button, action] {
            const QString keys = action->shortcut().toString(QKeySequence::NativeText);
            button->setText(keys.isEmpty() ? action->text() : QString("%1  (%2)").arg(action->text(), keys));
            button->setAccessibleName(action->text());
            button->setToolTip(action->toolTip());
            button->setEnabled(action->isEnabled());
            button->setVisible(action->isVisible());
        };
        connect(action, &QAction::changed, button, mirror);
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        mirror();
        column->addWidget(button);
    }
    column->addStretch(1);
    return part;
}

QWidget* TopologyDetails::buildEvents() {
    auto* part = new QWidget(this);
    m_list->setObjectName("labEvents");
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setWordWrap(true);
    m_list->viewport()->setAutoFillBackground(false);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 4, 0, 0);
    column->addWidget(m_eventsTitle);
    column->addWidget(m_list, 1);
    return part;
}

void TopologyDetails::setFigures(const QList<std::pair<QString, QString>>& figures) {
    for (int at = 0; at < static_cast<int>(m_figures.size()); ++at) {
        const bool there = at < figures.size();
        const Figure& figure = m_figures[static_cast<std::size_t>(at)];
        figure.name->setText(there ? figures[at].first : QString());
        figure.value->setText(there ? figures[at].second : QString());
    }
}

void TopologyDetails::setNode(const TopologyNode* node,
                              const std::deque<std::shared_ptr<const lab::Snapshot>>& history) {
    if (!node) return;
    m_name->setText(nameOf(*node));
    m_state->setText(node->kind == NodeKind::Instance ? tr("%1, port %2").arg(wordOf(node->state)).arg(node->port)
                                                      : QString());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, node->state == NodeState::Up || node->state == NodeState::Untold
                                               ? quietText(palette())
                                               : lookOf(lab::EngineState::Unavailable, palette()).colour);
    m_state->setPalette(colours);
    QList<std::pair<QString, QString>> figures;
    switch (node->kind) {
        case NodeKind::Queue:
            figures = {{tr("Ready"), grouped(node->ready)},
                       {tr("Unacked"), grouped(node->unacked)},
                       {tr("To be tried again"), grouped(node->retrying)},
                       {tr("Dead letters"), grouped(node->dead)}};
            break;
        case NodeKind::Engine:
            if (node->id == "engine database")
                figures = {{tr("Orders/s"), perSecond(node->completedRate)},
                           {tr("Orders completed"), grouped(node->completed)}};
            else if (node->stock)
                figures = {{tr("Units left"), QLocale().toString(static_cast<qlonglong>(*node->stock))}};
            break;
        case NodeKind::Buyers:
        case NodeKind::Instance:
            figures = {{tr("Requests/s"), perSecond(node->requestsRate)}, {tr("Requests"), grouped(node->requests)}};
            if (node->id.startsWith("worker"))
                figures += {{tr("Orders/s"), perSecond(node->completedRate)},
                            {tr("Orders completed"), grouped(node->completed)}};
            else if (node->kind == NodeKind::Buyers || node->accepted > 0 || node->id.startsWith("order"))
                figures += {{tr("Orders accepted/s"), perSecond(node->acceptedRate)},
                            {tr("Orders accepted"), grouped(node->accepted)}};
            break;
    }
    setFigures(figures);

    const bool told = node->kind != NodeKind::Engine || node->id == "engine database";
    std::vector<double> values;
    const std::size_t first = history.size() > kMinute ? history.size() - kMinute : 0;
    for (std::size_t at = first; told && at < history.size(); ++at)
        values.push_back(curveValue(*node, *history[at], *history[at - std::min(at, kSecond)]));
    const double most = values.empty() ? 0 : *std::ranges::max_element(values);
    m_curveTitle->setText(!told                            ? QString()
                          : node->kind == NodeKind::Queue  ? tr("Waiting, last minute")
                          : node->kind == NodeKind::Engine ? tr("Orders/s, last minute")
                          : node->id.startsWith("worker")  ? tr("Orders/s, last minute")
                                                           : tr("Requests/s, last minute"));
    m_curveMost->setText(told ? tr("most %1").arg(perSecond(most)) : QString());
    m_curve->setVisible(told);
    m_curve->setAccessibleName(m_curveTitle->text());
    m_curve->setAccessibleDescription(m_curveMost->text());
    m_curve->setValues(std::move(values), kMinute);
}

void TopologyDetails::setEvents(const Events& all) {
    m_events.clear();
    m_list->clear();
    addEvents(all);
}

void TopologyDetails::addEvents(const Events& fresh) {
    for (const lab::LabEvent& event : fresh) {
        if (!m_events.empty() && event.number <= m_events.back().number) continue;
        m_events.push_back(event);
        addLine(event);
    }
    if (m_events.size() > kMostEvents) m_events.erase(m_events.begin(), m_events.end() - kMostEvents);
    while (m_list->count() > kMostEvents)
        delete m_list->takeItem(m_list->count() - 1);
}

// The newest on top.
void TopologyDetails::addLine(const lab::LabEvent& event) {
    m_list->insertItem(0, QString("%1  %2").arg(momentOf(event.at), sentenceOf(event)));
}

void TopologyDetails::retranslate() {
    m_eventsTitle->setText(tr("What happened"));
    m_list->setAccessibleName(tr("What happened"));
    m_list->clear();
    for (const lab::LabEvent& event : m_events)
        addLine(event);
}

}  // namespace rushlab::ui
