#include "ui/pages/overview_page.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/pages/node_commands.h"
#include "ui/pages/topology_details.h"
#include "ui/pages/topology_model.h"
#include "ui/pages/topology_view.h"
#include "ui/theme.h"

namespace rushlab::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kKept = 61s;
constexpr auto kRateOver = 1s;

}  // namespace

OverviewPage::OverviewPage(PageContext& context, QWidget* parent)
    : Page(parent),
      m_bridge(context.bridge),
      m_heading(new QLabel(this)),
      m_choice(new QComboBox(this)),
      m_asTable(new QPushButton(this)),
      m_whole(new QStackedWidget(this)),
      m_picture(new QStackedWidget(this)),
      m_commands(new NodeCommands(m_bridge, this)),
      m_view(new TopologyView(this)),
      m_model(new TopologyModel(this)),
      m_table(new QTableView(this)),
      m_legend(new QLabel(this)),
      m_emptyTitle(new QLabel(this)),
      m_emptyText(new QLabel(this)),
      m_tryAgainButton(new QPushButton(this)),
      m_freePortsButton(new QPushButton(this)) {
    m_whole->setObjectName("overviewParts");
    makeActions();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(12);
    m_heading->setProperty("look", "title");
    column->addWidget(m_whole, 1);
    auto* whole = new QWidget(m_whole);
    auto* parts = new QVBoxLayout(whole);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(10);
    parts->addWidget(buildHead());
    parts->addWidget(buildPicture(), 1);
    m_details = new TopologyDetails(m_commands->all(), whole);
    m_details->setFixedHeight(fontMetrics().height() * 12);
    parts->addWidget(m_details);
    m_whole->addWidget(buildEmpty());
    m_whole->addWidget(whole);
    follow();
    if (const LabPointer lab = m_bridge.onView()) opened(lab);
}

QString OverviewPage::title() const {
    return tr("Overview");
}

void OverviewPage::makeActions() {
    m_tableAction = new QAction(this);
    m_tableAction->setObjectName("overview.asTable");
    m_tableAction->setCheckable(true);
    m_tableAction->setShortcut(Qt::Key_T);
    m_tableAction->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_tableAction);
    connect(m_tableAction, &QAction::toggled, this, [this](bool on) {
        m_asTable->setChecked(on);
        m_picture->setCurrentIndex(on ? 1 : 0);
    });
    const auto ask = [this](const char* name, auto what) {
        auto* action = new QAction(this);
        action->setObjectName(name);
        connect(action, &QAction::triggered, &m_bridge, what);
        addAction(action);
        return action;
    };
    m_tryAgain = ask("overview.tryAgain", &Bridge::openShop);
    m_freePorts = ask("overview.freePorts", &Bridge::openShopOnFreePorts);
}

void OverviewPage::follow() {
    connect(&m_bridge, &Bridge::labOpened, this, &OverviewPage::opened);
    connect(&m_bridge, &Bridge::labClosed, this, &OverviewPage::closed);
    connect(&m_bridge, &Bridge::sampled, this, [this](const LabPointer& lab, const Samples& fresh) {
        if (lab == m_lab) add(fresh);
    });
    connect(&m_bridge, &Bridge::happened, this, [this](const LabPointer& lab, const Events& fresh) {
        if (lab == m_lab) m_details->addEvents(fresh);
    });
    connect(&m_bridge, &Bridge::shopChanged, this, &OverviewPage::showEmpty);
    connect(m_choice, &QComboBox::activated, this, [this](int at) {
        m_chosen = true;
        look(m_labs[static_cast<std::size_t>(at)]);
        m_nodeChosen = true;
    });
}

QWidget* OverviewPage::buildHead() {
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(14);
    auto left = std::make_unique<QVBoxLayout>();
    left->setSpacing(6);
    left->addWidget(m_heading);
    auto choice = std::make_unique<QHBoxLayout>();
    choice->setSpacing(8);
    m_choice->setObjectName("labOnView");
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_choice->setMinimumContentsLength(24);
    m_asTable->setObjectName("asTable");
    m_asTable->setCheckable(true);
    connect(m_asTable, &QPushButton::toggled, m_tableAction, &QAction::setChecked);
    choice->addWidget(m_choice);
    choice->addWidget(m_asTable);
    left->addLayout(choice.release());
    row->addLayout(left.release());
    row->addStretch(1);
    const std::array names{"tileAccepted", "tileCompleted", "tileWaiting", "tileLatency"};
    for (std::size_t at = 0; at < m_tiles.size(); ++at) {
        m_tiles[at] = new FigureTile(names[at], head, Qt::AlignRight);
        m_tiles[at]->setLeastWidth(112);
        row->addWidget(m_tiles[at]);
    }
    return head;
}

QWidget* OverviewPage::buildPicture() {
    auto* part = new QWidget(this);
    auto* scroll = new QScrollArea(part);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_view);
    m_table->setObjectName("topologyTable");
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_picture->addWidget(scroll);
    m_picture->addWidget(m_table);
    m_legend->setForegroundRole(QPalette::PlaceholderText);
    m_legend->setAlignment(Qt::AlignHCenter);
    m_legend->setWordWrap(true);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_picture, 1);
    column->addWidget(m_legend);
    connect(m_view, &TopologyView::selectionChanged, this, &OverviewPage::selected);
    connect(m_view, &TopologyView::chosen, this, [this] {
        m_nodeChosen = true;
        showNode();
    });
    connect(m_view, &TopologyView::menuAsked, this, [this](const QPoint& at) {
        QMenu menu(this);
        menu.addActions(m_commands->all());
        menu.exec(at);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (const QString id = m_model->idAt(now.row()); id != m_selected) m_view->choose(id);
    });
    for (const auto signal : {&QTableView::clicked, &QTableView::activated})
        connect(m_table, signal, this, [this](const QModelIndex& row) { m_view->choose(m_model->idAt(row.row())); });
    return part;
}

QWidget* OverviewPage::buildEmpty() {
    auto* part = new QWidget(this);
    m_emptyTitle->setObjectName("emptyTitle");
    m_emptyTitle->setProperty("look", "title");
    m_emptyText->setObjectName("emptyText");
    m_emptyText->setTextFormat(Qt::PlainText);
    m_emptyText->setWordWrap(true);
    m_emptyText->setMaximumWidth(640);
    m_emptyText->setMinimumWidth(480);
    for (QLabel* label : {m_emptyTitle, m_emptyText})
        label->setAlignment(Qt::AlignCenter);
    m_tryAgainButton->setObjectName("tryAgain");
    m_freePortsButton->setObjectName("freePorts");
    connect(m_tryAgainButton, &QPushButton::clicked, m_tryAgain, &QAction::trigger);
    connect(m_freePortsButton, &QPushButton::clicked, m_freePorts, &QAction::trigger);
    auto buttons = std::make_unique<QHBoxLayout>();
    buttons->setSpacing(10);
    buttons->addStretch(1);
    buttons->addWidget(m_tryAgainButton);
    buttons->addWidget(m_freePortsButton);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(part);
    column->setSpacing(14);
    column->addStretch(2);
    column->addWidget(m_emptyTitle);
    column->addWidget(m_emptyText, 0, Qt::AlignHCenter);
    column->addLayout(buttons.release());
    column->addStretch(3);
    return part;
}

void OverviewPage::retranslate() {
    m_heading->setText(tr("Overview"));
    m_choice->setAccessibleName(tr("Lab on view"));
    m_choice->setToolTip(tr("Which lab is shown here"));
    m_asTable->setText(tr("As a table"));
    m_asTable->setToolTip(tr("The same as rows of text (T)"));
    m_tableAction->setText(tr("Topology as a table"));
    m_tryAgain->setText(tr("Open the shop again"));
    m_tryAgainButton->setText(tr("Try again"));
    m_freePorts->setText(tr("Open the shop on free ports"));
    m_freePortsButton->setText(tr("Use free ports"));
    m_freePortsButton->setToolTip(tr("Where other programs have the shop's own ports"));
    m_tiles[kAccepted]->setName(tr("Accepted/s"));
    m_tiles[kCompleted]->setName(tr("Completed/s"));
    m_tiles[kWaiting]->setName(tr("Waiting in queues"));
    m_tiles[kLatency]->setName(tr("Order p95, ms"));
    m_legend->setText(
        tr("Rates are requests a second as far as the services, orders a second from the queues on. Click a node, or "
           "go with the arrow keys, to kill, pause, stop or start it."));
    m_view->setAccessibleName(tr("Topology"));
    m_table->setAccessibleName(tr("Topology"));
    m_view->retranslate();
    m_model->retranslate();
    m_commands->retranslate();
    m_details->retranslate();
    fillLabs();
    showEmpty();
    refresh();
}

void OverviewPage::present(bool on) {
    m_details->setVisible(!on);
    m_legend->setVisible(!on);
    m_asTable->setVisible(!on);
}

void OverviewPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    refresh();
}

QString OverviewPage::nameOfLab(const lab::LiveLab& lab) const {
    if (lab.purpose() == lab::Purpose::Shop) return tr("The shop on its own ports");
    return tr("Run: %1").arg(QString::fromStdString(lab.label()));
}

void OverviewPage::fillLabs() {
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    for (const LabPointer& lab : m_labs) {
        m_choice->addItem(nameOfLab(*lab));
        if (lab == m_lab) m_choice->setCurrentIndex(m_choice->count() - 1);
    }
    m_choice->setEnabled(m_labs.size() > 1);
}

void OverviewPage::opened(const LabPointer& lab) {
    m_labs.push_back(lab);
    if (!m_lab || (!m_chosen && lab == m_bridge.onView()))
        look(lab);
    else
        fillLabs();
}

void OverviewPage::closed(const LabPointer& lab) {
    std::erase(m_labs, lab);
    if (lab == m_lab) {
        m_chosen = false;
        look(m_labs.empty() ? nullptr : m_labs.back());
    } else {
        fillLabs();
    }
}

// A lab that goes leaves its place to another, whose instances have the same names: what was meant for one of the old
// lab's must not hit them, so that the commands are off until a node is chosen anew.
void OverviewPage::look(const LabPointer& lab) {
    if (m_lab) m_nodeChosen = false;
    m_lab = lab;
    m_history.clear();
    m_commands->show(nullptr, nullptr);
    fillLabs();
    showEmpty();
    if (!lab) return;
    m_details->setEvents({});
    add(lab->snapshots(-1ms));
    m_details->setEvents(lab->events(0));
}

// What came before this page looked at a lab is told again by the bridge: only what is newer is added.
void OverviewPage::add(const Samples& fresh) {
    for (const auto& sample : fresh) {
        if (m_history.empty() || sample->at > m_history.back()->at) m_history.push_back(sample);
    }
    while (!m_history.empty() && m_history.front()->at + kKept < m_history.back()->at)
        m_history.pop_front();
    if (!isVisible()) return;
    refresh();
    m_view->advance();
}

void OverviewPage::refresh() {
    if (m_history.empty()) return;
    const lab::Snapshot& now = *m_history.back();
    const auto before = std::ranges::find_if(m_history.rbegin(), m_history.rend(),
                                             [&now](const auto& sample) { return sample->at + kRateOver <= now.at; });
    const lab::Snapshot* earlier = before == m_history.rend() ? m_history.front().get() : before->get();
    m_topology = topologyOf(now, earlier);
    m_view->setTopology(m_topology);
    m_model->setTopology(m_topology);
    m_view->setAccessibleDescription(textOf(m_topology));
    setTiles(now, earlier);
    showNode();
    showEmpty();
}

void OverviewPage::setTiles(const lab::Snapshot& now, const lab::Snapshot* before) {
    const double seconds = std::chrono::duration<double>(now.at - before->at).count();
    const auto rate = [seconds](std::uint64_t to, std::uint64_t from) {
        return perSecond(seconds > 0 && to > from ? static_cast<double>(to - from) / seconds : 0);
    };
    std::uint64_t waiting = 0;
    for (const lab::Snapshot::Queue& queue : now.queues) {
        if (!queue.name.ends_with(".dlq")) waiting += queue.ready + queue.unacked;
    }
    const double p95 = std::chrono::duration<double, std::milli>(now.orderLatency.p95).count();
    m_tiles[kAccepted]->setFigure(rate(now.accepted, before->accepted));
    m_tiles[kCompleted]->setFigure(rate(now.completed, before->completed));
    m_tiles[kWaiting]->setFigure(grouped(waiting));
    m_tiles[kLatency]->setFigure(now.orderLatency.count > 0 ? QLocale().toString(p95, 'f', p95 < 10 ? 1 : 0)
                                                            : QString(QChar(0x2013)));
}

void OverviewPage::showEmpty() {
    const bool there = m_lab && !m_history.empty();
    m_whole->setCurrentIndex(there ? 1 : 0);
    if (there) return;
    const auto state = m_bridge.shopState();
    const bool failed = state == Bridge::ShopState::Failed;
    const bool closed = state == Bridge::ShopState::Closed;
    m_emptyTitle->setText(failed   ? tr("The shop could not come up")
                          : closed ? tr("The shop is closed")
                                   : tr("The shop is coming up"));
    m_emptyText->setText(closed ? tr("Open it, and its instances, queues and engines are drawn here while they work.")
                         : state == Bridge::ShopState::Open ? tr("The first figures are on their way.")
                                                            : m_bridge.shopSentence());
    m_tryAgainButton->setText(closed ? tr("Open the shop") : tr("Try again"));
    m_tryAgainButton->setVisible(failed || closed);
    m_freePortsButton->setVisible(failed);
    m_tryAgain->setEnabled(failed || closed);
    m_freePorts->setEnabled(failed || closed);
}

const TopologyNode* OverviewPage::node() const {
    return m_topology.find(m_selected);
}

void OverviewPage::selected(const QString& id) {
    m_selected = id;
    showNode();
}

void OverviewPage::showNode() {
    m_details->setNode(node(), m_history);
    m_commands->show(m_lab, m_nodeChosen ? node() : nullptr);
    if (m_table->currentIndex().row() != m_model->rowOf(m_selected)) m_table->selectRow(m_model->rowOf(m_selected));
}

}  // namespace rushlab::ui
