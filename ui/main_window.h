// The window: navigation on the left, a page per theme, a status bar that speaks in sentences.
// The GUI's thread.
#pragma once

#include <QListWidget>
#include <QMainWindow>
#include <QStackedWidget>

#include "ui/page.h"

namespace rushlab::ui {

class MainWindow final : public QMainWindow {
    Q_OBJECT
  public:
    // Both must outlive the window.
    MainWindow(Laboratory& laboratory, report::ResultArchive& results, QWidget* parent = nullptr);

  protected:
    // The desktop turned dark or light meanwhile.
    void changeEvent(QEvent* event) override;

  private:
    void addPage(const QString& title, QWidget* page);
    QWidget* buildNavigation();

    Bridge m_bridge;
    RunKeeper m_keeper;
    PageContext m_context;
    QListWidget* m_navigation;
    QStackedWidget* m_pages;
};

}  // namespace rushlab::ui
