// Ids that do not mix: an ItemId is not an OrderId, though both are numbers.
// Any thread; plain values.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace rushlab {

template <class Tag, class Value = std::int64_t>
struct Id {
    Value value{};

    friend auto operator<=>(const Id&, const Id&) = default;
};

}  // namespace rushlab

template <class Tag, class Value>
struct std::hash<rushlab::Id<Tag, Value>> {
    std::size_t operator()(const rushlab::Id<Tag, Value>& id) const noexcept { return std::hash<Value>{}(id.value); }
};
