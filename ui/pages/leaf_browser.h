// Something too long to be seen at once, a page of rows at a time, the newest first; the row that is chosen is shown
// whole beside them. It knows nothing of where rows come from: whoever owns it is told what is wanted.
// Guarantees: what is shown is text, never markup. The GUI's thread.
#pragma once

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>

#include "base/clock.h"
#include "ui/models/text_rows_model.h"

namespace rushlab::ui {

class LeafBrowser final : public QWidget {
    Q_OBJECT
  public:
    struct Leaf {
        QStringList cells;
        QString whole;
    };

    static QString momentOf(WallTime time);

    // Parts are called by the name: "recordsTable", "recordsOlder".
    LeafBrowser(const QString& name, QWidget* parent);

    // What is looked through is chosen there, left of the buttons.
    void addChoice(QWidget* widget);
    void setHeader(const QStringList& names, std::set<int> figures = {});
    // As wide as these words, but for the last column, which takes the rest.
    void setWidths(const QStringList& words);
    void show(std::vector<Leaf> leaves, bool hasNewer, bool hasOlder);
    // How it stands, in a sentence.
    void say(const QString& state);
    // What the table and the row beside it are called, for those who do not see them.
    void retranslate(const QString& tableName, const QString& wholeName);

  signals:
    void wantsNewest();
    void wantsNewer();
    void wantsOlder();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QWidget* buildTop();
    void buildTable();
    void fitColumns();
    void showWhole();

    const QString m_name;
    QHBoxLayout* m_choices = nullptr;
    QLabel* m_state;
    QPushButton *m_newest, *m_newer, *m_older;
    QTableView* m_table;
    QPlainTextEdit* m_whole;
    TextRowsModel* m_model;
    std::vector<QString> m_wholes;
    QStringList m_widths;
};

}  // namespace rushlab::ui
