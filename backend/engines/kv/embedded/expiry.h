// How times to live are read from arguments; SET, EXPIRE and their kin share it.
// Any thread; pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <tl/expected.hpp>

#include "engines/kv/embedded/command.h"

namespace rushlab::kv::embedded {

enum class ExpiryUnit : std::uint8_t { Seconds, Milliseconds, UnixSeconds, UnixMilliseconds };

// EX, PX, EXAT or PXAT.
std::optional<ExpiryUnit> expiryUnit(std::string_view option);

// The argument as a Unix time in milliseconds; it must be above zero. Or Redis's words for why not.
tl::expected<std::int64_t, Reply> readExpiry(const Call& call, std::size_t index, ExpiryUnit unit,
                                             std::string_view command);
// The same, where a time in the past is meant to delete.
tl::expected<std::int64_t, Reply> readAnyExpiry(const Call& call, std::size_t index, ExpiryUnit unit,
                                                std::string_view command);

}  // namespace rushlab::kv::embedded
