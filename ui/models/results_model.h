// The kept runs as rows of a table, the newest first; their notes can be written there.
// The GUI's thread.
#pragma once

#include <QAbstractTableModel>
#include <QDateTime>
#include <optional>
#include <vector>

#include "report/result_archive.h"

namespace rushlab::ui {

class ResultsModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { When, Scenario, Mechanisms, Seed, Outcome, AcceptedRate, CompletedRate, P99, Note, ColumnCount };
    static constexpr int kSortRole = Qt::UserRole + 1;

    using QAbstractTableModel::QAbstractTableModel;

    void show(std::vector<report::KeptRun> runs);
    // At its place; instead of the one of its id.
    void add(report::KeptRun run);
    void remove(const QString& id);
    // As it is now: nobody is told of it as written.
    void setNote(const QString& id, const QString& note);
    void retranslate();

    const report::KeptRun& run(int row) const { return m_runs[static_cast<std::size_t>(row)]; }
    int rowOf(const QString& id) const;  // -1: there is none

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  signals:
    void noteWritten(const QString& id, const QString& note);

  private:
    QString shown(const report::KeptRun& run, int column) const;
    QVariant sorted(const report::KeptRun& run, int column) const;

    std::vector<report::KeptRun> m_runs;
};

// "lua-mq, none"; empty where the scenario has only one mechanism.
QString mechanismsOf(const verdict::RunResult& result);
// Its parameters, to run it again. What is by default is left out: it may have got another name since.
verdict::Pairs valuesToSet(const verdict::RunResult& result);
// In the time zone of whoever looks.
QDateTime whenOf(const verdict::RunResult& result);

}  // namespace rushlab::ui
