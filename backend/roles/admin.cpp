#include "roles/admin.h"

#include <sodium/utils.h>

#include "io/http_grammar.h"

namespace rushlab::roles {
namespace {

constexpr std::string_view kBearer = "Bearer ";

}  // namespace

std::optional<std::string_view> bearerIn(std::string_view authorization) {
    if (!io::equalsIgnoringCase(authorization.substr(0, kBearer.size()), kBearer)) return std::nullopt;
    return io::trimmed(authorization.substr(kBearer.size()));
}

std::optional<std::string_view> bearerOf(const io::HttpRequest& request) {
    const auto field = request.field("Authorization");
    return field ? bearerIn(*field) : std::nullopt;
}

bool isAdmin(const io::HttpRequest& request, const ShopSettings& settings) {
    const std::string& wanted = settings.adminToken;
    const auto given = bearerOf(request);
    // In a time that does not tell how much of it was right.
    return !wanted.empty() && given && given->size() == wanted.size() &&
           sodium_memcmp(given->data(), wanted.data(), wanted.size()) == 0;
}

}  // namespace rushlab::roles
