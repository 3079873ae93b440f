#include "ui/pages/queues_page.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/command.h"
#include "ui/empty_part.h"
#include "ui/pages/message_browser.h"
#include "ui/pages/queue_commands.h"
#include "ui/pages/queue_figures.h"
#include "ui/pages/queue_map.h"

namespace rushlab::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kHistoryKept = 61s;
// In the presentation the map's type is as large as there is room for, within these.
constexpr double kLargerLeast = 1.15, kLargerMost = 1.5;
constexpr double kWidthOfOwnType = 1'100;

}  // namespace

QueuesPage::QueuesPage(PageContext& context, QWidget* parent)
    : Page(parent),
      m_bridge(context.bridge),
      m_heading(new QLabel(this)),
      m_labName(new QLabel(this)),
      m_parts(new QStackedWidget(this)),
      m_emptyText(new QLabel(this)),
      m_commands(new QueueCommands(m_bridge, this)),
      m_scroll(new QScrollArea(this)),
      m_map(new QueueMap(this)),
      m_tabs(new QTabWidget(this)),
      m_figures(new QueueFigures(this)),
      m_messages(new MessageBrowser(m_bridge, m_commands->ofMessages(), this)) {
    m_heading->setProperty("look", "title");
    m_labName->setObjectName("queuesLab");
    m_labName->setProperty("look", "quiet");
    m_labName->setTextFormat(Qt::PlainText);
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(14);
    row->addWidget(m_heading);
    row->addWidget(m_labName, 1, Qt::AlignLeft | Qt::AlignVCenter);
    for (QAction* action : m_commands->ofConsumers()) {
        m_buttons.push_back(buttonFor(action, ("button " + action->objectName()).toUtf8().constData(), head));
        row->addWidget(m_buttons.back());
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(12);
    column->addWidget(head);
    column->addWidget(m_parts, 1);
    m_parts->addWidget(emptyPart(*m_emptyText, "queuesEmpty", m_parts));
    m_parts->addWidget(buildWhole());
    follow();
    look(m_bridge.onView());
}

QString QueuesPage::title() const {
    return tr("Queues");
}

QWidget* QueuesPage::buildWhole() {
    auto* part = new QWidget(m_parts);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(m_map);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    m_tabs->setObjectName("queueTabs");
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_figures, QString());
    m_tabs->addTab(m_messages, QString());
    column->addWidget(m_scroll, 3);
    column->addWidget(m_tabs, 2);
    connect(m_map, &QueueMap::selectionChanged, this, &QueuesPage::chosen);
    connect(m_messages, &MessageBrowser::chosenChanged, this, [this] { m_commands->choose(m_messages->chosenIds()); });
    connect(m_commands, &QueueCommands::changed, m_messages, &MessageBrowser::lookAgain);
    connect(m_commands, &QueueCommands::said, this, &QueuesPage::said);
    connect(m_figures, &QueueFigures::said, this, &QueuesPage::said);
    return part;
}

// The newest lab that is open: a run's while there is one, else the shop's.
void QueuesPage::follow() {
    const auto lookAgain = [this] { look(m_bridge.onView()); };
    connect(&m_bridge, &Bridge::labOpened, this, lookAgain);
    connect(&m_bridge, &Bridge::labClosed, this, lookAgain);
    connect(&m_bridge, &Bridge::shopChanged, this, &QueuesPage::showState);
    connect(&m_bridge, &Bridge::sampled, this, [this](const LabPointer& lab, const Samples& fresh) {
        if (lab == m_lab) add(fresh);
    });
}

void QueuesPage::look(const LabPointer& lab) {
    if (lab == m_lab) return;
    m_lab = lab;
    m_history.clear();
    m_figures->forget();
    m_board = {};
    m_map->select(m_map->queue());  // a consumer of the same name is another one now
    if (lab) add(lab->snapshots(-1ms));
    if (m_history.empty()) chosen();
    showState();
}

// What came before this page looked at a lab is told again by the bridge: only what is newer is added.
void QueuesPage::add(const Samples& fresh) {
    for (const auto& sample : fresh) {
        if (m_history.empty() || sample->at > m_history.back()->at) m_history.push_back(sample);
    }
    while (!m_history.empty() && m_history.front()->at + kHistoryKept < m_history.back()->at)
        m_history.pop_front();
    if (isVisible()) refresh();
}

void QueuesPage::refresh() {
    if (m_history.empty()) return;
    m_board = boardOf(m_history);
    m_map->setBoard(m_board);
    m_scroll->setMaximumHeight(m_map->minimumHeight());  // the rest is the chosen queue's
    chosen();
    showState();
}

void QueuesPage::chosen() {
    m_figures->show(m_map->queue(), m_history);
    m_messages->setQueue(m_lab, m_map->queue());
    m_commands->show(m_lab, m_board, m_map->queue(), m_map->consumer());
}

void QueuesPage::showState() {
    const bool there = m_lab && !m_history.empty();
    m_parts->setCurrentIndex(there ? 1 : 0);
    m_labName->setText(!m_lab ? QString()
                       : m_lab->purpose() == lab::Purpose::Shop
                           ? tr("of the shop")
                           : tr("of the run %1").arg(QString::fromStdString(m_lab->label())));
    if (there) return;
    m_emptyText->setText(m_bridge.shopState() == Bridge::ShopState::Failed
                             ? m_bridge.shopSentence()
                             : tr("As soon as the shop is open, its queues are drawn here while they work."));
}

void QueuesPage::retranslate() {
    m_heading->setText(tr("Queues"));
    m_map->setAccessibleName(tr("Exchanges, queues and consumers"));
    m_map->retranslate();
    m_figures->retranslate();
    m_messages->retranslate();
    m_commands->retranslate();
    m_tabs->setTabText(0, tr("Last minute"));
    m_tabs->setTabText(1, tr("Messages"));
    m_tabs->setAccessibleName(tr("The queue that is chosen"));
    showState();
}

void QueuesPage::present(bool on) {
    m_presenting = on;
    dressMap();
    m_figures->present(on);
    m_messages->present(on);
    for (QWidget* button : m_buttons)
        button->setVisible(!on);
}

void QueuesPage::dressMap() {
    QFont type = QApplication::font();
    const double larger = std::clamp(width() / kWidthOfOwnType, kLargerLeast, kLargerMost);
    if (m_presenting) type.setPointSizeF(type.pointSizeF() * larger);
    m_map->setFont(type);
}

void QueuesPage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    dressMap();
}

void QueuesPage::showWhat(const QString& what) {
    m_map->select(what);
}

void QueuesPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    refresh();
}

}  // namespace rushlab::ui
