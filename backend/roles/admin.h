// Who may look into what is not for members: whoever has the shop's admin token.
// Any thread; pure.
#pragma once

#include <optional>
#include <string_view>

#include "io/http_message.h"
#include "roles/shop_settings.h"

namespace rushlab::roles {

// The token of "Bearer ...", as the field Authorization has it.
std::optional<std::string_view> bearerIn(std::string_view authorization);
// The token of "Authorization: Bearer ...".
std::optional<std::string_view> bearerOf(const io::HttpRequest& request);
// Nobody is where the settings have no token.
bool isAdmin(const io::HttpRequest& request, const ShopSettings& settings);

}  // namespace rushlab::roles
