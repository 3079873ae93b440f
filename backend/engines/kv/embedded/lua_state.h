// One Lua interpreter with its limits, and what the script that runs in it is doing. Shared by the lua_*.cpp files.
//
// A Lua error unwinds the C++ frames it passes, so functions that Lua calls keep nothing with a destructor in their
// frames while they may raise one: such values live here. One thread at a time.
#pragma once

#include <lua.hpp>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "engines/kv/embedded/lua_scripts.h"
#include "engines/kv/embedded/small_blocks.h"

namespace rushlab::kv::embedded {

class LuaState {
  public:
    LuaState(const ScriptLimits& limits, const Clock& clock, Log log);
    ~LuaState();
    LuaState(const LuaState&) = delete;
    LuaState& operator=(const LuaState&) = delete;

    // False: not even the empty sandbox fits into the memory limit.
    bool open();

    // A handle of the compiled function; or nothing, and error() says why.
    int compile(std::string_view text);
    void drop(int function);
    Reply run(int function, std::string_view sha1, ArgumentView keys, ArgumentView arguments, ScriptHost& host);
    const std::string& error() const { return m_error; }

    // For the functions that Lua calls.
    static LuaState& of(lua_State* lua);
    Reply callHost(lua_State* lua);
    bool isOverLimit() const;
    // Raises an error now and at every instruction from here on: no pcall can hold it.
    void kill(lua_State* lua);
    void endIfOverLimit(lua_State* lua);
    void pushKey(lua_State* lua, bool ofError) const;  // "err" or "ok", without allocating
    std::string& scratch() { return m_scratch; }
    Reply& called() { return m_called; }
    void log(int level, std::string_view line);

    static constexpr int kNone = LUA_NOREF;

  private:
    struct Close {
        void operator()(lua_State* lua) const { lua_close(lua); }
    };
    static void* allocate(void* self, void* block, std::size_t oldBytes, std::size_t newBytes);
    static int build(lua_State* lua);
    static int compileNow(lua_State* lua);
    static int enter(lua_State* lua);
    static int describeError(lua_State* lua);
    static void onCount(lua_State* lua, lua_Debug* where);

    bool runProtected(int function);
    static void pushArguments(lua_State* lua, ArgumentView arguments);
    Reply killedReply() const;
    Milliseconds timeLimit() const;

    const ScriptLimits m_limits;
    const Clock& m_clock;
    const Log m_log;
    std::size_t m_usedBytes = 0;
    SmallBlocks m_blocks;
    std::unique_ptr<lua_State, Close> m_lua;

    // Handles into Lua's registry.
    int m_globals = kNone;
    int m_enter = kNone;
    int m_compile = kNone;
    int m_describeError = kNone;
    int m_okKey = kNone;
    int m_errKey = kNone;
    int m_keysName = kNone;
    int m_argumentsName = kNone;

    // Of the run in progress.
    ScriptHost* m_host = nullptr;
    int m_function = kNone;
    std::string_view m_text;
    std::string_view m_sha1;
    ArgumentView m_keys;
    ArgumentView m_arguments;
    SteadyTime m_startedAt{};
    unsigned m_calls = 0;
    unsigned m_logged = 0;
    bool m_killed = false;
    Reply m_reply;
    Reply m_called;  // what the host answered last
    std::vector<std::string_view> m_callArguments;
    std::vector<std::array<char, 32>> m_callNumbers;
    std::string m_scratch;
    std::string m_error;
};

// Lua's values as replies and back, by Redis's rules.
void pushReply(lua_State* lua, const LuaState& state, const Reply& reply);
// Raises no Lua error. A value too deep or too large becomes an error reply.
Reply readReply(lua_State* lua, const LuaState& state);
inline constexpr int kReplyStackSlots = 400;  // that readReply may use

// Puts the functions that scripts may use into the table on top of the stack.
void fillGlobals(lua_State* lua);
// string.find, match, gmatch and gsub with bounded work.
void fillPatternFunctions(lua_State* lua);

}  // namespace rushlab::kv::embedded
