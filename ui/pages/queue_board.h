// The work queue of a lab as it is laid out and as it goes now: exchanges, queues in families ("orders", its retries,
// its dead letters), bindings, where dead letters go, and consumers.
// Guarantees: made from what the snapshots say and from nothing else. Pure values and functions; any thread.
#pragma once

#include <QString>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "lab/snapshot.h"

namespace rushlab::ui {

using SnapshotHistory = std::deque<std::shared_ptr<const lab::Snapshot>>;

struct ConsumerRow {
    std::uint64_t id = 0;
    QString name;
    std::uint32_t prefetch = 0;  // 0: unlimited
    std::uint64_t held = 0;
    double busy = 0;  // the share of the last five seconds' samples in which it held something
    std::chrono::milliseconds slowedBy{};

    friend bool operator==(const ConsumerRow&, const ConsumerRow&) = default;
};

struct QueueRow {
    QString name;
    QString family;  // "orders", of "orders.retry.1" and "orders.dlq" too
    std::uint64_t ready = 0, unacked = 0;
    double published = 0, delivered = 0, acked = 0;  // a second
    std::optional<std::chrono::milliseconds> ttl{};
    std::vector<ConsumerRow> consumers{};

    bool holdsDeadLetters() const { return name.endsWith(".dlq"); }
    friend bool operator==(const QueueRow&, const QueueRow&) = default;
};

struct ExchangeRow {
    QString name;  // empty: the default one
    QString type;

    friend bool operator==(const ExchangeRow&, const ExchangeRow&) = default;
};

// Rows by their numbers.
struct BindingLine {
    std::size_t exchange = 0, queue = 0;
    QString key;  // empty where it is the queue's own name

    friend bool operator==(const BindingLine&, const BindingLine&) = default;
};
struct DeadLetterLine {
    std::size_t from = 0, to = 0;

    friend bool operator==(const DeadLetterLine&, const DeadLetterLine&) = default;
};

struct QueueBoard {
    std::vector<ExchangeRow> exchanges;  // the default one first
    std::vector<QueueRow> queues;
    std::vector<BindingLine> bindings;
    std::vector<DeadLetterLine> deadLetters;

    const QueueRow* find(const QString& queue) const;
    friend bool operator==(const QueueBoard&, const QueueBoard&) = default;
};

const lab::Snapshot::Queue* queueIn(const lab::Snapshot& snapshot, const std::string& name);
// Of a queue, over the second before that sample, or over as much as there is. Nothing where it was not there yet.
struct QueueRates {
    double published = 0, delivered = 0, acked = 0;
};
std::optional<QueueRates> ratesOf(const SnapshotHistory& history, std::size_t at, const std::string& queue);

// Of the last snapshot; rates are those of the last second. Empty where there is none.
QueueBoard boardOf(const SnapshotHistory& history);

// The words for what is drawn.
QString nameOf(const ExchangeRow& exchange);
QString prefetchOf(const ConsumerRow& consumer);
QString busyOf(const ConsumerRow& consumer);
// One line: "orders: 12 ready, 3 unacked, 100 published, 90 delivered, 88 acked a second; worker-1 holds 3 of 50".
QString sentenceOf(const QueueRow& queue);
// All of it, a line a queue, for those who do not see the picture.
QString textOf(const QueueBoard& board);

}  // namespace rushlab::ui
