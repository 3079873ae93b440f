#include "io/http_grammar.h"

#include <algorithm>

namespace rushlab::io {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

std::string_view takeUntil(std::string_view& text, char separator) {
    const std::size_t end = text.find(separator);
    const std::string_view taken = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    return taken;
}

std::optional<std::string_view> nextInList(std::string_view& list) {
    while (!list.empty()) {
        const std::string_view element = trimmed(takeUntil(list, ','));
        if (!element.empty()) return element;
    }
    return std::nullopt;
}

std::optional<std::uint64_t> parseContentLength(std::string_view text) {
    constexpr std::size_t kDigitsMost = 18;
    if (text.empty() || text.size() > kDigitsMost) return std::nullopt;
    std::uint64_t value = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    return value;
}

std::optional<unsigned> hexDigit(char character) {
    if (character >= '0' && character <= '9') return static_cast<unsigned>(character - '0');
    const char letter = lowered(character);
    if (letter >= 'a' && letter <= 'f') return static_cast<unsigned>(letter - 'a') + 10;
    return std::nullopt;
}

bool isHost(std::string_view text) {
    if (!detail::allOf(text, detail::kHostCharacter)) return false;
    std::string_view port;
    if (!text.empty() && text.front() == '[') {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos) return false;
        port = text.substr(close + 1);
    } else {
        if (text.find_first_of("[]") != std::string_view::npos) return false;
        port = text.substr(std::min(text.find(':'), text.size()));
    }
    if (port.empty()) return true;
    return port.front() == ':' && port.size() <= 6 && port.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

std::optional<std::string> percentDecoded(std::string_view text, PlusIs plus) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i] == '+' && plus == PlusIs::Space ? ' ' : text[i];
            continue;
        }
        if (text.size() - i < 3) return std::nullopt;
        const auto high = hexDigit(text[i + 1]);
        const auto low = hexDigit(text[i + 2]);
        if (!high || !low || (*high == 0 && *low == 0)) return std::nullopt;
        decoded += static_cast<char>(*high * 16 + *low);
        i += 2;
    }
    return decoded;
}

std::string percentEncoded(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char character : text) {
        if (kPlain.find(character) != std::string_view::npos) {
            encoded += character;
            continue;
        }
        const auto byte = static_cast<unsigned char>(character);
        encoded += '%';
        encoded += kHex[byte >> 4];
        encoded += kHex[byte & 15];
    }
    return encoded;
}

}  // namespace rushlab::io
