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

Result<Redrive> DeadLetters::redriveOf(const io::HttpRequest& request) const {
    Redrive what;
    const auto queue = queueOf(request);
    if (!queue) return pass(queue);
    what.from = deadLetterQueue(*queue);
    what.who = m_context.instance + " redrive";
    const std::string dryRun = request.queryParameter("dryRun").value_or("false");
    if (dryRun != "true" && dryRun != "false")
        return fail(ErrorCode::Invalid, "dryRun is \"{}\"; allowed are true and false.", dryRun);
    what.dryRun = dryRun == "true";
    const std::string target = request.queryParameter("target").value_or("main");
    if (target != "main" && target != "retry")
        return fail(ErrorCode::Invalid, "target is \"{}\"; allowed are retry and main.", target);
    what.attempts = target == "retry" ? 1 : 0;
    what.target = target == "retry" ? retryQueue(*queue, 1) : *queue;
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
    std::function<void(const std::string&)> movedOne = [this, &what](const std::string& id) {
        m_context.ways.tell(id, WayStep::Redriven, what->target);
        m_redriven.add();
    };
    const auto done = co_await roles::redrive(m_context.ports.queue, *what, letters, std::move(movedOne), deadline);
    if (!done && letters.empty()) co_return answer.refused(done.error());
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

}  // namespace rushlab::roles
