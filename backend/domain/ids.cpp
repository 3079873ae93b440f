#include "domain/ids.h"

#include <sodium/crypto_hash_sha256.h>

#include <array>

namespace rushlab::domain {
namespace {

constexpr std::uint8_t kByTime = 7;  // versions of a UUID
constexpr std::uint8_t kByKey = 8;
constexpr std::size_t kVersionAt = 14;  // in its text

std::string asUuid(std::array<std::uint8_t, 16> bytes, std::uint8_t version) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | (static_cast<unsigned>(version) << 4U));
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
    std::string text;
    text.reserve(36);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        if (at == 4 || at == 6 || at == 8 || at == 10) text += '-';
        text += kDigits[bytes[at] >> 4U];
        text += kDigits[bytes[at] & 0x0FU];
    }
    return text;
}

}  // namespace

OrderId newOrderId(WallTime now, Random& random) {
    std::array<std::uint8_t, 16> bytes{};
    const auto time = static_cast<std::uint64_t>(now.time_since_epoch().count());
    for (std::size_t at = 0; at < 6; ++at)
        bytes[at] = static_cast<std::uint8_t>(time >> (8U * (5U - at)));
    const std::uint64_t high = random.next();
    const std::uint64_t low = random.next();
    for (std::size_t at = 6; at < 8; ++at)
        bytes[at] = static_cast<std::uint8_t>(high >> (8U * (at - 6U)));
    for (std::size_t at = 8; at < 16; ++at)
        bytes[at] = static_cast<std::uint8_t>(low >> (8U * (at - 8U)));
    return OrderId{asUuid(bytes, kByTime)};
}

OrderId orderIdFor(MemberId member, std::string_view idempotencyKey) {
    const std::string named = std::to_string(member.value) + ":" + std::string(idempotencyKey);
    std::array<std::uint8_t, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(named.data()), named.size());
    std::array<std::uint8_t, 16> bytes{};
    std::copy_n(hash.begin(), bytes.size(), bytes.begin());
    return OrderId{asUuid(bytes, kByKey)};
}

bool mayBeOrderedAgain(const OrderId& order) {
    return order.value.size() > kVersionAt && order.value[kVersionAt] == '0' + kByKey;
}

bool isUuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char letter = text[at];
        const bool isDash = at == 8 || at == 13 || at == 18 || at == 23;
        const bool isHex = (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
        if (isDash ? letter != '-' : !isHex) return false;
    }
    return true;
}

}  // namespace rushlab::domain
