// The messages of a queue as rows for a table, the next one first.
// The GUI's thread.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "lab/seen_message.h"

namespace rushlab::ui {

class MessagesModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Position, Id, Key, Why, Body, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void show(std::vector<lab::SeenMessage> messages);
    void retranslate();
    // Nothing where there is no such row.
    const lab::SeenMessage* at(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QString shown(const lab::SeenMessage& message, int column) const;

    std::vector<lab::SeenMessage> m_messages;
};

// Why it is where it is: what the worker wrote down, or how it died; empty where nothing happened to it.
QString whyOf(const lab::SeenMessage& message);
// All of it, as HTML whose words are the message's own text.
QString detailsOf(const lab::SeenMessage& message);

}  // namespace rushlab::ui
