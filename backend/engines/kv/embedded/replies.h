// Redis's words for what goes wrong, and the small readings of arguments that commands share.
// Any thread; plain functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engines/kv/reply.h"

namespace rushlab::kv::embedded {

Reply wrongType();
Reply syntaxError();
Reply notAnInteger();
Reply notAFloat();
Reply noSuchKey();
Reply outOfMemory();
Reply wrongArity(std::string_view command);

// As Redis reads integers: no spaces, no plus sign, no leading zeros, nothing after the digits.
std::optional<std::int64_t> readInteger(std::string_view text);
// As Redis reads floats: inf, +inf and -inf are numbers, nan is not.
std::optional<double> readDouble(std::string_view text);
std::string writeDouble(double number);

// Whether an option was given, whatever its case.
bool is(std::string_view text, std::string_view upperCaseWord);

// The elements that a range of indexes, which may count from the end (-1 is the last), stands for.
struct Span {
    std::size_t first = 0;
    std::size_t count = 0;
};
Span spanOf(std::int64_t first, std::int64_t last, std::size_t size);

}  // namespace rushlab::kv::embedded
