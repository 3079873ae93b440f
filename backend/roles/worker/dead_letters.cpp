#include "roles/worker/dead_letters.h"

#include <charconv>
#include <map>

#include "base/json_writer.h"
#include "roles/admin.h"
#include "roles/queues.h"

namespace rushlab::roles {
namespace {

constexpr std::uint64_t kLookedAt = 1'000;  // letters whose reasons are counted
constexpr std::size_t kShown = 20;
constexpr std::int64_t kMovedMost = 1'000;
constexpr std::int64_t kMovedUsually = 100;

std::string_view header(const queue::Message& message, std::string_view name) {
    for (const auto& [known, value] : message.headers) {
        if (known == name) return value;
    }
    return "";
}

void leaveOut(queue::Headers& headers, std::string_view name) {
    std::erase_if(headers, [name](const auto& header) { return header.first == name; });
}

Result<std::string> queueOf(const io::HttpRequest& request) {
    const std::string name = request.queryParameter("queue").value_or(std::string(kOrderQueue));
    if (name == kOrderQueue || name == kCouponQueue) return name;
    return fail(ErrorCode::Invalid, "queue is \"{}\"; allowed are {} and {}.", name, kOrderQueue, kCouponQueue);
}

void writeLetter(JsonArrayWriter& letters, const queue::Delivery& letter) {
    JsonObjectWriter object = letters.object();
    object.field("messageId", letter.message.messageId).field("reason", header(letter.message, kFailureHeader));
    object.field("attempts", header(letter.message, kAttemptHeader)).field("body", letter.message.body);
}

std::string describe(const std::string& queue, std::uint64_t depth, const std::vector<queue::Delivery>& letters) {
    std::map<std::string_view, std::uint64_t> reasons;
    for (const queue::Delivery& letter : letters)
        ++reasons[header(letter.message, kFailureHeader)];
    std::string data;
    JsonObjectWriter object(data);
    object.field("queue", queue).field("depth", depth).field("lookedAt", letters.size());
    {
        JsonArrayWriter array = object.array("reasons");
        for (const auto& [reason, count] : reasons)
            array.object().field("reason", reason).field("count", count);
    }
    {
        JsonArrayWriter array = object.array("first");
        for (std::size_t at = 0; at < std::min(kShown, letters.size()); ++at)
            writeLetter(array, letters[at]);
    }
    object.close();
    return data;
}

}  // namespace

DeadLetters::DeadLetters(RoleContext& context)
    : m_context(context),
      m_redriven(context.metrics.counter("rushlab_worker_redriven_total", "Dead letters that were moved back.")) {}

void DeadLetters::addRoutes(io::HttpRouter& router) {
    router.add(io::HttpMethod::Get, "/worker/dlq", "Dead letters: how many, why, the first of them",
               [this](io::HttpRequest& request) { return show(request); });
    router.add(io::HttpMethod::Post, "/worker/dlq/reprocess",
               "Moves dead letters back into their queue or its first retry",
               [this](io::HttpRequest& request) { return redrive(request); });
}

io::Awaitable<io::HttpResponse> DeadLetters::show(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    if (!isAdmin(request, m_context.settings)) co_return answer.with(domain::Code::AccessDenied);
    const Deadline deadline = request.deadline;
    const auto queue = queueOf(request);
    if (!queue) co_return answer.with(domain::Code::ValidationError, queue.error().message);
    const auto stats = co_await m_context.ports.queue.stats(deadLetterQueue(*queue), deadline);
    if (!stats) co_return answer.refused(stats.error());
    const auto letters = co_await m_context.ports.queue.browse(deadLetterQueue(*queue), 0, kLookedAt, deadline);
    if (!letters) co_return answer.refused(letters.error());
    co_return answer.ok(describe(*queue, stats->ready + stats->unacked, *letters));
}

Result<DeadLetters::Redrive> DeadLetters::redriveOf(const io::HttpRequest& request) {
    Redrive what;
    auto queue = queueOf(request);
    if (!queue) return pass(std::move(queue));
    what.queue = *std::move(queue);
    const std::string dryRun = request.queryParameter("dryRun").value_or("false");
    if (dryRun != "true" && dryRun != "false")
        return fail(ErrorCode::Invalid, "dryRun is \"{}\"; allowed are true and false.", dryRun);
    what.dryRun = dryRun == "true";
    const std::string target = request.queryParameter("target").value_or("main");
    if (target != "main" && target != "retry")
        return fail(ErrorCode::Invalid, "target is \"{}\"; allowed are retry and main.", target);
    what.attempts = target == "retry" ? 1 : 0;
    what.target = target == "retry" ? retryQueue(what.queue, 1) : what.queue;
    const std::string size = request.queryParameter("batchSize").value_or(std::to_string(kMovedUsually));
    const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), what.most);
    if (error != std::errc{} || end != size.data() + size.size() || what.most < 1 || what.most > kMovedMost)
        return fail(ErrorCode::Invalid, "batchSize is \"{}\"; allowed are whole numbers from 1 to {}.", size,
                    kMovedMost);
    return what;
}

io::Awaitable<io::HttpResponse> DeadLetters::redrive(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    if (!isAdmin(request, m_context.settings)) co_return answer.with(domain::Code::AccessDenied);
    const Deadline deadline = request.deadline.earlier(Deadline::in(m_context.settings.answerWithin));
    const auto what = redriveOf(request);
    if (!what) co_return answer.with(domain::Code::ValidationError, what.error().message);
    std::vector<std::string> letters;
    Result<> done;
    if (what->dryRun) {
        auto seen = co_await wouldMove(*what, deadline);
        if (!seen) co_return answer.refused(seen.error());
        letters = *std::move(seen);
    } else {
        done = co_await move(*what, letters, deadline);
        if (!done && letters.empty()) co_return answer.refused(done.error());
    }
    std::string data;
    JsonObjectWriter object(data);
    object.field("dryRun", what->dryRun).field("target", what->target).field("count", letters.size());
    {
        JsonArrayWriter array = object.array("messageIds");
        for (const std::string& letter : letters)
            array.item(letter);
    }
    if (!done) object.field("stoppedBy", done.error().message);
    object.close();
    co_return answer.ok(data);
}

io::Awaitable<Result<std::vector<std::string>>> DeadLetters::wouldMove(Redrive what, Deadline deadline) {
    const auto letters = co_await m_context.ports.queue.browse(deadLetterQueue(what.queue), 0,
                                                               static_cast<std::uint64_t>(what.most), deadline);
    if (!letters) co_return pass(letters);
    std::vector<std::string> ids;
    for (const queue::Delivery& letter : *letters)
        ids.push_back(letter.message.messageId);
    co_return ids;
}

// Bounded by what lies there now: what dies again meanwhile is not moved round and round.
io::Awaitable<Result<>> DeadLetters::move(Redrive what, std::vector<std::string>& moved, Deadline deadline) {
    const auto stats = co_await m_context.ports.queue.stats(deadLetterQueue(what.queue), deadline);
    if (!stats) co_return pass(stats);
    queue::ConsumerOptions options;
    options.mode = queue::ConsumerMode::Pull;
    options.prefetch = 1;
    options.name = m_context.instance + " redrive";
    const auto consumer =
        co_await m_context.ports.queue.openConsumer(deadLetterQueue(what.queue), std::move(options), deadline);
    if (!consumer) co_return pass(consumer);
    const std::int64_t most = std::min(what.most, static_cast<std::int64_t>(stats->ready));
    for (std::int64_t at = 0; at < most; ++at) {
        auto letter = co_await (*consumer)->next(deadline);
        if (!letter) co_return pass(std::move(letter));
        if (!*letter) break;
        queue::Message message = (*letter)->message;
        message.exchange.clear();
        message.routingKey = what.target;
        message.mandatory = true;
        leaveOut(message.headers, kAttemptHeader);
        leaveOut(message.headers, kFailureHeader);
        if (what.attempts > 0) message.headers.emplace_back(kAttemptHeader, std::to_string(what.attempts));
        const auto confirmed = co_await m_context.ports.queue.publish(std::move(message), deadline);
        if (!confirmed) co_return pass(confirmed);
        m_context.ways.tell((*letter)->message.messageId, WayStep::Redriven, what.target);
        moved.push_back((*letter)->message.messageId);
        m_redriven.add();
        auto acked = co_await (*consumer)->ack((*letter)->tag, false, deadline);
        if (!acked) co_return acked;
    }
    co_return Result<>();
}

}  // namespace rushlab::roles
