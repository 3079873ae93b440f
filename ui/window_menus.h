// The window's menus: their actions, the shortcuts of these, and the places where the actions of the page on view
// appear. What is chosen is told as signals; every text in retranslate(). The GUI's thread.
#pragma once

#include <QAction>
#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>
#include <vector>

#include "ui/command_palette.h"
#include "ui/page.h"
#include "ui/preferences.h"

namespace rushlab::ui {

class WindowMenus final : public QObject {
    Q_OBJECT
  public:
    explicit WindowMenus(QMainWindow& window);

    // In the order in which they are gone to by Ctrl+1, Ctrl+2 ...
    void addPage(const QString& id, Page* page, const QIcon& icon);
    // Its own actions are in the menus from now on.
    void showPage(const Page* page);
    void showState(const Preferences& preferences, bool presenting, Bridge::RunState run);
    void retranslate();

    // Of the menus and of every page. One of a page that is not on view goes there first.
    std::vector<Command> commands() const;

  signals:
    void pageAsked(const QString& id);
    void themeAsked(rushlab::ui::ThemeChoice theme);
    void languageAsked(rushlab::ui::Language language);
    void presentationAsked(bool on);
    void paletteAsked();
    void shortcutsAsked();
    void aboutAsked();
    void stopAsked();

  private:
    struct Entry {
        QString id;
        Page* page;
        QAction* go;
    };

    QAction* add(QMenu* menu, const char* name, const QKeySequence& shortcut);
    template <class Choice>
    std::vector<QAction*> addChoices(QMenu* menu, std::initializer_list<const char*> names,
                                     void (WindowMenus::*asked)(Choice));
    Command commandOf(QAction* action, const QString& where) const;

    QMainWindow& m_window;
    QMenu* m_file;
    QMenu* m_view;
    QMenu* m_theme;
    QMenu* m_language;
    QMenu* m_run;
    QMenu* m_help;
    QAction* m_quit;
    QAction* m_afterPages;  // the pages stand above this line of the menu
    std::vector<QAction*> m_themes;
    std::vector<QAction*> m_languages;
    QAction* m_present;
    QAction* m_palette;
    QAction* m_stop;
    QAction* m_shortcuts;
    QAction* m_about;
    std::vector<Entry> m_pages;
    std::vector<QPointer<QAction>> m_ofPage;  // of the one on view, as they are in the menus
};

}  // namespace rushlab::ui
