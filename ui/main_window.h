// The window: navigation on the left, a page per theme, menus, a command palette, a status bar that speaks in
// sentences. It is shown first, and the shop comes up in it. When it is closed it is gone at once; its end then waits
// for what was under way. The GUI's thread.
#pragma once

#include <QListWidget>
#include <QMainWindow>
#include <QStackedWidget>

#include "ui/page.h"
#include "ui/preferences.h"
#include "ui/shop_banner.h"
#include "ui/status_line.h"
#include "ui/translations.h"
#include "ui/window_menus.h"

namespace rushlab::ui {

class MainWindow final : public QMainWindow {
    Q_OBJECT
  public:
    // Both must outlive the window. Where no file is named for the preferences, nothing is kept.
    MainWindow(Laboratory& laboratory, report::ResultArchive& results, const QString& preferencesFile = {},
               QWidget* parent = nullptr);
    ~MainWindow() override;

    Bridge& bridge() { return m_bridge; }
    const Preferences& preferences() const { return m_preferences; }
    bool isPresenting() const { return m_presenting; }

  signals:
    // It is on the screen for the first time.
    void seen();

  public slots:
    // By its id; one that there is not is not shown. `what` is told to it where it is not empty.
    void showPage(const QString& id, const QString& what = {});
    void useTheme(rushlab::ui::ThemeChoice theme);
    void useLanguage(rushlab::ui::Language language);
    // The whole screen, large type, nothing but the page.
    void present(bool on);
    // What the desktop asks for, where following it was chosen; while it asks for nothing Qt's own palette tells.
    void followDesktop(std::optional<bool> dark);

  protected:
    // Qt's platform tells that its theme is another one.
    bool event(QEvent* event) override;
    // The palette or the language is another one.
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    // The shop is opened when the window was seen.
    void paintEvent(QPaintEvent* event) override;
    // Esc leaves the presentation, whatever it means on the page.
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void buildNavigation();
    void layOut();
    void makePages();
    void listenToMenus();
    void retranslate();
    void showState();
    void choosePage(int row);
    void dress();
    void openPalette();
    void tellAbout();
    Page* pageAt(int row) const { return static_cast<Page*>(m_pages->widget(row)); }

    const QString m_preferencesFile;
    Preferences m_preferences;
    Translations m_translations;
    Bridge m_bridge;
    RunKeeper m_keeper;
    PageContext m_context;
    WindowMenus* m_menus;
    QFrame* m_side;
    QListWidget* m_navigation;
    QStackedWidget* m_pages;
    ShopBanner* m_banner;
    SpokenLabel* m_spoken;
    QLabel* m_version;
    StatusLine* m_status;
    bool m_qtIsDark;
    std::optional<bool> m_desktopWish;
    bool m_presenting = false;
    bool m_seen = false;
};

}  // namespace rushlab::ui
