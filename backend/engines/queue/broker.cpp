// The way of a message: in, out to consumers, back, and away. What is declared and shown is in broker_topology.cpp.
#include "engines/queue/broker.h"

#include <algorithm>

namespace rushlab::queue {
namespace {

std::optional<Milliseconds> earlier(std::optional<Milliseconds> one, std::optional<Milliseconds> other) {
    if (one && other) return std::min(*one, *other);
    return one ? one : other;
}

// The same queue and reason again is counted, not listed twice; the latest stands first.
void recordDeath(std::vector<Death>& deaths, const std::string& queue, DeathReason reason, const Message& message,
                 WallTime now) {
    const auto same = std::find_if(deaths.begin(), deaths.end(),
                                   [&](const Death& death) { return death.reason == reason && death.queue == queue; });
    if (same == deaths.end()) {
        deaths.insert(deaths.begin(), {queue, reason, 1, message.exchange, message.routingKey, now, message.ttl});
        return;
    }
    ++same->count;
    std::rotate(deaths.begin(), same, same + 1);
}

// RabbitMQ's rule: a message that comes back to a queue it died in, without anybody having rejected it on the way,
// would go round for ever.
bool wouldCircle(const std::vector<Death>& deaths, const std::string& target) {
    for (const Death& death : deaths) {
        if (death.reason == DeathReason::Rejected) return false;
        if (death.queue == target) return true;
    }
    return false;
}

}  // namespace

void Effects::clear() {
    topology.clear();
    insertions.clear();
    removals.clear();
    woken.clear();
}

Result<std::vector<QueueNumber>*> Broker::route(const std::string& exchange, const std::string& routingKey) {
    m_routes.clear();
    if (exchange.empty()) {
        const auto queue = m_queuesByName.find(routingKey);
        if (queue != m_queuesByName.end()) m_routes.push_back(queue->second->number());
        return &m_routes;
    }
    const auto found = m_exchanges.find(exchange);
    if (found == m_exchanges.end())
        return fail(ErrorCode::NotFound, "there is no exchange \"{}\"; declare it before publishing to it", exchange);
    found->second.route(routingKey, m_routes);
    return &m_routes;
}

Result<Routed> Broker::publish(const Message& message, const Content& content, WallTime now) {
    const auto routes = route(message.exchange, message.routingKey);
    if (!routes) return pass(routes);
    if ((*routes)->empty() && message.mandatory)
        return fail(
            ErrorCode::NotFound,
            "no queue is bound to exchange \"{}\" for routing key \"{}\", and the message is mandatory; bind one",
            message.exchange, message.routingKey);
    Routed routed;
    for (const QueueNumber number : **routes) {
        MessageQueue& queue = *m_queues.at(number);
        if (queue.options.overflow == Overflow::RejectPublish && !queue.hasRoomFor(content)) {
            if (!routed.rejectedBy) routed.rejectedBy = queue.name;
            continue;
        }
        enqueue(queue, content, message.ttl, 0, now);
        ++routed.queues;
    }
    settleDeadLetters(now);
    return routed;
}

void Broker::enqueue(MessageQueue& queue, Content content, std::optional<Milliseconds> ttl, MessageNumber deadLetterOf,
                     WallTime now) {
    const auto lives = earlier(ttl, queue.options.messageTtl);
    Entry entry{std::move(content), ++m_lastMessage, lives ? msOf(now + *lives) : kNeverMs, 0, false};
    m_heldBytes += entry.content.heldBytes();
    m_effects.insertions.push_back({entry.number, queue.number(), entry.expiresMs, entry.content, deadLetterOf});
    queue.published.add(now);
    queue.append(std::move(entry));
    noteHead(queue);
    dispatch(queue, now);
    dropOverLimit(queue, now);
    // A TTL of 0 means: to a consumer that is free now, or to nobody.
    expireHead(queue, msOf(now), now);
}

void Broker::dispatch(MessageQueue& queue, WallTime now) {
    while (queue.ready() > 0 && !queue.withRoom.empty()) {
        expireHead(queue, msOf(now) - 1, now);
        if (queue.ready() == 0) return;
        const ConsumerId id = queue.withRoom.front();
        queue.withRoom.pop_front();
        Channel& channel = *m_channels.at(id);
        channel.inTurn = false;
        handOut(queue, id, channel, now);
        giveTurn(id, channel);
    }
}

void Broker::handOut(MessageQueue& queue, ConsumerId id, Channel& channel, WallTime now) {
    Entry entry = queue.popHead();
    noteHead(queue);
    ++entry.deliveries;
    ++queue.unacked;
    queue.unackedBodyBytes += entry.content.bodySize();
    queue.delivered.add(now);
    if (entry.deliveries > 1 || entry.mayHaveBeenDelivered) queue.redelivered.add(now);
    const bool hadSomething = !channel.unacked.empty() && channel.unacked.rbegin()->first >= channel.nextToTake;
    channel.unacked.emplace_hint(channel.unacked.end(), ++channel.lastTag, std::move(entry));
    if (!hadSomething) m_effects.woken.push_back(id);
}

void Broker::giveTurn(ConsumerId id, Channel& channel) {
    if (channel.inTurn || channel.options.mode == ConsumerMode::Pull || !channel.hasRoom()) return;
    channel.inTurn = true;
    channel.queue->withRoom.push_back(id);
}

void Broker::noteHead(const MessageQueue& queue) {
    if (queue.ready() > 0) m_soonestExpiryMs = std::min(m_soonestExpiryMs, queue.head().expiresMs);
}

void Broker::dropOverLimit(MessageQueue& queue, WallTime now) {
    if (!queue.overLimit()) return;
    while (queue.overLimit())
        bury(queue, queue.popHead(), DeathReason::MaxLength, now);
    noteHead(queue);
}

void Broker::expireHead(MessageQueue& queue, std::int64_t untilMs, WallTime now) {
    if (queue.ready() == 0 || queue.head().expiresMs > untilMs) return;
    while (queue.ready() > 0 && queue.head().expiresMs <= untilMs)
        bury(queue, queue.popHead(), DeathReason::Expired, now);
    noteHead(queue);
}

void Broker::expire(WallTime now) {
    m_soonestExpiryMs = kNeverMs;
    for (const auto& [number, queue] : m_queues) {
        expireHead(*queue, msOf(now), now);
        noteHead(*queue);
    }
    settleDeadLetters(now);
}

void Broker::remove(const Entry& entry) {
    m_heldBytes -= entry.content.heldBytes();
    m_effects.removals.push_back(entry.number);
}

void Broker::bury(MessageQueue& queue, Entry entry, DeathReason reason, WallTime now) {
    remove(entry);
    if (!queue.options.deadLetterExchange) return;
    queue.deadLettered.add(now);
    m_deadLetters.push_back({&queue, std::move(entry), reason});
}

// One dead letter may push out another; wouldCircle() bounds how often.
void Broker::settleDeadLetters(WallTime now) {
    while (!m_deadLetters.empty()) {
        const DeadLetter letter = std::move(m_deadLetters.front());
        m_deadLetters.pop_front();
        republish(letter, now);
    }
}

void Broker::republish(const DeadLetter& letter, WallTime now) {
    const QueueOptions& options = letter.from->options;
    Message message = letter.entry.content.message();
    auto deaths = letter.entry.content.deaths();
    recordDeath(deaths, letter.from->name, letter.reason, message, now);
    message.exchange = *options.deadLetterExchange;
    if (options.deadLetterRoutingKey) message.routingKey = *options.deadLetterRoutingKey;
    message.ttl.reset();
    message.mandatory = false;
    const auto routes = route(message.exchange, message.routingKey);
    if (!routes) return;  // no such exchange: the letter is dropped, as RabbitMQ does
    const Content content = Content::encode(message, deaths);
    for (const QueueNumber number : **routes) {
        MessageQueue& queue = *m_queues.at(number);
        if (wouldCircle(deaths, queue.name)) continue;
        if (queue.options.overflow == Overflow::RejectPublish && !queue.hasRoomFor(content)) continue;
        enqueue(queue, content, std::nullopt, letter.entry.number, now);
    }
}

Taken Broker::asDelivery(const Entry& entry, std::uint64_t delivery, DeliveryTag tag) {
    return {tag, entry.content, delivery > 1 || entry.mayHaveBeenDelivered, delivery};
}

Result<std::optional<Taken>> Broker::take(ConsumerId consumer, WallTime now) {
    const auto found = find(consumer);
    if (!found) return pass(found);
    Channel& channel = **found;
    if (channel.options.mode == ConsumerMode::Pull) {
        expireHead(*channel.queue, msOf(now) - 1, now);
        if (channel.queue->ready() > 0 && channel.hasRoom()) handOut(*channel.queue, consumer, channel, now);
        settleDeadLetters(now);
    }
    const auto next = channel.unacked.lower_bound(channel.nextToTake);
    if (next == channel.unacked.end()) return std::nullopt;
    channel.nextToTake = next->first + 1;
    return asDelivery(next->second, next->second.deliveries, next->first);
}

Entry Broker::release(Channel& channel, std::map<DeliveryTag, Entry>::iterator held) {
    Entry entry = std::move(held->second);
    channel.unacked.erase(held);
    --channel.queue->unacked;
    channel.queue->unackedBodyBytes -= entry.content.bodySize();
    return entry;
}

// Ends the holding of one tag, or of all up to it (0: of all), and hands each entry to `each`.
template <class Each>
Result<> Broker::settle(ConsumerId consumer, DeliveryTag tag, bool multiple, Each&& each) {
    const auto found = find(consumer);
    if (!found) return pass(found);
    Channel& channel = **found;
    if (multiple && tag == 0)
        tag = channel.nextToTake - 1;
    else if (tag >= channel.nextToTake || !channel.unacked.contains(tag))
        return fail(ErrorCode::NotFound,
                    "consumer {} of queue \"{}\" holds no delivery {}: it was settled before or never taken (AMQP's "
                    "PRECONDITION_FAILED); settle each delivery once",
                    consumer.value, channel.queue->name, tag);
    auto held = multiple ? channel.unacked.begin() : channel.unacked.find(tag);
    while (held != channel.unacked.end() && held->first <= tag) {
        const auto following = std::next(held);
        each(*channel.queue, release(channel, held));
        held = following;
        if (!multiple) break;
    }
    giveTurn(consumer, channel);
    return {};
}

Result<> Broker::ack(ConsumerId consumer, DeliveryTag tag, bool multiple, WallTime now) {
    auto done = settle(consumer, tag, multiple, [this, now](MessageQueue& queue, const Entry& entry) {
        queue.acked.add(now);
        remove(entry);
    });
    if (!done) return done;
    dispatch(*(*find(consumer))->queue, now);
    settleDeadLetters(now);
    return {};
}

Result<> Broker::nack(ConsumerId consumer, DeliveryTag tag, bool requeue, bool multiple, WallTime now) {
    auto done = settle(consumer, tag, multiple, [this, now, requeue](MessageQueue& queue, Entry entry) {
        if (requeue)
            queue.putBack(std::move(entry));
        else
            bury(queue, std::move(entry), DeathReason::Rejected, now);
    });
    if (!done) return done;
    MessageQueue& queue = *(*find(consumer))->queue;
    noteHead(queue);
    dispatch(queue, now);
    dropOverLimit(queue, now);
    settleDeadLetters(now);
    return {};
}

void Broker::putBackAll(Channel& channel) {
    while (!channel.unacked.empty())
        channel.queue->putBack(release(channel, channel.unacked.begin()));
    noteHead(*channel.queue);
}

bool Broker::dropConsumer(ConsumerId consumer, WallTime now) {
    const auto found = m_channels.find(consumer);
    if (found == m_channels.end()) return false;
    MessageQueue& queue = *found->second->queue;
    putBackAll(*found->second);
    std::erase(queue.withRoom, consumer);
    std::erase(queue.consumers, consumer);
    m_channels.erase(found);
    m_effects.woken.push_back(consumer);
    dispatch(queue, now);
    dropOverLimit(queue, now);
    settleDeadLetters(now);
    return true;
}

// All go before any of their messages is handed out again.
void Broker::dropAllConsumers() {
    for (auto& [id, channel] : m_channels) {
        putBackAll(*channel);
        channel->queue->withRoom.clear();
        channel->queue->consumers.clear();
        m_effects.woken.push_back(id);
    }
    m_channels.clear();
}

void Broker::handOutWhatIsReady(WallTime now) {
    for (const auto& [number, queue] : m_queues)
        dispatch(*queue, now);
    settleDeadLetters(now);
}

bool Broker::forgetUnseen(QueueNumber number, MessageNumber message) {
    const auto found = m_queues.find(number);
    if (found == m_queues.end()) return false;
    MessageQueue& queue = *found->second;
    if (const auto ready = queue.takeOutUnseen(message)) {
        m_heldBytes -= ready->content.heldBytes();
        return true;
    }
    for (const ConsumerId id : queue.consumers) {
        Channel& channel = *m_channels.at(id);
        for (auto held = channel.unacked.lower_bound(channel.nextToTake); held != channel.unacked.end(); ++held) {
            if (held->second.number != message) continue;
            if (held->second.deliveries > 1) return false;
            m_heldBytes -= release(channel, held).content.heldBytes();
            giveTurn(id, channel);
            return true;
        }
    }
    return false;
}

}  // namespace rushlab::queue
