#include "ui/pages/history_list.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include "ui/state_delegate.h"

namespace rushlab::ui {
namespace {

constexpr int kMechanismsWidth = 124;

QString anyScenario() {
    return HistoryList::tr("Any scenario");
}

}  // namespace

HistoryList::HistoryList(ResultsModel& model, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_filter(new ResultsFilter(model, this)),
      m_stack(new QStackedWidget(this)),
      m_words(new QLineEdit(this)),
      m_verdict(new QComboBox(this)),
      m_scenario(new QComboBox(this)),
      m_count(new QLabel(this)),
      m_table(new QTableView(this)),
      m_full(new QWidget(m_stack)),
      m_empty(new QWidget(m_stack)),
      m_emptyTitle(new QLabel(m_empty)),
      m_emptyText(new QLabel(m_empty)),
      m_first(new QPushButton(m_empty)) {
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_stack);
    buildTable();
    buildFilters();
    buildEmpty();
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_full);
    // It leaves nothing chosen, and a selection model says no word of that.
    connect(m_filter, &QAbstractItemModel::modelReset, this, [this] {
        m_chosen.clear();
        followModel();
        emit choiceChanged();
    });
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &HistoryList::followModel);
    connect(m_filter, &QAbstractItemModel::rowsRemoved, this, &HistoryList::followModel);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &HistoryList::followModel);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &HistoryList::followModel);
}

void HistoryList::buildFilters() {
    m_words->setObjectName("resultWords");
    m_words->setClearButtonEnabled(true);
    m_words->setMinimumWidth(220);
    m_verdict->setObjectName("resultVerdict");
    m_scenario->setObjectName("resultScenario");
    m_scenario->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_count->setObjectName("resultCount");
    m_count->setProperty("look", "quiet");
    connect(m_words, &QLineEdit::textChanged, m_filter, &ResultsFilter::lookFor);
    connect(m_verdict, &QComboBox::currentIndexChanged, this, [this] {
        const QVariant chosen = m_verdict->currentData();
        m_filter->setVerdict(chosen.isValid() ? std::optional(static_cast<verdict::Verdict>(chosen.toInt()))
                                              : std::nullopt);
    });
    connect(m_scenario, &QComboBox::currentIndexChanged, this,
            [this] { m_filter->setScenario(m_scenario->currentData().toString()); });

    auto* row = new QWidget(m_full);
    auto* filters = new QHBoxLayout(row);
    filters->setContentsMargins(0, 0, 0, 0);
    filters->setSpacing(10);
    filters->addWidget(m_words, 1);
    filters->addWidget(m_verdict);
    filters->addWidget(m_scenario);
    filters->addSpacing(6);
    filters->addWidget(m_count);
    auto* column = new QVBoxLayout(m_full);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(row);
    column->addWidget(m_table, 1);
}

void HistoryList::buildTable() {
    m_table->setObjectName("results");
    m_table->setProperty("look", "card");
    m_table->setModel(m_filter);
    m_table->setItemDelegateForColumn(ResultsModel::Outcome, new StateDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(ResultsModel::When, Qt::DescendingOrder);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(40);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(ResultsModel::Mechanisms, QHeaderView::Interactive);
    m_table->setColumnWidth(ResultsModel::Mechanisms, kMechanismsWidth);
    m_table->horizontalHeader()->setSectionResizeMode(ResultsModel::Note, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryList::followChoice);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (index.column() != ResultsModel::Note) emit opened(QString::fromStdString(m_filter->run(index).id));
    });
    connect(m_table, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        if (index.column() == ResultsModel::Note) m_table->edit(index);
    });
}

void HistoryList::buildEmpty() {
    m_emptyTitle->setProperty("look", "section");
    m_emptyText->setProperty("look", "quiet");
    m_emptyText->setObjectName("noResults");
    m_emptyText->setWordWrap(true);
    m_emptyText->setAlignment(Qt::AlignHCenter);
    m_first->setObjectName("firstRun");
    m_first->setProperty("look", "primary");
    connect(m_first, &QPushButton::clicked, this, &HistoryList::firstRunAsked);
    auto* column = new QVBoxLayout(m_empty);
    column->setSpacing(14);
    column->addStretch(2);
    column->addWidget(m_emptyTitle, 0, Qt::AlignHCenter);
    column->addWidget(m_emptyText);
    column->addWidget(m_first, 0, Qt::AlignHCenter);
    column->addStretch(3);
}

void HistoryList::retranslate() {
    m_words->setPlaceholderText(tr("Filter by any word: a strategy, a note, a date"));
    m_words->setAccessibleName(tr("Filter the results by words"));
    m_verdict->setAccessibleName(tr("Filter the results by verdict"));
    m_scenario->setAccessibleName(tr("Filter the results by scenario"));
    m_table->setAccessibleName(tr("Results, the newest first"));
    const int verdict = std::max(m_verdict->currentIndex(), 0);
    {
        const QSignalBlocker quiet(m_verdict);
        m_verdict->clear();
        m_verdict->addItem(tr("Any verdict"));
        for (const verdict::Verdict one : {verdict::Verdict::Pass, verdict::Verdict::Fail, verdict::Verdict::Unknown})
            m_verdict->addItem(QString::fromUtf8(verdict::name(one).data()), static_cast<int>(one));
        m_verdict->setCurrentIndex(verdict);
    }
    m_first->setText(tr("Go to the flash sale"));
    m_model.retranslate();
    if (m_scenario->count() > 0) m_scenario->setItemText(0, anyScenario());
    followModel();
}

void HistoryList::setRead() {
    m_read = true;
    followModel();
}

void HistoryList::choose(const QString& id) {
    const int row = m_model.rowOf(id);
    if (row < 0) return;
    const QModelIndex index = m_filter->mapFromSource(m_model.index(row, 0));
    if (!index.isValid()) return;
    m_table->selectRow(index.row());
    m_table->scrollTo(index);
}

void HistoryList::editNote() {
    const QModelIndex current = m_table->currentIndex();
    if (current.isValid()) m_table->edit(current.siblingAtColumn(ResultsModel::Note));
}

void HistoryList::followChoice(const QItemSelection& added, const QItemSelection& gone) {
    for (const QModelIndex& index : gone.indexes()) {
        if (index.column() == 0) m_chosen.removeAll(QString::fromStdString(m_filter->run(index).id));
    }
    for (const QModelIndex& index : added.indexes()) {
        if (index.column() == 0) m_chosen += QString::fromStdString(m_filter->run(index).id);
    }
    emit choiceChanged();
}

// What is shown of what there is, and what can be filtered by.
void HistoryList::followModel() {
    const int all = m_model.rowCount();
    fillScenarios();
    m_stack->setCurrentWidget(all > 0 ? m_full : m_empty);
    m_first->setVisible(m_read);
    m_emptyTitle->setText(m_read ? tr("No results yet") : tr("Reading the results ..."));
    m_emptyText->setVisible(m_read);
    m_emptyText->setText(
        tr("Every run is kept here with its verdict, figures and charts. Stage a sale first: 100 units "
           "against 1,000 buyers take a few seconds."));
    const int shown = m_filter->rowCount();
    m_count->setText(tr("%1 of %2 results").arg(shown).arg(all));
    // A selection model forgets rows that are gone without a word of which they were.
    QStringList still;
    for (const QString& id : std::as_const(m_chosen)) {
        const int row = m_model.rowOf(id);
        if (row >= 0 && m_filter->mapFromSource(m_model.index(row, 0)).isValid()) still += id;
    }
    if (still == m_chosen) return;
    m_chosen = still;
    emit choiceChanged();
}

void HistoryList::fillScenarios() {
    QStringList scenarios;
    for (int row = 0; row < m_model.rowCount(); ++row)
        scenarios += QString::fromStdString(m_model.run(row).result.scenario);
    scenarios.removeDuplicates();
    scenarios.sort();
    QStringList known;
    for (int at = 1; at < m_scenario->count(); ++at)
        known += m_scenario->itemData(at).toString();
    if (scenarios == known && m_scenario->count() > 0) return;
    const QString chosen = m_scenario->currentData().toString();
    const QSignalBlocker quiet(m_scenario);
    m_scenario->clear();
    m_scenario->addItem(anyScenario(), QString());
    for (const QString& id : scenarios)
        m_scenario->addItem(id, id);
    const int at = m_scenario->findData(chosen);
    m_scenario->setCurrentIndex(std::max(at, 0));
    if (at < 0) m_filter->setScenario({});  // the last run of it is gone
}

// A note is for whoever wrote it, and large type needs the room.
void HistoryList::present(bool on) {
    m_table->setColumnHidden(ResultsModel::Note, on);
    m_table->setColumnWidth(ResultsModel::Mechanisms, on ? kMechanismsWidth * 3 / 2 : kMechanismsWidth);
}

}  // namespace rushlab::ui
