#include "ui/pages/message_browser.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/command.h"
#include "ui/models/messages_model.h"

namespace rushlab::ui {
namespace {

constexpr std::uint64_t kShown = 100;

}  // namespace

MessageBrowser::MessageBrowser(Bridge& bridge, const QList<QAction*>& actions, QWidget* parent)
    : QWidget(parent),
      m_bridge(bridge),
      m_state(new QLabel(this)),
      m_table(new QTableView(this)),
      m_details(new QTextBrowser(this)),
      m_model(new MessagesModel(this)) {
    m_state->setObjectName("browseState");
    m_state->setProperty("look", "quiet");
    m_state->setTextFormat(Qt::PlainText);
    m_table->setObjectName("messages");
    m_table->setModel(m_model);
    m_table->setProperty("look", "card");
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setStretchLastSection(true);
    present(false);
    m_details->setObjectName("messageDetails");
    m_details->setProperty("look", "card");
    auto* top = new QWidget(this);
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_state, 1);
    for (QAction* action : actions)
        row->addWidget(buttonFor(action, ("button " + action->objectName()).toUtf8().constData(), top));
    auto* parts = new QSplitter(Qt::Horizontal, this);
    parts->setChildrenCollapsible(false);
    parts->addWidget(m_table);
    parts->addWidget(m_details);
    parts->setStretchFactor(0, 3);
    parts->setStretchFactor(1, 2);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);
    column->addWidget(top);
    column->addWidget(parts, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        showDetails();
        emit chosenChanged();
    });
}

void MessageBrowser::setQueue(const LabPointer& lab, const QString& queue) {
    if (lab == m_lab && queue == m_queue) return;
    m_lab = lab;
    m_queue = queue;
    m_looked = false;
    m_problem.clear();
    m_model->show({});
    showDetails();
    emit chosenChanged();
    lookAgain();
}

void MessageBrowser::lookAgain() {
    ++m_asked;
    if (!m_lab || m_queue.isEmpty() || !isVisible()) return showState();
    const auto look = [lab = m_lab, queue = m_queue.toStdString()] { return lab->browse(queue, 0, kShown); };
    const auto then = [this, mine = m_asked](const Result<std::vector<lab::SeenMessage>>& seen) {
        if (mine == m_asked) show(seen);
    };
    m_bridge.inBackground(this, look, then);
    showState();
}

void MessageBrowser::show(const Result<std::vector<lab::SeenMessage>>& seen) {
    m_looked = true;
    m_problem = seen ? QString() : QString::fromStdString(seen.error().message);
    m_model->show(seen.value_or(std::vector<lab::SeenMessage>()));
    if (m_model->rowCount() > 0) m_table->selectRow(0);
    showDetails();
    showState();
    emit chosenChanged();
}

std::vector<std::string> MessageBrowser::chosenIds() const {
    std::vector<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::ranges::sort(rows);
    std::vector<std::string> ids;
    for (const int row : rows) {
        if (const lab::SeenMessage* message = m_model->at(row)) ids.push_back(message->messageId);
    }
    return ids;
}

void MessageBrowser::showDetails() {
    const lab::SeenMessage* message = m_model->at(m_table->currentIndex().row());
    m_details->setHtml(message ? detailsOf(*message) : QString());
}

void MessageBrowser::showState() {
    const QString count = QLocale().toString(m_model->rowCount());
    m_state->setText(!m_problem.isEmpty()                ? m_problem
                     : !m_looked                         ? tr("Looking into %1 ...").arg(m_queue)
                     : m_model->rowCount() == 0          ? tr("No message of %1 is ready.").arg(m_queue)
                     : m_model->rowCount() < int{kShown} ? tr("%1: %2 ready messages").arg(m_queue, count)
                                                         : tr("%1: the first %2 ready messages").arg(m_queue, count));
}

void MessageBrowser::retranslate() {
    m_model->retranslate();
    m_table->setAccessibleName(tr("Messages of the queue"));
    m_details->setAccessibleName(tr("The message that is chosen"));
    showDetails();
    showState();
}

void MessageBrowser::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!m_looked) lookAgain();
}

void MessageBrowser::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) showDetails();
}

void MessageBrowser::present(bool on) {
    for (const auto& [column, width] : {std::pair(MessagesModel::Position, 72), std::pair(MessagesModel::Id, 110),
                                        std::pair(MessagesModel::Key, 130), std::pair(MessagesModel::Why, 160)})
        m_table->setColumnWidth(column, on ? width * 3 / 2 : width);
}

}  // namespace rushlab::ui
