// The inbox of a mail desk: its letters as a list, found by words, and the chosen one to read.
// The GUI's thread; the desk is asked on the bridge's.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QTableView>

#include "ui/bridge.h"
#include "ui/models/inbox_model.h"

namespace rushlab::ui {

class MailInbox final : public QSplitter {
    Q_OBJECT
  public:
    MailInbox(Bridge& bridge, lab::MailDesk& desk, QWidget* parent);

    void retranslate();
    // So many it holds now.
    void showLetters(std::uint64_t count);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    QWidget* buildList();
    void buildTable();
    void fitColumns();
    void searchNewest();
    void fetchOlder(qint64 before);
    void preview(int row);

    Bridge& m_bridge;
    lab::MailDesk& m_desk;
    QLabel* m_title;
    QLineEdit* m_words;
    InboxModel* m_letters;
    QTableView* m_table;
    QPlainTextEdit* m_text;
    std::uint64_t m_count = 0;
    std::uint64_t m_shownCount = 0;  // when it was last searched
    bool m_searching = false;
};

}  // namespace rushlab::ui
