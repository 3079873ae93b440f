#include "scenarios/consumption.h"

#include <algorithm>
#include <charconv>

#include "io/loop.h"

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kPublishers = 100;  // publishes on their way at once
constexpr auto kLook = 2ms;
constexpr std::chrono::nanoseconds kWorkLook = 100ms;  // how soon one at work sees it
constexpr auto kIdle = 20ms;                           // how soon an idle consumer sees that all is over
constexpr auto kCallWithin = 10s;

class Consumption {
  public:
    Consumption(io::Loop& loop, queue::WorkQueue& queue, const ConsumptionPlan& plan,
                const std::atomic<bool>& interrupted)
        : m_loop(loop), m_queue(queue), m_plan(plan), m_interrupted(interrupted) {
        m_result.seen.messages.resize(plan.messages);
        m_result.busy.resize(plan.consumers);
        m_publishedAt.resize(plan.messages);
        m_open.resize(plan.consumers);
    }

    io::Awaitable<Result<Consumed>> run();

  private:
    io::Awaitable<Result<>> begin();
    io::Awaitable<> publish();
    io::Awaitable<> work(std::size_t which);
    io::Awaitable<Result<>> open(std::size_t which);
    io::Awaitable<> acknowledge(std::shared_ptr<queue::Consumer> consumer, queue::DeliveryTag tag);
    io::Awaitable<Result<>> look();
    void noteHandled(const queue::Delivery& delivery);
    void spawn(io::Awaitable<> task);
    io::Awaitable<> counted(io::Awaitable<> task);
    bool isOver() const { return m_handled == m_plan.messages && m_result.seen.left == 0; }
    void breakOff(const Error& error) {
        if (!m_error) m_error = error;
    }

    io::Loop& m_loop;
    queue::WorkQueue& m_queue;
    const ConsumptionPlan& m_plan;
    const std::atomic<bool>& m_interrupted;
    Consumed m_result;
    std::vector<SteadyTime> m_publishedAt;
    std::vector<std::shared_ptr<queue::Consumer>> m_open;
    SteadyTime m_began{};
    std::size_t m_next = 0;     // to be published
    std::size_t m_handled = 0;  // messages, each counted once
    std::size_t m_running = 0;  // tasks
    bool m_stop = false;
    std::optional<Error> m_error;
};

void Consumption::spawn(io::Awaitable<> task) {
    ++m_running;
    m_loop.spawn(counted(std::move(task)));
}

io::Awaitable<> Consumption::counted(io::Awaitable<> task) {
    co_await std::move(task);
    --m_running;
}

io::Awaitable<Result<>> Consumption::begin() {
    std::string name = m_plan.queue;
    auto declared = co_await m_queue.declareQueue(std::move(name), queue::QueueOptions(), Deadline::in(kCallWithin));
    if (!declared) co_return declared;
    for (std::size_t which = 0; which < m_plan.consumers; ++which) {
        auto opened = co_await open(which);
        if (!opened) co_return opened;
    }
    m_began = std::chrono::steady_clock::now();
    for (std::size_t which = 0; which < m_plan.consumers; ++which)
        spawn(work(which));
    for (std::size_t at = 0; at < std::min(kPublishers, m_plan.messages); ++at)
        spawn(publish());
    co_return Result<>();
}

io::Awaitable<Result<>> Consumption::open(std::size_t which) {
    queue::ConsumerOptions options;
    options.prefetch = m_plan.prefetch;
    options.name = fmt::format("consumer-{}", which + 1);
    std::string name = m_plan.queue;
    auto opened = co_await m_queue.openConsumer(std::move(name), std::move(options), Deadline::in(kCallWithin));
    if (!opened) co_return pass(opened);
    m_open[which] = std::move(*opened);
    co_return Result<>();
}

io::Awaitable<> Consumption::publish() {
    while (m_next < m_plan.messages && !m_stop) {
        const std::size_t number = m_next++;
        queue::Message message;
        message.routingKey = m_plan.queue;
        message.body = std::to_string(number);
        message.mandatory = true;
        m_publishedAt[number] = std::chrono::steady_clock::now();
        const auto confirmed = co_await m_queue.publish(std::move(message), Deadline::in(kCallWithin));
        if (!confirmed) {
            breakOff(confirmed.error());
            co_return;
        }
    }
}

io::Awaitable<> Consumption::work(std::size_t which) {
    const bool isSlow = which == 0 && m_plan.consumers > 1;
    const Milliseconds takes = isSlow ? m_plan.slowWork : m_plan.work;
    while (!m_stop) {
        const std::shared_ptr<queue::Consumer> consumer = m_open[which];
        auto delivery = co_await consumer->next(Deadline::in(kIdle));
        if (!delivery) {  // its channel was dropped
            const auto opened = co_await open(which);
            if (opened) continue;
            breakOff(opened.error());
            co_return;
        }
        if (!*delivery) continue;
        const SteadyTime from = std::chrono::steady_clock::now();
        for (SteadyTime now = from; !m_stop && now < from + takes; now = std::chrono::steady_clock::now())
            co_await io::sleepUntil(std::min(now + kWorkLook, from + takes));
        if (m_stop) co_return;
        m_result.busy[which] += std::chrono::steady_clock::now() - from;
        noteHandled(**delivery);
        spawn(acknowledge(consumer, (*delivery)->tag));
    }
}

// A channel that was dropped meanwhile takes no acknowledgement: its message comes again.
io::Awaitable<> Consumption::acknowledge(std::shared_ptr<queue::Consumer> consumer, queue::DeliveryTag tag) {
    co_await consumer->ack(tag, false, Deadline::in(kCallWithin));
}

void Consumption::noteHandled(const queue::Delivery& delivery) {
    std::size_t number = m_plan.messages;
    const std::string& body = delivery.message.body;
    std::from_chars(body.data(), body.data() + body.size(), number);
    if (number >= m_plan.messages) abortBecause("a queue of numbered messages gave out another");
    verdict::HandledMessage& message = m_result.seen.messages[number];
    if (delivery.redelivered) message.marked = true;
    if (++message.times > 1) return;
    const SteadyTime now = std::chrono::steady_clock::now();
    m_result.waited.record(now - m_publishedAt[number]);
    if (++m_handled == m_plan.messages) m_result.took = now - m_began;
    if (m_handled == m_plan.dropAtHandled) m_queue.dropConsumer(m_open.front()->id());
}

io::Awaitable<Result<>> Consumption::look() {
    std::string name = m_plan.queue;
    const auto stats = co_await m_queue.stats(std::move(name), Deadline::in(kCallWithin));
    if (!stats) co_return pass(stats);
    m_result.seen.left = stats->ready + stats->unacked;
    m_result.seen.redelivered = stats->redelivered.total;
    for (const queue::ConsumerStats& consumer : stats->consumers)
        m_result.seen.heldMost = std::max(m_result.seen.heldMost, consumer.unacked);
    co_return Result<>();
}

// Every task has ended when it returns: none outlives what it works on.
io::Awaitable<Result<Consumed>> Consumption::run() {
    const Deadline deadline = Deadline::in(m_plan.within);
    auto done = co_await begin();
    if (!done) breakOff(done.error());
    while (!m_error && !m_interrupted && !deadline.passed()) {
        done = co_await look();
        if (!done) breakOff(done.error());
        if (isOver()) break;
        co_await io::sleepFor(kLook);
    }
    m_result.seen.ended = isOver();
    m_stop = true;
    while (m_running > 0)
        co_await io::sleepFor(kLook);
    m_open.clear();
    if (m_error) co_return tl::unexpected(*m_error);
    co_return std::move(m_result);
}

}  // namespace

Result<Consumed> consume(queue::WorkQueue& queue, const ConsumptionPlan& plan, const std::atomic<bool>& interrupted) {
    io::Loop loop;
    Consumption consumption(loop, queue, plan, interrupted);
    return loop.runUntilDone(consumption.run());
}

double fairnessOf(const std::vector<std::chrono::nanoseconds>& busy) {
    double sum = 0, squares = 0;
    for (const std::chrono::nanoseconds time : busy) {
        const double seconds = std::chrono::duration<double>(time).count();
        sum += seconds;
        squares += seconds * seconds;
    }
    return squares > 0 ? sum * sum / (static_cast<double>(busy.size()) * squares) : 1;
}

}  // namespace rushlab::scenarios
