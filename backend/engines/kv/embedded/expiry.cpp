#include "engines/kv/embedded/expiry.h"

#include <fmt/format.h>

#include "engines/kv/embedded/replies.h"

namespace rushlab::kv::embedded {
namespace {

tl::unexpected<Reply> invalidExpiry(std::string_view command) {
    return tl::unexpected(Reply::error(fmt::format("ERR invalid expire time in '{}' command", command)));
}

}  // namespace

std::optional<ExpiryUnit> expiryUnit(std::string_view option) {
    if (is(option, "EX")) return ExpiryUnit::Seconds;
    if (is(option, "PX")) return ExpiryUnit::Milliseconds;
    if (is(option, "EXAT")) return ExpiryUnit::UnixSeconds;
    if (is(option, "PXAT")) return ExpiryUnit::UnixMilliseconds;
    return std::nullopt;
}

tl::expected<std::int64_t, Reply> readAnyExpiry(const Call& call, std::size_t index, ExpiryUnit unit,
                                                std::string_view command) {
    const auto given = readInteger(call[index]);
    if (!given) return tl::unexpected(notAnInteger());
    std::int64_t time = *given;
    const bool inSeconds = unit == ExpiryUnit::Seconds || unit == ExpiryUnit::UnixSeconds;
    const bool fromNow = unit == ExpiryUnit::Seconds || unit == ExpiryUnit::Milliseconds;
    if (inSeconds && __builtin_mul_overflow(time, 1000, &time)) return invalidExpiry(command);
    if (fromNow && __builtin_add_overflow(time, call.store.nowMs(), &time)) return invalidExpiry(command);
    if (time == kNeverExpires) --time;
    return time;
}

tl::expected<std::int64_t, Reply> readExpiry(const Call& call, std::size_t index, ExpiryUnit unit,
                                             std::string_view command) {
    const auto given = readInteger(call[index]);
    if (given && *given <= 0) return invalidExpiry(command);
    return readAnyExpiry(call, index, unit, command);
}

}  // namespace rushlab::kv::embedded
