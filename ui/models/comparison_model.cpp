#include "ui/models/comparison_model.h"

#include <QFont>
#include <QLocale>
#include <algorithm>
#include <cmath>
#include <optional>

#include "report/summary.h"
#include "ui/check_words.h"

namespace rushlab::ui {
namespace {

struct Column {
    QString name;
    report::Mechanism mechanism;
};

std::vector<Column> columnsOf(const std::vector<report::NamedRun>& runs) {
    std::vector<Column> columns;
    for (const report::NamedRun& run : runs) {
        for (report::Mechanism& mechanism : report::mechanismsOf(run.result)) {
            QStringList name;
            if (!run.name.empty()) name += QString::fromStdString(run.name);
            if (!mechanism.name.empty()) name += QString::fromStdString(mechanism.name);
            columns.push_back({name.join(" \u00b7 "), std::move(mechanism)});
        }
    }
    return columns;
}

std::vector<verdict::Metric> metricsOf(const std::vector<report::NamedRun>& runs) {
    std::vector<verdict::Metric> metrics;
    for (const report::NamedRun& run : runs) {
        for (verdict::Metric& metric : report::metricNames(run.result)) {
            if (std::ranges::find(metrics, metric.name, &verdict::Metric::name) == metrics.end())
                metrics.push_back(std::move(metric));
        }
    }
    return metrics;
}

QString verdictsOf(const report::Mechanism& mechanism) {
    QStringList texts;
    for (const verdict::Variant* variant : mechanism.runs)
        texts += cameOutOf(*variant);
    texts.removeDuplicates();
    return texts.isEmpty() ? ComparisonModel::tr("not run") : texts.join(", ");
}

}  // namespace

QString differenceInPercent(double value, double first) {
    if (!std::isfinite(value) || !std::isfinite(first)) return {};
    if (value == first) return "0 %";
    if (first == 0) return {};
    const double percent = (value - first) / std::abs(first) * 100;
    const QString digits = QLocale::c().toString(std::abs(percent), 'f', std::abs(percent) < 100 ? 1 : 0);
    return QString("%1%2 %").arg(percent < 0 ? QString(QChar(0x2212)) : QString("+"), digits);
}

void ComparisonModel::show(const std::vector<report::NamedRun>& runs) {
    beginResetModel();
    m_columns.clear();
    m_rows.clear();
    const std::vector<Column> columns = columnsOf(runs);
    Row verdicts{tr("verdict"), {}};
    for (const Column& column : columns) {
        m_columns.push_back(column.name);
        verdicts.cells.push_back({verdictsOf(column.mechanism), {}, QString::fromStdString(column.mechanism.notRun)});
    }
    m_rows.push_back(std::move(verdicts));
    for (const verdict::Metric& metric : metricsOf(runs)) {
        Row row{titleOfCheck(metric.name), {}};
        std::optional<report::Spread> first;
        for (std::size_t at = 0; at < columns.size(); ++at) {
            const auto spread = report::spreadOf(columns[at].mechanism, metric.name);
            if (at == 0) first = spread;
            Cell cell;
            if (spread) cell.text = QString::fromStdString(report::shown(spread->median, metric.unit));
            if (spread && first && at > 0) cell.difference = differenceInPercent(spread->median, first->median);
            row.cells.push_back(std::move(cell));
        }
        m_rows.push_back(std::move(row));
    }
    endResetModel();
}

int ComparisonModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ComparisonModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size()) + 1;
}

QVariant ComparisonModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount()) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (index.column() == 0) return role == Qt::DisplayRole ? row.name : QVariant();
    const Cell& cell = row.cells[static_cast<std::size_t>(index.column()) - 1];
    switch (role) {
        case Qt::DisplayRole:
            return cell.difference.isEmpty() ? cell.text : QString("%1   %2").arg(cell.text, cell.difference);
        case kDifferenceRole:
            return cell.difference;
        case Qt::ToolTipRole:
            return cell.why.isEmpty() ? QVariant() : cell.why;
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
        case Qt::FontRole:
            if (index.row() == 0) {
                QFont bold;
                bold.setBold(true);
                return bold;
            }
            return {};
        default:
            return {};
    }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment((section == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter));
    if (role != Qt::DisplayRole || section < 0 || section >= columnCount()) return {};
    if (section == 0) return tr("Figure");
    const QString& name = m_columns[static_cast<std::size_t>(section) - 1];
    return name.isEmpty() ? tr("Value") : name;
}

}  // namespace rushlab::ui
