#include "ui/models/results_model.h"

#include <QGuiApplication>
#include <QLocale>
#include <algorithm>
#include <limits>

#include "report/summary.h"
#include "scenarios/scenario.h"
#include "ui/state_delegate.h"
#include "ui/verdict_look.h"

namespace rushlab::ui {
namespace {

const char* metricOf(int column) {
    switch (column) {
        case ResultsModel::AcceptedRate:
            return "acceptedRate";
        case ResultsModel::CompletedRate:
            return "completedRate";
        case ResultsModel::P99:
            return "p99";
        default:
            return nullptr;
    }
}

// Over the mechanisms' medians.
std::optional<report::Spread> spreadOf(const verdict::RunResult& result, const char* metric) {
    std::optional<report::Spread> all;
    for (const report::Mechanism& mechanism : report::mechanismsOf(result)) {
        const auto one = report::spreadOf(mechanism, metric);
        if (!one) continue;
        if (!all) all = {one->median, one->median, one->median};
        all->least = std::min(all->least, one->median);
        all->most = std::max(all->most, one->median);
    }
    return all;
}

QString shownSpread(const std::optional<report::Spread>& spread, const char* unit) {
    if (!spread) return {};
    const std::string most = report::shown(spread->most, unit);
    if (spread->least == spread->most) return QString::fromStdString(most);
    return QString::fromStdString(report::shown(spread->least) + " \u2013 " + most);
}

bool isNewer(const report::KeptRun& one, const report::KeptRun& other) {
    if (one.result.startedAt != other.result.startedAt) return one.result.startedAt > other.result.startedAt;
    return one.id > other.id;
}

}  // namespace

verdict::Pairs valuesToSet(const verdict::RunResult& result) {
    const scenarios::Scenario* scenario = scenarios::findScenario(result.scenario);
    verdict::Pairs values;
    for (const auto& [name, value] : result.parameters) {
        const auto isDefault = [&name = name, &value = value](const scenarios::Parameter& parameter) {
            return parameter.id == name && parameter.byDefault == value;
        };
        if (!scenario || std::ranges::none_of(scenario->parameters, isDefault)) values.emplace_back(name, value);
    }
    return values;
}

QString mechanismsOf(const verdict::RunResult& result) {
    QStringList names;
    for (const report::Mechanism& mechanism : report::mechanismsOf(result)) {
        if (!mechanism.name.empty()) names += QString::fromStdString(mechanism.name);
    }
    return names.join(", ");
}

QDateTime whenOf(const verdict::RunResult& result) {
    return QDateTime::fromMSecsSinceEpoch(result.startedAt.time_since_epoch().count());
}

void ResultsModel::show(std::vector<report::KeptRun> runs) {
    beginResetModel();
    m_runs = std::move(runs);
    std::ranges::sort(m_runs, isNewer);
    endResetModel();
}

void ResultsModel::add(report::KeptRun run) {
    remove(QString::fromStdString(run.id));
    const auto place = std::ranges::upper_bound(m_runs, run, isNewer);
    const int row = static_cast<int>(place - m_runs.begin());
    beginInsertRows({}, row, row);
    m_runs.insert(place, std::move(run));
    endInsertRows();
}

void ResultsModel::remove(const QString& id) {
    const int row = rowOf(id);
    if (row < 0) return;
    beginRemoveRows({}, row, row);
    m_runs.erase(m_runs.begin() + row);
    endRemoveRows();
}

void ResultsModel::setNote(const QString& id, const QString& note) {
    const int row = rowOf(id);
    if (row < 0) return;
    m_runs[static_cast<std::size_t>(row)].note = note.toStdString();
    emit dataChanged(index(row, Note), index(row, Note));
}

void ResultsModel::retranslate() {
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_runs.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int ResultsModel::rowOf(const QString& id) const {
    const auto found = std::ranges::find(m_runs, id.toStdString(), &report::KeptRun::id);
    return found == m_runs.end() ? -1 : static_cast<int>(found - m_runs.begin());
}

int ResultsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

int ResultsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString ResultsModel::shown(const report::KeptRun& run, int column) const {
    switch (column) {
        case When:
            return QLocale().toString(whenOf(run.result), "yyyy-MM-dd HH:mm:ss");
        case Scenario:
            return QString::fromStdString(run.result.scenario);
        case Mechanisms:
            return mechanismsOf(run.result);
        case Seed:
            return QString::number(run.result.seed);
        case Outcome:
            return lookOf(run.result.verdict(), QGuiApplication::palette()).words;
        case Note:
            return QString::fromStdString(run.note);
        default:
            return shownSpread(spreadOf(run.result, metricOf(column)), column == P99 ? "ms" : "1/s");
    }
}

QVariant ResultsModel::sorted(const report::KeptRun& run, int column) const {
    if (column == When) return whenOf(run.result);
    if (column == Seed) return static_cast<qulonglong>(run.result.seed);
    if (const char* metric = metricOf(column)) {
        const auto spread = spreadOf(run.result, metric);
        return spread ? spread->most : -std::numeric_limits<double>::infinity();
    }
    return shown(run, column);
}

QVariant ResultsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const report::KeptRun& kept = run(index.row());
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole:
        case Qt::AccessibleTextRole:
            return shown(kept, column);
        case Qt::ToolTipRole:
            if (column == Note) return tr("Double-click to write what is worth remembering of this run");
            return shown(kept, column);
        case Qt::TextAlignmentRole:
            if (column == Seed || metricOf(column))
                return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
            return {};
        case kSortRole:
            return sorted(kept, column);
        case kLookRole:
            if (column == Outcome)
                return QVariant::fromValue(lookOf(kept.result.verdict(), QGuiApplication::palette()));
            return {};
        default:
            return {};
    }
}

bool ResultsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || index.column() != Note || role != Qt::EditRole) return false;
    report::KeptRun& kept = m_runs[static_cast<std::size_t>(index.row())];
    const QString note = value.toString().trimmed();
    if (note == QString::fromStdString(kept.note)) return true;
    kept.note = note.toStdString();
    emit dataChanged(index, index);
    emit noteWritten(QString::fromStdString(kept.id), note);
    return true;
}

Qt::ItemFlags ResultsModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags usual = QAbstractTableModel::flags(index);
    return index.isValid() && index.column() == Note ? usual | Qt::ItemIsEditable : usual;
}

QVariant ResultsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    const bool right = section == Seed || metricOf(section);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case When:
            return tr("When");
        case Scenario:
            return tr("Scenario");
        case Mechanisms:
            return tr("Strategies");
        case Seed:
            return tr("Seed");
        case Outcome:
            return tr("Verdict");
        case AcceptedRate:
            return tr("Accepted");
        case CompletedRate:
            return tr("Completed");
        case P99:
            return tr("Latency p99");
        case Note:
            return tr("Note");
        default:
            return {};
    }
}

}  // namespace rushlab::ui
