// One queue's ready messages in their order, and what is counted about the queue.
// Guarantees: a message that comes back stands where it stood: before everything that had not been handed out yet, in
// the order of publishing; putting one back costs the logarithm of how many came back.
// One thread at a time (the broker's).
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <string>

#include "engines/queue/content.h"
#include "engines/queue/routing.h"

namespace rushlab::queue {

// Numbers every message of every queue in the order they came: the place in its queue and the key on the disk.
using MessageNumber = std::int64_t;

constexpr std::int64_t kNeverMs = std::numeric_limits<std::int64_t>::max();

inline std::int64_t msOf(WallTime time) {
    return time.time_since_epoch().count();
}

struct Entry {
    Content content;
    MessageNumber number = 0;
    std::int64_t expiresMs = kNeverMs;  // since the epoch
    std::uint32_t deliveries = 0;
    bool mayHaveBeenDelivered = false;  // before the engine stopped uncleanly
};

// Counts events; the rate is that of the last five whole seconds.
class Meter {
  public:
    void add(WallTime now, std::uint64_t count = 1);
    Count read(WallTime now) const;

  private:
    static constexpr std::int64_t kSeconds = 5;
    static std::int64_t secondOf(WallTime now) { return now.time_since_epoch().count() / 1000; }

    std::uint64_t m_total = 0;
    std::int64_t m_second = 0;  // the latest that was counted in
    std::array<std::uint32_t, kSeconds + 1> m_perSecond{};
};

class MessageQueue {
  public:
    MessageQueue(QueueNumber number, std::string queueName, QueueOptions queueOptions)
        : name(std::move(queueName)), options(std::move(queueOptions)), m_number(number) {}

    QueueNumber number() const { return m_number; }
    std::uint64_t ready() const { return m_fresh.size() + m_returned.size(); }
    std::uint64_t readyBodyBytes() const { return m_readyBodyBytes; }
    bool hasRoomFor(const Content& content) const;
    bool overLimit() const;

    void append(Entry entry);
    void putBack(Entry entry);
    const Entry& head() const { return m_returned.empty() ? m_fresh.front() : m_returned.begin()->second; }
    Entry popHead();
    // Nothing where it is not ready or has been seen by a consumer.
    std::optional<Entry> takeOutUnseen(MessageNumber message);
    std::vector<Entry> takeAll();
    // Calls see(entry) for the ready messages from position `from` on while it says true.
    template <class See>
    void forEach(std::uint64_t from, See&& see) const {
        auto returned = m_returned.begin();
        for (; returned != m_returned.end() && from > 0; ++returned)
            --from;
        for (; returned != m_returned.end(); ++returned) {
            if (!see(returned->second)) return;
        }
        for (std::size_t i = from; i < m_fresh.size(); ++i) {
            if (!see(m_fresh[i])) return;
        }
    }

    const std::string name;
    const QueueOptions options;
    std::deque<ConsumerId> withRoom;  // consumers that may be handed a message, in turn
    std::vector<ConsumerId> consumers;
    std::uint64_t unacked = 0;
    std::uint64_t unackedBodyBytes = 0;
    Meter published, delivered, acked, redelivered, deadLettered;

  private:
    QueueNumber m_number;
    std::deque<Entry> m_fresh;                  // never handed out since the start; every number is above the returned
    std::map<MessageNumber, Entry> m_returned;  // handed out and come back
    std::uint64_t m_readyBodyBytes = 0;
};

}  // namespace rushlab::queue
