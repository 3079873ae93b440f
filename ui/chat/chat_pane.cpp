#include "ui/chat/chat_pane.h"

#include <QHBoxLayout>
#include <QRegularExpressionValidator>
#include <QVBoxLayout>

#include "base/result.h"
#include "ui/chat/chat_names.h"
#include "ui/theme.h"

namespace rushlab::ui {
namespace {

constexpr int kSentenceMost = 1'000;  // letters
constexpr int kNameMost = 24;

QValidator* roomValidator(QObject* parent) {
    static const QRegularExpression room("[A-Za-z0-9._-]{1,64}");
    return new QRegularExpressionValidator(room, parent);
}

QString symbolOf(StompClient::State state) {
    switch (state) {
        case StompClient::State::In:
            return QString(QChar(0x25cf));
        case StompClient::State::Connecting:
            return QString(QChar(0x25cb));
        case StompClient::State::CutOff:
            return QString(QChar(0x2715));
        case StompClient::State::Away:
            return QString(QChar(0x2013));
    }
    abortBecause("a client of the chat in no state");
}

QString meaningOf(StompClient::State state) {
    if (state == StompClient::State::In) return "good";
    return state == StompClient::State::CutOff ? "bad" : "untold";
}

}  // namespace

ChatPane::ChatPane(qint64 member, ChatNames& names, QNetworkAccessManager& network, QWidget* parent)
    : QFrame(parent),
      m_member(member),
      m_names(names),
      m_client(new StompClient(member, network, this)),
      m_name(new QLineEdit(this)),
      m_state(new QLabel(this)),
      m_close(new QToolButton(this)),
      m_place(new QComboBox(this)),
      m_room(new QLineEdit(this)),
      m_transcript(new ChatTranscript(names, this)),
      m_say(new QLineEdit(this)) {
    setObjectName(QString("pane-%1").arg(member));
    setProperty("look", "card");
    build();
    connectParts();
    m_client->join(m_room->text());
}

void ChatPane::build() {
    m_name->setObjectName("paneName");
    m_name->setMaxLength(kNameMost);
    m_name->setFrame(false);
    m_state->setObjectName("paneState");
    m_close->setObjectName("paneClose");
    m_close->setAutoRaise(true);
    m_close->setText(QString(QChar(0x00d7)));
    m_place->setObjectName("panePlace");
    m_room->setObjectName("paneRoom");
    m_room->setText("lobby");
    m_room->setValidator(roomValidator(m_room));
    m_transcript->setObjectName("paneTranscript");
    m_say->setObjectName("paneSay");
    m_say->setMaxLength(kSentenceMost);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 8, 10, 10);
    column->setSpacing(6);
    auto head = std::make_unique<QHBoxLayout>();
    head->addWidget(m_name, 1);
    head->addWidget(m_state);
    head->addWidget(m_close);
    column->addLayout(head.release());
    auto where = std::make_unique<QHBoxLayout>();
    where->addWidget(m_place, 1);
    where->addWidget(m_room, 1);
    column->addLayout(where.release());
    column->addWidget(m_transcript, 1);
    column->addWidget(m_say);
}

void ChatPane::connectParts() {
    connect(m_name, &QLineEdit::textEdited, this,
            [this](const QString& name) { m_names.name(m_member, name.trimmed()); });
    for (const QLineEdit* line : {m_name, m_room, m_say})
        connect(line, &QLineEdit::textEdited, this, &ChatPane::typedIn);
    connect(m_close, &QToolButton::clicked, this, &ChatPane::closeAsked);
    connect(m_place, &QComboBox::activated, this,
            [this](int at) { m_client->connectTo(m_place->itemData(at).toString()); });
    connect(m_room, &QLineEdit::editingFinished, this, [this] {
        if (m_room->text() == m_client->room()) return;
        m_transcript->clear();
        m_client->join(m_room->text());
    });
    connect(m_say, &QLineEdit::returnPressed, this, [this] {
        if (const QString text = m_say->text().trimmed(); !text.isEmpty()) m_client->say(text);
        m_say->clear();
    });
    connect(m_client, &StompClient::changed, this, &ChatPane::showState);
    connect(m_client, &StompClient::heard, this, [this](const ChatLine& line) { m_transcript->add(line); });
    connect(m_client, &StompClient::gapFound, this, [this](const ChatGap& gap) { m_transcript->add(gap); });
    connect(m_client, &StompClient::gapCounted, m_transcript, &ChatTranscript::count);
    connect(m_client, &StompClient::failed, this, [this](const QString& sentence) {
        emit said(QString("%1: %2").arg(m_names.of(QString::number(m_member)), sentence));
    });
}

void ChatPane::setPlaces(const ChatPlaces& places, const QString& place) {
    if (places != m_places) {
        m_places = places;
        m_place->clear();
        for (const ChatPlace& one : places)
            m_place->addItem(QString(), one.name);
        retranslate();
    }
    m_client->setPlaces(places);
    if (m_client->state() == StompClient::State::Away) m_client->connectTo(place);
}

void ChatPane::retranslate() {
    if (!m_name->isModified()) m_name->setText(m_names.of(QString::number(m_member)));
    m_name->setAccessibleName(tr("Name"));
    m_name->setToolTip(tr("What this client is called in the window"));
    m_close->setAccessibleName(tr("Close"));
    m_close->setToolTip(tr("This client leaves"));
    for (int at = 0; at < m_place->count(); ++at) {
        const QString id = m_place->itemData(at).toString();
        m_place->setItemText(at, m_places[at].isInstance ? id : tr("The gateway"));
    }
    m_place->setAccessibleName(tr("Instance"));
    m_place->setToolTip(tr("Where this client is connected"));
    m_room->setAccessibleName(tr("Room"));
    m_room->setToolTip(tr("The room that this client is in"));
    m_say->setAccessibleName(tr("Say something"));
    m_say->setPlaceholderText(tr("Say something"));
    m_transcript->retranslate();
    showState();
}

void ChatPane::present(bool on) {
    m_transcript->present(on);
}

void ChatPane::showState() {
    const auto state = m_client->state();
    const QString word = state == StompClient::State::In           ? tr("In")
                         : state == StompClient::State::Connecting ? tr("Connecting")
                         : state == StompClient::State::CutOff     ? tr("Cut off")
                                                                   : tr("Away");
    m_state->setText(QString("%1 %2").arg(symbolOf(state), word));
    m_place->setCurrentIndex(m_place->findData(m_client->place()));
    setMeaning(*m_state, meaningOf(state));
}

}  // namespace rushlab::ui
