// What the shop sells.
// Any thread; plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "domain/ids.h"

namespace rushlab::domain {

// A time deal opens at a moment, is reserved first and must be paid; anything else is complete once it is ordered.
enum class ItemType : std::uint8_t { General, TimeDeal };

std::string_view name(ItemType type);  // "GENERAL", "TIME_DEAL"
std::optional<ItemType> itemTypeOf(std::string_view text);

struct Item {
    ItemId id;
    std::string name;
    std::int64_t price = 0;
    ItemType type = ItemType::General;
    std::optional<WallTime> startAt;  // of a time deal
    std::string content;

    bool isOpen(WallTime now) const { return !startAt || now >= *startAt; }
    friend bool operator==(const Item&, const Item&) = default;
};

struct Member {
    MemberId id;
    std::string name;
    std::string address;
    friend bool operator==(const Member&, const Member&) = default;
};

// Bounds that every role holds its input to.
constexpr std::int64_t kPriceMost = 1'000'000'000'000;
constexpr std::int64_t kStockMost = 1'000'000'000;
constexpr std::int64_t kCountMost = 1'000;  // units in one line of an order
constexpr std::size_t kLinesMost = 100;     // of one order
constexpr std::size_t kNameMost = 200;      // characters

}  // namespace rushlab::domain
