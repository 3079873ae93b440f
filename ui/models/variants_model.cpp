#include "ui/models/variants_model.h"

#include <QGuiApplication>
#include <QPalette>
#include <algorithm>
#include <array>

#include "ui/check_words.h"
#include "ui/verdict_look.h"

namespace rushlab::ui {
namespace {

enum class Source : std::uint8_t { Name, Seed, Expected, Verdict, Check, Metric };

struct VariantColumn {
    Source source;
    std::string_view name;
    const char* title;
};

constexpr std::array kColumns{
    VariantColumn{Source::Name, "", QT_TRANSLATE_NOOP("Variants", "Variant")},
    VariantColumn{Source::Seed, "", QT_TRANSLATE_NOOP("Variants", "Seed")},
    VariantColumn{Source::Expected, "", QT_TRANSLATE_NOOP("Variants", "Expected")},
    VariantColumn{Source::Verdict, "", QT_TRANSLATE_NOOP("Variants", "Verdict")},
    VariantColumn{Source::Check, "sold", QT_TRANSLATE_NOOP("Variants", "Sold")},
    VariantColumn{Source::Check, "issued", QT_TRANSLATE_NOOP("Variants", "Issued")},
    VariantColumn{Source::Check, "oversold", QT_TRANSLATE_NOOP("Variants", "Oversold")},
    VariantColumn{Source::Check, "undersold", QT_TRANSLATE_NOOP("Variants", "Undersold")},
    VariantColumn{Source::Metric, "acceptedRate", QT_TRANSLATE_NOOP("Variants", "Accepted/s")},
    VariantColumn{Source::Metric, "completedRate", QT_TRANSLATE_NOOP("Variants", "Completed/s")},
    VariantColumn{Source::Metric, "givenRate", QT_TRANSLATE_NOOP("Variants", "Given/s")},
    VariantColumn{Source::Metric, "p50", QT_TRANSLATE_NOOP("Variants", "p50 ms")},
    VariantColumn{Source::Metric, "p95", QT_TRANSLATE_NOOP("Variants", "p95 ms")},
    VariantColumn{Source::Metric, "p99", QT_TRANSLATE_NOOP("Variants", "p99 ms")},
    VariantColumn{Source::Metric, "keyValueCommandsPerLock", QT_TRANSLATE_NOOP("Variants", "Commands a lock")},
};

const verdict::Check* checkOf(const verdict::Variant& variant, std::string_view name) {
    const auto found = std::ranges::find(variant.checks, name, &verdict::Check::name);
    return found == variant.checks.end() ? nullptr : &*found;
}

const verdict::Metric* metricOf(const verdict::Variant& variant, std::string_view name) {
    const auto found = std::ranges::find(variant.metrics, name, &verdict::Metric::name);
    return found == variant.metrics.end() ? nullptr : &*found;
}

QString rounded(double value) {
    return QLocale().toString(value, 'f', value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

QString textOf(const VariantColumn& column, const verdict::Variant& variant) {
    switch (column.source) {
        case Source::Name:
            return QString::fromStdString(variant.name);
        case Source::Seed:
            return QString::number(variant.seed);
        case Source::Expected:
            return expectationOf(variant);
        case Source::Verdict:
            return lookOf(variant, QPalette()).words;
        case Source::Check: {
            const verdict::Check* check = checkOf(variant, column.name);
            return check ? checkWords(check->actual) : QString();
        }
        case Source::Metric: {
            const verdict::Metric* metric = metricOf(variant, column.name);
            return metric ? rounded(metric->value) : QString();
        }
    }
    abortBecause("a column that shows nothing");
}

QVariant sortKeyOf(const VariantColumn& column, const verdict::Variant& variant) {
    if (column.source == Source::Metric) {
        const verdict::Metric* metric = metricOf(variant, column.name);
        return metric ? metric->value : -1.0;
    }
    if (column.source == Source::Seed || column.source == Source::Check) return textOf(column, variant).toDouble();
    return textOf(column, variant);
}

const VariantColumn& columnAt(int at) {
    return kColumns[static_cast<std::size_t>(at)];
}

}  // namespace

QString expectationOf(const verdict::Variant& variant) {
    const QString verdict = lookOf(variant.expected, QPalette()).words;
    if (variant.expectedFailures.empty()) return verdict;
    return QCoreApplication::translate("Variants", "%1 in %2")
        .arg(verdict, titleOfCheck(variant.expectedFailures.front()));
}

void VariantsModel::show(ResultPointer result) {
    beginResetModel();
    m_result = std::move(result);
    m_columns.clear();
    for (int at = 0; at < static_cast<int>(kColumns.size()); ++at) {
        const auto has = [at](const verdict::Variant& one) { return !textOf(columnAt(at), one).isEmpty(); };
        if (m_result && std::ranges::any_of(m_result->variants, has)) m_columns.push_back(at);
    }
    endResetModel();
}

const verdict::Variant& VariantsModel::variant(int row) const {
    return m_result->variants[static_cast<std::size_t>(row)];
}

int VariantsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_result ? 0 : static_cast<int>(m_result->variants.size());
}

int VariantsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant VariantsModel::data(const QModelIndex& index, int role) const {
    const VariantColumn& column = columnAt(m_columns[static_cast<std::size_t>(index.column())]);
    const verdict::Variant& one = variant(index.row());
    const bool isNumber =
        column.source == Source::Seed || column.source == Source::Check || column.source == Source::Metric;
    const QPalette palette = QGuiApplication::palette();
    switch (role) {
        case Qt::DisplayRole:
            if (column.source == Source::Verdict)
                return QString("%1 %2").arg(lookOf(one, palette).symbol).arg(lookOf(one, palette).words);
            return textOf(column, one);
        case kSortRole:
            return sortKeyOf(column, one);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft)));
        case Qt::ForegroundRole:
            return column.source == Source::Verdict ? QVariant(lookOf(one, palette).colour) : QVariant();
        case Qt::ToolTipRole:
            return one.ran() ? QVariant() : QString::fromStdString(one.notRun);
        default:
            return {};
    }
}

QVariant VariantsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical || section >= columnCount()) return {};
    const VariantColumn& column = columnAt(m_columns[static_cast<std::size_t>(section)]);
    if (role == Qt::DisplayRole) return QCoreApplication::translate("Variants", column.title);
    if (role != Qt::TextAlignmentRole) return {};
    const bool isNumber =
        column.source == Source::Seed || column.source == Source::Check || column.source == Source::Metric;
    return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft)));
}

void VariantsModel::retranslate() {
    if (columnCount() == 0) return;
    emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    if (rowCount() > 0) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

}  // namespace rushlab::ui
