#include "roles/auth/sessions.h"

#include "roles/keys.h"

namespace rushlab::roles {
namespace {

constexpr Milliseconds kSeenFor{86'400'000};
constexpr std::size_t kTokenBytes = 32;

std::string seenKey(std::string_view token) {
    return fmt::format("session-seen:{}", token);
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

std::optional<std::string> tokenIn(std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    const bool isToken = text.size() == 2 * kTokenBytes && text.find_first_not_of(kHex) == std::string_view::npos;
    return isToken ? std::optional(std::string(text)) : std::nullopt;
}

}  // namespace

io::Awaitable<Result<std::string>> Sessions::begin(domain::MemberId member, Deadline deadline) {
    const std::string token = randomToken(kTokenBytes);
    const std::string number = std::to_string(member.value);
    const std::string seen = seenKey(token);
    const std::string session = keys::session(token);
    const kv::SetOptions keptForADay{.timeToLive = kSeenFor};
    const auto marked = co_await m_context.ports.keyValue.set(seen, number, keptForADay, deadline);
    if (!marked) co_return pass(marked);
    const kv::SetOptions kept{.timeToLive = m_context.settings.sessionKept};
    const auto stored = co_await m_context.ports.keyValue.set(session, number, kept, deadline);
    if (!stored) co_return pass(stored);
    co_return token;
}

io::Awaitable<Result<>> Sessions::end(std::string token, Deadline deadline) {
    const std::string session = keys::session(token);
    const auto removed = co_await m_context.ports.keyValue.remove(session, deadline);
    if (!removed) co_return pass(removed);
    co_return Result<>();
}

std::optional<std::string> tokenOf(const io::HttpRequest& request) {
    constexpr std::string_view kBearer = "Bearer ";
    constexpr std::string_view kCookie = "SESSION=";
    if (const auto field = request.field("Authorization"); field && field->substr(0, kBearer.size()) == kBearer)
        return tokenIn(trimmed(field->substr(kBearer.size())));
    std::string_view cookies = request.field("Cookie").value_or("");
    while (!cookies.empty()) {
        const auto end = cookies.find(';');
        const std::string_view cookie = trimmed(cookies.substr(0, end));
        if (cookie.substr(0, kCookie.size()) == kCookie) return tokenIn(cookie.substr(kCookie.size()));
        cookies = end == std::string_view::npos ? std::string_view() : cookies.substr(end + 1);
    }
    return std::nullopt;
}

}  // namespace rushlab::roles
