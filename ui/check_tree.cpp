#include "ui/check_tree.h"

#include <QEvent>
#include <QHeaderView>

#include "report/summary.h"
#include "ui/verdict_look.h"

namespace rushlab::ui {
namespace {

enum Column { Name, Outcome, Expected, Found, Says, Columns };

QString text(std::string_view words) {
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

QTreeWidgetItem* addRow(QTreeWidgetItem* parent, std::string_view name, const StateLook& look,
                        std::string_view expected, std::string_view found, std::string_view says) {
    auto* row = new QTreeWidgetItem(parent, {text(name), QString("%1  %2").arg(look.symbol).arg(look.words),
                                             text(expected), text(found), text(says)});
    row->setForeground(Outcome, look.colour);
    row->setToolTip(Says, text(says));
    return row;
}

}  // namespace

CheckTree::CheckTree(QWidget* parent) : QTreeWidget(parent) {
    setProperty("look", "card");
    setColumnCount(Columns);
    setAlternatingRowColors(true);
    setTabKeyNavigation(false);
    header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    header()->setStretchLastSection(true);
}

void CheckTree::show(std::span<const verdict::Variant> variants) {
    m_variants = variants;
    draw();
}

void CheckTree::retranslate() {
    setAccessibleName(tr("What the run was held to"));
    setHeaderLabels({tr("Check"), tr("Verdict"), tr("Expected"), tr("Found"), tr("What it says")});
    draw();
}

void CheckTree::changeEvent(QEvent* event) {
    QTreeWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) draw();
}

void CheckTree::draw() {
    clear();
    if (m_variants.size() == 1 && m_variants.front().ran()) return addChecks(invisibleRootItem(), m_variants.front());
    for (const verdict::Variant& variant : m_variants)
        addVariant(variant);
}

void CheckTree::addVariant(const verdict::Variant& variant) {
    QTreeWidgetItem* row =
        addRow(invisibleRootItem(), report::titleOf(variant), lookOf(variant, palette()),
               verdict::name(variant.expected), variant.ran() ? variant.cameOut() : std::string(), variant.notRun);
    addChecks(row, variant);
    row->setExpanded(variant.ran() && variant.asExpected() != verdict::Verdict::Pass);
}

void CheckTree::addChecks(QTreeWidgetItem* parent, const verdict::Variant& variant) {
    for (const verdict::Check& check : variant.checks) {
        QTreeWidgetItem* row = addRow(parent, report::asWords(check.name), lookOf(check.outcome, palette()),
                                      check.expected, check.actual, check.says);
        for (const std::string& one : check.evidence) {
            auto* evidence = new QTreeWidgetItem(row, {text(one)});
            evidence->setFirstColumnSpanned(true);
            evidence->setToolTip(Name, text(one));
        }
        row->setExpanded(check.outcome != verdict::Verdict::Pass && parent == invisibleRootItem());
    }
}

}  // namespace rushlab::ui
