// The kinds of characters that addresses, lines and mails are made of.
// Any thread; pure functions.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace rushlab::mail {

constexpr bool isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

constexpr bool isControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

constexpr bool isBeyondAscii(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}

// At most so many bytes of what came from outside, as one line of a log or an error may show them.
inline std::string shown(std::string_view text, std::size_t bytesMost) {
    std::string safe(text.substr(0, bytesMost));
    std::ranges::replace_if(
        safe, [](char c) { return isControl(c) || isBeyondAscii(c); }, '?');
    return safe;
}

}  // namespace rushlab::mail
