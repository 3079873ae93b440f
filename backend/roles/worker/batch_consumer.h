// Consumes one queue in batches: whatever has come while the last batch was worked on is the next one.
//
// Guarantees: a message is acknowledged only after its batch has been handled, or after it was confirmed in the retry
// or dead-letter queue; a failure that will pass (the database is away) holds the batch and costs no message an
// attempt; a failure of one message does not hinder the others of its batch; one that fails at every attempt, and
// poison, ends in the dead-letter queue. A consumer that was lost is opened again. What is handled may come again:
// handlers are idempotent. Belongs to its role's loop; bounded by the prefetch.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "roles/role.h"

namespace rushlab::roles {

// What became of one message.
struct Handled {
    enum class What : std::uint8_t { Done, Failed, Poison };

    Handled() = default;
    Handled(What outcome, std::string reason) : what(outcome), why(std::move(reason)) {}

    What what = What::Done;
    std::string why;
};

class BatchHandler {
  public:
    using Messages = std::vector<const queue::Message*>;  // valid until the call has returned

    virtual ~BatchHandler() = default;

    // One outcome for each message, in their order. An error says that nothing was done: one that passes by itself
    // brings the same batch again, any other brings it in halves until the culprit stands alone.
    virtual io::Awaitable<Result<std::vector<Handled>>> handle(Messages messages, Deadline deadline) = 0;
};

class BatchConsumer {
  public:
    BatchConsumer(RoleContext& context, std::string queue, BatchHandler& handler);

    void start();  // its tasks belong to the context's group
    void close();  // once they have ended: what it holds is requeued

  private:
    struct Held {
        std::shared_ptr<queue::Consumer> from;
        queue::Delivery delivery;
    };
    using Batch = std::vector<Held>;

    io::Awaitable<> consume();
    io::Awaitable<> readUntilLost();
    io::Awaitable<> work();
    io::Awaitable<> settle(Batch batch);
    io::Awaitable<bool> handlePart(const Batch& batch, std::size_t from, std::size_t to,
                                   std::vector<std::pair<std::size_t, std::size_t>>& parts);
    io::Awaitable<bool> sendAway(const queue::Delivery& delivery, Handled handled);
    queue::Message redirected(const queue::Delivery& delivery, const Handled& handled);
    io::Awaitable<bool> pause(int failures);

    RoleContext& m_context;
    const std::string m_queue;
    BatchHandler& m_handler;
    std::shared_ptr<queue::Consumer> m_consumer;
    std::deque<Held> m_waiting;  // at most the prefetch
    bool m_working = false;

    Counter& m_batches;
    Counter& m_retries;
    Counter& m_deadLetters;
    Counter& m_reopened;
};

// Whether whoever tries again may well succeed without anything being changed.
bool passesByItself(const Error& error);

}  // namespace rushlab::roles
