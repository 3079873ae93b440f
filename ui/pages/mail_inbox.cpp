#include "ui/pages/mail_inbox.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <algorithm>
#include <memory>

namespace rushlab::ui {

MailInbox::MailInbox(Bridge& bridge, lab::MailDesk& desk, QWidget* parent)
    : QSplitter(Qt::Horizontal, parent),
      m_bridge(bridge),
      m_desk(desk),
      m_title(new QLabel(this)),
      m_words(new QLineEdit(this)),
      m_letters(new InboxModel(this)),
      m_table(new QTableView(this)),
      m_text(new QPlainTextEdit(this)) {
    setChildrenCollapsible(false);
    setHandleWidth(12);
    m_text->setObjectName("letter");
    m_text->setProperty("look", "card");
    m_text->setReadOnly(true);
    m_text->setMinimumWidth(180);
    addWidget(buildList());
    addWidget(m_text);
    setStretchFactor(0, 5);
    setStretchFactor(1, 3);
}

QWidget* MailInbox::buildList() {
    auto* list = new QWidget(this);
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto top = std::make_unique<QHBoxLayout>();
    top->setSpacing(10);
    m_title->setProperty("look", "section");
    m_words->setObjectName("inboxSearch");
    m_words->setClearButtonEnabled(true);
    top->addWidget(m_title);
    top->addWidget(m_words, 1);
    column->addLayout(top.release());
    buildTable();
    column->addWidget(m_table, 1);
    connect(m_words, &QLineEdit::textChanged, this, [this] {
        m_letters->clear();
        searchNewest();
    });
    return list;
}

// Of one height, so that a hundred thousand rows need not be measured.
void MailInbox::buildTable() {
    m_table->setObjectName("inbox");
    m_table->setModel(m_letters);
    m_table->setProperty("look", "card");
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10);
    QHeaderView* const header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSectionResizeMode(InboxModel::To, QHeaderView::Interactive);
    header->setSectionResizeMode(InboxModel::Subject, QHeaderView::Stretch);
    header->setSectionResizeMode(InboxModel::At, QHeaderView::Fixed);
    header->resizeSection(InboxModel::To, fontMetrics().averageCharWidth() * 16);
    connect(m_letters, &InboxModel::wantsOlder, this, &MailInbox::fetchOlder);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) { preview(now.row()); });
}

void MailInbox::retranslate() {
    m_title->setText(tr("Inbox"));
    m_words->setAccessibleName(tr("Search the inbox"));
    m_words->setPlaceholderText(tr("Search subjects and addresses"));
    m_table->setAccessibleName(tr("Inbox"));
    m_text->setAccessibleName(tr("The chosen letter"));
    m_text->setPlaceholderText(tr("Choose a letter to read it."));
    m_letters->retranslate();
    fitColumns();
}

void MailInbox::showEvent(QShowEvent* event) {
    QSplitter::showEvent(event);
    fitColumns();
}

// Of what is the same in every row, so that none need be measured.
void MailInbox::fitColumns() {
    QHeaderView* const header = m_table->horizontalHeader();
    const int time = m_table->fontMetrics().horizontalAdvance("00:00:00.000") + 16;
    header->resizeSection(InboxModel::At, std::max(header->sectionSizeHint(InboxModel::At), time));
}

void MailInbox::showLetters(std::uint64_t count) {
    m_count = count;
    if (m_count != m_shownCount) searchNewest();
}

// One at a time: letters that come meanwhile are looked for at the next look.
void MailInbox::searchNewest() {
    if (m_searching) return;
    m_searching = true;
    const std::string words = m_words->text().toStdString();
    const std::uint64_t letters = m_count;
    m_bridge.inBackground(
        this, [&desk = m_desk, words] { return desk.search(words, 0, InboxModel::kPage); },
        [this, words, letters](Result<std::vector<lab::InboxRow>> rows) {
            m_searching = false;
            if (words != m_words->text().toStdString()) {
                searchNewest();
                return;
            }
            m_shownCount = letters;
            if (rows) m_letters->showNewest(*std::move(rows));
        });
}

void MailInbox::fetchOlder(qint64 before) {
    const std::string words = m_words->text().toStdString();
    m_bridge.inBackground(
        this, [&desk = m_desk, words, before] { return desk.search(words, before, InboxModel::kPage); },
        [this, words](Result<std::vector<lab::InboxRow>> rows) {
            if (words != m_words->text().toStdString()) return;
            m_letters->addOlder(rows ? *std::move(rows) : std::vector<lab::InboxRow>());
        });
}

void MailInbox::preview(int row) {
    m_text->clear();
    if (row < 0) return;
    const std::int64_t number = m_letters->row(row).number;
    m_bridge.inBackground(
        this, [&desk = m_desk, number] { return desk.read(number); },
        [this](Result<std::optional<std::string>> text) {
            if (text && *text) m_text->setPlainText(QString::fromStdString(**text));
        });
}

}  // namespace rushlab::ui
