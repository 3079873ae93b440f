#include "ui/pages/chat_page.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QRegularExpressionValidator>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/command.h"
#include "ui/empty_part.h"
#include "ui/pages/topology.h"

namespace rushlab::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kChatRateOver = 1s;
constexpr std::size_t kPanesFirst = 2;
constexpr char kRobotsRoom[] = "lobby";
constexpr double kRobotsRate = 4, kRobotsRateMost = 60;  // lines a second

ChatPlaces placesIn(const lab::Snapshot& snapshot) {
    ChatPlaces places;
    const auto at = [](const lab::InstanceState& instance, const char* scheme, const char* path) {
        QUrl url;
        url.setScheme(scheme);
        url.setHost(QString::fromStdString(instance.endpoint.host));
        url.setPort(instance.endpoint.port);
        url.setPath(path);
        return url;
    };
    for (const char* role : {"chat", "gateway"}) {
        for (const lab::InstanceState& instance : snapshot.instances) {
            if (instance.role != role || instance.endpoint.tls) continue;
            const bool isInstance = instance.role == "chat";
            places += {QString::fromStdString(instance.name), at(instance, "ws", "/ws/chat"),
                       at(instance, "http", isInstance ? "/chat" : "/api/chat"), isInstance};
            if (!isInstance) break;  // one of them is enough
        }
    }
    return places;
}

}  // namespace

ChatPage::ChatPage(PageContext& context, QWidget* parent)
    : Page(parent),
      m_bridge(context.bridge),
      m_add(addCommand(this, "chatAdd", QKeySequence(Qt::CTRL | Qt::Key_N))),
      m_robotsTalk(addCommand(this, "chatRobots", QKeySequence(Qt::Key_F2))),
      m_kill(addCommand(this, "chatKill", QKeySequence(Qt::Key_F3))),
      m_start(addCommand(this, "chatStart", QKeySequence(Qt::Key_F4))),
      m_link(addCommand(this, "chatLink", QKeySequence(Qt::Key_F6))),
      m_heading(new QLabel(this)),
      m_explained(new QLabel(this)),
      m_elsewhere(new QCheckBox(this)),
      m_parts(new QStackedWidget(this)),
      m_emptyText(new QLabel(this)),
      m_houses(new ChatHouses(this)),
      m_robotsName(new QLabel(this)),
      m_robotsRoom(new QLineEdit(this)),
      m_rate(new QDoubleSpinBox(this)),
      m_panes(new ChatPanes(m_names, m_network, this)),
      m_robots(new ChatRobots(m_network, this)) {
    makeCommands();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(12);
    column->addWidget(buildHead());
    column->addWidget(m_parts, 1);
    auto* whole = new QWidget(m_parts);
    auto* parts = new QVBoxLayout(whole);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(12);
    parts->addWidget(buildRow());
    parts->addWidget(buildPanes(), 1);
    m_parts->addWidget(emptyPart(*m_emptyText, "chatEmpty", m_parts));
    m_parts->addWidget(whole);
    follow();
    for (std::size_t pane = 0; pane < kPanesFirst; ++pane)
        m_panes->add();
    m_elsewhere->setChecked(true);
    if (const LabPointer lab = m_bridge.onView(); lab && lab->purpose() == lab::Purpose::Shop) look(lab);
}

void ChatPage::makeCommands() {
    m_robotsTalk->setCheckable(true);
    connect(m_add, &QAction::triggered, this, [this] { m_panes->add().typeHere(); });
    connect(m_robotsTalk, &QAction::toggled, this, &ChatPage::talk);
    connect(m_kill, &QAction::triggered, this, [this] {
        if (const auto* instance = instanceInUse()) kill(QString::fromStdString(instance->name));
    });
    connect(m_link, &QAction::triggered, this, [this] {
        if (const auto* instance = instanceInUse()) setLink(QString::fromStdString(instance->name), !isCutInUse());
    });
    connect(m_start, &QAction::triggered, this, [this] {
        for (const lab::InstanceState& instance : m_history.back()->instances) {
            if (instance.role == "chat" && !instance.running) start(QString::fromStdString(instance.name));
        }
    });
}

void ChatPage::follow() {
    connect(&m_bridge, &Bridge::labOpened, this, [this](const LabPointer& lab) {
        if (lab->purpose() == lab::Purpose::Shop) look(lab);
    });
    connect(&m_bridge, &Bridge::labClosed, this, [this](const LabPointer& lab) {
        if (lab == m_shop) look(nullptr);
    });
    connect(&m_bridge, &Bridge::shopChanged, this, &ChatPage::showState);
    connect(&m_bridge, &Bridge::sampled, this, [this](const LabPointer& lab, const Samples& fresh) {
        if (lab == m_shop) add(fresh);
    });
    connect(m_robots, &ChatRobots::failed, this, &ChatPage::said);
    connect(m_panes, &ChatPanes::said, this, &ChatPage::said);
    connect(m_panes, &ChatPanes::changed, this, &ChatPage::showState);
    connect(&m_names, &ChatNames::changed, this, &ChatPage::nameOrders);
    connect(m_elsewhere, &QCheckBox::toggled, m_panes, &ChatPanes::goElsewhereWhenCutOff);
    connect(m_elsewhere, &QCheckBox::toggled, m_robots, &ChatRobots::goElsewhereWhenCutOff);
}

QWidget* ChatPage::buildHead() {
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(24);
    auto titles = std::make_unique<QVBoxLayout>();
    titles->setSpacing(4);
    m_heading->setProperty("look", "title");
    m_explained->setProperty("look", "quiet");
    m_explained->setWordWrap(true);
    titles->addWidget(m_heading);
    titles->addWidget(m_explained);
    row->addLayout(titles.release(), 1);
    const std::array names{"chatViewers", "chatLines", "chatDeliveries"};
    for (std::size_t at = 0; at < m_tiles.size(); ++at) {
        m_tiles[at] = new FigureTile(names[at], head, Qt::AlignRight);
        row->addWidget(m_tiles[at]);
    }
    return head;
}

// The instances, then the robots.
QWidget* ChatPage::buildRow() {
    auto* part = new QWidget(m_parts);
    auto* row = new QHBoxLayout(part);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_houses, 1);
    row->addWidget(buildRobots());
    connect(m_houses, &ChatHouses::killAsked, this, &ChatPage::kill);
    connect(m_houses, &ChatHouses::startAsked, this, &ChatPage::start);
    connect(m_houses, &ChatHouses::linkAsked, this, &ChatPage::setLink);
    return part;
}

QWidget* ChatPage::buildRobots() {
    auto* card = new QFrame(m_parts);
    card->setProperty("look", "card");
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(12, 8, 12, 10);
    column->setSpacing(6);
    m_robotsName->setProperty("look", "section");
    m_robotsRoom->setObjectName("robotsRoom");
    m_robotsRoom->setMinimumWidth(60);
    m_robotsRoom->setText(kRobotsRoom);
    m_robotsRoom->setValidator(new QRegularExpressionValidator(QRegularExpression("[A-Za-z0-9._-]{1,64}"), card));
    m_rate->setObjectName("robotsRate");
    m_rate->setRange(0.5, kRobotsRateMost);
    m_rate->setDecimals(1);
    m_rate->setValue(kRobotsRate);
    auto head = std::make_unique<QHBoxLayout>();
    head->addWidget(m_robotsName, 1);
    head->addWidget(buttonFor(m_robotsTalk, "robotsTalk", card));
    column->addLayout(head.release());
    auto how = std::make_unique<QHBoxLayout>();
    how->addWidget(m_robotsRoom, 2);
    how->addWidget(m_rate, 3);
    column->addLayout(how.release());
    connect(m_robotsRoom, &QLineEdit::editingFinished, this, &ChatPage::talk);
    connect(m_rate, &QDoubleSpinBox::valueChanged, this, &ChatPage::talk);
    return card;
}

QWidget* ChatPage::buildPanes() {
    auto* part = new QWidget(m_parts);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto head = std::make_unique<QHBoxLayout>();
    QPushButton* const add = buttonFor(m_add, "addClient", part);
    add->setProperty("look", "primary");
    m_elsewhere->setObjectName("chatElsewhere");
    head->addWidget(add);
    head->addWidget(m_elsewhere);
    head->addStretch(1);
    for (const auto& [action, name] : {std::pair(m_kill, "killHere"), std::pair(m_start, "startDead")})
        head->addWidget(buttonFor(action, name, part));
    column->addLayout(head.release());
    column->addWidget(m_panes, 1);
    return part;
}

void ChatPage::look(const LabPointer& shop) {
    m_shop = shop;
    m_history.clear();
    if (shop) return add(shop->snapshots(-1ms));
    m_robotsTalk->setChecked(false);
    m_panes->leave();
    showState();
}

// What came before this page looked at the shop is told again by the bridge: only what is newer is added.
void ChatPage::add(const Samples& fresh) {
    for (const auto& sample : fresh) {
        if (m_history.empty() || sample->at > m_history.back()->at) m_history.push_back(sample);
    }
    while (m_history.size() > 1 && m_history[1]->at + kChatRateOver <= m_history.back()->at)
        m_history.pop_front();
    if (m_wasSeen) connectClients();
    if (isVisible()) refresh();
}

void ChatPage::connectClients() {
    if (m_history.empty()) return;
    const ChatPlaces places = placesIn(*m_history.back());
    if (places.isEmpty()) return;
    m_robots->setPlaces(places);
    m_panes->connectTo(places);
}

void ChatPage::refresh() {
    if (!m_history.empty()) showHouses(*m_history.back(), *m_history.front());
    showState();
}

void ChatPage::showHouses(const lab::Snapshot& now, const lab::Snapshot& before) {
    const ChatHouseView sum = m_houses->show(now, before, [this](const QString& place) { return whoIsAt(place); });
    m_tiles[Viewers]->setFigure(QLocale().toString(sum.clients));
    m_tiles[Lines]->setFigure(perSecond(sum.linesRate));
    m_tiles[Deliveries]->setFigure(perSecond(sum.deliveriesRate));
}

// Those of the gateway are at one of the instances, which only the gateway knows.
QString ChatPage::whoIsAt(const QString& place) const {
    QStringList who;
    const auto look = [&](const StompClient& client) {
        if (client.place() == place && client.state() == StompClient::State::In)
            who += m_names.of(QString::number(client.member()));
    };
    for (ChatPane* pane : m_panes->all())
        look(pane->client());
    for (const StompClient* robot : m_robots->all())
        look(*robot);
    return who.join(", ");
}

void ChatPage::showState() {
    const bool there = m_shop && !m_history.empty() && !m_history.back()->chats.empty();
    m_parts->setCurrentIndex(there ? 1 : 0);
    for (FigureTile* tile : m_tiles)
        tile->setVisible(there);
    const auto& chats = there ? m_history.back()->instances : std::vector<lab::InstanceState>();
    const bool someAreDead = std::ranges::any_of(
        chats, [](const lab::InstanceState& instance) { return instance.role == "chat" && !instance.running; });
    m_add->setEnabled(there && !m_panes->isFull());
    m_robotsTalk->setEnabled(there);
    const lab::InstanceState* const inUse = instanceInUse();
    m_kill->setEnabled(inUse);
    m_link->setEnabled(inUse && !inUse->paused);
    nameOrders();
    m_start->setEnabled(someAreDead);
    if (there) return;
    m_emptyText->setText(m_bridge.shopState() == Bridge::ShopState::Failed
                             ? m_bridge.shopSentence()
                             : tr("As soon as the shop is open, clients talk here over its instances of the chat."));
}

// Of the client that was typed in last; nothing where that is the gateway's, or dead.
const lab::InstanceState* ChatPage::instanceInUse() const {
    if (m_history.empty() || !m_panes->inUse()) return nullptr;
    const auto& instances = m_history.back()->instances;
    const std::string name = m_panes->inUse()->client().place().toStdString();
    const auto found = std::ranges::find(instances, name, &lab::InstanceState::name);
    return found != instances.end() && found->role == "chat" && found->running ? &*found : nullptr;
}

bool ChatPage::isCutInUse() const {
    if (m_history.empty() || !m_panes->inUse()) return false;
    const auto& chats = m_history.back()->chats;
    const std::string name = m_panes->inUse()->client().place().toStdString();
    const auto found = std::ranges::find(chats, name, &lab::Snapshot::ChatHouse::instance);
    return found != chats.end() && found->isCut;
}

void ChatPage::kill(const QString& instance) {
    m_bridge.order(
        m_shop, [name = instance.toStdString()](lab::LiveLab& lab) { return lab.kill(name); },
        tr("%1 was killed: its clients are cut off.").arg(instance));
}

void ChatPage::start(const QString& instance) {
    m_bridge.order(
        m_shop, [name = instance.toStdString()](lab::LiveLab& lab) { return lab.start(name); },
        tr("%1 is up again.").arg(instance));
}

void ChatPage::setLink(const QString& instance, bool isCut) {
    const auto set = [isCut, name = instance.toStdString()](lab::LiveLab& lab) {
        return isCut ? lab.cutLink(name) : lab.mendLink(name);
    };
    m_bridge.order(m_shop, set,
                   (isCut ? tr("%1 is cut off from the others: they miss its lines, the archive does not.")
                          : tr("%1 is joined to the others again."))
                       .arg(instance));
}

void ChatPage::talk() {
    if (!m_robotsRoom->hasAcceptableInput()) m_robotsRoom->setText(kRobotsRoom);
    if (m_robotsTalk->isChecked())
        m_robots->talk(m_robotsRoom->text(), m_rate->value());
    else if (m_robots->areTalking())
        m_robots->fallSilent();
    nameRobots();
}

void ChatPage::nameRobots() {
    nameCommand(m_robotsTalk, m_robotsTalk->isChecked() ? tr("&Silence the robots") : tr("Let robots &talk"),
                tr("Four clients more, spread over the instances, that talk at this rate"));
}

// Whoever looks on sees which instance will go.
void ChatPage::nameOrders() {
    if (!instanceInUse()) {
        const QString help = tr("Type in a client that is at an instance which is up");
        nameCommand(m_kill, tr("Kill the instance of this client"), help);
        nameCommand(m_link, tr("Cut the link of this client's instance"), help);
        return;
    }
    const StompClient& client = m_panes->inUse()->client();
    const QString who = m_names.of(QString::number(client.member())).replace('&', "&&");
    const QString help = tr("The instance of the client that was typed in last");
    nameCommand(m_kill, tr("Kill %1 (%2)").arg(client.place(), who), help);
    nameCommand(
        m_link,
        (isCutInUse() ? tr("Mend the link of %1 (%2)") : tr("Cut the link of %1 (%2)")).arg(client.place(), who), help);
}

void ChatPage::retranslate() {
    m_heading->setText(tr("Chat"));
    m_explained->setText(
        tr("One conversation over several instances. Type in one client, see it in the others; then kill an instance, "
           "or cut its link."));
    nameCommand(m_add, tr("&Add a client"), tr("One more pane, connected as a client of its own"));
    nameCommand(m_start, tr("Start what is dead"), tr("Each instance of the chat that was killed"));
    nameOrders();
    nameRobots();
    m_elsewhere->setText(tr("Whoever is cut off goes to another instance"));
    m_elsewhere->setToolTip(tr("Else it waits until its own instance is back"));
    m_tiles[Viewers]->setName(tr("Viewers"));
    m_tiles[Lines]->setName(tr("Lines/s"));
    m_tiles[Deliveries]->setName(tr("Deliveries/s"));
    m_robotsName->setText(tr("Robots"));
    m_robotsRoom->setAccessibleName(tr("The robots' room"));
    m_robotsRoom->setToolTip(tr("The room that the robots talk in"));
    m_rate->setAccessibleName(tr("Lines a second"));
    m_rate->setToolTip(tr("How many lines all of them together say a second"));
    m_rate->setSuffix(tr(" lines/s"));
    m_houses->retranslate();
    m_panes->retranslate();
    refresh();
}

void ChatPage::present(bool on) {
    m_explained->setVisible(!on);
    m_panes->present(on);
}

void ChatPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (!std::exchange(m_wasSeen, true)) connectClients();
    refresh();
}

}  // namespace rushlab::ui
