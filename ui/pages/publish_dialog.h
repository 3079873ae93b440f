// A message written by hand: where it goes, its headers, its body. The GUI's thread.
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "lab/seen_message.h"
#include "ui/pages/queue_board.h"

namespace rushlab::ui {

class PublishDialog final : public QDialog {
    Q_OBJECT
  public:
    // By the default exchange to `queue`, unless the person chooses another.
    PublishDialog(const QueueBoard& board, const QString& queue, QWidget* parent);

    lab::NewMessage message() const;

  private:
    QComboBox* m_exchange;
    QLineEdit* m_key;
    QLineEdit* m_id;
    QPlainTextEdit* m_headers;
    QPlainTextEdit* m_body;
};

}  // namespace rushlab::ui
