#include "ui/main_window.h"

#include <QCoreApplication>
#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QStatusBar>
#include <QVBoxLayout>

#include "ui/pages.h"
#include "ui/theme.h"

namespace rushlab::ui {

MainWindow::MainWindow(Laboratory& laboratory, report::ResultArchive& results, QWidget* parent)
    : QMainWindow(parent),
      m_bridge(laboratory),
      m_keeper(m_bridge, results),
      m_context{m_bridge, laboratory, results, m_keeper},
      m_navigation(new QListWidget(this)),
      m_pages(new QStackedWidget(this)) {
    setWindowTitle(tr("RushLab"));
    resize(1080, 680);
    setStyleSheet(styleSheetFor(palette()));

    auto* whole = new QWidget(this);
    auto* row = new QHBoxLayout(whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(buildNavigation());
    row->addWidget(m_pages, 1);
    setCentralWidget(whole);

    auto* spoken = new QLabel(this);
    spoken->setObjectName("spoken");
    statusBar()->addWidget(spoken, 1);
    statusBar()->addPermanentWidget(new QLabel(QCoreApplication::applicationVersion(), this));
    statusBar()->setContentsMargins(12, 0, 12, 0);

    for (const PageEntry& entry : allPages()) {
        Page* page = entry.make(m_context, m_pages);
        page->retranslate();
        connect(page, &Page::said, spoken, &QLabel::setText);
        addPage(page->title(), page);
    }
    connect(&m_bridge, &Bridge::said, spoken, &QLabel::setText);
    m_navigation->setCurrentRow(0);
    m_bridge.openShop();
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() != QEvent::PaletteChange) return;
    const QString style = styleSheetFor(palette());
    if (style != styleSheet()) setStyleSheet(style);
}

QWidget* MainWindow::buildNavigation() {
    auto* side = new QFrame(this);
    side->setObjectName("side");
    side->setFixedWidth(200);
    auto* name = new QLabel(tr("RushLab"), side);
    QFont large = name->font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    large.setBold(true);
    name->setFont(large);
    name->setContentsMargins(12, 0, 0, 8);

    m_navigation->setObjectName("navigation");
    m_navigation->setAccessibleName(tr("Pages"));
    m_navigation->setFrameShape(QFrame::NoFrame);
    m_navigation->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_navigation, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);

    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(12, 26, 12, 12);
    column->addWidget(name);
    column->addWidget(m_navigation, 1);
    return side;
}

void MainWindow::addPage(const QString& title, QWidget* page) {
    auto* entry = new QListWidgetItem(title, m_navigation);
    entry->setSizeHint(QSize(0, 38));
    m_pages->addWidget(page);
}

}  // namespace rushlab::ui
