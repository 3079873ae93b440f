#include "roles/order/idempotency.h"

#include <algorithm>

#include "roles/keys.h"

namespace rushlab::roles {
namespace {

constexpr Milliseconds kFirstPause{5};
constexpr Milliseconds kLongestPause{100};
constexpr Milliseconds kTellWithin{1'000};

// A value is "content|CODE", and "content|" while there is no answer.
std::string valueOf(const KeyedRequest& request, std::string_view code) {
    return request.content + '|' + std::string(code);
}

std::string nameOf(const KeyedRequest& request) {
    return keys::idempotency(request.route, request.member, request.key);
}

std::optional<domain::Code> codeNamed(std::string_view text) {
    const auto codes = domain::allCodes();
    const auto found =
        std::find_if(codes.begin(), codes.end(), [text](auto code) { return domain::name(code) == text; });
    return found == codes.end() ? std::nullopt : std::optional(*found);
}

Outcome earlierAnswer(const KeyedRequest& request, domain::Code code) {
    if (domain::isSuccess(code)) return Outcome(code, "", '"' + request.order().value + '"');
    return Outcome(code, "What was ordered under this Idempotency-Key was sold out; take a new one to try again.");
}

}  // namespace

struct IdempotencyKeys::Claim {
    bool isOurs = false;
    std::optional<Outcome> answer;  // of an earlier request; nothing while it has none
};

Outcome otherContent() {
    return Outcome(domain::Code::DuplicateResource,
                   "This Idempotency-Key was used for other items or counts; take a new one.");
}

io::Awaitable<std::optional<Outcome>> IdempotencyKeys::claim(KeyedRequest request, Deadline deadline) {
    Milliseconds pause = kFirstPause;
    while (true) {
        Claim claimed = co_await tryClaim(request, deadline);
        if (claimed.isOurs) co_return std::nullopt;
        if (claimed.answer) co_return std::move(claimed.answer);
        if (deadline.passed(std::chrono::steady_clock::now() + pause)) co_return Outcome(domain::Code::OutcomeUnknown);
        co_await io::sleepFor(pause);
        pause = std::min(pause * 2, kLongestPause);
    }
}

io::Awaitable<IdempotencyKeys::Claim> IdempotencyKeys::tryClaim(const KeyedRequest& request, Deadline deadline) {
    const std::string key = nameOf(request);
    const std::string value = valueOf(request, "");
    kv::SetOptions options;
    options.condition = kv::SetOptions::If::Absent;
    // Whoever dies with a request under way leaves its key to the next one before long.
    options.timeToLive = std::max(m_context.settings.orderWithin, m_context.settings.answerWithin) * 2;
    Claim claimed;
    const auto ours = co_await m_context.ports.keyValue.set(key, value, options, deadline);
    claimed.isOurs = !ours || *ours;
    if (claimed.isOurs) co_return claimed;
    const auto there = co_await m_context.ports.keyValue.get(key, deadline);
    if (!there || !*there) co_return claimed;
    if (!(*there)->starts_with(value)) {
        claimed.answer = otherContent();
        co_return claimed;
    }
    const auto code = codeNamed(std::string_view(**there).substr(value.size()));
    if (code) claimed.answer = earlierAnswer(request, *code);
    co_return claimed;
}

io::Awaitable<> IdempotencyKeys::end(KeyedRequest request, domain::Code code) {
    if (code == domain::Code::OutcomeUnknown) co_return;
    const std::string key = nameOf(request);
    const Deadline deadline = Deadline::in(kTellWithin);
    if (!domain::isSuccess(code) && code != domain::Code::SoldOut) {
        const auto gone = co_await m_context.ports.keyValue.remove(key, deadline);
        if (!gone) m_context.log.warning("An Idempotency-Key was not freed: {}", gone.error().message);
        co_return;
    }
    const std::string value = valueOf(request, domain::name(code));
    kv::SetOptions options;
    options.timeToLive = m_context.settings.idempotencyKept;
    const auto kept = co_await m_context.ports.keyValue.set(key, value, options, deadline);
    if (!kept) m_context.log.warning("An answer was not kept under its Idempotency-Key: {}", kept.error().message);
}

}  // namespace rushlab::roles
