// The broker's rules as a state machine: routing, order, prefetch, acknowledgement, expiry, dead letters, limits.
// It has no thread, no clock and no disk: time is an argument, and what is to be stored and who is to be woken comes
// out as values, in effects(). Guarantees: within a queue messages are handed out in the order of their numbers; every
// message it holds was inserted by an effect and leaves by one; its cost a call does not depend on how many messages
// wait. One thread at a time.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engines/queue/content.h"
#include "engines/queue/message_queue.h"
#include "engines/queue/routing.h"
#include "engines/queue/work_queue.h"

namespace rushlab::queue {

// RabbitMQ's bound too: 2^32 - 1 ms, 49 days.
constexpr Milliseconds kLongestTtl{0xFFFF'FFFF};

struct Insertion {
    MessageNumber number = 0;
    QueueNumber queue = 0;
    std::int64_t expiresMs = kNeverMs;
    Content content;
    MessageNumber deadLetterOf = 0;  // the message that this one takes the place of; 0: none
};

struct TopologyChange {
    enum class Kind : std::uint8_t { Exchange, Queue, QueueDeleted, Bound, Unbound };
    Kind kind{};
    std::string name;  // of the exchange or the queue
    ExchangeType type{};
    QueueNumber queue = 0;
    QueueOptions options;
    std::string key;
};

// What one or more calls brought about. Insertions take effect before removals.
struct Effects {
    std::vector<TopologyChange> topology;
    std::vector<Insertion> insertions;
    std::vector<MessageNumber> removals;
    std::vector<ConsumerId> woken;  // these have something to take, or have ended

    void clear();
};

struct Taken {
    DeliveryTag tag = 0;
    Content content;
    bool redelivered = false;
    std::uint64_t deliveryCount = 1;
};

struct Routed {
    std::size_t queues = 0;
    std::optional<std::string> rejectedBy;  // the first queue without room
};

class Broker {
  public:
    // Consumers are numbered on from those of an earlier broker, so that an old id is never another's.
    explicit Broker(std::uint64_t consumersBefore = 0) : m_lastConsumer(consumersBefore) {}
    std::uint64_t consumersSoFar() const { return m_lastConsumer; }

    Result<> declareExchange(const std::string& exchange, ExchangeType type);
    Result<> declareQueue(const std::string& queue, const QueueOptions& options);
    Result<> bind(const std::string& exchange, const std::string& queue, const std::string& key);
    Result<> unbind(const std::string& exchange, const std::string& queue, const std::string& key);
    Result<> deleteQueue(const std::string& queue);
    Result<std::uint64_t> purge(const std::string& queue);

    // The content is the encoded message.
    Result<Routed> publish(const Message& message, const Content& content, WallTime now);

    Result<ConsumerId> openConsumer(const std::string& queue, const ConsumerOptions& options, WallTime now);
    bool dropConsumer(ConsumerId consumer, WallTime now);
    void dropAllConsumers();
    Result<std::optional<Taken>> take(ConsumerId consumer, WallTime now);
    Result<> ack(ConsumerId consumer, DeliveryTag tag, bool multiple, WallTime now);
    Result<> nack(ConsumerId consumer, DeliveryTag tag, bool requeue, bool multiple, WallTime now);

    // Messages whose time has come leave the heads of their queues.
    void expire(WallTime now);
    // No head expires before this.
    std::int64_t soonestExpiryMs() const { return m_soonestExpiryMs; }

    // Takes back a message that could not be stored, unless a consumer has seen it or it is gone already.
    bool forgetUnseen(QueueNumber queue, MessageNumber message);
    // To whoever had room for what was forgotten.
    void handOutWhatIsReady(WallTime now);

    Result<QueueStats> stats(const std::string& queue, WallTime now) const;
    std::vector<QueueStats> allStats(WallTime now) const;
    Result<std::vector<Taken>> browse(const std::string& queue, std::uint64_t from, std::uint64_t limit) const;
    Wiring wiring() const;
    std::uint64_t heldBytes() const { return m_heldBytes; }

    // Since the caller cleared them last.
    Effects& effects() { return m_effects; }

    // Puts back what a file held; no effects. Messages in the order of their numbers.
    void restoreExchange(const std::string& exchange, ExchangeType type);
    void restoreQueue(QueueNumber number, const std::string& queue, const QueueOptions& options);
    bool restoreBinding(const std::string& exchange, QueueNumber queue, const std::string& key);
    bool restoreMessage(QueueNumber queue, Entry entry);
    // What a clean stop writes down: the ready messages that were handed out before.
    std::vector<Entry> handedOutBefore() const;

  private:
    struct Channel {
        MessageQueue* queue = nullptr;
        ConsumerOptions options;
        std::map<DeliveryTag, Entry> unacked;
        DeliveryTag lastTag = 0;
        DeliveryTag nextToTake = 1;  // tags below have been taken
        bool inTurn = false;         // stands in the queue's withRoom

        bool hasRoom() const { return options.prefetch == 0 || unacked.size() < options.prefetch; }
    };
    struct DeadLetter {
        MessageQueue* from;
        Entry entry;
        DeathReason reason;
    };

    Result<MessageQueue*> find(const std::string& queue) const;
    Result<Channel*> find(ConsumerId consumer);
    Result<std::vector<QueueNumber>*> route(const std::string& exchange, const std::string& routingKey);
    void enqueue(MessageQueue& queue, Content content, std::optional<Milliseconds> ttl, MessageNumber deadLetterOf,
                 WallTime now);
    void dispatch(MessageQueue& queue, WallTime now);
    void handOut(MessageQueue& queue, ConsumerId id, Channel& channel, WallTime now);
    void giveTurn(ConsumerId id, Channel& channel);
    void dropOverLimit(MessageQueue& queue, WallTime now);
    void expireHead(MessageQueue& queue, std::int64_t untilMs, WallTime now);
    void noteHead(const MessageQueue& queue);
    void putBackAll(Channel& channel);
    void remove(const Entry& entry);
    void bury(MessageQueue& queue, Entry entry, DeathReason reason, WallTime now);
    void settleDeadLetters(WallTime now);
    void republish(const DeadLetter& letter, WallTime now);
    Entry release(Channel& channel, std::map<DeliveryTag, Entry>::iterator held);
    template <class Each>
    Result<> settle(ConsumerId consumer, DeliveryTag tag, bool multiple, Each&& each);
    static Taken asDelivery(const Entry& entry, std::uint64_t delivery, DeliveryTag tag);
    QueueStats statsOf(const MessageQueue& queue, WallTime now) const;

    std::map<std::string, Exchange, std::less<>> m_exchanges;
    std::unordered_map<std::string, MessageQueue*> m_queuesByName;
    std::map<QueueNumber, std::unique_ptr<MessageQueue>> m_queues;
    std::unordered_map<ConsumerId, std::unique_ptr<Channel>> m_channels;
    QueueNumber m_lastQueue = 0;
    MessageNumber m_lastMessage = 0;
    std::uint64_t m_lastConsumer;
    std::uint64_t m_heldBytes = 0;
    std::int64_t m_soonestExpiryMs = kNeverMs;
    std::deque<DeadLetter> m_deadLetters;  // on their way; empty between calls
    std::vector<QueueNumber> m_routes;     // scratch, keeps its room
    Effects m_effects;
};

}  // namespace rushlab::queue
