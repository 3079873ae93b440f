#include "engines/kv/embedded/lua_matcher.h"

#include <cctype>
#include <cstring>

#include "engines/kv/embedded/lua_state.h"

namespace rushlab::kv::embedded {
namespace {

constexpr char kEscape = '%';
constexpr unsigned kStepsBetweenChecks = 1U << 16U;

int byteAt(const char* place) {
    return static_cast<unsigned char>(*place);
}

}  // namespace

void LuaMatcher::countStep() {
    if (++m_steps % kStepsBetweenChecks != 0) return;
    LuaState& state = LuaState::of(m_lua);
    if (state.isOverLimit()) state.kill(m_lua);
}

const char* LuaMatcher::matchAt(const char* text) {
    m_captures = 0;
    m_depth = 0;
    return match(text, m_pattern);
}

const char* LuaMatcher::match(const char* text, const char* pattern) {
    if (++m_depth > kDepthMax) luaL_error(m_lua, "pattern too complex");
    const char* end = matchMore(text, pattern);
    --m_depth;
    return end;
}

// Goes on as long as nothing has to be tried in more than one way.
const char* LuaMatcher::matchMore(const char* text, const char* pattern) {
    while (pattern != m_patternEnd) {
        countStep();
        if (*pattern == '(') {
            const bool position = pattern + 1 != m_patternEnd && pattern[1] == ')';
            return openCapture(text, pattern + (position ? 2 : 1), position ? kPosition : kOpen);
        }
        if (*pattern == ')') return closeCapture(text, pattern + 1);
        if (*pattern == '$' && pattern + 1 == m_patternEnd) return text == m_textEnd ? text : nullptr;
        if (*pattern == kEscape && pattern + 1 != m_patternEnd) {
            const char kind = pattern[1];
            if (kind == 'b' || kind == 'f' || std::isdigit(byteAt(pattern + 1))) {
                if (kind == 'b') {
                    text = matchBalanced(text, pattern + 2);
                    pattern += 4;
                } else if (kind == 'f') {
                    text = matchFrontier(text, pattern);
                } else {
                    text = matchEarlier(text, kind);
                    pattern += 2;
                }
                if (!text) return nullptr;
                continue;
            }
        }
        const char* rest = itemEnd(pattern);
        const char repeat = rest != m_patternEnd ? *rest : '\0';
        const bool fits = text != m_textEnd && matchesItem(text, pattern, rest);
        if (repeat == '*') return repeatMost(text, pattern, rest);
        if (repeat == '+') return fits ? repeatMost(text + 1, pattern, rest) : nullptr;
        if (repeat == '-') return repeatLeast(text, pattern, rest);
        if (repeat == '?') {
            if (fits)
                if (const char* end = match(text + 1, rest + 1)) return end;
            pattern = rest + 1;
            continue;
        }
        if (!fits) return nullptr;
        ++text;
        pattern = rest;
    }
    return text;
}

const char* LuaMatcher::repeatMost(const char* text, const char* pattern, const char* rest) {
    std::ptrdiff_t count = 0;
    while (text + count != m_textEnd && matchesItem(text + count, pattern, rest)) {
        countStep();
        ++count;
    }
    for (; count >= 0; --count)
        if (const char* end = match(text + count, rest + 1)) return end;
    return nullptr;
}

const char* LuaMatcher::repeatLeast(const char* text, const char* pattern, const char* rest) {
    for (;;) {
        if (const char* end = match(text, rest + 1)) return end;
        if (text == m_textEnd || !matchesItem(text, pattern, rest)) return nullptr;
        ++text;
    }
}

const char* LuaMatcher::openCapture(const char* text, const char* pattern, std::ptrdiff_t size) {
    if (m_captures >= kCapturesMax) luaL_error(m_lua, "too many captures");
    m_capture[m_captures++] = {text, size};
    const char* end = match(text, pattern);
    if (!end) --m_captures;
    return end;
}

const char* LuaMatcher::closeCapture(const char* text, const char* pattern) {
    int last = m_captures - 1;
    while (last >= 0 && m_capture[last].size != kOpen)
        --last;
    if (last < 0) luaL_error(m_lua, "invalid pattern capture");
    m_capture[last].size = text - m_capture[last].from;
    const char* end = match(text, pattern);
    if (!end) m_capture[last].size = kOpen;
    return end;
}

// %bxy: from an x to the y that balances it.
const char* LuaMatcher::matchBalanced(const char* text, const char* pattern) {
    if (m_patternEnd - pattern < 2) luaL_error(m_lua, "unbalanced pattern");
    if (text == m_textEnd || *text != pattern[0]) return nullptr;
    std::ptrdiff_t open = 1;
    for (++text; text != m_textEnd; ++text) {
        countStep();
        if (*text == pattern[1]) {
            if (--open == 0) return text + 1;
        } else if (*text == pattern[0]) {
            ++open;
        }
    }
    return nullptr;
}

// %f[set]: between a byte outside the set and one inside.
const char* LuaMatcher::matchFrontier(const char*& text, const char*& pattern) {
    const char* set = pattern + 2;
    if (set == m_patternEnd || *set != '[') luaL_error(m_lua, "missing '[' after '%%f' in pattern");
    const char* end = itemEnd(set);
    const int before = text == m_text ? 0 : byteAt(text - 1);
    const int here = text == m_textEnd ? 0 : byteAt(text);
    if (matchesSet(before, set, end - 1) || !matchesSet(here, set, end - 1)) return nullptr;
    pattern = end;
    return text;
}

const char* LuaMatcher::matchEarlier(const char* text, char digit) {
    const int index = digit - '1';
    if (index < 0 || index >= m_captures || m_capture[index].size == kOpen) luaL_error(m_lua, "invalid capture index");
    if (m_capture[index].size == kPosition) return nullptr;
    const auto size = m_capture[index].size;
    if (m_textEnd - text < size || std::memcmp(m_capture[index].from, text, static_cast<std::size_t>(size)) != 0)
        return nullptr;
    return text + size;
}

// Behind the single item (a byte, a class, a set) that begins here.
const char* LuaMatcher::itemEnd(const char* pattern) {
    const char first = *pattern++;
    if (first == kEscape) {
        if (pattern == m_patternEnd) luaL_error(m_lua, "malformed pattern (ends with '%%')");
        return pattern + 1;
    }
    if (first != '[') return pattern;
    if (pattern != m_patternEnd && *pattern == '^') ++pattern;
    do {  // the first byte of a set may be a bracket that does not close it
        if (pattern == m_patternEnd) luaL_error(m_lua, "malformed pattern (missing ']')");
        if (*pattern++ == kEscape && pattern != m_patternEnd) ++pattern;
    } while (pattern == m_patternEnd || *pattern != ']');
    return pattern + 1;
}

bool LuaMatcher::matchesItem(const char* text, const char* pattern, const char* end) {
    switch (*pattern) {
        case '.':
            return true;
        case kEscape:
            return matchesClass(byteAt(text), byteAt(pattern + 1));
        case '[':
            return matchesSet(byteAt(text), pattern, end - 1);
        default:
            return *pattern == *text;
    }
}

bool LuaMatcher::matchesClass(int byte, int letter) {
    bool inside = false;
    switch (std::tolower(letter)) {
        case 'a':
            inside = std::isalpha(byte) != 0;
            break;
        case 'c':
            inside = std::iscntrl(byte) != 0;
            break;
        case 'd':
            inside = std::isdigit(byte) != 0;
            break;
        case 'l':
            inside = std::islower(byte) != 0;
            break;
        case 'p':
            inside = std::ispunct(byte) != 0;
            break;
        case 's':
            inside = std::isspace(byte) != 0;
            break;
        case 'u':
            inside = std::isupper(byte) != 0;
            break;
        case 'w':
            inside = std::isalnum(byte) != 0;
            break;
        case 'x':
            inside = std::isxdigit(byte) != 0;
            break;
        case 'z':
            inside = byte == 0;
            break;
        default:
            return letter == byte;
    }
    return std::isupper(letter) ? !inside : inside;
}

// `set` is at its opening bracket, `end` at its closing one.
bool LuaMatcher::matchesSet(int byte, const char* set, const char* end) {
    const bool negated = set + 1 < end && set[1] == '^';
    if (negated) ++set;
    while (++set < end) {
        if (*set == kEscape && set + 1 < end) {
            ++set;
            if (matchesClass(byte, byteAt(set))) return !negated;
        } else if (set + 2 < end && set[1] == '-') {
            if (byteAt(set) <= byte && byte <= byteAt(set + 2)) return !negated;
            set += 2;
        } else if (byteAt(set) == byte) {
            return !negated;
        }
    }
    return negated;
}

void LuaMatcher::pushCapture(int index, const char* from, const char* to) {
    if (index >= m_captures) {
        if (index != 0) luaL_error(m_lua, "invalid capture index");
        lua_pushlstring(m_lua, from, static_cast<std::size_t>(to - from));
        return;
    }
    const Capture& capture = m_capture[index];
    if (capture.size == kOpen) luaL_error(m_lua, "unfinished capture");
    if (capture.size == kPosition)
        lua_pushinteger(m_lua, capture.from - m_text + 1);
    else
        lua_pushlstring(m_lua, capture.from, static_cast<std::size_t>(capture.size));
}

int LuaMatcher::pushCaptures(const char* from, const char* to, bool wholeIfNone) {
    const int count = m_captures == 0 && wholeIfNone ? 1 : m_captures;
    luaL_checkstack(m_lua, count, "too many captures");
    for (int i = 0; i < count; ++i)
        pushCapture(i, from, to);
    return count;
}

}  // namespace rushlab::kv::embedded
