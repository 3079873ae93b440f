// Channels and who listens: a published message goes into the bounded buffer of each listener, or, where that is full,
// the listener is dropped. Whoever waits for a message is named in takeWoken(). One thread at a time.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engines/kv/arguments.h"
#include "engines/kv/reply.h"
#include "engines/kv/subscription.h"

namespace rushlab::kv::embedded {

using SubscriberId = std::uint64_t;

class Channels {
  public:
    SubscriberId add(Topics topics);
    void remove(SubscriberId id);

    // To how many it went; a listener by channel and by pattern counts, and hears it, twice, as in Redis.
    std::int64_t publish(std::string_view channel, std::string_view payload);

    // The oldest message that waits. Nothing: none yet, or isDropped().
    std::optional<Message> take(SubscriberId id);
    bool isDropped(SubscriberId id) const;
    // The next message for this subscriber names it in takeWoken().
    void wakeAtNext(SubscriberId id);
    bool anyWoken() const { return !m_woken.empty(); }
    std::vector<SubscriberId> takeWoken() { return std::exchange(m_woken, {}); }

    std::size_t subscribers() const { return m_subscribers.size(); }
    std::uint64_t dropped() const { return m_dropped; }
    Reply facts(ArgumentView arguments) const;  // PUBSUB CHANNELS, NUMSUB, NUMPAT

  private:
    struct Subscriber {
        Topics topics;
        std::deque<Message> buffer;
        std::size_t bufferedBytes = 0;
        bool dropped = false;
        bool waits = false;
    };
    using Listeners = std::map<std::string, std::set<SubscriberId>, std::less<>>;

    std::int64_t deliver(const std::set<SubscriberId>& listeners, const Message& message);
    bool accept(Subscriber& subscriber, const Message& message);
    static void leave(Listeners& listeners, const std::vector<std::string>& topics, SubscriberId id);

    std::map<SubscriberId, Subscriber> m_subscribers;
    Listeners m_byChannel;
    Listeners m_byPattern;
    std::vector<SubscriberId> m_woken;
    SubscriberId m_last = 0;
    std::uint64_t m_dropped = 0;
};

}  // namespace rushlab::kv::embedded
