#include "ui/verdict_panel.h"

#include <QHeaderView>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/verdict_look.h"

namespace rushlab::ui {
namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

}  // namespace

VerdictPanel::VerdictPanel(QWidget* parent)
    : QWidget(parent),
      m_model(new VariantsModel(this)),
      m_sorted(new QSortFilterProxyModel(this)),
      m_table(new QTableView(this)),
      m_checks(new QTreeWidget(this)),
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
    m_checks->setColumnCount(5);
    m_checks->setUniformRowHeights(true);
    m_checks->setTabKeyNavigation(false);
    m_checks->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_checks->header()->setStretchLastSection(true);
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
    m_result.reset();
    m_model->show(nullptr);
    fill(nullptr);
    retranslate();
}

void VerdictPanel::show(const ResultPointer& result) {
    m_result = result;
    m_model->show(result);
    m_table->clearSelection();
    fill(result->variants.empty() ? nullptr : &result->variants.front());
    retranslate();
}

void VerdictPanel::choose() {
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    const verdict::Variant* variant = nullptr;
    if (!rows.isEmpty() && m_result) variant = &m_model->variant(m_sorted->mapToSource(rows.front()).row());
    fill(variant);
    emit chosen(variant);
}

void VerdictPanel::fill(const verdict::Variant* variant) {
    m_checks->clear();
    if (!variant) return;
    if (!variant->ran()) {
        auto* row =
            new QTreeWidgetItem(m_checks, {lookOf(*variant, palette()).words, {}, {}, {}, text(variant->notRun)});
        row->setToolTip(4, text(variant->notRun));
        return;
    }
    for (const verdict::Check& check : variant->checks) {
        const StateLook look = lookOf(check.outcome, palette());
        auto* row = new QTreeWidgetItem(m_checks, {text(check.name), QString("%1 %2").arg(look.symbol).arg(look.words),
                                                   text(check.expected), text(check.actual), text(check.says)});
        row->setForeground(1, look.colour);
        row->setToolTip(4, text(check.says));
        for (const std::string& one : check.evidence) {
            auto* evidence = new QTreeWidgetItem(row, {text(one)});
            evidence->setFirstColumnSpanned(true);
        }
        row->setExpanded(check.outcome != verdict::Verdict::Pass);
    }
}

void VerdictPanel::retranslate() {
    m_model->retranslate();
    m_table->setAccessibleName(tr("Variants"));
    m_checks->setAccessibleName(tr("Checks"));
    m_checks->setHeaderLabels({tr("Check"), tr("Verdict"), tr("Expected"), tr("Found"), tr("What it says")});
    m_hint->setText(m_result ? tr("Choose a row to see its checks, with the orders that are the evidence; the charts "
                                  "then show it alone.")
                             : tr("When a run has ended, its verdict and the evidence are here."));
}

}  // namespace rushlab::ui
