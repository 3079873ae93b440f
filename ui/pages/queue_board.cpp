#include "ui/pages/queue_board.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "ui/pages/topology.h"

namespace rushlab::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kQueueRateOver = 1s;
constexpr auto kBusyOver = 5s;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(QueueBoard)
};

QString text(const std::string& words) {
    return QString::fromStdString(words);
}

// "orders" of "orders.retry.2" and of "orders.dlq".
QString familyOf(const QString& queue) {
    if (queue.endsWith(".dlq")) return queue.chopped(4);
    return queue.section(".retry.", 0, 0);
}

// Within a family: itself, its retries, its dead letters.
int placeOf(const QueueRow& queue) {
    if (queue.name == queue.family) return 0;
    return queue.holdsDeadLetters() ? 2 : 1;
}

// By its name: who was dropped and has come back is the same.
double busyShare(const SnapshotHistory& history, const std::string& queue, const std::string& consumer) {
    std::size_t seen = 0, busy = 0;
    for (auto at = history.rbegin(); at != history.rend() && (*at)->at + kBusyOver > history.back()->at; ++at) {
        const auto* then = queueIn(**at, queue);
        if (!then) continue;
        const auto found = std::ranges::find(then->who, consumer, &lab::Snapshot::Queue::Consumer::name);
        if (found == then->who.end()) continue;
        ++seen;
        busy += found->unacked > 0 ? 1U : 0U;
    }
    return seen > 0 ? static_cast<double>(busy) / static_cast<double>(seen) : 0;
}

class Maker {
  public:
    explicit Maker(const SnapshotHistory& history) : m_history(history), m_now(*history.back()) {}

    QueueBoard make() {
        for (const lab::Snapshot::Queue& queue : m_now.queues)
            m_board.queues.push_back(rowOf(queue));
        sortByFamilies();
        m_board.exchanges.push_back({});
        for (std::size_t at = 0; at < m_board.queues.size(); ++at)
            m_board.bindings.push_back({0, at, {}});
        if (m_now.wiring) addWiring(*m_now.wiring);
        return std::move(m_board);
    }

  private:
    QueueRow rowOf(const lab::Snapshot::Queue& queue) const {
        QueueRow row;
        row.name = text(queue.name);
        row.family = familyOf(row.name);
        row.ready = queue.ready;
        row.unacked = queue.unacked;
        if (const auto rates = ratesOf(m_history, m_history.size() - 1, queue.name)) {
            row.published = rates->published;
            row.delivered = rates->delivered;
            row.acked = rates->acked;
        }
        for (const lab::Snapshot::Queue::Consumer& who : queue.who)
            row.consumers.push_back({who.id, text(who.name), who.prefetch, who.unacked,
                                     busyShare(m_history, queue.name, who.name), who.slowedBy});
        std::ranges::sort(row.consumers, {}, &ConsumerRow::name);
        return row;
    }

    // Families in the order in which they are told of first.
    void sortByFamilies() {
        QStringList families;
        for (const QueueRow& queue : m_board.queues) {
            if (!families.contains(queue.family)) families += queue.family;
        }
        std::ranges::stable_sort(m_board.queues, {}, [&families](const QueueRow& queue) {
            return std::tuple(families.indexOf(queue.family), placeOf(queue), queue.name);
        });
    }

    std::optional<std::size_t> numberOf(const QString& queue) const {
        const auto found = std::ranges::find(m_board.queues, queue, &QueueRow::name);
        if (found == m_board.queues.end()) return std::nullopt;
        return static_cast<std::size_t>(found - m_board.queues.begin());
    }

    void addWiring(const lab::QueueWiring& wiring) {
        for (const lab::QueueWiring::Exchange& exchange : wiring.exchanges)
            m_board.exchanges.push_back({text(exchange.name), text(exchange.type)});
        for (const lab::QueueWiring::Binding& binding : wiring.bindings) {
            const auto exchange = std::ranges::find(m_board.exchanges, text(binding.exchange), &ExchangeRow::name);
            const auto queue = numberOf(text(binding.queue));
            if (exchange == m_board.exchanges.end() || !queue) continue;
            m_board.bindings.push_back(
                {static_cast<std::size_t>(exchange - m_board.exchanges.begin()), *queue, text(binding.key)});
        }
        for (const lab::QueueWiring::Queue& queue : wiring.queues) {
            const auto from = numberOf(text(queue.name));
            if (!from) continue;
            m_board.queues[*from].ttl = queue.messageTtl;
            // By another exchange, where a dead letter goes depends on its key.
            const auto to = queue.deadLetterExchange == "" ? numberOf(text(queue.deadLetterKey)) : std::nullopt;
            if (to) m_board.deadLetters.push_back({*from, *to});
        }
        std::ranges::sort(m_board.deadLetters, {},
                          [](const DeadLetterLine& line) { return std::pair(line.from, line.to); });
    }

    const SnapshotHistory& m_history;
    const lab::Snapshot& m_now;
    QueueBoard m_board;
};

}  // namespace

const lab::Snapshot::Queue* queueIn(const lab::Snapshot& snapshot, const std::string& name) {
    const auto found = std::ranges::find(snapshot.queues, name, &lab::Snapshot::Queue::name);
    return found == snapshot.queues.end() ? nullptr : &*found;
}

std::optional<QueueRates> ratesOf(const SnapshotHistory& history, std::size_t at, const std::string& queue) {
    const lab::Snapshot& now = *history[at];
    std::size_t before = at;
    while (before > 0 && history[before]->at + kQueueRateOver > now.at)
        --before;
    const auto* to = queueIn(now, queue);
    const auto* from = queueIn(*history[before], queue);
    const double seconds = std::chrono::duration<double>(now.at - history[before]->at).count();
    if (!to || !from || seconds <= 0) return std::nullopt;
    const auto rate = [seconds](std::uint64_t later, std::uint64_t earlier) {
        return later > earlier ? static_cast<double>(later - earlier) / seconds : 0;
    };
    return QueueRates{rate(to->published, from->published), rate(to->delivered, from->delivered),
                      rate(to->acked, from->acked)};
}

const QueueRow* QueueBoard::find(const QString& queue) const {
    const auto found = std::ranges::find(queues, queue, &QueueRow::name);
    return found == queues.end() ? nullptr : &*found;
}

QueueBoard boardOf(const SnapshotHistory& history) {
    if (history.empty()) return {};
    return Maker(history).make();
}

QString nameOf(const ExchangeRow& exchange) {
    return exchange.name.isEmpty() ? Words::tr("(default)") : exchange.name;
}

QString prefetchOf(const ConsumerRow& consumer) {
    return consumer.prefetch == 0 ? Words::tr("unlimited") : grouped(consumer.prefetch);
}

QString busyOf(const ConsumerRow& consumer) {
    return Words::tr("%1 %").arg(qRound(100 * consumer.busy));
}

QString sentenceOf(const QueueRow& queue) {
    QString words = Words::tr("%1: %2 ready, %3 unacked, %4 published, %5 delivered, %6 acked a second")
                        .arg(queue.name, grouped(queue.ready), grouped(queue.unacked), perSecond(queue.published),
                             perSecond(queue.delivered), perSecond(queue.acked));
    for (const ConsumerRow& one : queue.consumers) {
        words += "; " +
                 Words::tr("%1 holds %2 of %3, busy %4").arg(one.name, grouped(one.held), prefetchOf(one), busyOf(one));
        if (one.slowedBy > 0ms) words += ", " + Words::tr("slowed by %1 ms a message").arg(one.slowedBy.count());
    }
    return words;
}

QString textOf(const QueueBoard& board) {
    QStringList lines;
    for (const QueueRow& queue : board.queues)
        lines += sentenceOf(queue);
    return lines.join('\n');
}

}  // namespace rushlab::ui
