#include "engines/kv/embedded/replies.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace rushlab::kv::embedded {

Reply wrongType() {
    return Reply::error("WRONGTYPE Operation against a key holding the wrong kind of value");
}
Reply syntaxError() {
    return Reply::error("ERR syntax error");
}
Reply notAnInteger() {
    return Reply::error("ERR value is not an integer or out of range");
}
Reply notAFloat() {
    return Reply::error("ERR value is not a valid float");
}
Reply noSuchKey() {
    return Reply::error("ERR no such key");
}
Reply outOfMemory() {
    return Reply::error("OOM command not allowed when used memory > 'maxmemory'.");
}
Reply wrongArity(std::string_view command) {
    return Reply::error(fmt::format("ERR wrong number of arguments for '{}' command", command));
}

std::optional<std::int64_t> readInteger(std::string_view text) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    if (digits.front() == '0' && text.size() > 1) return std::nullopt;
    return number;
}

std::optional<double> readDouble(std::string_view text) {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) return std::nullopt;
    }
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || std::isnan(number)) return std::nullopt;
    return number;
}

std::string writeDouble(double number) {
    if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
    constexpr double kExact = 9007199254740992.0;  // every integer up to here is exact
    if (number == std::floor(number) && std::abs(number) <= kExact) {
        return number == 0 && std::signbit(number) ? "-0" : fmt::format("{}", static_cast<std::int64_t>(number));
    }
    return fmt::format("{:.17g}", number);
}

bool is(std::string_view text, std::string_view upperCaseWord) {
    return std::equal(
        text.begin(), text.end(), upperCaseWord.begin(), upperCaseWord.end(), [](char given, char wanted) {
            return (given >= 'a' && given <= 'z' ? static_cast<char>(given - 'a' + 'A') : given) == wanted;
        });
}

Span spanOf(std::int64_t first, std::int64_t last, std::size_t size) {
    const auto length = static_cast<std::int64_t>(size);
    if (first < 0) first = std::max<std::int64_t>(first + length, 0);
    if (last < 0) last += length;
    last = std::min(last, length - 1);
    if (first > last) return {};
    return {static_cast<std::size_t>(first), static_cast<std::size_t>(last - first + 1)};
}

}  // namespace rushlab::kv::embedded
