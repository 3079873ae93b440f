#include "ui/models/results_filter.h"

#include <algorithm>

namespace rushlab::ui {

ResultsFilter::ResultsFilter(ResultsModel& model, QObject* parent) : QSortFilterProxyModel(parent), m_model(model) {
    setSourceModel(&model);
    setSortRole(ResultsModel::kSortRole);
}

void ResultsFilter::lookFor(const QString& words) {
    m_words = words.split(' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

void ResultsFilter::setVerdict(std::optional<verdict::Verdict> verdict) {
    m_verdict = verdict;
    invalidateFilter();
}

void ResultsFilter::setScenario(const QString& id) {
    m_scenario = id;
    invalidateFilter();
}

bool ResultsFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const report::KeptRun& run = m_model.run(row);
    if (m_verdict && run.result.verdict() != *m_verdict) return false;
    if (!m_scenario.isEmpty() && QString::fromStdString(run.result.scenario) != m_scenario) return false;
    return std::ranges::all_of(m_words, [&](const QString& word) {
        for (int column = 0; column < ResultsModel::ColumnCount; ++column) {
            const QString cell = m_model.index(row, column, parent).data().toString();
            if (cell.contains(word, Qt::CaseInsensitive)) return true;
        }
        return false;
    });
}

}  // namespace rushlab::ui
