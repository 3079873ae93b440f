#include <algorithm>
#include <array>
#include <optional>

#include "base/utf8.h"
#include "engines/mail/base64.h"
#include "engines/mail/mime.h"

namespace rushlab::mail {
namespace {

// RFC 2047 allows 75 characters; some write longer ones.
constexpr std::size_t kWordMost = 1'000;

std::string inSmallLetters(std::string_view text) {
    std::string small(text);
    std::ranges::transform(small, small.begin(),
                           [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    return small;
}

std::optional<unsigned> hexDigit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    return std::nullopt;
}

enum class Underscore : std::uint8_t { AsItIs, IsSpace };

std::string fromQuotedPrintable(std::string_view text, Underscore underscore) {
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '_' && underscore == Underscore::IsSpace) {
            bytes += ' ';
            continue;
        }
        if (c != '=') {
            bytes += c;
            continue;
        }
        if (text.substr(at + 1).starts_with("\r\n")) {  // a soft line break
            at += 2;
            continue;
        }
        const auto high = at + 2 < text.size() ? hexDigit(text[at + 1]) : std::nullopt;
        const auto low = at + 2 < text.size() ? hexDigit(text[at + 2]) : std::nullopt;
        if (!high || !low) {
            bytes += c;
            continue;
        }
        bytes += static_cast<char>(*high << 4 | *low);
        at += 2;
    }
    return bytes;
}

std::string asUtf8(std::string text, std::string_view charset) {
    const std::string small = inSmallLetters(charset);
    if (small == "iso-8859-1" || small == "latin1") {
        std::string wide;
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte < 0x80) {
                wide += c;
                continue;
            }
            wide += static_cast<char>(0xC0 | byte >> 6);
            wide += static_cast<char>(0x80 | (byte & 0x3F));
        }
        return wide;
    }
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8Length(std::string_view(text).substr(at));
        if (length == 0) text[at] = '?';
        at += std::max<std::size_t>(length, 1);
    }
    return text;
}

// One "=?charset?B?...?=" at the front, taken off; nothing: there is none.
std::optional<std::string> takeEncodedWord(std::string_view& whole) {
    const std::string_view text = whole.substr(0, kWordMost);
    if (!text.starts_with("=?")) return std::nullopt;
    const auto charsetEnd = text.find('?', 2);
    if (charsetEnd == std::string_view::npos || charsetEnd + 2 >= text.size() || text[charsetEnd + 2] != '?')
        return std::nullopt;
    const auto end = text.find("?=", charsetEnd + 3);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view inside = text.substr(charsetEnd + 3, end - charsetEnd - 3);
    if (inside.find_first_of(" ?") != std::string_view::npos) return std::nullopt;
    const char encoding = text[charsetEnd + 1];
    std::string bytes;
    if (encoding == 'B' || encoding == 'b')
        bytes = fromBase64(inside);
    else if (encoding == 'Q' || encoding == 'q')
        bytes = fromQuotedPrintable(inside, Underscore::IsSpace);
    else
        return std::nullopt;
    std::string word = asUtf8(std::move(bytes), text.substr(2, charsetEnd - 2));
    whole.remove_prefix(end + 2);
    return word;
}

std::string withoutEncodedWords(std::string_view text) {
    std::string read;
    bool afterWord = false;
    std::string spaces;
    while (!text.empty()) {
        if (auto word = takeEncodedWord(text)) {
            if (!afterWord) read += spaces;  // RFC 2047 6.2: what is between two words is not shown
            spaces.clear();
            read += *word;
            afterWord = true;
            continue;
        }
        const char c = text.front();
        text.remove_prefix(1);
        if (c == ' ' || c == '\t') {
            spaces += c;
            continue;
        }
        read += spaces + c;
        spaces.clear();
        afterWord = false;
    }
    return asUtf8(std::move(read), "utf-8");
}

struct Headers {
    std::string messageId, subject, type, encoding;
};

// Unfolds as it goes (RFC 5322 2.2.3); the first of each name counts. Leaves what follows the empty line.
Headers takeHeaders(std::string_view& message) {
    Headers headers;
    while (!message.empty()) {
        std::string line;
        do {
            const auto end = message.find("\r\n");
            line += message.substr(0, end);
            message.remove_prefix(end == std::string_view::npos ? message.size() : end + 2);
        } while (!line.empty() && (message.starts_with(' ') || message.starts_with('\t')));
        if (line.empty()) break;
        const auto colon = line.find(':');
        if (colon == std::string::npos) continue;
        const std::string name = inSmallLetters(std::string_view(line).substr(0, colon));
        const auto begin = line.find_first_not_of(" \t", colon + 1);
        const std::string value = begin == std::string::npos ? std::string() : line.substr(begin);
        const std::array<std::pair<std::string_view, std::string*>, 4> wanted{
            {{"message-id", &headers.messageId},
             {"subject", &headers.subject},
             {"content-type", &headers.type},
             {"content-transfer-encoding", &headers.encoding}}};
        for (const auto& [known, into] : wanted) {
            if (known == name && into->empty()) *into = value;
        }
    }
    return headers;
}

std::string charsetOf(const std::string& type) {
    const std::string small = inSmallLetters(type);
    auto at = small.find("charset=");
    if (at == std::string::npos) return "utf-8";
    at += 8;
    const bool quoted = at < small.size() && small[at] == '"';
    if (quoted) ++at;
    return small.substr(at, small.find_first_of(quoted ? "\"" : "; \t", at) - at);
}

ReadMessage shownHeaders(const Headers& headers) {
    ReadMessage read;
    const auto begin = headers.messageId.find('<');
    const auto end = headers.messageId.find('>');
    read.messageId = begin != std::string::npos && end != std::string::npos && end > begin
                         ? headers.messageId.substr(begin + 1, end - begin - 1)
                         : headers.messageId;
    read.messageId = asUtf8(std::move(read.messageId), "utf-8");
    read.subject = withoutEncodedWords(headers.subject);
    return read;
}

}  // namespace

ReadMessage readHeaders(std::string_view message) {
    return shownHeaders(takeHeaders(message));
}

ReadMessage readMessage(std::string_view message) {
    const Headers headers = takeHeaders(message);
    ReadMessage read = shownHeaders(headers);
    const std::string encoding = inSmallLetters(headers.encoding);
    const std::string bytes = encoding.starts_with("base64") ? fromBase64(message)
                              : encoding.starts_with("quoted-printable")
                                  ? fromQuotedPrintable(message, Underscore::AsItIs)
                                  : std::string(message);
    std::string lines;
    lines.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const bool endsLine = bytes[at] == '\r' && at + 1 < bytes.size() && bytes[at + 1] == '\n';
        if (!endsLine) lines += bytes[at];
    }
    read.text = asUtf8(std::move(lines), charsetOf(headers.type));
    return read;
}

}  // namespace rushlab::mail
