// An order's UUID as a number: sixteen bytes instead of thirty-six letters, where a million of them are compared.
// Any thread; plain values.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace rushlab::verdict {

struct OrderKey {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    friend auto operator<=>(const OrderKey&, const OrderKey&) = default;
};

// Of a UUID as domain::isUuid has it; anything else breaks an invariant.
OrderKey orderKeyOf(std::string_view uuid);
std::string toText(OrderKey key);

}  // namespace rushlab::verdict
