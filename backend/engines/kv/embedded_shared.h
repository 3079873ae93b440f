// What the embedded engine shares with those who wait in it and listen to it: the mutex, the core and the way to wake
// them. They hold it too, so that either side may go first. Any thread.
#pragma once

#include <mutex>
#include <unordered_map>

#include "engines/kv/embedded_key_value.h"
#include "io/handoff.h"

namespace rushlab::kv {

class EmbeddedKeyValue::Shared final : private embedded::WaiterDoor {
  public:
    Shared(const EmbeddedKeyValueOptions& options, const Clock& clock, std::unique_ptr<embedded::Core> core);

    // False: the command may have to wait, and nothing was done.
    bool callAtOnce(ArgumentView arguments, Reply& reply);

    struct Wait {
        embedded::WaiterId id;
        Milliseconds span;  // 0: for ever
        io::Taker<Reply> taker;
    };
    // A reply, or the place in the line; Full where too many wait.
    Result<std::variant<Reply, Wait>> callOrWait(ArgumentView arguments, io::Loop& loop);
    void forgetWaiter(embedded::WaiterId id);

    Result<embedded::SubscriberId> subscribe(Topics topics);
    void unsubscribe(embedded::SubscriberId id);
    // A message, or what is woken by the next one.
    Result<std::variant<Message, io::Taker<bool>>> takeMessage(embedded::SubscriberId id, io::Loop& loop);

    Statistics statistics() const;
    // From here on everything is Unavailable; whoever waits is woken.
    void close();
    bool isClosed() const;

  private:
    bool claim(embedded::WaiterId id) override;
    void deliver(embedded::WaiterId id, Reply reply) override;

    std::int64_t nowMs() const;
    void wakeOthers(io::Resumptions& batch);
    void wakeListeners(io::Resumptions& batch);

    const EmbeddedKeyValueOptions m_options;
    const Clock& m_clock;
    const WallTime m_wallAtStart;
    const SteadyTime m_steadyAtStart;

    mutable std::mutex m_mutex;  // guards all below; innermost, nothing is called under it
    std::unique_ptr<embedded::Core> m_core;
    std::unordered_map<embedded::WaiterId, io::Giver<Reply>> m_waiters;
    std::unordered_map<embedded::SubscriberId, io::Giver<bool>> m_listeners;
    io::Resumptions* m_batch = nullptr;  // of the command in progress
    unsigned m_sinceSweep = 0;
    bool m_closed = false;
};

}  // namespace rushlab::kv
