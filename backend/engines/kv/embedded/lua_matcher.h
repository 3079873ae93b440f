// Lua's patterns (string.find and its kin), matched in bounded time: a pattern that backtracks without end is ended by
// the script's time limit, which LuaJIT's own matcher would never look at.
// For the functions that Lua calls: raises Lua errors and keeps nothing with a destructor. One thread at a time.
#pragma once

#include <lua.hpp>

#include <cstddef>

namespace rushlab::kv::embedded {

class LuaMatcher {
  public:
    LuaMatcher(lua_State* lua, const char* text, std::size_t textSize, const char* pattern, std::size_t patternSize)
        : m_lua(lua),
          m_text(text),
          m_textEnd(text + textSize),
          m_pattern(pattern),
          m_patternEnd(pattern + patternSize) {}

    // Where a match that begins here ends; null: none does.
    const char* matchAt(const char* text);

    int captures() const { return m_captures; }
    // Pushes a capture; the whole match where the pattern has none.
    void pushCapture(int index, const char* from, const char* to);
    // Pushes all of them, at least one where `wholeIfNone`; how many.
    int pushCaptures(const char* from, const char* to, bool wholeIfNone);

  private:
    static constexpr int kCapturesMax = 32;
    static constexpr int kDepthMax = 200;
    static constexpr std::ptrdiff_t kOpen = -1;      // a capture whose end is not yet seen
    static constexpr std::ptrdiff_t kPosition = -2;  // a capture of the place alone

    struct Capture {
        const char* from;
        std::ptrdiff_t size;
    };

    const char* match(const char* text, const char* pattern);
    const char* matchMore(const char* text, const char* pattern);
    const char* repeatMost(const char* text, const char* pattern, const char* rest);
    const char* repeatLeast(const char* text, const char* pattern, const char* rest);
    const char* openCapture(const char* text, const char* pattern, std::ptrdiff_t size);
    const char* closeCapture(const char* text, const char* pattern);
    const char* matchBalanced(const char* text, const char* pattern);
    const char* matchFrontier(const char*& text, const char*& pattern);
    const char* matchEarlier(const char* text, char digit);

    const char* itemEnd(const char* pattern);
    bool matchesItem(const char* text, const char* pattern, const char* end);
    static bool matchesClass(int byte, int letter);
    static bool matchesSet(int byte, const char* set, const char* end);
    void countStep();

    lua_State* m_lua;
    const char* m_text;
    const char* m_textEnd;
    const char* m_pattern;
    const char* m_patternEnd;
    int m_captures = 0;
    int m_depth = 0;
    unsigned m_steps = 0;
    Capture m_capture[kCapturesMax] = {};
};

}  // namespace rushlab::kv::embedded
