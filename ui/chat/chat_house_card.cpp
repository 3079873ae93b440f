#include "ui/chat/chat_house_card.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/pages/topology.h"
#include "ui/status_line.h"
#include "ui/theme.h"

namespace rushlab::ui {

ChatHouseCard::ChatHouseCard(const QString& instance, QWidget* parent)
    : QFrame(parent),
      m_name(new QLabel(instance, this)),
      m_state(new QLabel(this)),
      m_kill(new QPushButton(this)),
      m_start(new QPushButton(this)),
      m_link(new QPushButton(this)),
      m_who(new SpokenLabel(this)) {
    setProperty("look", "card");
    m_view.instance = instance;
    m_name->setTextFormat(Qt::PlainText);
    m_name->setProperty("look", "section");
    m_state->setObjectName("state " + instance);
    m_kill->setObjectName("kill " + instance);
    m_start->setObjectName("start " + instance);
    m_link->setObjectName("link " + instance);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 10);
    column->setSpacing(6);
    auto head = std::make_unique<QHBoxLayout>();
    head->addWidget(m_name);
    head->addWidget(m_state, 1);
    head->addWidget(m_link);
    head->addWidget(m_kill);
    head->addWidget(m_start);
    column->addLayout(head.release());
    auto figures = std::make_unique<QHBoxLayout>();
    figures->setSpacing(12);
    const std::array names{"clients ", "lines ", "deliveries "};
    for (std::size_t at = 0; at < m_tiles.size(); ++at) {
        Tile& tile = m_tiles[at];
        tile.number = new QLabel(this);
        tile.number->setObjectName(names[at] + instance);
        tile.number->setProperty("look", "section");
        tile.name = new QLabel(this);
        tile.name->setProperty("look", "quiet");
        auto one = std::make_unique<QHBoxLayout>();
        one->setSpacing(5);
        one->addWidget(tile.number);
        one->addWidget(tile.name);
        figures->addLayout(one.release());
    }
    figures->addStretch(1);
    column->addLayout(figures.release());
    m_who->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_who);
    connect(m_kill, &QPushButton::clicked, this, &ChatHouseCard::killAsked);
    connect(m_start, &QPushButton::clicked, this, &ChatHouseCard::startAsked);
    connect(m_link, &QPushButton::clicked, this, [this] { emit linkAsked(m_view.link != ChatLink::Cut); });
    tell();
}

void ChatHouseCard::show(const ChatHouseView& view) {
    if (view == m_view) return;
    m_view = view;
    tell();
}

void ChatHouseCard::retranslate() {
    m_kill->setText(tr("Kill"));
    m_kill->setToolTip(tr("As a crash: its clients are cut off in the middle"));
    m_start->setText(tr("Start"));
    m_start->setToolTip(tr("It comes up again at the same port"));
    m_tiles[Lines].name->setText(tr("lines/s"));
    m_tiles[Lines].name->setToolTip(tr("What is said by those who are connected here"));
    m_tiles[Deliveries].name->setText(tr("heard/s"));
    m_tiles[Deliveries].name->setToolTip(tr("A line, to each who listens here"));
    tell();
}

void ChatHouseCard::tell() {
    m_kill->setEnabled(m_view.isUp);
    m_kill->setVisible(m_view.isUp);
    m_start->setEnabled(!m_view.isUp);
    m_start->setVisible(!m_view.isUp);
    m_link->setVisible(m_view.isUp);
    m_link->setEnabled(m_view.isUp && !m_view.isPaused);
    const bool isCut = m_view.link == ChatLink::Cut;
    m_link->setText(isCut ? tr("Mend the link") : tr("Cut the link"));
    m_link->setToolTip(isCut ? tr("It hears the others again, and they hear it; what was missed is marked and counted")
                             : tr("It neither tells the other instances nor hears them; the archive gets all lines"));
    m_state->setText(stateWords());
    m_state->setToolTip(stateExplained());
    m_tiles[Clients].name->setText(m_view.clients == 1 ? tr("client") : tr("clients"));
    m_tiles[Clients].number->setText(QLocale().toString(m_view.clients));
    m_tiles[Lines].number->setText(perSecond(m_view.linesRate));
    m_tiles[Deliveries].number->setText(perSecond(m_view.deliveriesRate));
    m_who->setText(m_view.who.isEmpty() ? tr("Nobody of this page is here.") : m_view.who);
    setMeaning(*m_state, meaning());
}

QString ChatHouseCard::stateWords() const {
    if (!m_view.isUp) return QString(QChar(0x2715)) + ' ' + tr("dead");
    if (m_view.isPaused) return tr("|| paused");
    if (m_view.link == ChatLink::Cut) return QString(QChar(0x2260)) + ' ' + tr("link cut");
    return QString(QChar(0x25cf)) + ' ' + (m_view.link == ChatLink::Joined ? tr("joined") : tr("alone"));
}

QString ChatHouseCard::stateExplained() const {
    if (!m_view.isUp) return tr("Nobody can be connected here");
    if (m_view.isPaused) return tr("It stands still, with its connections");
    if (m_view.link == ChatLink::Cut) return tr("Up, and cut off from the other instances: neither hears the other");
    return m_view.link == ChatLink::Joined
               ? tr("Up, and joined to the other instances: what is said here is heard there")
               : tr("Up, but no other instance is there that it could hear");
}

QString ChatHouseCard::meaning() const {
    if (!m_view.isUp) return "bad";
    return m_view.isPaused || m_view.link == ChatLink::Cut ? "unsure" : "good";
}

}  // namespace rushlab::ui
