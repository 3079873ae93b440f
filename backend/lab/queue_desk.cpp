#include "lab/queue_desk.h"

#include <algorithm>

#include "base/random.h"
#include "lab/event_ring.h"
#include "lab/stoppable_queue.h"
#include "roles/worker/redrive.h"

namespace rushlab::lab {
namespace {

constexpr std::string_view kDeadLetters = ".dlq";
constexpr std::uint64_t kRedrivenMost = 100'000;

template <class T>
T ask(io::Awaitable<T> question) {
    io::Loop here;
    return here.runUntilDone(std::move(question));
}

SeenMessage seenAt(std::uint64_t position, queue::Delivery delivery) {
    SeenMessage seen;
    seen.position = position;
    seen.messageId = std::move(delivery.message.messageId);
    seen.exchange = std::move(delivery.message.exchange);
    seen.routingKey = std::move(delivery.message.routingKey);
    seen.body = std::move(delivery.message.body);
    seen.headers = std::move(delivery.message.headers);
    seen.ttl = delivery.message.ttl;
    seen.redelivered = delivery.redelivered;
    seen.deliveries = delivery.deliveryCount > 0 ? delivery.deliveryCount - 1 : 0;  // it counts the next one
    for (queue::Death& death : delivery.xDeath)
        seen.deaths.push_back({std::move(death.queue), std::string(name(death.reason)), death.count,
                               std::move(death.exchange), std::move(death.routingKey), death.time});
    return seen;
}

}  // namespace

QueueDesk::QueueDesk(StoppableQueue& queue, SteadyTime opened, EventRing& events)
    : m_queue(queue), m_opened(opened), m_events(events) {}

void QueueDesk::note(std::string kind, std::string what) {
    const auto age = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - m_opened);
    m_events.add(age, std::move(kind), std::move(what));
}

Result<std::vector<SeenMessage>> QueueDesk::browse(const std::string& queue, std::uint64_t from, std::uint64_t limit,
                                                   Deadline deadline) {
    auto found = ask(m_queue.browse(queue, from, std::min(limit, kBrowsedMost), deadline));
    if (!found) return pass(found);
    std::vector<SeenMessage> seen;
    for (queue::Delivery& delivery : *found)
        seen.push_back(seenAt(from + seen.size(), std::move(delivery)));
    return seen;
}

Result<std::size_t> QueueDesk::publish(const NewMessage& message, Deadline deadline) {
    queue::Message made;
    made.exchange = message.exchange;
    made.routingKey = message.routingKey;
    made.body = message.body;
    made.headers = message.headers;
    made.messageId = message.messageId.empty() ? randomUuid() : message.messageId;
    made.mandatory = true;
    const auto confirmed = ask(m_queue.publish(std::move(made), deadline));
    if (!confirmed) return pass(confirmed);
    note("published", fmt::format("a message by hand to {}", message.routingKey));
    return confirmed->queues;
}

Result<std::uint64_t> QueueDesk::purge(const std::string& queue, Deadline deadline) {
    auto purged = ask(m_queue.purge(queue, deadline));
    if (purged) note("purged", fmt::format("{} messages of {}", *purged, queue));
    return purged;
}

Result<std::vector<std::string>> QueueDesk::redrive(const RedriveOrder& order, Deadline deadline) {
    if (!order.deadLetters.ends_with(kDeadLetters))
        return fail(ErrorCode::Invalid, "{} is no queue of dead letters: those are called like their queue, with {}.",
                    order.deadLetters, kDeadLetters);
    roles::Redrive what;
    what.from = order.deadLetters;
    what.target = order.deadLetters.substr(0, order.deadLetters.size() - kDeadLetters.size());
    what.most = kRedrivenMost;
    what.only = order.messageIds;
    what.dryRun = order.dryRun;
    what.who = "redrive by hand";
    std::vector<std::string> moved;
    const auto done = ask(roles::redrive(m_queue, what, moved, {}, deadline));
    if (!order.dryRun && !moved.empty())
        note("redriven", fmt::format("{} dead letters back to {}", moved.size(), what.target));
    if (!done) return pass(done);
    return moved;
}

Result<std::size_t> QueueDesk::dropConsumers(const std::string& queue, Deadline deadline) {
    const auto stats = ask(m_queue.stats(queue, deadline));
    if (!stats) return pass(stats);
    std::size_t dropped = 0;
    for (const queue::ConsumerStats& consumer : stats->consumers) {
        if (m_queue.dropConsumer(consumer.id)) ++dropped;
    }
    note("consumer dropped", fmt::format("{} of the queue {}", dropped, queue));
    return dropped;
}

Result<> QueueDesk::dropConsumer(const std::string& queue, std::uint64_t consumer, Deadline deadline) {
    const auto stats = ask(m_queue.stats(queue, deadline));
    if (!stats) return pass(stats);
    const auto found = std::ranges::find(stats->consumers, queue::ConsumerId{consumer}, &queue::ConsumerStats::id);
    if (found == stats->consumers.end() || !m_queue.dropConsumer(found->id))
        return fail(ErrorCode::NotFound, "That consumer of {} is gone already; one that came back is another.", queue);
    note("consumer dropped", fmt::format("{} of the queue {}", found->name, queue));
    return {};
}

Result<> QueueDesk::slowConsumer(const std::string& queue, const std::string& name,
                                 std::chrono::milliseconds aMessage) {
    if (aMessage < std::chrono::milliseconds{0} || aMessage > kSlowMost)
        return fail(ErrorCode::Invalid, "A consumer can be slowed by 0 to {} ms a message, not by {} ms.",
                    kSlowMost.count(), aMessage.count());
    m_queue.slow(queue, name, aMessage);
    note("consumer slowed", fmt::format("{} of {} by {} ms a message", name, queue, aMessage.count()));
    return {};
}

}  // namespace rushlab::lab
