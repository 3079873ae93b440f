// What a person can do here, found by a few letters: every command of the menus and of all pages, in one list.
// The GUI's thread. A command is done after the palette is gone; what is off at that moment is not done.
#pragma once

#include <QDialog>
#include <QLineEdit>
#include <QListView>
#include <QPointer>
#include <QStandardItemModel>
#include <functional>
#include <vector>

namespace rushlab::ui {

struct Command {
    QString text;      // "Start"
    QString where;     // "Flash sale": the page or the menu
    QString shortcut;  // as this system writes it
    bool enabled = true;
    std::function<void()> run;
};

class CommandPalette final : public QDialog {
    Q_OBJECT
  public:
    CommandPalette(std::vector<Command> commands, QWidget* parent);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void find(const QString& typed);
    void runChosen();
    void move(int rows);

    std::vector<Command> m_commands;
    QLineEdit* m_typed;
    QListView* m_list;
    QStandardItemModel* m_found;
    int m_choosable = 0;  // the first so many rows: what is off stands below them
};

}  // namespace rushlab::ui
