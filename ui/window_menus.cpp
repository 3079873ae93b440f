#include "ui/window_menus.h"

#include <QMenuBar>
#include <QRegularExpression>
#include <algorithm>
#include <array>

namespace rushlab::ui {
namespace {

// "&&" is a sign of the text itself.
QString withoutMnemonic(QString text) {
    return text.replace(QRegularExpression("&(.)"), "\\1");
}

}  // namespace

WindowMenus::WindowMenus(QMainWindow& window)
    : QObject(&window),
      m_window(window),
      m_file(window.menuBar()->addMenu(QString())),
      m_view(window.menuBar()->addMenu(QString())),
      m_theme(new QMenu(m_view)),
      m_language(new QMenu(m_view)),
      m_run(window.menuBar()->addMenu(QString())),
      m_help(window.menuBar()->addMenu(QString())) {
    m_file->setObjectName("file");
    m_view->setObjectName("view");
    m_run->setObjectName("run");
    m_help->setObjectName("help");
    m_file->addSeparator();
    m_quit = add(m_file, "quit", QKeySequence(Qt::CTRL | Qt::Key_Q));
    m_afterPages = m_view->addSeparator();
    m_themes = addChoices(m_theme, {"themeSystem", "themeLight", "themeDark"}, &WindowMenus::themeAsked);
    m_languages = addChoices(m_language, {"languageEnglish", "languageKorean"}, &WindowMenus::languageAsked);
    m_view->addMenu(m_theme);
    m_view->addMenu(m_language);
    m_present = add(m_view, "present", QKeySequence(Qt::Key_F11));
    m_present->setCheckable(true);
    m_view->addSeparator();
    m_palette = add(m_view, "palette", QKeySequence(Qt::CTRL | Qt::Key_K));
    m_run->addSeparator();
    m_stop = add(m_run, "stopRun", QKeySequence(Qt::CTRL | Qt::Key_Period));
    m_shortcuts = add(m_help, "shortcuts", QKeySequence(Qt::Key_F1));
    m_about = add(m_help, "about", {});

    connect(m_quit, &QAction::triggered, &window, &QWidget::close);
    connect(m_present, &QAction::triggered, this, &WindowMenus::presentationAsked);
    connect(m_palette, &QAction::triggered, this, &WindowMenus::paletteAsked);
    connect(m_stop, &QAction::triggered, this, &WindowMenus::stopAsked);
    connect(m_shortcuts, &QAction::triggered, this, &WindowMenus::shortcutsAsked);
    connect(m_about, &QAction::triggered, this, &WindowMenus::aboutAsked);
}

// Of the window too: in the presentation the menus are hidden, and their shortcuts must work all the same.
QAction* WindowMenus::add(QMenu* menu, const char* name, const QKeySequence& shortcut) {
    auto* action = new QAction(this);
    action->setObjectName(name);
    action->setShortcut(shortcut);
    menu->addAction(action);
    m_window.addAction(action);
    return action;
}

template <class Choice>
std::vector<QAction*> WindowMenus::addChoices(QMenu* menu, std::initializer_list<const char*> names,
                                              void (WindowMenus::*asked)(Choice)) {
    auto* group = new QActionGroup(this);
    std::vector<QAction*> actions;
    for (const char* name : names) {
        QAction* action = add(menu, name, {});
        action->setCheckable(true);
        group->addAction(action);
        const auto choice = static_cast<Choice>(actions.size());
        connect(action, &QAction::triggered, this, [this, asked, choice] { emit(this->*asked)(choice); });
        actions.push_back(action);
    }
    return actions;
}

void WindowMenus::addPage(const QString& id, Page* page, const QIcon& icon) {
    const std::size_t number = m_pages.size() + 1;
    const QKeySequence shortcut =
        number <= 9 ? QKeySequence(QString("Ctrl+%1").arg(number), QKeySequence::PortableText) : QKeySequence();
    QAction* go = add(m_view, "", shortcut);
    go->setObjectName("go-" + id);
    go->setIcon(icon);
    m_view->insertAction(m_afterPages, go);
    connect(go, &QAction::triggered, this, [this, id] { emit pageAsked(id); });
    m_pages.push_back({id, page, go});
}

void WindowMenus::showPage(const Page* page) {
    for (const auto& action : m_ofPage) {
        if (!action) continue;
        m_file->removeAction(action);
        m_run->removeAction(action);
    }
    m_ofPage.clear();
    for (QAction* action : page->actions()) {
        QMenu* menu = action->objectName().startsWith("export") ? m_file : m_run;
        menu->insertAction(menu->actions().at(menu->actions().size() - 2), action);  // above the line
        m_ofPage.emplace_back(action);
    }
}

void WindowMenus::showState(const Preferences& preferences, bool presenting, Bridge::RunState run) {
    m_themes[static_cast<std::size_t>(preferences.theme)]->setChecked(true);
    m_languages[static_cast<std::size_t>(preferences.language)]->setChecked(true);
    m_present->setChecked(presenting);
    m_stop->setEnabled(run == Bridge::RunState::Running);
}

void WindowMenus::retranslate() {
    m_file->setTitle(tr("&File"));
    m_view->setTitle(tr("&View"));
    m_theme->setTitle(tr("&Theme"));
    m_language->setTitle(tr("&Language"));
    m_run->setTitle(tr("&Run"));
    m_help->setTitle(tr("&Help"));
    m_quit->setText(tr("&Quit"));
    const std::array themes{tr("As the &system"), tr("&Light"), tr("&Dark")};
    for (std::size_t at = 0; at < themes.size(); ++at)
        m_themes[at]->setText(themes[at]);
    // Each in its own words: whoever cannot read the window finds the way back.
    m_languages[0]->setText("&English");
    m_languages[1]->setText(QString::fromUtf8("한국어 (&K)"));
    m_present->setText(tr("&Presentation"));
    m_present->setToolTip(tr("The whole screen, large type, nothing but the page; Esc leaves"));
    m_palette->setText(tr("&Find a command ..."));
    m_stop->setText(tr("&Stop the run"));
    m_shortcuts->setText(tr("&Shortcuts"));
    m_about->setText(tr("&About RushLab"));
    for (const Entry& entry : m_pages)
        entry.go->setText(entry.page->title().replace("&", "&&"));
}

Command WindowMenus::commandOf(QAction* action, const QString& where) const {
    return {withoutMnemonic(action->text()), where, action->shortcut().toString(QKeySequence::NativeText),
            action->isEnabled(), [action = QPointer<QAction>(action)] {
                if (action) action->trigger();
            }};
}

std::vector<Command> WindowMenus::commands() const {
    std::vector<Command> all;
    for (const Entry& entry : m_pages) {
        all.push_back(commandOf(entry.go, tr("Go to the page")));
        for (QAction* action : entry.page->actions()) {
            if (action->isSeparator() || action->text().isEmpty()) continue;
            Command command = commandOf(action, entry.page->title());
            command.run = [go = QPointer<QAction>(entry.go), run = command.run] {
                if (go) go->trigger();
                run();
            };
            all.push_back(std::move(command));
        }
    }
    for (const QMenu* menu : {m_theme, m_language, m_view, m_run, m_help, m_file}) {
        for (QAction* action : menu->actions()) {
            const bool listed = action->isSeparator() || action->menu() || action->objectName().startsWith("go-") ||
                                std::ranges::find(m_ofPage, action, &QPointer<QAction>::data) != m_ofPage.end();
            if (!listed) all.push_back(commandOf(action, withoutMnemonic(menu->title())));
        }
    }
    return all;
}

}  // namespace rushlab::ui
