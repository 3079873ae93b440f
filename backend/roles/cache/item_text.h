// An item as the cache holds it.
// Any thread; pure.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "domain/item.h"

namespace rushlab::roles {

std::string encodeItem(const domain::Item& item);
// Corrupt, with what is wrong: what nobody of ours wrote.
Result<domain::Item> decodeItem(std::string_view text, JsonParser& parser);

}  // namespace rushlab::roles
