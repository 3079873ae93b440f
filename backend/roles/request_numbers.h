// Numbers that a request's path and query hold, checked.
// Any thread; plain values.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "domain/ids.h"
#include "io/http_message.h"

namespace rushlab::roles {

// ?name=; `otherwise` where it is absent. Invalid: says what is allowed.
Result<std::int64_t> queryNumber(const io::HttpRequest& request, std::string_view name, std::int64_t otherwise,
                                 std::int64_t least, std::int64_t most);

// ?page=&size=, pages from 0.
struct Page {
    std::int64_t number = 0;
    std::int64_t size = 0;
};
Result<Page> pageOf(const io::HttpRequest& request, std::int64_t size, std::int64_t sizeMost);

// {number} of a path as /item/{number}.
Result<domain::ItemId> itemOf(const io::HttpRequest& request);

}  // namespace rushlab::roles
