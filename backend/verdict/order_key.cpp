#include "verdict/order_key.h"

#include <fmt/format.h>

#include "base/result.h"
#include "domain/ids.h"

namespace rushlab::verdict {

OrderKey orderKeyOf(std::string_view uuid) {
    if (!domain::isUuid(uuid)) abortBecause(fmt::format("an order key was asked of \"{}\", which is no UUID", uuid));
    OrderKey key;
    int digits = 0;
    for (const char letter : uuid) {
        if (letter == '-') continue;
        const auto digit = static_cast<std::uint64_t>(letter <= '9' ? letter - '0' : letter - 'a' + 10);
        std::uint64_t& half = digits++ < 16 ? key.high : key.low;
        half = half << 4U | digit;
    }
    return key;
}

std::string toText(OrderKey key) {
    const std::string digits = fmt::format("{:016x}{:016x}", key.high, key.low);
    const std::string_view all(digits);
    return fmt::format("{}-{}-{}-{}-{}", all.substr(0, 8), all.substr(8, 4), all.substr(12, 4), all.substr(16, 4),
                       all.substr(20));
}

}  // namespace rushlab::verdict
