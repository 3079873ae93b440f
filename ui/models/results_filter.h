// Those of the kept runs that somebody looks for: by a word of any of their cells, by verdict, by scenario.
// The GUI's thread.
#pragma once

#include <QSortFilterProxyModel>
#include <optional>

#include "ui/models/results_model.h"

namespace rushlab::ui {

class ResultsFilter final : public QSortFilterProxyModel {
    Q_OBJECT
  public:
    ResultsFilter(ResultsModel& model, QObject* parent);

    // Every one of the words, in whichever cell.
    void lookFor(const QString& words);
    void setVerdict(std::optional<verdict::Verdict> verdict);
    // Empty: any.
    void setScenario(const QString& id);

    const report::KeptRun& run(const QModelIndex& index) const { return m_model.run(mapToSource(index).row()); }

  protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

  private:
    ResultsModel& m_model;
    QStringList m_words;
    std::optional<verdict::Verdict> m_verdict;
    QString m_scenario;
};

}  // namespace rushlab::ui
