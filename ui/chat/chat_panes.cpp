#include "ui/chat/chat_panes.h"

#include <QApplication>
#include <algorithm>

#include "ui/chat/chat_names.h"

namespace rushlab::ui {
namespace {

constexpr int kPaneHighLeast = 200, kPaneWideLeast = 290;
constexpr double kLargerPane = 1.4;  // in the presentation

}  // namespace

ChatPanes::ChatPanes(ChatNames& names, QNetworkAccessManager& network, QWidget* parent)
    : QScrollArea(parent), m_names(names), m_network(network) {
    auto* inside = new QWidget(this);
    m_grid = new QGridLayout(inside);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(12);
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(inside);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget* old, QWidget* now) { focusWent(old, now); });
}

// A pane that is deleted after this loses the keys, which is told to nobody any more.
ChatPanes::~ChatPanes() {
    disconnect(qApp, nullptr, this, nullptr);
}

// The number of a pane that was closed is given again.
ChatPane& ChatPanes::add() {
    qint64 member = 1;
    const auto isTaken = [this](qint64 number) {
        return std::ranges::any_of(m_panes, [number](ChatPane* pane) { return pane->client().member() == number; });
    };
    while (isTaken(member))
        ++member;
    auto* pane = new ChatPane(member, m_names, m_network, widget());
    pane->client().goElsewhereWhenCutOff(m_goesElsewhere);
    pane->present(m_presenting);
    pane->retranslate();
    connect(pane, &ChatPane::closeAsked, this, [this, pane] { close(pane); });
    connect(pane, &ChatPane::said, this, &ChatPanes::said);
    connect(pane, &ChatPane::typedIn, this, [this, pane] { use(pane); });
    connect(&pane->client(), &StompClient::changed, this, &ChatPanes::changed);
    m_panes.push_back(pane);
    connectTo(m_places);
    layOut();
    emit changed();
    return *pane;
}

void ChatPanes::close(ChatPane* pane) {
    pane->client().leave();
    m_names.name(pane->client().member(), {});
    std::erase(m_panes, pane);
    if (m_inUse == pane) m_inUse = nullptr;
    pane->hide();
    pane->deleteLater();
    layOut();
    emit changed();
}

ChatPane* ChatPanes::inUse() const {
    if (m_inUse) return m_inUse;
    return m_panes.empty() ? nullptr : m_panes.front();
}

// Keys that a button loses because it is off now go to the next part by themselves: nobody wanted that one.
void ChatPanes::focusWent(const QWidget* from, const QWidget* to) {
    if (from && !(from->isEnabled() && from->isVisible())) return;
    const auto found = std::ranges::find_if(m_panes, [to](const ChatPane* pane) { return pane->isAncestorOf(to); });
    if (found != m_panes.end()) use(*found);
}

void ChatPanes::use(ChatPane* pane) {
    if (pane == m_inUse) return;
    m_inUse = pane;
    emit changed();
}

void ChatPanes::connectTo(const ChatPlaces& places) {
    m_places = places;
    if (places.isEmpty()) return;
    const auto instances = std::max<qsizetype>(1, std::ranges::count(places, true, &ChatPlace::isInstance));
    for (std::size_t at = 0; at < m_panes.size(); ++at)
        m_panes[at]->setPlaces(places, places[qsizetype(at) % instances].name);
}

void ChatPanes::leave() {
    m_places.clear();
    for (ChatPane* pane : m_panes)
        pane->client().leave();
}

void ChatPanes::goElsewhereWhenCutOff(bool goes) {
    m_goesElsewhere = goes;
    for (ChatPane* pane : m_panes)
        pane->client().goElsewhereWhenCutOff(goes);
}

void ChatPanes::present(bool on) {
    m_presenting = on;
    for (ChatPane* pane : m_panes)
        pane->present(on);
    layOut();
}

void ChatPanes::retranslate() {
    for (ChatPane* pane : m_panes)
        pane->retranslate();
}

// As many in each row.
void ChatPanes::layOut() {
    while (const auto item = std::unique_ptr<QLayoutItem>(m_grid->takeAt(0))) {
    }
    for (int at = 0; at < int(kMost); ++at) {
        m_grid->setColumnStretch(at, 0);
        m_grid->setRowStretch(at, 0);
    }
    if (m_panes.empty()) return;
    const double larger = m_presenting ? kLargerPane : 1;
    const int wide = int(kPaneWideLeast * larger) + m_grid->spacing();
    const int count = int(m_panes.size());
    const int fit = std::max(1, (viewport()->width() + m_grid->spacing()) / wide);
    const int rows = (count + fit - 1) / fit;
    const int columns = (count + rows - 1) / rows;
    for (int at = 0; at < count; ++at) {
        m_panes[std::size_t(at)]->setMinimumHeight(int(kPaneHighLeast * larger));
        m_grid->addWidget(m_panes[std::size_t(at)], at / columns, at % columns);
        m_grid->setColumnStretch(at % columns, 1);
        m_grid->setRowStretch(at / columns, 1);
    }
}

void ChatPanes::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    layOut();
}

}  // namespace rushlab::ui
