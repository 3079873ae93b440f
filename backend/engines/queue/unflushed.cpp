#include "engines/queue/unflushed.h"

#include <algorithm>
#include <iterator>

namespace rushlab::queue {
namespace {

template <class T>
void putBefore(std::vector<T>& later, std::vector<T>& earlier) {
    if (earlier.empty()) return;
    earlier.insert(earlier.end(), std::make_move_iterator(later.begin()), std::make_move_iterator(later.end()));
    later = std::move(earlier);
}

}  // namespace

bool Collection::hasChanges() const {
    return !topology.empty() || !removals.empty() || !messages.empty() || cleanStop.has_value();
}

Collection::Message* Unflushed::find(std::vector<Message>& messages, MessageNumber number) {
    if (messages.empty() || number < messages.front().insertion.number || number > messages.back().insertion.number)
        return nullptr;
    const auto found = std::lower_bound(
        messages.begin(), messages.end(), number,
        [](const Message& message, MessageNumber wanted) { return message.insertion.number < wanted; });
    return found->insertion.number == number ? &*found : nullptr;
}

void Unflushed::release(const std::shared_ptr<Publication>& publication, io::Resumptions& batch) {
    if (!publication || publication->outstanding.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    publication->giver.give(publication->confirm, batch);
}

std::shared_ptr<Publication> Unflushed::publicationOf(MessageNumber number) {
    if (const Message* pending = find(m_pending.messages, number)) return pending->publication;
    if (!m_writing) return nullptr;
    const Message* written = find(m_writing->messages, number);
    return written ? written->publication : nullptr;
}

bool Unflushed::add(Effects& effects, const std::shared_ptr<Publication>& publication, io::Resumptions& batch) {
    bool mustWait = !effects.topology.empty();
    std::move(effects.topology.begin(), effects.topology.end(), std::back_inserter(m_pending.topology));
    for (Insertion& insertion : effects.insertions) {
        auto waits = publication;
        if (insertion.deadLetterOf != 0) {
            // Whoever published the message that died here waits for its dead letter instead.
            waits = publicationOf(insertion.deadLetterOf);
            mustWait = true;
        }
        if (waits && waits->outstanding.fetch_add(1, std::memory_order_acq_rel) > 0) waits->alone = false;
        m_pending.messages.push_back({std::move(insertion), std::move(waits), false});
        ++m_live;
    }
    for (const MessageNumber number : effects.removals)
        mustWait = remove(number, batch) || mustWait;
    return mustWait;
}

// True where the disk holds it, or may soon, or holds what it is the dead letter of.
bool Unflushed::remove(MessageNumber number, io::Resumptions& batch) {
    if (Message* pending = find(m_pending.messages, number); pending && !pending->removed) {
        pending->removed = true;
        pending->insertion.content = {};
        --m_live;
        release(std::exchange(pending->publication, nullptr), batch);
        return pending->insertion.deadLetterOf != 0;
    }
    if (m_writing) {
        if (Message* written = find(m_writing->messages, number)) written->removed = true;
    }
    m_pending.removals.push_back(number);
    return true;
}

void Unflushed::waitForAll(io::Giver<Result<>> waiter, io::Resumptions& batch) {
    if (m_pending.hasChanges())
        m_pending.waiters.push_back(std::move(waiter));
    else if (m_writing)
        m_writing->waiters.push_back(std::move(waiter));
    else
        waiter.give(Result<>{}, batch);
}

bool Unflushed::collect(io::Resumptions& batch) {
    if (m_live == 0) m_pending.messages.clear();
    if (!m_pending.hasChanges()) {
        for (auto& waiter : m_pending.waiters)
            waiter.give(Result<>{}, batch);
        m_pending.waiters.clear();
        return false;
    }
    m_writing = std::make_unique<Collection>(std::exchange(m_pending, {}));
    m_live = 0;
    std::erase_if(m_writing->messages, [](const Message& message) { return message.removed; });
    m_pending.messages.reserve(m_writing->messages.size());
    return true;
}

void Unflushed::finish(Collection& written, io::Resumptions& batch) {
    for (auto& message : written.messages)
        release(message.publication, batch);
    for (auto& waiter : written.waiters)
        waiter.give(Result<>{}, batch);
}

void Unflushed::settleFailed(const Error& why, Forget forget, io::Resumptions& batch) {
    const auto failed = std::move(m_writing);
    std::vector<Message> again;
    for (Message& message : failed->messages) {
        const Insertion& insertion = message.insertion;
        if (message.removed) {
            release(message.publication, batch);
        } else if (message.publication && message.publication->alone && forget(insertion.queue, insertion.number)) {
            message.publication->giver.give(
                fail(ErrorCode::Unavailable,
                     "the message was neither stored nor delivered, because the disk refused it ({}); publish it again "
                     "once the disk is well",
                     why.message),
                batch);
        } else {
            again.push_back(std::move(message));
            ++m_live;
        }
    }
    putBefore(m_pending.messages, again);
    putBefore(m_pending.removals, failed->removals);
    putBefore(m_pending.topology, failed->topology);
    if (failed->cleanStop && !m_pending.cleanStop) m_pending.cleanStop = std::move(failed->cleanStop);
    for (auto& waiter : failed->waiters)
        waiter.give(fail(ErrorCode::Unavailable,
                         "done in memory, but the disk refused it ({}); it is tried again, and a restart before that "
                         "undoes it",
                         why.message),
                    batch);
}

}  // namespace rushlab::queue
