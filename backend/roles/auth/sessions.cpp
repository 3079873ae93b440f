#include "roles/auth/sessions.h"

#include "io/http_grammar.h"
#include "roles/session.h"

namespace rushlab::roles {

io::Awaitable<Result<std::string>> Sessions::begin(domain::MemberId member, Deadline deadline) {
    const std::string token = randomToken(session::kTokenBytes);
    const std::string number = std::to_string(member.value);
    const std::string seenKey = session::seenKey(token);
    const std::string key = session::key(token);
    const kv::SetOptions keptForADay{.timeToLive = session::kSeenFor};
    const auto marked = co_await m_context.ports.keyValue.set(seenKey, "1", keptForADay, deadline);
    if (!marked) co_return pass(marked);
    const kv::SetOptions kept{.timeToLive = m_context.settings.sessionKept};
    const auto stored = co_await m_context.ports.keyValue.set(key, number, kept, deadline);
    if (!stored) co_return pass(stored);
    co_return token;
}

io::Awaitable<Result<>> Sessions::end(std::string token, Deadline deadline) {
    const std::string key = session::key(token);
    const auto removed = co_await m_context.ports.keyValue.remove(key, deadline);
    if (!removed) co_return pass(removed);
    co_return Result<>();
}

std::optional<std::string> tokenOf(const io::HttpRequest& request) {
    constexpr std::string_view kBearer = "Bearer ";
    const auto token = [](std::string_view text) {
        return session::isToken(text) ? std::optional(std::string(text)) : std::nullopt;
    };
    const std::string_view authorization = request.field("Authorization").value_or("");
    if (io::equalsIgnoringCase(authorization.substr(0, kBearer.size()), kBearer))
        return token(io::trimmed(authorization.substr(kBearer.size())));
    for (std::string_view rest = request.field("Cookie").value_or(""); !rest.empty();) {
        std::string_view value = io::takeUntil(rest, ';');
        if (io::trimmed(io::takeUntil(value, '=')) == session::kCookie) return token(io::trimmed(value));
    }
    return std::nullopt;
}

}  // namespace rushlab::roles
