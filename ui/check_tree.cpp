#include "ui/check_tree.h"

#include <QEvent>
#include <QHeaderView>

#include "report/summary.h"
#include "ui/check_words.h"
#include "ui/verdict_look.h"

namespace rushlab::ui {
namespace {

enum Column { Name, Outcome, Expected, Found, Says, Columns };

QString text(std::string_view words) {
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

QTreeWidgetItem* addRow(QTreeWidgetItem* parent, const QString& name, const StateLook& look, const QString& expected,
                        const QString& found, const QString& says) {
    auto* row =
        new QTreeWidgetItem(parent, {name, QString("%1  %2").arg(look.symbol).arg(look.words), expected, found, says});
    row->setForeground(Outcome, look.colour);
    row->setToolTip(Says, says);
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
    QTreeWidgetItem* row = addRow(invisibleRootItem(), text(report::titleOf(variant)), lookOf(variant, palette()),
                                  lookOf(variant.expected, palette()).words,
                                  variant.ran() ? cameOutOf(variant) : QString(), text(variant.notRun));
    addChecks(row, variant);
    row->setExpanded(variant.ran() && variant.asExpected() != verdict::Verdict::Pass);
}

void CheckTree::addChecks(QTreeWidgetItem* parent, const verdict::Variant& variant) {
    for (const verdict::Check& check : variant.checks) {
        QTreeWidgetItem* row = addRow(parent, titleOfCheck(check.name), lookOf(check.outcome, palette()),
                                      checkWords(check.expected), checkWords(check.actual), checkWords(check.says));
        for (const std::string& one : check.evidence) {
            const QString line = checkWords(one);
            auto* evidence = new QTreeWidgetItem(row, {line});
            evidence->setFirstColumnSpanned(true);
            evidence->setToolTip(Name, line);
        }
        row->setExpanded(check.outcome != verdict::Verdict::Pass && parent == invisibleRootItem());
    }
}

}  // namespace rushlab::ui
