#include "ui/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenuBar>
#include <QMessageBox>
#include <QRegularExpression>
#include <QStatusBar>
#include <QVBoxLayout>

#include "ui/charts/chart_saver.h"
#include "ui/icons.h"
#include "ui/pages.h"
#include "ui/shortcuts_sheet.h"
#include "ui/theme.h"

namespace rushlab::ui {
namespace {

constexpr int kPageId = Qt::UserRole;
constexpr double kLargeType = 1.4;

}  // namespace

MainWindow::MainWindow(Laboratory& laboratory, report::ResultArchive& results, const QString& preferencesFile,
                       QWidget* parent)
    : QMainWindow(parent),
      m_preferencesFile(preferencesFile),
      m_preferences(readPreferences(preferencesFile)),
      m_bridge(laboratory),
      m_keeper(m_bridge, results),
      m_context{m_bridge, laboratory, results, m_keeper},
      m_menus(new WindowMenus(*this)),
      m_side(new QFrame(this)),
      m_navigation(new QListWidget(m_side)),
      m_pages(new QStackedWidget(this)),
      m_banner(new ShopBanner(m_bridge, this)),
      m_spoken(new SpokenLabel(this)),
      m_version(new QLabel(QCoreApplication::applicationVersion(), this)),
      m_status(new StatusLine(m_bridge, this)),
      m_qtIsDark(systemIsDark()) {
    setWindowIcon(programIcon());
    m_translations.use(m_preferences.language);
    buildNavigation();
    layOut();
    makePages();
    listenToMenus();
    useTheme(m_preferences.theme);
    dress();
    retranslate();
    connect(this, &MainWindow::seen, &m_bridge, &Bridge::openShop);
    connect(&m_bridge, &Bridge::said, m_spoken, &QLabel::setText);
    connect(&ChartSaver::ofWindow(*this), &ChartSaver::said, m_spoken, &QLabel::setText);
    connect(&m_bridge, &Bridge::runStarted, this, &MainWindow::showState);
    connect(&m_bridge, &Bridge::runFinished, this, &MainWindow::showState);
    connect(&m_bridge, &Bridge::runRefused, this, &MainWindow::showState);
    resize(1280, 800);
    restoreGeometry(m_preferences.geometry);
    const QString last = m_preferences.page;  // going to the first page changes it
    m_navigation->setCurrentRow(0);
    showPage(last);
    qApp->installEventFilter(this);
}

// The pages first: they listen to the bridge, which goes before what belongs to QWidget.
MainWindow::~MainWindow() {
    m_pages->disconnect(this);
    delete m_pages;
}

void MainWindow::buildNavigation() {
    m_side->setObjectName("side");
    m_side->setFixedWidth(208);
    auto* name = new QLabel("RushLab", m_side);
    name->setProperty("look", "section");
    name->setContentsMargins(12, 0, 0, 8);

    m_navigation->setObjectName("navigation");
    m_navigation->setFrameShape(QFrame::NoFrame);
    m_navigation->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_navigation->setIconSize(QSize(20, 20));
    connect(m_navigation, &QListWidget::currentRowChanged, this, &MainWindow::choosePage);

    auto* column = new QVBoxLayout(m_side);
    column->setContentsMargins(12, 20, 12, 12);
    column->addWidget(name);
    column->addWidget(m_navigation, 1);
}

void MainWindow::layOut() {
    m_pages->setObjectName("pages");
    auto* whole = new QWidget(this);
    auto* row = new QHBoxLayout(whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_side);
    auto* right = new QWidget(whole);
    row->addWidget(right, 1);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banner);
    column->addWidget(m_pages, 1);
    setCentralWidget(whole);

    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(14, 2, 14, 2);
    statusBar()->addWidget(m_spoken, 1);
    statusBar()->addPermanentWidget(m_status);
    m_version->setProperty("look", "quiet");
    statusBar()->addPermanentWidget(m_version);
}

void MainWindow::makePages() {
    for (const PageEntry& entry : allPages()) {
        Page* page = entry.make(m_context, m_pages);
        page->setObjectName(QString("page-%1").arg(entry.id));
        page->retranslate();
        connect(page, &Page::said, m_spoken, &QLabel::setText);
        connect(page, &Page::asksFor, this, &MainWindow::showPage);
        auto* item = new QListWidgetItem(iconOf(entry.icon), page->title(), m_navigation);
        item->setSizeHint(QSize(0, 40));
        item->setData(kPageId, entry.id);
        m_pages->addWidget(page);
        m_menus->addPage(entry.id, page, iconOf(entry.icon));
    }
}

void MainWindow::listenToMenus() {
    connect(m_menus, &WindowMenus::pageAsked, this, [this](const QString& id) { showPage(id); });
    connect(m_menus, &WindowMenus::themeAsked, this, &MainWindow::useTheme);
    connect(m_menus, &WindowMenus::languageAsked, this, &MainWindow::useLanguage);
    connect(m_menus, &WindowMenus::presentationAsked, this, &MainWindow::present);
    connect(m_menus, &WindowMenus::paletteAsked, this, &MainWindow::openPalette);
    connect(m_menus, &WindowMenus::aboutAsked, this, &MainWindow::tellAbout);
    connect(m_menus, &WindowMenus::stopAsked, &m_bridge, &Bridge::stopRun);
    connect(m_menus, &WindowMenus::stopAsked, this, &MainWindow::showState);
    connect(m_menus, &WindowMenus::shortcutsAsked, this, [this] {
        auto* sheet = new ShortcutsSheet(m_menus->commands(), this);
        sheet->open();
    });
}

void MainWindow::retranslate() {
    setWindowTitle("RushLab");
    m_navigation->setAccessibleName(tr("Pages"));
    m_version->setToolTip(tr("The version of RushLab"));
    for (int row = 0; row < m_navigation->count(); ++row) {
        QListWidgetItem* item = m_navigation->item(row);
        item->setText(pageAt(row)->title());
        const QKeySequence keys(QString("Ctrl+%1").arg(row + 1), QKeySequence::PortableText);
        item->setToolTip(row < 9 ? keys.toString(QKeySequence::NativeText) : QString());
    }
    m_menus->retranslate();
    m_banner->retranslate();
    m_status->retranslate();
    showState();
}

void MainWindow::showState() {
    m_menus->showState(m_preferences, m_presenting, m_bridge.runState());
}

void MainWindow::choosePage(int row) {
    if (row < 0) return;
    m_pages->setCurrentIndex(row);
    m_menus->showPage(pageAt(row));
    m_preferences.page = m_navigation->item(row)->data(kPageId).toString();
}

void MainWindow::showPage(const QString& id, const QString& what) {
    for (int row = 0; row < m_navigation->count(); ++row) {
        if (m_navigation->item(row)->data(kPageId).toString() != id) continue;
        m_navigation->setCurrentRow(row);
        if (!what.isEmpty()) pageAt(row)->showWhat(what);
    }
}

void MainWindow::useTheme(ThemeChoice theme) {
    m_preferences.theme = theme;
    const bool dark = theme == ThemeChoice::System ? m_desktopWish.value_or(m_qtIsDark) : theme == ThemeChoice::Dark;
    if (const QPalette wanted = dark ? darkPalette() : lightPalette(); wanted != QApplication::palette())
        QApplication::setPalette(wanted);
    showState();
}

void MainWindow::followDesktop(std::optional<bool> dark) {
    m_desktopWish = dark;
    useTheme(m_preferences.theme);
}

void MainWindow::useLanguage(Language language) {
    m_preferences.language = language;
    m_translations.use(language);  // everybody hears of it by a LanguageChange
    showState();
}

void MainWindow::present(bool on) {
    if (on == m_presenting) return;
    if (on) m_preferences.geometry = saveGeometry();
    m_presenting = on;
    for (QWidget* part :
         {static_cast<QWidget*>(m_side), static_cast<QWidget*>(menuBar()), static_cast<QWidget*>(statusBar())})
        part->setVisible(!on);
    dress();
    QFont font = QApplication::font();
    if (on) font.setPointSizeF(font.pointSizeF() * kLargeType);
    m_pages->setFont(font);
    for (int row = 0; row < m_pages->count(); ++row)
        pageAt(row)->present(on);
    // Pages that are hidden need another room now, too, and tell nobody; nor do their parts that were never shown.
    for (QWidget* part : m_pages->findChildren<QWidget*>())
        part->updateGeometry();
    for (QLayout* layout : m_pages->findChildren<QLayout*>())
        layout->invalidate();
    m_pages->updateGeometry();
    setWindowState(windowState().setFlag(Qt::WindowFullScreen, on));
    showState();
}

void MainWindow::dress() {
    const QString sheet = styleSheetFor(palette(), m_presenting);
    if (sheet == styleSheet()) return;
    setStyleSheet(sheet);
    // Qt leaves a sheet's letters, once it is gone, in the parts inside of spin boxes and views.
    for (QWidget* part : findChildren<QWidget*>(QRegularExpression("^qt_(spinbox|scrollarea)_")))
        part->setFont(QFont());
}

void MainWindow::openPalette() {
    auto* palette = new CommandPalette(m_menus->commands(), this);
    palette->show();
}

void MainWindow::tellAbout() {
    auto* about = new QMessageBox(
        QMessageBox::NoIcon, tr("About RushLab"),
        tr("RushLab %1\n\nA laboratory for live commerce: stage the moments that break a shop, watch them live, and "
           "keep "
           "a verdict that is proven from records.\n\nFree software under the GNU General Public License, version 3 or "
           "later.")
            .arg(QCoreApplication::applicationVersion()),
        QMessageBox::Close, this);
    about->setAttribute(Qt::WA_DeleteOnClose);
    about->setIconPixmap(programIcon().pixmap(64));
    about->setTextFormat(Qt::PlainText);
    about->open();
}

bool MainWindow::event(QEvent* event) {
    if (event->type() == QEvent::ThemeChange) {
        m_qtIsDark = systemIsDark();
        useTheme(m_preferences.theme);
    }
    return QMainWindow::event(event);
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) dress();
    if (event->type() == QEvent::LanguageChange) retranslate();
}

// Gone at once; a run that goes on is interrupted, and waited for when nobody sees it any more.
void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_presenting) m_preferences.geometry = saveGeometry();
    m_bridge.stopRun();
    event->accept();
    hide();
    writePreferences(m_preferencesFile, m_preferences);
}

void MainWindow::paintEvent(QPaintEvent* event) {
    QMainWindow::paintEvent(event);
    if (m_seen) return;
    m_seen = true;
    // Queued: what was painted goes to the screen first.
    QMetaObject::invokeMethod(this, &MainWindow::seen, Qt::QueuedConnection);
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    const bool key = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (!m_presenting || !key || static_cast<QKeyEvent*>(event)->key() != Qt::Key_Escape ||
        QApplication::activePopupWidget() || QApplication::activeModalWidget())
        return QMainWindow::eventFilter(watched, event);
    const auto* widget = qobject_cast<const QWidget*>(watched);
    if (!widget || widget->window() != this) return QMainWindow::eventFilter(watched, event);
    // Kept from the shortcuts, so that it comes as a key.
    if (event->type() == QEvent::ShortcutOverride)
        event->accept();
    else
        present(false);
    return true;
}

}  // namespace rushlab::ui
