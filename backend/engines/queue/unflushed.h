// What is decided but not yet on the disk, and who waits for it: the ledger between the broker and the flusher.
// Guarantees: a publish is confirmed when each of its messages is on the disk or has been consumed and acknowledged, or
// when dead letters took their place and the same holds for those; a message that goes before its flush is withdrawn
// and never written; what a failed flush did not write is asked for again, except publishes that nobody has seen yet,
// which fail instead. One thread at a time (the engine's mutex), but for finish() of what settle() handed out.
#pragma once

#include <atomic>
#include <memory>
#include <utility>
#include <vector>

#include "base/unique_function.h"
#include "engines/queue/broker.h"
#include "io/handoff.h"

namespace rushlab::queue {

// One publish that waits to be confirmed.
struct Publication {
    explicit Publication(io::Giver<Result<Confirm>> waiting) : giver(std::move(waiting)) {}

    io::Giver<Result<Confirm>> giver;
    Confirm confirm;
    std::atomic<std::uint32_t> outstanding = 0;  // messages that are neither on the disk nor gone
    bool alone = true;                           // it became one message, in one queue, ever
};

// One flush.
struct Collection {
    struct Message {
        Insertion insertion;
        std::shared_ptr<Publication> publication;
        bool removed = false;
    };
    std::vector<TopologyChange> topology;
    std::vector<MessageNumber> removals;
    std::vector<Message> messages;  // in the order of their numbers
    std::vector<io::Giver<Result<>>> waiters;
    std::optional<std::vector<Entry>> cleanStop;  // the end: what was handed out before

    bool hasChanges() const;
};

class Unflushed {
  public:
    // False: everything that was removed had been withdrawn before it reached the disk, nothing needs to be waited for.
    bool add(Effects& effects, const std::shared_ptr<Publication>& publication, io::Resumptions& batch);
    void addCleanStop(std::vector<Entry> handedOutBefore) { m_pending.cleanStop = std::move(handedOutBefore); }

    // Told when all that has been added is on the disk; at once if it is.
    void waitForAll(io::Giver<Result<>> waiter, io::Resumptions& batch);
    bool idle() const { return !m_writing && !m_pending.hasChanges(); }

    // The flusher's three steps. What is written stays unchanged but for Message::removed, which the writer ignores.
    bool collect(io::Resumptions& batch);
    const Collection& writing() const { return *m_writing; }
    // On the disk: the caller confirms with finish(), outside the mutex.
    std::unique_ptr<Collection> settle() { return std::move(m_writing); }
    static void finish(Collection& written, io::Resumptions& batch);
    // Not on the disk. forget(queue, message) takes a message back that no consumer has seen, or says false.
    using Forget = UniqueFunction<bool(QueueNumber, MessageNumber)>;
    void settleFailed(const Error& why, Forget forget, io::Resumptions& batch);

  private:
    using Message = Collection::Message;

    static Message* find(std::vector<Message>& messages, MessageNumber number);
    std::shared_ptr<Publication> publicationOf(MessageNumber number);
    bool remove(MessageNumber number, io::Resumptions& batch);
    static void release(const std::shared_ptr<Publication>& publication, io::Resumptions& batch);

    Collection m_pending;
    std::unique_ptr<Collection> m_writing;
    std::size_t m_live = 0;  // pending messages that were not withdrawn
};

}  // namespace rushlab::queue
