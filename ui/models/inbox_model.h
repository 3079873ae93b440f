// The letters of an inbox as rows, the newest first; older ones come in pages as somebody scrolls down to them.
// The GUI's thread; whoever owns it fetches.
#pragma once

#include <QAbstractTableModel>
#include <deque>
#include <vector>

#include "lab/mail_desk.h"

namespace rushlab::ui {

class InboxModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { To, Subject, At, ColumnCount };
    static constexpr std::size_t kPage = 200;

    using QAbstractTableModel::QAbstractTableModel;

    void clear();
    // The newest page: what is new of it comes on top; all is begun anew where more came than a page holds.
    void showNewest(std::vector<lab::InboxRow> rows);
    // Those before the last one.
    void addOlder(std::vector<lab::InboxRow> rows);
    void retranslate();

    std::int64_t newest() const { return m_rows.empty() ? 0 : m_rows.front().number; }
    const lab::InboxRow& row(int at) const { return m_rows[static_cast<std::size_t>(at)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

  signals:
    void wantsOlder(qint64 before);

  private:
    std::deque<lab::InboxRow> m_rows;  // it grows at both ends, and may be long
    bool m_hasOlder = false;
    bool m_asking = false;
};

}  // namespace rushlab::ui
