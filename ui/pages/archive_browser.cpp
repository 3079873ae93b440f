#include "ui/pages/archive_browser.h"

#include <QVBoxLayout>

namespace rushlab::ui {
namespace {

constexpr std::size_t kLinesInPage = 100;
constexpr const char* kFirstRoom = "lobby";

QString lineText(const std::string& words) {
    return QString::fromStdString(words);
}

}  // namespace

ArchiveBrowser::ArchiveBrowser(Bridge& bridge, QWidget* parent)
    : QWidget(parent),
      m_bridge(bridge),
      m_room(new QLineEdit(kFirstRoom, this)),
      m_leaves(new LeafBrowser("lines", this)) {
    m_room->setObjectName("linesRoom");
    m_room->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);  // its hint grows with the type
    m_leaves->addChoice(m_room);
    m_leaves->setWidths({"0000-00-00 00:00:00.000", "100,000"});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_leaves);
    connect(m_room, &QLineEdit::returnPressed, this, &ArchiveBrowser::newest);
    connect(m_leaves, &LeafBrowser::wantsNewest, this, &ArchiveBrowser::newest);
    connect(m_leaves, &LeafBrowser::wantsNewer, this, [this] {
        m_turns.pop_back();
        turn();
    });
    connect(m_leaves, &LeafBrowser::wantsOlder, this, [this] {
        m_turns.push_back(m_page.back());
        turn();
    });
}

void ArchiveBrowser::setLab(const LabPointer& lab) {
    m_lab = lab;
    newest();
}

void ArchiveBrowser::newest() {
    m_turns.clear();
    m_shown = m_room->text();
    turn();
}

void ArchiveBrowser::turn() {
    ++m_asked;
    m_looked = false;
    m_leaves->show({}, false, false);
    m_page.clear();
    m_problem.clear();
    if (m_lab && isVisible()) {
        m_looked = true;
        lab::LinesAsked asked{m_shown.toStdString(), {}, kLinesInPage};
        if (!m_turns.empty()) asked.before = m_turns.back();
        m_bridge.inBackground(
            this, [lab = m_lab, asked] { return lab->lines(asked); },
            [this, mine = m_asked](const Result<std::vector<lab::SeenLine>>& seen) {
                if (mine == m_asked) show(seen);
            });
    }
    showState();
}

void ArchiveBrowser::show(const Result<std::vector<lab::SeenLine>>& seen) {
    m_problem = seen ? QString() : lineText(seen.error().message);
    m_page = seen.value_or(std::vector<lab::SeenLine>());
    std::vector<LeafBrowser::Leaf> leaves;
    for (const lab::SeenLine& line : m_page)
        leaves.push_back({{LeafBrowser::momentOf(line.at), lineText(line.sender), lineText(line.content).simplified()},
                          lineText(line.content) + "\n\n" + lineText(line.id)});
    m_leaves->show(std::move(leaves), !m_turns.empty(), m_page.size() == kLinesInPage);
    showState();
}

void ArchiveBrowser::showState() {
    if (!m_problem.isEmpty()) return m_leaves->say(m_problem);
    if (m_page.empty() && m_turns.empty()) return m_leaves->say(tr("The archive has no line of this room."));
    m_leaves->say(m_turns.empty() ? tr("the newest lines") : tr("page %1").arg(m_turns.size() + 1));
}

void ArchiveBrowser::retranslate() {
    m_room->setPlaceholderText(tr("room"));
    m_room->setAccessibleName(tr("room"));
    m_room->setToolTip(tr("A room of the chat, and the return key"));
    m_leaves->setHeader({tr("Time"), tr("Member"), tr("Line")});
    m_leaves->retranslate(tr("Lines of the room"), tr("The line that is chosen"));
    showState();
}

void ArchiveBrowser::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!m_looked) newest();
}

}  // namespace rushlab::ui
