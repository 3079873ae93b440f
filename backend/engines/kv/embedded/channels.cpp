#include "engines/kv/embedded/channels.h"

#include <fmt/format.h>

#include "engines/kv/embedded/glob.h"
#include "engines/kv/embedded/replies.h"

namespace rushlab::kv::embedded {

SubscriberId Channels::add(Topics topics) {
    const SubscriberId id = ++m_last;
    for (const std::string& channel : topics.channels)
        m_byChannel[channel].insert(id);
    for (const std::string& pattern : topics.patterns)
        m_byPattern[pattern].insert(id);
    m_subscribers[id].topics = std::move(topics);
    return id;
}

void Channels::leave(Listeners& listeners, const std::vector<std::string>& topics, SubscriberId id) {
    for (const std::string& topic : topics) {
        const auto found = listeners.find(topic);
        if (found == listeners.end()) continue;
        found->second.erase(id);
        if (found->second.empty()) listeners.erase(found);
    }
}

void Channels::remove(SubscriberId id) {
    const auto found = m_subscribers.find(id);
    if (found == m_subscribers.end()) return;
    leave(m_byChannel, found->second.topics.channels, id);
    leave(m_byPattern, found->second.topics.patterns, id);
    m_subscribers.erase(found);
}

std::int64_t Channels::publish(std::string_view channel, std::string_view payload) {
    if (m_subscribers.empty()) return 0;
    std::int64_t reached = 0;
    Message message{{}, std::string(channel), std::string(payload)};
    if (const auto listeners = m_byChannel.find(channel); listeners != m_byChannel.end())
        reached += deliver(listeners->second, message);
    for (const auto& [pattern, listeners] : m_byPattern) {
        if (!matchesGlob(pattern, channel)) continue;
        message.pattern = pattern;
        reached += deliver(listeners, message);
    }
    return reached;
}

std::int64_t Channels::deliver(const std::set<SubscriberId>& listeners, const Message& message) {
    std::int64_t reached = 0;
    for (const SubscriberId id : listeners) {
        Subscriber& subscriber = m_subscribers.at(id);
        if (subscriber.dropped) continue;
        reached += accept(subscriber, message) ? 1 : 0;
        if (std::exchange(subscriber.waits, false)) m_woken.push_back(id);
    }
    return reached;
}

bool Channels::accept(Subscriber& subscriber, const Message& message) {
    const std::size_t bytes = message.pattern.size() + message.channel.size() + message.payload.size();
    if (subscriber.buffer.size() >= subscriber.topics.bufferedMessagesMax ||
        subscriber.bufferedBytes + bytes > subscriber.topics.bufferedBytesMax) {
        subscriber.dropped = true;
        subscriber.buffer.clear();
        ++m_dropped;
        return false;
    }
    subscriber.bufferedBytes += bytes;
    subscriber.buffer.push_back(message);
    return true;
}

std::optional<Message> Channels::take(SubscriberId id) {
    Subscriber& subscriber = m_subscribers.at(id);
    if (subscriber.buffer.empty()) return std::nullopt;
    Message message = std::move(subscriber.buffer.front());
    subscriber.buffer.pop_front();
    subscriber.bufferedBytes -= message.pattern.size() + message.channel.size() + message.payload.size();
    return message;
}

bool Channels::isDropped(SubscriberId id) const {
    return m_subscribers.at(id).dropped;
}

void Channels::wakeAtNext(SubscriberId id) {
    m_subscribers.at(id).waits = true;
}

Reply Channels::facts(ArgumentView arguments) const {
    Reply::Array listed;
    if (is(arguments[1], "CHANNELS") && arguments.size() <= 3) {
        for (const auto& [channel, listeners] : m_byChannel)
            if (arguments.size() == 2 || matchesGlob(arguments[2], channel)) listed.push_back(Reply::text(channel));
        return Reply::array(std::move(listed));
    }
    if (is(arguments[1], "NUMSUB")) {
        for (const std::string_view channel : arguments.subspan(2)) {
            const auto found = m_byChannel.find(channel);
            listed.push_back(Reply::text(channel));
            listed.push_back(
                Reply::integer(found == m_byChannel.end() ? 0 : static_cast<std::int64_t>(found->second.size())));
        }
        return Reply::array(std::move(listed));
    }
    if (is(arguments[1], "NUMPAT") && arguments.size() == 2)
        return Reply::integer(static_cast<std::int64_t>(m_byPattern.size()));
    return Reply::error(fmt::format("ERR unknown subcommand '{}'. Try PUBSUB HELP.", arguments[1]));
}

}  // namespace rushlab::kv::embedded
