// What a call that can fail returns: a value, or an error that speaks to a person.
// An Error's sentence says what failed, which thing, why, and what to do next.
// Any thread; plain values.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace rushlab {

enum class ErrorCode : std::uint8_t {
    NotFound,
    Conflict,
    SoldOut,
    Full,            // a bound was reached; trying again later may help
    Timeout,         // it surely did not happen in time
    OutcomeUnknown,  // it may or may not have happened
    Unavailable,     // an engine, a disk or a peer is not there
    Corrupt,         // stored bytes are not what was written
    Invalid,         // the caller's input is wrong
    Denied,
};

std::string_view name(ErrorCode code);

struct Error {
    ErrorCode code;
    std::string message;

    friend bool operator==(const Error&, const Error&) = default;
};

template <class T = void>
using Result = tl::expected<T, Error>;

template <class... Args>
[[nodiscard]] tl::unexpected<Error> fail(ErrorCode code, fmt::format_string<Args...> format, Args&&... args) {
    return tl::unexpected<Error>(Error{code, fmt::format(format, std::forward<Args>(args)...)});
}

// Hands an error on unchanged, whatever type its result carried.
template <class T>
[[nodiscard]] tl::unexpected<Error> pass(Result<T>&& failed) {
    return tl::unexpected<Error>(std::move(failed).error());
}
template <class T>
[[nodiscard]] tl::unexpected<Error> pass(const Result<T>& failed) {
    return tl::unexpected<Error>(failed.error());
}

// Ends the program with its own words: for an invariant of ours that is broken, never for bad input.
[[noreturn]] void abortBecause(std::string_view brokenInvariant);

}  // namespace rushlab
