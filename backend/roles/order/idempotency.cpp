#include "roles/order/idempotency.h"

#include <algorithm>

#include "roles/keys.h"

namespace rushlab::roles {
namespace {

constexpr Milliseconds kFirstPause{5};
constexpr Milliseconds kLongestPause{100};
constexpr Milliseconds kTellWithin{1'000};

// A value is "content|CODE", and "content|" while there is no answer.
std::string valueOf(const OrderRequest& request, std::string_view code) {
    return request.content() + '|' + std::string(code);
}

std::optional<domain::Code> codeNamed(std::string_view text) {
    const auto codes = domain::allCodes();
    const auto found =
        std::find_if(codes.begin(), codes.end(), [text](auto code) { return domain::name(code) == text; });
    return found == codes.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

io::Awaitable<KeyClaim> IdempotencyKeys::claim(const OrderRequest& request, Deadline deadline) {
    Milliseconds pause = kFirstPause;
    while (true) {
        const auto claimed = co_await tryClaim(request, deadline);
        if (claimed) co_return *claimed;
        if (deadline.passed(std::chrono::steady_clock::now() + pause)) co_return KeyClaim{KeyClaim::State::UnderWay};
        co_await io::sleepFor(pause);
        pause = std::min(pause * 2, kLongestPause);
    }
}

// Nothing: an earlier request is under way.
io::Awaitable<std::optional<KeyClaim>> IdempotencyKeys::tryClaim(const OrderRequest& request, Deadline deadline) {
    const std::string key = keys::idempotency(request.member, request.idempotencyKey);
    const std::string value = valueOf(request, "");
    kv::SetOptions options;
    options.condition = kv::SetOptions::If::Absent;
    // Whoever dies with a request under way leaves its key to the next one before long.
    options.timeToLive = m_context.settings.orderWithin * 2;
    const auto ours = co_await m_context.ports.keyValue.set(key, value, options, deadline);
    if (!ours || *ours) co_return KeyClaim{KeyClaim::State::Ours};
    const auto there = co_await m_context.ports.keyValue.get(key, deadline);
    if (!there || !*there) co_return std::nullopt;
    if (!(*there)->starts_with(value)) co_return KeyClaim{KeyClaim::State::OtherContent};
    const auto code = codeNamed(std::string_view(**there).substr(value.size()));
    if (!code) co_return std::nullopt;
    co_return KeyClaim{KeyClaim::State::Answered, *code};
}

io::Awaitable<> IdempotencyKeys::keep(const OrderRequest& request, domain::Code code) {
    const std::string key = keys::idempotency(request.member, request.idempotencyKey);
    const std::string value = valueOf(request, domain::name(code));
    kv::SetOptions options;
    options.timeToLive = m_context.settings.idempotencyKept;
    const auto kept = co_await m_context.ports.keyValue.set(key, value, options, Deadline::in(kTellWithin));
    if (!kept) m_context.log.warning("An answer was not kept under its Idempotency-Key: {}", kept.error().message);
}

io::Awaitable<> IdempotencyKeys::forget(const OrderRequest& request) {
    const std::string key = keys::idempotency(request.member, request.idempotencyKey);
    const auto gone = co_await m_context.ports.keyValue.remove(key, Deadline::in(kTellWithin));
    if (!gone) m_context.log.warning("An Idempotency-Key was not freed: {}", gone.error().message);
}

}  // namespace rushlab::roles
