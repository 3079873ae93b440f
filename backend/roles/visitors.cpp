#include "roles/visitors.h"

#include <charconv>

#include "io/http_grammar.h"
#include "roles/admin.h"
#include "roles/session.h"

namespace rushlab::roles {
namespace {

using domain::Code;

// A session's time begins anew at most once in this share of it: it is that much shorter at worst.
constexpr int kSlidesInItsTime = 60;
constexpr std::size_t kRememberedMost = 100'000;

std::optional<domain::MemberId> numberIn(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 1) return std::nullopt;
    return domain::MemberId{number};
}

}  // namespace

std::optional<std::string_view> sessionCookieOf(const io::HttpRequest& request) {
    for (const io::HttpField& field : request.fields) {
        if (!io::equalsIgnoringCase(field.name, "Cookie")) continue;
        for (std::string_view rest = field.value; !rest.empty();) {
            std::string_view value = io::takeUntil(rest, ';');
            if (io::trimmed(io::takeUntil(value, '=')) == session::kCookie) return io::trimmed(value);
        }
    }
    return std::nullopt;
}

io::Awaitable<Visitor> Visitors::whoIs(const io::HttpRequest& request) {
    return whoIs(request.field("Authorization"), sessionCookieOf(request), request.deadline);
}

io::Awaitable<Visitor> Visitors::whoIs(std::optional<std::string_view> authorization,
                                       std::optional<std::string_view> token, Deadline deadline) {
    const auto bearer = authorization ? bearerIn(*authorization) : std::nullopt;
    if (authorization && !bearer) {
        const auto member = m_context.settings.trustUserNumber ? numberIn(*authorization) : std::nullopt;
        co_return member ? Visitor{*member} : Visitor{{}, Code::InvalidToken};
    }
    if (bearer) token = bearer;
    if (!token) co_return Visitor{{}, Code::Unauthorized};
    if (!session::isToken(*token)) co_return Visitor{{}, Code::InvalidToken};
    co_return co_await ofSession(std::string(*token), deadline);
}

io::Awaitable<Visitor> Visitors::ofSession(std::string token, Deadline deadline) {
    kv::KeyValue& keyValue = m_context.ports.keyValue;
    const std::string key = session::key(token);
    const auto value = co_await keyValue.get(key, deadline);
    if (!value) co_return Visitor{{}, Code::EngineUnavailable};
    if (!*value) {
        const std::string seenKey = session::seenKey(token);
        const auto seen = co_await keyValue.exists(seenKey, deadline);
        if (!seen) co_return Visitor{{}, Code::EngineUnavailable};
        co_return Visitor{{}, *seen ? Code::ExpiredToken : Code::InvalidToken};
    }
    const auto member = numberIn(**value);
    if (!member) co_return Visitor{{}, Code::InvalidToken};
    // Best effort: the next request tries again.
    if (isTimeToSlide(token)) co_await keyValue.expire(key, m_context.settings.sessionKept, deadline);
    co_return Visitor{*member};
}

bool Visitors::isTimeToSlide(const std::string& token) {
    const SteadyTime now = std::chrono::steady_clock::now();
    if (m_slid.size() >= kRememberedMost) m_slid.clear();
    const auto [entry, isNew] = m_slid.try_emplace(token, now);
    if (isNew) return true;
    if (now - entry->second < m_context.settings.sessionKept / kSlidesInItsTime) return false;
    entry->second = now;
    return true;
}

}  // namespace rushlab::roles
