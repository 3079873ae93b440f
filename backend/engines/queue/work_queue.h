// The work queue's port, in the terms of AMQP 0-9-1: exchanges route messages to durable queues, consumers take and
// acknowledge them.
//
// Guarantees, the same for every engine: a publish is confirmed once the message is on disk or already consumed and
// acknowledged; a publish that fails with Unavailable or Full from the engine itself was not stored; a consumer that
// vanishes has its unacknowledged messages requeued where they stood, with the redelivered flag; an acknowledgement
// whose awaitable said yes keeps its message from coming back, also after a kill; order holds within a queue;
// dead-lettering writes x-death. What an engine does differently is told by traits(). WorkQueue may be called from any
// loop's coroutines and its plain calls from any thread; a Consumer belongs to one loop. Consumers go before their
// WorkQueue.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/deadline.h"
#include "base/id.h"
#include "base/result.h"
#include "io/loop.h"

namespace rushlab::queue {

enum class ExchangeType : std::uint8_t { Direct, Topic, Fanout };

// What happens to a message that a full queue has no room for.
enum class Overflow : std::uint8_t {
    DropHead,       // the oldest ready message goes (to the dead-letter exchange, if there is one)
    RejectPublish,  // the publish fails with Full
};

struct QueueOptions {
    std::optional<Milliseconds> messageTtl;
    std::optional<std::string> deadLetterExchange;    // "" is the default exchange
    std::optional<std::string> deadLetterRoutingKey;  // without it a dead letter keeps its own
    std::optional<std::uint64_t> maxLength;           // ready messages
    std::optional<std::uint64_t> maxLengthBytes;      // bodies of ready messages
    Overflow overflow = Overflow::DropHead;

    friend bool operator==(const QueueOptions&, const QueueOptions&) = default;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Message {
    std::string exchange;  // "" is the default exchange: the routing key is a queue's name
    std::string routingKey;
    std::string body;
    Headers headers;
    std::string messageId;
    std::optional<Milliseconds> ttl;
    bool mandatory = false;  // NotFound where no queue would get it; otherwise such a message is confirmed and dropped

    friend bool operator==(const Message&, const Message&) = default;
};

struct Confirm {
    std::size_t queues = 0;  // that it was routed to
};

enum class DeathReason : std::uint8_t { Rejected, Expired, MaxLength };
std::string_view name(DeathReason reason);

// One entry of x-death: how often a message died in one queue for one reason. The latest death stands first.
struct Death {
    std::string queue;
    DeathReason reason = DeathReason::Rejected;
    std::uint64_t count = 0;
    std::string exchange;                     // that it had been published to before it first died there
    std::string routingKey;                   // and with which key
    WallTime time{};                          // of the first of these deaths
    std::optional<Milliseconds> originalTtl;  // its own TTL, which a dead letter no longer has

    friend bool operator==(const Death&, const Death&) = default;
};

using DeliveryTag = std::uint64_t;

struct Delivery {
    DeliveryTag tag = 0;
    Message message;
    bool redelivered = false;
    std::uint64_t deliveryCount = 1;  // this one included, as far as the engine knows (see Traits)
    std::vector<Death> xDeath;
};

using ConsumerId = Id<struct ConsumerTag, std::uint64_t>;

enum class ConsumerMode : std::uint8_t {
    Push,  // the queue hands out messages up to the prefetch, fairly among its consumers (basic.consume)
    Pull,  // nothing is handed out; next() takes the head, or nothing, at once (basic.get)
};

struct ConsumerOptions {
    std::uint32_t prefetch = 0;  // messages it may hold unacknowledged; 0: unlimited
    std::string name;
    ConsumerMode mode = ConsumerMode::Push;
};

// One channel with one consumer on it. Destroying it requeues what it holds.
class Consumer {
  public:
    virtual ~Consumer() = default;
    virtual ConsumerId id() const = 0;

    // The next message, or nothing once the deadline has passed. Unavailable: the consumer was dropped, its queue was
    // deleted or the engine stopped; open a new one. One at a time: a second next() ends the first with nothing.
    virtual io::Awaitable<Result<std::optional<Delivery>>> next(Deadline deadline) = 0;

    // An acknowledgement (`multiple`: of every tag up to this one) that is on disk when it returns. NotFound: no such
    // tag is held. Unavailable: the disk did not take it; a restart before it does may bring the message back.
    virtual io::Awaitable<Result<>> ack(DeliveryTag tag, bool multiple, Deadline deadline) = 0;
    // Requeued to where it stood, or else dead-lettered (dropped where the queue has no dead-letter exchange).
    virtual io::Awaitable<Result<>> nack(DeliveryTag tag, bool requeue, bool multiple, Deadline deadline) = 0;

    // The same without waiting for the disk: a kill before the next flush may bring the message back.
    virtual Result<> ackSoon(DeliveryTag tag, bool multiple) = 0;
    virtual Result<> nackSoon(DeliveryTag tag, bool requeue, bool multiple) = 0;
};

struct Count {
    std::uint64_t total = 0;     // since the engine started
    double ratePerSecond = 0.0;  // over the last five whole seconds
};

struct ConsumerStats {
    ConsumerId id;
    std::string name;
    std::uint32_t prefetch = 0;
    std::uint64_t unacked = 0;
};

struct QueueStats {
    std::string queue;
    QueueOptions options;
    std::uint64_t ready = 0;
    std::uint64_t unacked = 0;
    std::uint64_t bytes = 0;  // of bodies, ready and unacked
    Count published, delivered, acked, redelivered, deadLettered;
    std::vector<ConsumerStats> consumers;
};

struct DeclaredExchange {
    std::string name;
    ExchangeType type = ExchangeType::Direct;

    friend bool operator==(const DeclaredExchange&, const DeclaredExchange&) = default;
};

struct Binding {
    std::string exchange;
    std::string queue;
    std::string key;

    friend bool operator==(const Binding&, const Binding&) = default;
};

// What is declared and bound. The default exchange, and each queue's binding to it by its own name, go without saying.
struct Wiring {
    std::vector<DeclaredExchange> exchanges;
    std::vector<Binding> bindings;

    friend bool operator==(const Wiring&, const Wiring&) = default;
};

// What an engine can and cannot do, for the doctor and for scenarios that depend on it.
struct Traits {
    std::string engine;
    bool survivesKill = true;
    bool purgesExpiredBehindHead = false;     // a per-message TTL takes effect only at the queue's head
    bool countsDeliveriesAcrossKill = false;  // after an unclean stop everything is redelivered and counts from 1 again
    bool dropsConsumersFromOutside = true;    // dropConsumer works
    bool browsesWithoutConsuming = true;
    bool appliesMemoryWatermark = true;
};

class WorkQueue {
  public:
    virtual ~WorkQueue() = default;

    // All of these are on disk when they say yes. Declaring again what exists already is fine; declaring it otherwise
    // is a Conflict that names the difference (PRECONDITION_FAILED).
    virtual io::Awaitable<Result<>> declareExchange(std::string name, ExchangeType type, Deadline deadline) = 0;
    virtual io::Awaitable<Result<>> declareQueue(std::string name, QueueOptions options, Deadline deadline) = 0;
    // In a topic exchange `*` in the key stands for one word and `#` for any number; a fanout exchange ignores it.
    virtual io::Awaitable<Result<>> bind(std::string exchange, std::string queue, std::string key,
                                         Deadline deadline) = 0;
    virtual io::Awaitable<Result<>> unbind(std::string exchange, std::string queue, std::string key,
                                           Deadline deadline) = 0;
    // Ends its consumers; its messages are not dead-lettered.
    virtual io::Awaitable<Result<>> deleteQueue(std::string name, Deadline deadline) = 0;
    // Drops the ready messages, leaves the unacknowledged ones; says how many.
    virtual io::Awaitable<Result<std::uint64_t>> purge(std::string queue, Deadline deadline) = 0;

    // NotFound: no such exchange, or unroutable although mandatory. Full: a queue's length limit rejected it (the other
    // queues of a fanout still got it), or memory stayed above its watermark until the deadline. Unavailable: the disk
    // refused; surely neither stored nor delivered. OutcomeUnknown: not confirmed by the deadline; publish it again
    // with the same messageId.
    virtual io::Awaitable<Result<Confirm>> publish(Message message, Deadline deadline) = 0;

    virtual io::Awaitable<Result<std::unique_ptr<Consumer>>> openConsumer(std::string queue, ConsumerOptions options,
                                                                          Deadline deadline) = 0;
    // What the network does to a consumer, from outside: false when there is none of that id.
    virtual bool dropConsumer(ConsumerId id) = 0;

    // Returns once everything that was asked before is on disk.
    virtual io::Awaitable<Result<>> flushed(Deadline deadline) = 0;

    virtual io::Awaitable<Result<QueueStats>> stats(std::string queue, Deadline deadline) = 0;
    virtual io::Awaitable<Result<std::vector<QueueStats>>> allStats(Deadline deadline) = 0;
    // By the names of exchanges, then of keys, then of queues.
    virtual io::Awaitable<Result<Wiring>> wiring(Deadline deadline) = 0;
    // Ready messages from position `from` on, oldest first, without consuming them: as the next delivery
    // would show them, with tag 0.
    virtual io::Awaitable<Result<std::vector<Delivery>>> browse(std::string queue, std::uint64_t from,
                                                                std::uint64_t limit, Deadline deadline) = 0;

    virtual Traits traits() const = 0;
    // One line for the doctor: engine, version, where its data is.
    virtual std::string describe() const = 0;
};

}  // namespace rushlab::queue
