#include "ui/pages/mail_page.h"

#include <QApplication>
#include <QFrame>
#include <QHBoxLayout>
#include <QLocale>
#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/command.h"
#include "ui/theme.h"

namespace rushlab::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookEvery = 50ms;
constexpr double kRateByDefault = 5;
constexpr double kRateMost = 100;
constexpr double kTakesMost = 30;  // seconds
constexpr double kLarger = 1.5;    // in the presentation

QHBoxLayout* rowIn(QWidget* parent) {
    auto* row = new QHBoxLayout(parent);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    return row;
}

}  // namespace

MailPage::MailPage(PageContext& context, QWidget* parent)
    : Page(parent),
      m_context(context),
      m_desk(context.laboratory.mails()),
      m_open(addCommand(this, "mailOpen", QKeySequence(Qt::CTRL | Qt::Key_Return))),
      m_signUps(addCommand(this, "mailSignUps", QKeySequence(Qt::Key_F2))),
      m_killConsumer(addCommand(this, "mailKillConsumer", QKeySequence(Qt::Key_F3))),
      m_killNode(addCommand(this, "mailKillNode", QKeySequence(Qt::Key_F4))),
      m_restart(addCommand(this, "mailRestart", QKeySequence(Qt::Key_F6))),
      m_title(new QLabel(this)),
      m_explained(new QLabel(this)),
      m_way(new QComboBox(this)),
      m_rateName(new QLabel(this)),
      m_rate(new QDoubleSpinBox(this)),
      m_takesName(new QLabel(this)),
      m_takes(new QDoubleSpinBox(this)),
      m_state(new QLabel(this)),
      m_flow(new MailFlow(this)),
      m_inbox(new MailInbox(context.bridge, m_desk, this)),
      m_ways(new MailWays(this)) {
    makeCommands();
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(24, 20, 24, 16);
    page->setSpacing(12);
    page->addWidget(buildHead());
    page->addWidget(buildKills());
    page->addWidget(buildTiles());
    page->addWidget(m_flow, 3);
    page->addWidget(buildBelow(), 3);
    m_timer.setInterval(kLookEvery);
    connect(&m_timer, &QTimer::timeout, this, &MailPage::look);
}

void MailPage::makeCommands() {
    m_signUps->setCheckable(true);
    connect(m_open, &QAction::triggered, this, [this] {
        lab::MailDeskOptions options;
        options.way = m_way->currentData().toString().toStdString();
        options.takes = std::chrono::round<std::chrono::milliseconds>(std::chrono::duration<double>(m_takes->value()));
        order([options](lab::MailDesk& desk) { return desk.open(options); }, tr("The shop for mails is open."));
    });
    connect(m_signUps, &QAction::toggled, this, [this](bool on) {
        const double rate = on ? m_rate->value() : 0;
        order([rate](lab::MailDesk& desk) { return desk.signUp(rate); },
              on ? tr("People sign up.") : tr("Nobody signs up any more."));
        nameSignUps();
    });
    connect(m_rate, &QDoubleSpinBox::valueChanged, this, [this](double rate) {
        if (m_signUps->isChecked())
            order([rate](lab::MailDesk& desk) { return desk.signUp(rate); }, tr("People sign up."));
    });
    connect(m_killConsumer, &QAction::triggered, this, [this] {
        order([](lab::MailDesk& desk) { return desk.killConsumer(); },
              tr("The consumer was cut off in the middle: look what becomes of its mails."));
    });
    connect(m_killNode, &QAction::triggered, this, [this] {
        order([](lab::MailDesk& desk) { return desk.killNode(); },
              tr("The node is dead: what is on its disk is all that is left. Start it again."));
    });
    connect(m_restart, &QAction::triggered, this,
            [this] { order([](lab::MailDesk& desk) { return desk.restart(); }, tr("The node is back.")); });
}

QWidget* MailPage::buildHead() {
    auto* head = new QWidget(this);
    auto* row = rowIn(head);
    auto titles = std::make_unique<QVBoxLayout>();
    titles->setSpacing(4);
    m_title->setProperty("look", "title");
    m_explained->setProperty("look", "quiet");
    m_explained->setWordWrap(true);
    titles->addWidget(m_title);
    titles->addWidget(m_explained);
    row->addLayout(titles.release(), 1);
    m_way->setObjectName("mailWay");
    for (const std::string& id : m_desk.ways())
        m_way->addItem(QString(), QString::fromStdString(id));
    m_way->setCurrentIndex(m_way->findData(QString::fromStdString(lab::MailDeskOptions().way)));
    QPushButton* const open = buttonFor(m_open, "openMailShop", this);
    open->setProperty("look", "primary");
    m_takes->setObjectName("mailTakes");
    m_takes->setRange(0.1, kTakesMost);
    m_takes->setDecimals(1);
    m_takes->setValue(std::chrono::duration<double>(lab::MailDeskOptions().takes).count());
    m_takesName->setBuddy(m_takes);
    for (QWidget* part : {static_cast<QWidget*>(m_way), static_cast<QWidget*>(m_takesName),
                          static_cast<QWidget*>(m_takes), static_cast<QWidget*>(open)})
        row->addWidget(part);
    return head;
}

QWidget* MailPage::buildKills() {
    auto* part = new QWidget(this);
    auto* row = rowIn(part);
    m_rate->setObjectName("mailRate");
    m_rate->setRange(0.5, kRateMost);
    m_rate->setDecimals(1);
    m_rate->setValue(kRateByDefault);
    m_rateName->setBuddy(m_rate);
    row->addWidget(m_rateName);
    row->addWidget(m_rate);
    row->addWidget(buttonFor(m_signUps, "signUps", this));
    m_state->setObjectName("mailState");
    m_state->setWordWrap(true);
    row->addWidget(m_state, 1);
    const int high = fontMetrics().height() * 5 / 2;
    for (const auto& [action, name] : {std::pair(m_killConsumer, "killConsumer"), std::pair(m_killNode, "killNode"),
                                       std::pair(m_restart, "restart")}) {
        QPushButton* const button = buttonFor(action, name, this);
        button->setMinimumHeight(high);
        QFont font = button->font();
        font.setBold(true);
        button->setFont(font);
        row->addWidget(button);
    }
    return part;
}

QWidget* MailPage::buildTiles() {
    auto* part = new QWidget(this);
    auto* row = rowIn(part);
    row->setSpacing(28);
    const std::array names{"mailsSignedUp", "mailsDelivered", "mailsLost", "mailsDuplicated", "mailsWentBack"};
    for (std::size_t at = 0; at < m_tiles.size(); ++at) {
        m_tiles[at] = new FigureTile(names[at], part);
        row->addWidget(m_tiles[at]);
    }
    row->addStretch(1);
    return part;
}

QWidget* MailPage::buildBelow() {
    auto* part = new QWidget(this);
    auto* row = rowIn(part);
    row->setSpacing(12);
    m_ways->setObjectName("mailWays");
    row->addWidget(m_inbox, 5);
    row->addWidget(m_ways, 2);
    connect(m_ways, &ChartWidget::said, this, &MailPage::said);
    return part;
}

void MailPage::retranslate() {
    m_title->setText(tr("Mail"));
    m_explained->setText(tr("Whoever signs up is promised a mail. Kill who carries it: which way loses some?"));
    nameCommand(m_open, tr("&Open the shop"),
                tr("As a process of its own, with its own data folder, that can be killed"));
    nameSignUps();
    nameCommand(m_killConsumer, tr("Kill the consumer now"),
                tr("Cut off the one of two consumers whose mail came to the server last; the other goes on"));
    nameCommand(m_killNode, tr("kill -9 the node"), tr("SIGKILL to the shop's process"));
    nameCommand(m_restart, tr("Restart"), tr("Start the shop's process again, on the same data folder"));
    m_rateName->setText(tr("Sign-ups a second"));
    m_takesName->setText(tr("A mail takes"));
    m_takes->setSuffix(tr(" s"));
    m_takes->setToolTip(tr("Half of it before the mail server has the mail, half before it says so"));
    for (int at = 0; at < m_way->count(); ++at)
        m_way->setItemText(at, MailWays::nameOf(m_way->itemData(at).toString()));
    m_way->setAccessibleName(tr("How mails are sent"));
    m_way->setToolTip(tr("How a mail gets from the sign-up to the mail server"));
    m_tiles[SignedUp]->setName(tr("Promised"));
    m_tiles[Delivered]->setName(tr("Delivered"));
    m_tiles[Lost]->setName(tr("Lost"));
    m_tiles[Duplicated]->setName(tr("Delivered twice"));
    m_tiles[WentBack]->setName(tr("Went back and came again"));
    m_inbox->retranslate();
    m_flow->retranslate();
    m_ways->retranslate();
    look();
}

void MailPage::nameSignUps() {
    nameCommand(m_signUps, m_signUps->isChecked() ? tr("&Stop the sign-ups") : tr("Let people &sign up"),
                tr("So many a second, until this is pressed again"));
}

// The inbox is read, not shown: its letters are in the flow too.
void MailPage::present(bool on) {
    QFont type = QApplication::font();
    if (on) type.setPointSizeF(type.pointSizeF() * kLarger);
    m_flow->setFont(type);
    m_ways->present(on);
    m_explained->setVisible(!on);
    m_inbox->setVisible(!on);
}

void MailPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    look();
    m_timer.start();
}

// A page that nobody looks at costs nothing.
void MailPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    m_timer.stop();
}

void MailPage::look() {
    lab::MailView view = m_desk.look();
    showCounts(view);
    m_ways->setWays(view.everyWay);
    showStates(view);
    m_inbox->showLetters(view.letters);
    m_flow->setView(std::move(view));
}

void MailPage::showCounts(const lab::MailView& view) {
    const std::array counts{view.counts.signedUp, view.counts.delivered, view.counts.lost, view.counts.duplicated,
                            view.counts.wentBack};
    for (std::size_t at = 0; at < counts.size(); ++at)
        m_tiles[at]->setFigure(QLocale().toString(static_cast<qulonglong>(counts[at])));
    m_tiles[Lost]->setMeaning(view.counts.lost > 0 ? "bad" : "");
}

void MailPage::showStates(const lab::MailView& view) {
    const bool isUp = view.node == lab::NodeState::Up, isIdle = m_ordering == 0;
    const bool isDown = view.node == lab::NodeState::Down;
    m_open->setEnabled(isIdle);
    m_signUps->setEnabled((isUp || isDown) && !view.allSignedUp);
    m_killConsumer->setEnabled(isUp && view.way != "async");
    m_killNode->setEnabled(isUp);
    m_restart->setEnabled(isDown && isIdle);
    m_state->setText(stateOf(view));
}

// What a person would else wait for, or wonder about.
QString MailPage::stateOf(const lab::MailView& view) const {
    if (view.node == lab::NodeState::ComingUp) return tr("The shop is coming up ...");
    if (view.node == lab::NodeState::Down) return tr("The node is dead.");
    if (view.allSignedUp) return tr("As many have signed up as can be watched here: nobody else does.");
    return {};
}

void MailPage::order(std::function<Result<>(lab::MailDesk&)> what, const QString& saidWhenDone) {
    ++m_ordering;
    m_context.bridge.inBackground(
        this, [what = std::move(what), &desk = m_desk] { return what(desk); },
        [this, saidWhenDone](const Result<>& done) {
            --m_ordering;
            emit said(done ? saidWhenDone : QString::fromStdString(done.error().message));
            look();
        });
}

}  // namespace rushlab::ui
