#include "roles/queues.h"

#include <fmt/format.h>

#include "roles/outbox.h"

namespace rushlab::roles {
namespace {

// Gathers the options in a coroutine's parameter, not in its awaiting expression (g++ 12 destroys those twice).
queue::QueueOptions dyingInto(std::string queue, std::optional<Milliseconds> after) {
    queue::QueueOptions options;
    options.messageTtl = after;
    options.deadLetterExchange = "";
    options.deadLetterRoutingKey = std::move(queue);
    return options;
}

io::Awaitable<Result<>> declareWithRetries(queue::WorkQueue& queue, std::string name, const ShopSettings& settings,
                                           Deadline deadline) {
    auto done = co_await queue.declareQueue(deadLetterQueue(name), queue::QueueOptions(), deadline);
    if (!done) co_return done;
    queue::QueueOptions options = dyingInto(deadLetterQueue(name), std::nullopt);
    done = co_await queue.declareQueue(name, std::move(options), deadline);
    for (std::size_t at = 0; done && at < settings.retryDelays.size(); ++at) {
        queue::QueueOptions waiting = dyingInto(name, settings.retryDelays[at]);
        done = co_await queue.declareQueue(retryQueue(name, at + 1), std::move(waiting), deadline);
    }
    co_return done;
}

}  // namespace

std::string retryQueue(std::string_view queue, std::size_t attempt) {
    return fmt::format("{}.retry.{}", queue, attempt);
}
std::string deadLetterQueue(std::string_view queue) {
    return fmt::format("{}.dlq", queue);
}

io::Awaitable<Result<>> declareShopQueues(queue::WorkQueue& queue, const ShopSettings& settings, Deadline deadline) {
    for (const std::string_view name : {kOrderQueue, kCouponQueue}) {
        auto done = co_await declareWithRetries(queue, std::string(name), settings, deadline);
        if (!done) co_return done;
    }
    co_return Result<>();
}

io::Awaitable<Result<>> declareMailQueue(queue::WorkQueue& queue, Deadline deadline) {
    const std::string deadLetters = deadLetterQueue(kMailQueue);
    auto done = co_await queue.declareQueue(deadLetters, queue::QueueOptions(), deadline);
    if (!done) co_return done;
    queue::QueueOptions options = dyingInto(deadLetters, std::nullopt);
    co_return co_await queue.declareQueue(std::string(kMailQueue), std::move(options), deadline);
}

// In the direction in which orders go, so that none slips past the look: what was held goes to the queue, and leaves
// the outbox after that. The order queue once more at the end: what waited for a retry may have gone back to it.
io::Awaitable<Result<bool>> ordersAreIdle(Ports ports, const ShopSettings& settings, Deadline deadline) {
    const auto anyHeld = [](sql::Session& session) { return outboxHas(session, kHeldOrders); };
    const auto held = co_await ports.database.read(deadline, anyHeld);
    if (!held) co_return pass(held);
    if (*held) co_return false;
    const std::size_t retries = settings.retryDelays.size();
    for (std::size_t at = 0; at <= retries + 1; ++at) {
        const bool isRetry = at > 0 && at <= retries;
        std::string name = isRetry ? retryQueue(kOrderQueue, at) : std::string(kOrderQueue);
        const auto stats = co_await ports.queue.stats(std::move(name), deadline);
        if (!stats) co_return pass(stats);
        if (stats->ready + stats->unacked > 0) co_return false;
    }
    co_return true;
}

io::Awaitable<Result<>> declareShopTopics(log::EventLog& log, Deadline deadline) {
    for (const std::string_view topic : {kOrderEvents, kChatLines, kItemViews}) {
        log::TopicSettings settings;
        settings.partitions = 4;
        auto made = co_await log.createTopic(std::string(topic), settings, deadline);
        if (!made && made.error().code != ErrorCode::Conflict) co_return made;
    }
    co_return Result<>();
}

}  // namespace rushlab::roles
