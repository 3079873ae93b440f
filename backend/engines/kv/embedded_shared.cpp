#include "engines/kv/embedded_shared.h"

namespace rushlab::kv {
namespace {

constexpr unsigned kCommandsPerSweep = 64;

tl::unexpected<Error> closedError() {
    return fail(ErrorCode::Unavailable, "the embedded key-value engine has been stopped; start the lab again");
}

}  // namespace

EmbeddedKeyValue::Shared::Shared(const EmbeddedKeyValueOptions& options, const Clock& clock,
                                 std::unique_ptr<embedded::Core> core)
    : m_options(options),
      m_clock(clock),
      m_wallAtStart(clock.wallNow()),
      m_steadyAtStart(clock.steadyNow()),
      m_core(std::move(core)) {}

// Unix time that never jumps: a lease must not end because somebody set the machine's clock.
std::int64_t EmbeddedKeyValue::Shared::nowMs() const {
    const auto sinceStart = std::chrono::duration_cast<Milliseconds>(m_clock.steadyNow() - m_steadyAtStart);
    return (m_wallAtStart + sinceStart).time_since_epoch().count();
}

bool EmbeddedKeyValue::Shared::callAtOnce(ArgumentView arguments, Reply& reply) {
    const embedded::Command* command = arguments.empty() ? nullptr : m_core->find(arguments[0]);
    if (command && (command->flags & embedded::kWaits) != 0) return false;
    const std::int64_t now = nowMs();
    io::Resumptions batch;  // wakes others after the mutex is free
    const std::lock_guard lock(m_mutex);
    reply = m_core->call(command, arguments, now);
    wakeOthers(batch);
    if (++m_sinceSweep % kCommandsPerSweep == 0) m_core->sweep(now);
    return true;
}

Result<std::variant<Reply, EmbeddedKeyValue::Shared::Wait>> EmbeddedKeyValue::Shared::callOrWait(ArgumentView arguments,
                                                                                                 io::Loop& loop) {
    const std::int64_t now = nowMs();
    io::Resumptions batch;
    const std::lock_guard lock(m_mutex);
    if (m_closed) return closedError();
    Reply reply = m_core->call(m_core->find(arguments[0]), arguments, now);
    auto request = m_core->takeWait();
    wakeOthers(batch);
    if (!request) return std::variant<Reply, Wait>(std::move(reply));
    if (m_waiters.size() >= m_options.waitersMax)
        return fail(ErrorCode::Full,
                    "{} blocking pops wait in the key-value engine, and it takes no more; let some end",
                    m_waiters.size());
    const Milliseconds span(request->waitMs);
    auto [giver, taker] = io::handoff<Reply>(loop);
    const embedded::WaiterId id = m_core->wait(std::move(*request));
    m_waiters.emplace(id, std::move(giver));
    return std::variant<Reply, Wait>(Wait{id, span, std::move(taker)});
}

void EmbeddedKeyValue::Shared::forgetWaiter(embedded::WaiterId id) {
    const std::lock_guard lock(m_mutex);
    m_core->forgetWaiter(id);
    m_waiters.erase(id);
}

bool EmbeddedKeyValue::Shared::claim(embedded::WaiterId id) {
    const auto waiter = m_waiters.find(id);
    return waiter != m_waiters.end() && waiter->second.claim();
}

void EmbeddedKeyValue::Shared::deliver(embedded::WaiterId id, Reply reply) {
    auto waiter = m_waiters.extract(id);
    waiter.mapped().give(std::move(reply), *m_batch);
}

void EmbeddedKeyValue::Shared::wakeOthers(io::Resumptions& batch) {
    if (m_core->hasWaitersToServe()) {
        m_batch = &batch;
        m_core->serveWaiters(*this);
        m_batch = nullptr;
    }
    if (m_core->channels().anyWoken()) wakeListeners(batch);
}

void EmbeddedKeyValue::Shared::wakeListeners(io::Resumptions& batch) {
    for (const embedded::SubscriberId id : m_core->channels().takeWoken()) {
        auto listener = m_listeners.extract(id);
        if (listener) listener.mapped().give(true, batch);
    }
}

Result<embedded::SubscriberId> EmbeddedKeyValue::Shared::subscribe(Topics topics) {
    const std::lock_guard lock(m_mutex);
    if (m_closed) return closedError();
    if (m_core->channels().subscribers() >= m_options.subscribersMax)
        return fail(ErrorCode::Full, "the key-value engine has {} subscribers, and it takes no more; let some leave",
                    m_core->channels().subscribers());
    return m_core->channels().add(std::move(topics));
}

void EmbeddedKeyValue::Shared::unsubscribe(embedded::SubscriberId id) {
    const std::lock_guard lock(m_mutex);
    m_core->channels().remove(id);
    m_listeners.erase(id);
}

Result<std::variant<Message, io::Taker<bool>>> EmbeddedKeyValue::Shared::takeMessage(embedded::SubscriberId id,
                                                                                     io::Loop& loop) {
    const std::lock_guard lock(m_mutex);
    if (m_closed) return closedError();
    embedded::Channels& channels = m_core->channels();
    if (channels.isDropped(id))
        return fail(ErrorCode::Full,
                    "this subscriber was dropped because it fell behind: its buffer of messages was "
                    "full; subscribe again and take messages faster");
    if (auto message = channels.take(id)) return std::variant<Message, io::Taker<bool>>(std::move(*message));
    auto [giver, taker] = io::handoff<bool>(loop);
    m_listeners.insert_or_assign(id, std::move(giver));
    channels.wakeAtNext(id);
    return std::variant<Message, io::Taker<bool>>(std::move(taker));
}

Statistics EmbeddedKeyValue::Shared::statistics() const {
    const std::lock_guard lock(m_mutex);
    Statistics statistics;
    statistics.commands = m_core->commandCounts();
    statistics.keys = m_core->store().keys().size();
    statistics.usedBytes = m_core->store().usedBytes();
    statistics.waiters = m_waiters.size();
    statistics.subscribers = m_core->channels().subscribers();
    statistics.droppedSubscribers = m_core->channels().dropped();
    return statistics;
}

void EmbeddedKeyValue::Shared::close() {
    std::unordered_map<embedded::WaiterId, io::Giver<Reply>> waiters;
    std::unordered_map<embedded::SubscriberId, io::Giver<bool>> listeners;
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    // Their destruction wakes those who wait, after the mutex is free.
    waiters.swap(m_waiters);
    listeners.swap(m_listeners);
}

bool EmbeddedKeyValue::Shared::isClosed() const {
    const std::lock_guard lock(m_mutex);
    return m_closed;
}

}  // namespace rushlab::kv
