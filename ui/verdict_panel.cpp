#include "ui/verdict_panel.h"

#include <QHeaderView>
#include <QSplitter>
#include <QVBoxLayout>

namespace rushlab::ui {

VerdictPanel::VerdictPanel(QWidget* parent)
    : QWidget(parent),
      m_model(new VariantsModel(this)),
      m_sorted(new QSortFilterProxyModel(this)),
      m_table(new QTableView(this)),
      m_checks(new CheckTree(this)),
      m_hint(new QLabel(this)) {
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(VariantsModel::kSortRole);
    m_table->setObjectName("variants");
    m_table->setModel(m_sorted);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder);  // as they were run, until somebody asks otherwise
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(32);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setHighlightSections(false);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &VerdictPanel::choose);

    m_checks->setObjectName("checks");
    m_hint->setObjectName("verdictHint");
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);

    auto* split = new QSplitter(Qt::Vertical, this);
    split->addWidget(m_table);
    split->addWidget(m_checks);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 1);
    split->setChildrenCollapsible(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_hint);
    column->addWidget(split, 1);
}

void VerdictPanel::clear() {
    m_checks->show({});
    m_model->show(nullptr);
    m_result.reset();
    retranslate();
}

void VerdictPanel::show(const ResultPointer& result) {
    m_result = result;
    m_model->show(result);
    m_table->clearSelection();
    m_checks->show(std::span(result->variants).first(std::min<std::size_t>(1, result->variants.size())));
    retranslate();
}

void VerdictPanel::choose() {
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    const verdict::Variant* variant = nullptr;
    if (!rows.isEmpty() && m_result) variant = &m_model->variant(m_sorted->mapToSource(rows.front()).row());
    m_checks->show(variant ? std::span(variant, 1) : std::span<const verdict::Variant>());
    emit chosen(variant);
}

void VerdictPanel::retranslate() {
    m_model->retranslate();
    m_table->setAccessibleName(tr("Variants"));
    m_checks->retranslate();
    m_hint->setText(m_result ? tr("Choose a row to see its checks, with the orders that are the evidence; the charts "
                                  "then show it alone.")
                             : tr("When a run has ended, its verdict and the evidence are here."));
}

}  // namespace rushlab::ui
