#include "engines/kv/embedded/glob.h"

#include <algorithm>
#include <cstddef>

namespace rushlab::kv::embedded {
namespace {

unsigned char at(std::string_view text, std::size_t index) {
    return static_cast<unsigned char>(text[index]);
}

// Reads the set that begins after '[' at `position` and leaves `position` behind it; an unclosed set ends with the
// pattern, as in Redis.
bool matchesSet(std::string_view pattern, std::size_t& position, unsigned char byte) {
    const bool negated = position < pattern.size() && pattern[position] == '^';
    if (negated) ++position;
    bool found = false;
    while (position < pattern.size() && pattern[position] != ']') {
        if (pattern[position] == '\\' && position + 1 < pattern.size()) {
            found = found || at(pattern, position + 1) == byte;
            position += 2;
        } else if (position + 2 < pattern.size() && pattern[position + 1] == '-') {
            const auto [low, high] = std::minmax({at(pattern, position), at(pattern, position + 2)});
            found = found || (byte >= low && byte <= high);
            position += 3;
        } else {
            found = found || at(pattern, position) == byte;
            ++position;
        }
    }
    if (position < pattern.size()) ++position;  // the closing bracket
    return found != negated;
}

// Whether one byte matches the pattern's element at `position`, which is left behind it.
bool matchesOne(std::string_view pattern, std::size_t& position, unsigned char byte) {
    switch (pattern[position++]) {
        case '?':
            return true;
        case '[':
            return matchesSet(pattern, position, byte);
        case '\\':
            if (position < pattern.size()) return at(pattern, position++) == byte;
            return byte == '\\';
        default:
            return at(pattern, position - 1) == byte;
    }
}

}  // namespace

// Only the last star ever has to be tried again: what an earlier one could swallow more, the last one can too.
bool matchesGlob(std::string_view pattern, std::string_view text) {
    constexpr auto kNone = std::string_view::npos;
    std::size_t position = 0, byte = 0, afterStar = kNone, retryAt = 0;
    while (byte < text.size()) {
        if (position < pattern.size() && pattern[position] == '*') {
            afterStar = ++position;
            retryAt = byte;
            continue;
        }
        if (position < pattern.size() && matchesOne(pattern, position, at(text, byte))) {
            ++byte;
            continue;
        }
        if (afterStar == kNone) return false;
        position = afterStar;
        byte = ++retryAt;
    }
    while (position < pattern.size() && pattern[position] == '*')
        ++position;
    return position == pattern.size();
}

}  // namespace rushlab::kv::embedded
