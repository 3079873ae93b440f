// The characters and small forms that HTTP/1.1 is made of (RFC 9110, RFC 9112, RFC 3986), each judged in one place.
// Any thread; pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rushlab::io {

namespace detail {

enum CharacterClass : std::uint8_t {
    kTokenCharacter = 1,   // RFC 9110 5.6.2: methods and field names
    kFieldCharacter = 2,   // RFC 9110 5.5: what a field value may hold (no control characters but tab)
    kTargetCharacter = 4,  // RFC 3986: path, query and the percent sign
    kHostCharacter = 8,    // RFC 3986 3.2.2, with brackets for IPv6
};

constexpr std::array<std::uint8_t, 256> makeCharacterClasses() {
    std::array<std::uint8_t, 256> classes{};
    const auto mark = [&classes](std::string_view characters, std::uint8_t flags) {
        for (const char character : characters) {
            auto& entry = classes[static_cast<unsigned char>(character)];
            entry = static_cast<std::uint8_t>(entry | flags);
        }
    };
    mark("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
         kTokenCharacter | kTargetCharacter | kHostCharacter);
    mark("!#$%&'*+-.^_`|~", kTokenCharacter);
    mark("-._~!$&'()*+,;=%:", kTargetCharacter | kHostCharacter);
    mark("/?@", kTargetCharacter);
    mark("[]", kHostCharacter);
    for (std::size_t byte = 0; byte < classes.size(); ++byte) {
        if (byte == '\t' || (byte >= ' ' && byte != 0x7F)) {
            classes[byte] = static_cast<std::uint8_t>(classes[byte] | kFieldCharacter);
        }
    }
    return classes;
}

inline constexpr auto kCharacterClasses = makeCharacterClasses();

inline bool allOf(std::string_view text, CharacterClass wanted) {
    for (const char character : text) {
        if (!(kCharacterClasses[static_cast<unsigned char>(character)] & wanted)) return false;
    }
    return true;
}

}  // namespace detail

inline bool isToken(std::string_view text) {
    return !text.empty() && detail::allOf(text, detail::kTokenCharacter);
}
inline bool isFieldValue(std::string_view text) {
    return detail::allOf(text, detail::kFieldCharacter);
}
inline bool isTargetText(std::string_view text) {
    return detail::allOf(text, detail::kTargetCharacter);
}

inline char lowered(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A')) : character;
}

// Names of fields and codings are compared without regard to case, in ASCII only.
inline bool equalsIgnoringCase(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (lowered(left[i]) != lowered(right[i])) return false;
    }
    return true;
}

// Without the spaces and tabs at both ends (RFC 9110 5.6.3).
std::string_view trimmed(std::string_view text);

// Takes what stands before the next separator off the text, and the separator; all of it where there is none.
std::string_view takeUntil(std::string_view& text, char separator);

// Takes the next element off a comma-separated list (RFC 9110 5.6.1), trimmed; nothing at its end.
std::optional<std::string_view> nextInList(std::string_view& list);

// RFC 9110 8.6: digits only, no sign, no list, at most 18 of them (so nothing can overflow).
std::optional<std::uint64_t> parseContentLength(std::string_view text);

// The value of a hexadecimal digit; nothing for any other character.
std::optional<unsigned> hexDigit(char character);

// RFC 9112 3.2: a host with an optional port. May be empty.
bool isHost(std::string_view text);

// RFC 3986 2.1, strictly: every % is followed by two hexadecimal digits and no byte becomes NUL; nothing otherwise.
// In a query a plus stands for a space, in a path for itself.
enum class PlusIs : bool { Plus, Space };
std::optional<std::string> percentDecoded(std::string_view text, PlusIs plus);

// Everything but letters, digits and -._~ as %XX.
std::string percentEncoded(std::string_view text);

}  // namespace rushlab::io
