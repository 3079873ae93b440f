#include "ui/pages/leaf_browser.h"

#include <QDateTime>
#include <QEvent>
#include <QHeaderView>
#include <QLocale>
#include <QSplitter>
#include <QVBoxLayout>
#include <memory>

namespace rushlab::ui {

LeafBrowser::LeafBrowser(const QString& name, QWidget* parent)
    : QWidget(parent),
      m_name(name),
      m_state(new QLabel(this)),
      m_newest(new QPushButton(this)),
      m_newer(new QPushButton(this)),
      m_older(new QPushButton(this)),
      m_table(new QTableView(this)),
      m_whole(new QPlainTextEdit(this)),
      m_model(new TextRowsModel(this)) {
    buildTable();
    m_whole->setObjectName(m_name + "Whole");
    m_whole->setProperty("look", "card");
    m_whole->setReadOnly(true);
    auto* parts = new QSplitter(Qt::Horizontal, this);
    parts->setChildrenCollapsible(false);
    parts->addWidget(m_table);
    parts->addWidget(m_whole);
    parts->setStretchFactor(0, 3);
    parts->setStretchFactor(1, 2);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);
    column->addWidget(buildTop());
    column->addWidget(parts, 1);
}

QString LeafBrowser::momentOf(WallTime time) {
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(since.count()), "yyyy-MM-dd HH:mm:ss.zzz");
}

QWidget* LeafBrowser::buildTop() {
    auto* top = new QWidget(this);
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto choices = std::make_unique<QHBoxLayout>();
    choices->setSpacing(8);
    m_choices = choices.get();
    row->addLayout(choices.release());
    m_state->setObjectName(m_name + "State");
    m_state->setProperty("look", "quiet");
    m_state->setTextFormat(Qt::PlainText);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_state, 1);
    using Signal = void (LeafBrowser::*)();
    for (const auto& [button, part, wants] : {std::tuple(m_newest, "Newest", Signal(&LeafBrowser::wantsNewest)),
                                              std::tuple(m_newer, "Newer", Signal(&LeafBrowser::wantsNewer)),
                                              std::tuple(m_older, "Older", Signal(&LeafBrowser::wantsOlder))}) {
        button->setObjectName(m_name + part);
        connect(button, &QPushButton::clicked, this, wants);
        row->addWidget(button);
    }
    m_newer->setEnabled(false);
    m_older->setEnabled(false);
    return top;
}

void LeafBrowser::buildTable() {
    m_table->setObjectName(m_name + "Table");
    m_table->setModel(m_model);
    m_table->setProperty("look", "card");
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &LeafBrowser::showWhole);
}

void LeafBrowser::addChoice(QWidget* widget) {
    m_choices->addWidget(widget);
}

void LeafBrowser::setHeader(const QStringList& names, std::set<int> figures) {
    m_model->setHeader(names, std::move(figures));
    fitColumns();
}

void LeafBrowser::setWidths(const QStringList& words) {
    m_widths = words;
    fitColumns();
}

void LeafBrowser::fitColumns() {
    QHeaderView* const header = m_table->horizontalHeader();
    const QFontMetrics metrics = m_table->fontMetrics();
    for (int column = 0; column < std::min<int>(static_cast<int>(m_widths.size()), m_model->columnCount()); ++column)
        header->resizeSection(
            column, std::max(metrics.horizontalAdvance(m_widths[column]) + 20, header->sectionSizeHint(column)));
}

void LeafBrowser::show(std::vector<Leaf> leaves, bool hasNewer, bool hasOlder) {
    std::vector<QStringList> rows;
    m_wholes.clear();
    for (Leaf& leaf : leaves) {
        rows.push_back(std::move(leaf.cells));
        m_wholes.push_back(std::move(leaf.whole));
    }
    m_model->show(std::move(rows));
    m_newer->setEnabled(hasNewer);
    m_older->setEnabled(hasOlder);
    if (!m_wholes.empty()) m_table->selectRow(0);
    m_table->scrollToTop();
    showWhole();
}

void LeafBrowser::showWhole() {
    const auto row = static_cast<std::size_t>(m_table->currentIndex().row());
    m_whole->setPlainText(m_table->currentIndex().isValid() && row < m_wholes.size() ? m_wholes[row] : QString());
}

void LeafBrowser::say(const QString& state) {
    m_state->setText(state);
    m_state->setToolTip(state);
}

void LeafBrowser::retranslate(const QString& tableName, const QString& wholeName) {
    m_newest->setText(tr("Newest"));
    m_newest->setToolTip(tr("Look again, from the newest on"));
    m_newer->setText(tr("Newer"));
    m_older->setText(tr("Older"));
    m_table->setAccessibleName(tableName);
    m_whole->setAccessibleName(wholeName);
}

void LeafBrowser::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) fitColumns();
}

}  // namespace rushlab::ui
