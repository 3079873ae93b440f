// Every shortcut on one sheet, in the order of the pages. The GUI's thread.
#pragma once

#include <QDialog>
#include <vector>

#include "ui/command_palette.h"

namespace rushlab::ui {

class ShortcutsSheet final : public QDialog {
    Q_OBJECT
  public:
    // Those that have a shortcut are shown, under where they belong.
    ShortcutsSheet(const std::vector<Command>& commands, QWidget* parent);
};

}  // namespace rushlab::ui
