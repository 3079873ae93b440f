// What a shop is set up with, read from a request and checked.
// Any thread; plain values.
#pragma once

#include <string>

#include "base/json.h"
#include "domain/item.h"

namespace rushlab::roles {

struct NewItem {
    domain::Item item;  // without a number yet
    std::int64_t stockQuantity = 0;

    NewItem(domain::Item ownItem, std::int64_t ownStockQuantity)
        : item(std::move(ownItem)), stockQuantity(ownStockQuantity) {}
};

// {name,price,stockQuantity,type?,startAt?,content?}; startAt as ISO 8601 or in milliseconds since 1970. Without a type
// it is GENERAL, or TIME_DEAL where there is a startAt. Invalid: says the field and what is allowed.
Result<NewItem> newItemOf(const JsonValue& body);

// {name,address?}; without a number yet.
Result<domain::Member> newMemberOf(const JsonValue& body);

// "2026-11-20T10:00:00Z", "2026-11-20T19:00:00.250+09:00"; Invalid: what is allowed.
Result<WallTime> wallTimeOf(std::string_view iso8601);

}  // namespace rushlab::roles
