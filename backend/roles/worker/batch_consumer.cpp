#include "roles/worker/batch_consumer.h"

#include <charconv>

#include "roles/queues.h"

namespace rushlab::roles {
namespace {

constexpr Milliseconds kIdle{25};  // how soon an idle consumer sees that it shall stop
constexpr Milliseconds kHandleWithin{10'000};
constexpr Milliseconds kPublishWithin{5'000};
constexpr Milliseconds kPauseLeast{20};
constexpr Milliseconds kPauseMost{2'000};

std::size_t attemptsOf(const queue::Message& message) {
    std::size_t attempts = 0;
    for (const auto& [name, value] : message.headers) {
        if (name == kAttemptHeader) std::from_chars(value.data(), value.data() + value.size(), attempts);
    }
    return attempts;
}

void setHeader(queue::Headers& headers, std::string_view name, std::string value) {
    for (auto& [known, old] : headers) {
        if (known == name) {
            old = std::move(value);
            return;
        }
    }
    headers.emplace_back(name, std::move(value));
}

}  // namespace

bool passesByItself(const Error& error) {
    switch (error.code) {
        case ErrorCode::Conflict:
            return sql::canBeRunAgain(error);
        case ErrorCode::Invalid:
        case ErrorCode::NotFound:
        case ErrorCode::SoldOut:
        case ErrorCode::Denied:
            return false;
        default:
            return true;
    }
}

BatchConsumer::BatchConsumer(RoleContext& context, std::string queue, BatchHandler& handler)
    : m_context(context),
      m_queue(std::move(queue)),
      m_handler(handler),
      m_batches(context.metrics.counter("rushlab_worker_batches_total", "Batches of messages that were handled.",
                                        fmt::format("queue=\"{}\"", m_queue))),
      m_retries(context.metrics.counter("rushlab_worker_retries_total", "Messages that were put off after a failure.",
                                        fmt::format("queue=\"{}\"", m_queue))),
      m_deadLetters(context.metrics.counter("rushlab_worker_dead_letters_total",
                                            "Messages that went to the dead-letter queue.",
                                            fmt::format("queue=\"{}\"", m_queue))),
      m_reopened(context.metrics.counter("rushlab_worker_consumers_reopened_total",
                                         "Consumers that were lost and opened again.",
                                         fmt::format("queue=\"{}\"", m_queue))) {}

void BatchConsumer::start() {
    m_context.tasks.spawn(consume());
}

void BatchConsumer::close() {
    m_waiting.clear();
    m_consumer.reset();
}

io::Awaitable<> BatchConsumer::consume() {
    int failures = 0;
    for (bool first = true; !m_context.tasks.stopping(); first = false) {
        queue::ConsumerOptions options;
        options.prefetch = m_context.settings.prefetch;
        options.name = m_context.instance;
        auto opened = co_await m_context.ports.queue.openConsumer(m_queue, std::move(options),
                                                                  Deadline::in(m_context.settings.answerWithin));
        if (!opened) {
            m_context.log.warning("The queue {} can not be consumed ({}); trying again.", m_queue,
                                  opened.error().message);
            co_await pause(failures++);
            continue;
        }
        if (!first) m_reopened.add();
        failures = 0;
        m_consumer = std::shared_ptr<queue::Consumer>(std::move(*opened));
        co_await readUntilLost();
        // What the engine has requeued comes again; what this consumer still holds it gives back when its last batch is
        // done.
        m_waiting.clear();
        m_consumer.reset();
    }
}

io::Awaitable<> BatchConsumer::readUntilLost() {
    const std::shared_ptr<queue::Consumer> consumer = m_consumer;  // close() may come while it waits
    while (!m_context.tasks.stopping()) {
        auto next = co_await consumer->next(Deadline::in(kIdle));
        if (!next) {
            if (!m_context.tasks.stopping())
                m_context.log.warning("The consumer of {} was lost ({}); opening another.", m_queue,
                                      next.error().message);
            co_return;
        }
        if (!*next) continue;
        const WayStep step = (*next)->redelivered ? WayStep::Redelivered : WayStep::TakenFromQueue;
        m_context.ways.tell((*next)->message.messageId, step);
        m_waiting.push_back({consumer, *std::move(*next)});
        if (std::exchange(m_working, true)) continue;
        m_context.tasks.spawn(work());
    }
}

io::Awaitable<> BatchConsumer::work() {
    while (!m_waiting.empty() && !m_context.tasks.stopping()) {
        const std::size_t count = std::min(m_waiting.size(), std::max<std::size_t>(1, m_context.settings.batchMost));
        const auto end = m_waiting.begin() + static_cast<std::ptrdiff_t>(count);
        Batch batch(std::make_move_iterator(m_waiting.begin()), std::make_move_iterator(end));
        m_waiting.erase(m_waiting.begin(), end);
        co_await settle(std::move(batch));
    }
    m_working = false;
}

// The parts that are still to be handled stand on a stack; a part that fails as a whole is put back as its halves.
io::Awaitable<> BatchConsumer::settle(Batch batch) {
    std::vector<std::pair<std::size_t, std::size_t>> parts{{0, batch.size()}};
    while (!parts.empty()) {
        const auto [from, to] = parts.back();
        parts.pop_back();
        const bool whole = co_await handlePart(batch, from, to, parts);
        if (!whole) co_return;  // not acknowledged: it comes again
    }
    m_batches.add();
    // Everything that this consumer was given up to the last of them is settled. Where it was lost meanwhile, all of it
    // comes again, and is known then.
    const auto acknowledged = batch.back().from->ackSoon(batch.back().delivery.tag, true);
    if (!acknowledged || !m_context.ways.isWanted()) co_return;
    for (const Held& held : batch)
        m_context.ways.tell(held.delivery.message.messageId, WayStep::Acknowledged);
}

io::Awaitable<bool> BatchConsumer::handlePart(const Batch& batch, std::size_t from, std::size_t to,
                                              std::vector<std::pair<std::size_t, std::size_t>>& parts) {
    for (int failures = 0;; ++failures) {
        BatchHandler::Messages messages;
        messages.reserve(to - from);
        for (std::size_t at = from; at < to; ++at)
            messages.push_back(&batch[at].delivery.message);
        auto handled = co_await m_handler.handle(std::move(messages), Deadline::in(kHandleWithin));
        if (handled) {
            for (std::size_t at = from; at < to; ++at) {
                Handled& one = (*handled)[at - from];
                if (one.what == Handled::What::Done) continue;
                const bool sent = co_await sendAway(batch[at].delivery, std::move(one));
                if (!sent) co_return false;
            }
            co_return true;
        }
        // A part that is too long for its deadline is too long the next time as well.
        const bool isTooLong = handled.error().code == ErrorCode::Timeout && to - from > 1;
        if (!isTooLong && passesByItself(handled.error())) {
            if (failures == 0)
                m_context.log.warning("{} messages of {} wait: {}", to - from, m_queue, handled.error().message);
            for (std::size_t at = from; at < to; ++at)
                m_context.ways.tell(batch[at].delivery.message.messageId, WayStep::Delayed);
            const bool goOn = co_await pause(failures);
            if (!goOn) co_return false;
            continue;
        }
        if (to - from == 1) {
            Handled failed(Handled::What::Failed, handled.error().message);
            co_return co_await sendAway(batch[from].delivery, std::move(failed));
        }
        const std::size_t middle = from + (to - from) / 2;
        parts.emplace_back(middle, to);
        parts.emplace_back(from, middle);
        co_return true;
    }
}

queue::Message BatchConsumer::redirected(const queue::Delivery& delivery, const Handled& handled) {
    queue::Message message = delivery.message;
    const std::size_t attempts = attemptsOf(message);
    const bool again = handled.what == Handled::What::Failed && attempts < m_context.settings.retryDelays.size();
    message.exchange.clear();
    message.routingKey = again ? retryQueue(m_queue, attempts + 1) : deadLetterQueue(m_queue);
    message.mandatory = true;
    message.ttl.reset();
    setHeader(message.headers, kAttemptHeader, std::to_string(again ? attempts + 1 : attempts));
    setHeader(message.headers, kFailureHeader, handled.why);
    (again ? m_retries : m_deadLetters).add();
    if (!again) m_context.log.warning("A message of {} is dead: {}", m_queue, handled.why);
    return message;
}

// Until the other queue has confirmed it. False: told to stop before that; the message comes again.
io::Awaitable<bool> BatchConsumer::sendAway(const queue::Delivery& delivery, Handled handled) {
    const queue::Message message = redirected(delivery, handled);
    for (int failures = 0;; ++failures) {
        queue::Message copy = message;
        const auto confirmed = co_await m_context.ports.queue.publish(std::move(copy), Deadline::in(kPublishWithin));
        if (confirmed) {
            const bool isDead = message.routingKey == deadLetterQueue(m_queue);
            m_context.ways.tell(message.messageId, isDead ? WayStep::Dead : WayStep::PutOff, message.routingKey);
            co_return true;
        }
        m_context.log.warning("{} did not take a message of {} yet: {}", message.routingKey, m_queue,
                              confirmed.error().message);
        const bool goOn = co_await pause(failures);
        if (!goOn) co_return false;
    }
}

io::Awaitable<bool> BatchConsumer::pause(int failures) {
    const Milliseconds most = std::min(kPauseMost, kPauseLeast * (1 << std::min(failures, 10)));
    const auto jitter = static_cast<std::int64_t>(m_context.random.below(static_cast<std::uint64_t>(most.count() / 2)));
    return m_context.tasks.sleepFor(most - Milliseconds{jitter});
}

}  // namespace rushlab::roles
