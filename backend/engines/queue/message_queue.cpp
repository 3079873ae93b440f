#include "engines/queue/message_queue.h"

#include <algorithm>

namespace rushlab::queue {

void Meter::add(WallTime now, std::uint64_t count) {
    m_total += count;
    const std::int64_t second = secondOf(now);
    if (second > m_second) {
        const std::int64_t passed = std::min<std::int64_t>(second - m_second, kSeconds + 1);
        for (std::int64_t i = 0; i < passed; ++i)
            m_perSecond[static_cast<std::size_t>((second - i) % (kSeconds + 1))] = 0;
        m_second = second;
    }
    m_perSecond[static_cast<std::size_t>(m_second % (kSeconds + 1))] += static_cast<std::uint32_t>(count);
}

Count Meter::read(WallTime now) const {
    const std::int64_t current = std::max(secondOf(now), m_second);
    std::uint64_t sum = 0;
    for (std::int64_t second = current - kSeconds; second < current; ++second) {
        if (second <= m_second && second > m_second - (kSeconds + 1))
            sum += m_perSecond[static_cast<std::size_t>(second % (kSeconds + 1))];
    }
    return {m_total, static_cast<double>(sum) / static_cast<double>(kSeconds)};
}

bool MessageQueue::hasRoomFor(const Content& content) const {
    return (!options.maxLength || ready() < *options.maxLength) &&
           (!options.maxLengthBytes || m_readyBodyBytes + content.bodySize() <= *options.maxLengthBytes);
}

bool MessageQueue::overLimit() const {
    return (options.maxLength && ready() > *options.maxLength) ||
           (options.maxLengthBytes && m_readyBodyBytes > *options.maxLengthBytes);
}

void MessageQueue::append(Entry entry) {
    m_readyBodyBytes += entry.content.bodySize();
    m_fresh.push_back(std::move(entry));
}

void MessageQueue::putBack(Entry entry) {
    m_readyBodyBytes += entry.content.bodySize();
    const MessageNumber message = entry.number;
    m_returned.emplace(message, std::move(entry));
}

Entry MessageQueue::popHead() {
    Entry entry;
    if (m_returned.empty()) {
        entry = std::move(m_fresh.front());
        m_fresh.pop_front();
    } else {
        entry = std::move(m_returned.begin()->second);
        m_returned.erase(m_returned.begin());
    }
    m_readyBodyBytes -= entry.content.bodySize();
    return entry;
}

std::optional<Entry> MessageQueue::takeOutUnseen(MessageNumber message) {
    const auto found = std::lower_bound(m_fresh.begin(), m_fresh.end(), message,
                                        [](const Entry& entry, MessageNumber wanted) { return entry.number < wanted; });
    if (found == m_fresh.end() || found->number != message || found->mayHaveBeenDelivered) return std::nullopt;
    Entry entry = std::move(*found);
    m_fresh.erase(found);
    m_readyBodyBytes -= entry.content.bodySize();
    return entry;
}

std::vector<Entry> MessageQueue::takeAll() {
    std::vector<Entry> all;
    all.reserve(ready());
    while (ready() > 0)
        all.push_back(popHead());
    return all;
}

}  // namespace rushlab::queue
