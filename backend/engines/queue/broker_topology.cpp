// What is declared, what is shown, and what a file puts back.
#include "engines/queue/broker.h"

#include <algorithm>

namespace rushlab::queue {
namespace {

std::string_view nameOf(ExchangeType type) {
    switch (type) {
        case ExchangeType::Direct:
            return "direct";
        case ExchangeType::Topic:
            return "topic";
        case ExchangeType::Fanout:
            return "fanout";
    }
    abortBecause("an ExchangeType outside its enumeration");
}

template <class T>
std::string shown(const std::optional<T>& value) {
    if (!value) return "none";
    if constexpr (std::is_same_v<T, Milliseconds>)
        return fmt::format("{} ms", value->count());
    else
        return fmt::format("{}", *value);
}

// The first option that differs, in words.
std::string difference(const QueueOptions& is, const QueueOptions& wanted) {
    const auto differ = [](std::string_view option, const std::string& has, const std::string& asked) {
        return fmt::format("its {} is {}, not {}", option, has, asked);
    };
    if (is.messageTtl != wanted.messageTtl)
        return differ("message TTL", shown(is.messageTtl), shown(wanted.messageTtl));
    if (is.deadLetterExchange != wanted.deadLetterExchange)
        return differ("dead-letter exchange", shown(is.deadLetterExchange), shown(wanted.deadLetterExchange));
    if (is.deadLetterRoutingKey != wanted.deadLetterRoutingKey)
        return differ("dead-letter routing key", shown(is.deadLetterRoutingKey), shown(wanted.deadLetterRoutingKey));
    if (is.maxLength != wanted.maxLength) return differ("length limit", shown(is.maxLength), shown(wanted.maxLength));
    if (is.maxLengthBytes != wanted.maxLengthBytes)
        return differ("limit in bytes", shown(is.maxLengthBytes), shown(wanted.maxLengthBytes));
    return is.overflow == Overflow::DropHead ? "it drops its head when full, it does not reject"
                                             : "it rejects when full, it does not drop its head";
}

Result<> checkName(std::string_view what, const std::string& name) {
    if (name.empty()) return fail(ErrorCode::Invalid, "the {} has no name; give it 1 to 255 bytes", what);
    if (name.size() > 255)
        return fail(ErrorCode::Invalid, "the name of the {} is {} bytes long; AMQP allows 255", what, name.size());
    return {};
}

}  // namespace

Result<MessageQueue*> Broker::find(const std::string& queue) const {
    const auto found = m_queuesByName.find(queue);
    if (found == m_queuesByName.end())
        return fail(ErrorCode::NotFound, "there is no queue \"{}\"; declare it first", queue);
    return found->second;
}

Result<Broker::Channel*> Broker::find(ConsumerId consumer) {
    const auto found = m_channels.find(consumer);
    if (found == m_channels.end())
        return fail(ErrorCode::Unavailable, "consumer {} is gone: it was dropped or its queue deleted; open a new one",
                    consumer.value);
    return found->second.get();
}

Result<> Broker::declareExchange(const std::string& exchange, ExchangeType type) {
    if (auto named = checkName("exchange", exchange); !named) return named;
    const auto found = m_exchanges.find(exchange);
    if (found != m_exchanges.end()) {
        if (found->second.type == type) return {};
        return fail(ErrorCode::Conflict,
                    "exchange \"{}\" exists with another type (AMQP's PRECONDITION_FAILED): it is {}, not {}; use "
                    "another name",
                    exchange, nameOf(found->second.type), nameOf(type));
    }
    m_exchanges[exchange].type = type;
    m_effects.topology.push_back({TopologyChange::Kind::Exchange, exchange, type, 0, {}, {}});
    return {};
}

Result<> Broker::declareQueue(const std::string& queue, const QueueOptions& options) {
    if (auto named = checkName("queue", queue); !named) return named;
    if (options.messageTtl && (options.messageTtl->count() < 0 || *options.messageTtl > kLongestTtl))
        return fail(ErrorCode::Invalid, "queue \"{}\": a message TTL of {} ms is outside 0 to {}", queue,
                    options.messageTtl->count(), kLongestTtl.count());
    if (options.deadLetterRoutingKey && !options.deadLetterExchange)
        return fail(ErrorCode::Invalid, "queue \"{}\" has a dead-letter routing key but no dead-letter exchange",
                    queue);
    const auto found = m_queuesByName.find(queue);
    if (found != m_queuesByName.end()) {
        if (found->second->options == options) return {};
        return fail(ErrorCode::Conflict,
                    "queue \"{}\" exists with other options (AMQP's PRECONDITION_FAILED): {}; delete it first, or use "
                    "another name",
                    queue, difference(found->second->options, options));
    }
    restoreQueue(m_lastQueue + 1, queue, options);
    m_effects.topology.push_back({TopologyChange::Kind::Queue, queue, {}, m_lastQueue, options, {}});
    return {};
}

Result<> Broker::bind(const std::string& exchange, const std::string& queue, const std::string& key) {
    const auto found = m_exchanges.find(exchange);
    if (found == m_exchanges.end())
        return fail(ErrorCode::NotFound,
                    "there is no exchange \"{}\" to bind to; declare it first (the default exchange "
                    "needs no bindings)",
                    exchange);
    const auto to = find(queue);
    if (!to) return pass(to);
    if (key.size() > 255)
        return fail(ErrorCode::Invalid, "a binding key of {} bytes is too long; AMQP allows 255", key.size());
    if (found->second.bind((*to)->number(), key))
        m_effects.topology.push_back({TopologyChange::Kind::Bound, exchange, {}, (*to)->number(), {}, key});
    return {};
}

Result<> Broker::unbind(const std::string& exchange, const std::string& queue, const std::string& key) {
    const auto found = m_exchanges.find(exchange);
    if (found == m_exchanges.end()) return fail(ErrorCode::NotFound, "there is no exchange \"{}\"", exchange);
    const auto from = find(queue);
    if (!from) return pass(from);
    if (found->second.unbind((*from)->number(), key))
        m_effects.topology.push_back({TopologyChange::Kind::Unbound, exchange, {}, (*from)->number(), {}, key});
    return {};
}

Result<> Broker::deleteQueue(const std::string& name) {
    const auto found = find(name);
    if (!found) return pass(found);
    MessageQueue& queue = **found;
    const QueueNumber number = queue.number();
    for (const ConsumerId id : std::exchange(queue.consumers, {})) {
        putBackAll(*m_channels.at(id));
        m_channels.erase(id);
        m_effects.woken.push_back(id);
    }
    // Pulling channels are not among the queue's consumers.
    for (auto channel = m_channels.begin(); channel != m_channels.end();) {
        if (channel->second->queue != &queue) {
            ++channel;
            continue;
        }
        putBackAll(*channel->second);
        channel = m_channels.erase(channel);
    }
    for (const Entry& entry : queue.takeAll())
        remove(entry);
    for (auto& [exchange, bound] : m_exchanges) {
        for (auto& [key, queues] : bound.bindings)
            std::erase(queues, number);
        std::erase_if(bound.bindings, [](const auto& binding) { return binding.second.empty(); });
    }
    m_effects.topology.push_back({TopologyChange::Kind::QueueDeleted, name, {}, number, {}, {}});
    m_queuesByName.erase(name);
    m_queues.erase(number);
    return {};
}

Result<std::uint64_t> Broker::purge(const std::string& queue) {
    const auto found = find(queue);
    if (!found) return pass(found);
    const auto purged = (*found)->takeAll();
    for (const Entry& entry : purged)
        remove(entry);
    return purged.size();
}

Result<ConsumerId> Broker::openConsumer(const std::string& queue, const ConsumerOptions& options, WallTime now) {
    const auto found = find(queue);
    if (!found) return pass(found);
    const ConsumerId id{++m_lastConsumer};
    auto channel = std::make_unique<Channel>();
    channel->queue = *found;
    channel->options = options;
    Channel& opened = *m_channels.emplace(id, std::move(channel)).first->second;
    if (options.mode == ConsumerMode::Push) (*found)->consumers.push_back(id);
    giveTurn(id, opened);
    dispatch(**found, now);
    settleDeadLetters(now);
    return id;
}

QueueStats Broker::statsOf(const MessageQueue& queue, WallTime now) const {
    QueueStats stats;
    stats.queue = queue.name;
    stats.options = queue.options;
    stats.ready = queue.ready();
    stats.unacked = queue.unacked;
    stats.bytes = queue.readyBodyBytes() + queue.unackedBodyBytes;
    stats.published = queue.published.read(now);
    stats.delivered = queue.delivered.read(now);
    stats.acked = queue.acked.read(now);
    stats.redelivered = queue.redelivered.read(now);
    stats.deadLettered = queue.deadLettered.read(now);
    for (const ConsumerId id : queue.consumers) {
        const Channel& channel = *m_channels.at(id);
        stats.consumers.push_back({id, channel.options.name, channel.options.prefetch, channel.unacked.size()});
    }
    return stats;
}

Result<QueueStats> Broker::stats(const std::string& queue, WallTime now) const {
    const auto found = find(queue);
    if (!found) return pass(found);
    return statsOf(**found, now);
}

std::vector<QueueStats> Broker::allStats(WallTime now) const {
    std::vector<QueueStats> all;
    for (const auto& [number, queue] : m_queues)
        all.push_back(statsOf(*queue, now));
    return all;
}

Result<std::vector<Taken>> Broker::browse(const std::string& queue, std::uint64_t from, std::uint64_t limit) const {
    const auto found = find(queue);
    if (!found) return pass(found);
    std::vector<Taken> seen;
    if (limit == 0) return seen;
    (*found)->forEach(from, [&](const Entry& entry) {
        seen.push_back(asDelivery(entry, entry.deliveries + std::uint64_t{1}, 0));
        return seen.size() < limit;
    });
    return seen;
}

Wiring Broker::wiring() const {
    Wiring wiring;
    for (const auto& [name, exchange] : m_exchanges) {
        wiring.exchanges.push_back({name, exchange.type});
        for (const auto& [key, queues] : exchange.bindings) {
            const std::size_t first = wiring.bindings.size();
            for (const QueueNumber queue : queues)
                wiring.bindings.push_back({name, m_queues.at(queue)->name, key});
            std::sort(wiring.bindings.begin() + static_cast<std::ptrdiff_t>(first), wiring.bindings.end(),
                      [](const Binding& one, const Binding& other) { return one.queue < other.queue; });
        }
    }
    return wiring;
}

void Broker::restoreExchange(const std::string& exchange, ExchangeType type) {
    m_exchanges[exchange].type = type;
}

void Broker::restoreQueue(QueueNumber number, const std::string& name, const QueueOptions& options) {
    auto queue = std::make_unique<MessageQueue>(number, name, options);
    m_queuesByName[name] = queue.get();
    m_queues[number] = std::move(queue);
    m_lastQueue = std::max(m_lastQueue, number);
}

bool Broker::restoreBinding(const std::string& exchange, QueueNumber queue, const std::string& key) {
    const auto found = m_exchanges.find(exchange);
    if (found == m_exchanges.end() || !m_queues.contains(queue)) return false;
    found->second.bind(queue, key);
    return true;
}

bool Broker::restoreMessage(QueueNumber number, Entry entry) {
    const auto found = m_queues.find(number);
    if (found == m_queues.end()) return false;
    m_lastMessage = std::max(m_lastMessage, entry.number);
    m_heldBytes += entry.content.heldBytes();
    found->second->append(std::move(entry));
    noteHead(*found->second);
    return true;
}

std::vector<Entry> Broker::handedOutBefore() const {
    std::vector<Entry> entries;
    for (const auto& [number, queue] : m_queues) {
        queue->forEach(0, [&](const Entry& entry) {
            if (entry.deliveries > 0 || entry.mayHaveBeenDelivered) entries.push_back(entry);
            return true;
        });
    }
    return entries;
}

}  // namespace rushlab::queue
