#include "engines/kv/embedded/lua_state.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace rushlab::kv::embedded {
namespace {

constexpr int kInstructionsBetweenChecks = 10'000;
constexpr unsigned kCallsBetweenChecks = 32;
// Garbage is collected when the heap is four times what the last collection left: twice, Lua's own choice, would walk
// the sandbox's libraries after every few hundred short scripts.
constexpr int kPausePerCent = 400;
constexpr unsigned kLoggedLinesMax = 100;

// As Redis does, with the digits that Lua's own writing would lose. Integers, the usual case, take the short way.
std::size_t writeNumber(double number, std::array<char, 32>& room) {
    constexpr double kExact = 9007199254740992.0;
    if (number > -kExact && number < kExact && number == std::trunc(number) && (number != 0 || !std::signbit(number))) {
        const auto written = std::to_chars(room.data(), room.data() + room.size(), static_cast<std::int64_t>(number));
        return static_cast<std::size_t>(written.ptr - room.data());
    }
    return static_cast<std::size_t>(std::snprintf(room.data(), room.size(), "%.17g", number));
}

int refuseWrite(lua_State* lua) {
    return luaL_error(lua, "Attempt to modify a readonly table");
}

int refuseUnknown(lua_State* lua) {
    return luaL_error(lua, "Script attempted to access nonexistent global variable '%s'",
                      lua_type(lua, 2) == LUA_TSTRING ? lua_tostring(lua, 2) : "?");
}

// Makes what lies on top of the stack the global environment, behind an empty table that cannot be written: a script's
// global functions and constants are the same for the next script, whatever this one tries.
void setGlobals(lua_State* lua) {
    lua_newtable(lua);  // the environment: always empty
    lua_newtable(lua);  // its metatable
    lua_pushvalue(lua, -3);
    lua_setfield(lua, -2, "__index");
    lua_pushcfunction(lua, refuseWrite);
    lua_setfield(lua, -2, "__newindex");
    lua_pushboolean(lua, 0);
    lua_setfield(lua, -2, "__metatable");
    lua_setmetatable(lua, -2);
    lua_replace(lua, LUA_GLOBALSINDEX);

    lua_newtable(lua);
    lua_pushcfunction(lua, refuseUnknown);
    lua_setfield(lua, -2, "__index");
    lua_setmetatable(lua, -2);
}

}  // namespace

LuaState::LuaState(const ScriptLimits& limits, const Clock& clock, Log log)
    : m_limits(limits), m_clock(clock), m_log(std::move(log)) {}

LuaState::~LuaState() = default;

void* LuaState::allocate(void* self, void* block, std::size_t oldBytes, std::size_t newBytes) {
    auto& state = *static_cast<LuaState*>(self);
    if (!block) oldBytes = 0;
    if (newBytes == 0) {
        state.m_usedBytes -= oldBytes;
        state.m_blocks.giveBack(block, oldBytes);
        return nullptr;
    }
    // Lua takes it that giving back room never fails.
    if (newBytes > oldBytes && state.m_usedBytes + (newBytes - oldBytes) > state.m_limits.memoryBytesMax)
        return nullptr;
    void* moved = state.m_blocks.resize(block, oldBytes, newBytes);
    if (moved) state.m_usedBytes = state.m_usedBytes - oldBytes + newBytes;
    return moved;
}

LuaState& LuaState::of(lua_State* lua) {
    void* self = nullptr;
    lua_getallocf(lua, &self);
    return *static_cast<LuaState*>(self);
}

bool LuaState::open() {
    m_lua.reset(lua_newstate(allocate, this));
    if (!m_lua) return false;
    return lua_cpcall(m_lua.get(), build, this) == 0;
}

int LuaState::build(lua_State* lua) {
    LuaState& state = of(lua);
    luaJIT_setmode(lua, 0, LUAJIT_MODE_ENGINE | LUAJIT_MODE_OFF);
    lua_gc(lua, LUA_GCSETPAUSE, kPausePerCent);
    lua_newtable(lua);
    fillGlobals(lua);
    setGlobals(lua);
    state.m_globals = luaL_ref(lua, LUA_REGISTRYINDEX);
    const auto keep = [lua](lua_CFunction function) {
        lua_pushcfunction(lua, function);
        return luaL_ref(lua, LUA_REGISTRYINDEX);
    };
    state.m_enter = keep(enter);
    state.m_compile = keep(compileNow);
    state.m_describeError = keep(describeError);
    const auto keepWord = [lua](const char* word) {
        lua_pushstring(lua, word);
        return luaL_ref(lua, LUA_REGISTRYINDEX);
    };
    state.m_okKey = keepWord("ok");
    state.m_errKey = keepWord("err");
    state.m_keysName = keepWord("KEYS");
    state.m_argumentsName = keepWord("ARGV");
    lua_sethook(lua, onCount, LUA_MASKCOUNT, kInstructionsBetweenChecks);
    return 0;
}

// Calls one of our functions so that no error passes it.
bool LuaState::runProtected(int function) {
    lua_State* lua = m_lua.get();
    lua_settop(lua, 0);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, m_describeError);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, function);
    const int status = lua_pcall(lua, 0, 0, 1);
    if (status == LUA_ERRMEM) m_error = "ERR the script needs more memory than scripts may have";
    if (status == LUA_ERRERR) m_error = "ERR the script failed, and so did the handling of its failure";
    lua_settop(lua, 0);
    if (status != 0) lua_gc(lua, LUA_GCCOLLECT, 0);
    return status == 0;
}

int LuaState::compile(std::string_view text) {
    m_text = text;
    m_function = kNone;
    m_startedAt = m_clock.steadyNow();
    if (!runProtected(m_compile)) return kNone;
    return m_function;
}

int LuaState::compileNow(lua_State* lua) {
    LuaState& state = of(lua);
    // Text only: bytecode could be forged.
    if (luaL_loadbufferx(lua, state.m_text.data(), state.m_text.size(), "@user_script", "t") != 0)
        return lua_error(lua);
    state.m_function = luaL_ref(lua, LUA_REGISTRYINDEX);
    return 0;
}

void LuaState::drop(int function) {
    luaL_unref(m_lua.get(), LUA_REGISTRYINDEX, function);
}

Reply LuaState::run(int function, std::string_view sha1, ArgumentView keys, ArgumentView arguments, ScriptHost& host) {
    m_host = &host;
    m_function = function;
    m_sha1 = sha1;
    m_keys = keys;
    m_arguments = arguments;
    m_startedAt = m_clock.steadyNow();
    m_calls = m_logged = 0;
    const bool done = runProtected(m_enter);
    Reply reply = m_killed ? killedReply() : done ? std::move(m_reply) : Reply::error(std::move(m_error));
    m_host = nullptr;
    if (std::exchange(m_killed, false)) lua_sethook(m_lua.get(), onCount, LUA_MASKCOUNT, kInstructionsBetweenChecks);
    return reply;
}

void LuaState::pushArguments(lua_State* lua, ArgumentView arguments) {
    lua_createtable(lua, static_cast<int>(arguments.size()), 0);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        lua_pushlstring(lua, arguments[i].data(), arguments[i].size());
        lua_rawseti(lua, -2, static_cast<int>(i + 1));
    }
}

int LuaState::enter(lua_State* lua) {
    LuaState& state = of(lua);
    luaL_checkstack(lua, kReplyStackSlots, "no room for a reply");
    lua_rawgeti(lua, LUA_REGISTRYINDEX, state.m_globals);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, state.m_keysName);
    pushArguments(lua, state.m_keys);
    lua_rawset(lua, 1);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, state.m_argumentsName);
    pushArguments(lua, state.m_arguments);
    lua_rawset(lua, 1);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, state.m_function);
    lua_call(lua, 0, 1);
    state.m_reply = readReply(lua, state);
    return 0;
}

// Redis's words: the error, and which script raised it where.
int LuaState::describeError(lua_State* lua) {
    LuaState& state = of(lua);
    std::string& error = state.m_error;
    error.clear();
    if (lua_type(lua, 1) == LUA_TTABLE) {
        state.pushKey(lua, true);
        lua_rawget(lua, 1);
        if (lua_type(lua, -1) == LUA_TSTRING) error = lua_tostring(lua, -1);
    } else if (lua_type(lua, 1) == LUA_TSTRING) {
        error.assign("ERR ").append(lua_tostring(lua, 1));
    } else if (lua_type(lua, 1) == LUA_TNUMBER) {
        error = fmt::format("ERR {:.14g}", lua_tonumber(lua, 1));
    }
    if (error.empty()) error = lua_isnil(lua, 1) ? "ERR nil" : "ERR unknown error";
    lua_Debug where;
    bool known = false;
    for (int level = 1; level <= 2 && !known; ++level)
        known = lua_getstack(lua, level, &where) != 0 && lua_getinfo(lua, "Sl", &where) != 0 && where.currentline > 0;
    if (known && state.m_host)
        error += fmt::format(" script: {}, on {}:{}.", state.m_sha1, where.source, where.currentline);
    return 1;
}

bool LuaState::isOverLimit() const {
    return m_host && m_clock.steadyNow() - m_startedAt > timeLimit();
}

Milliseconds LuaState::timeLimit() const {
    return m_limits.time * (m_host->scriptHasWritten() ? m_limits.timesAfterWrite : 1);
}

void LuaState::kill(lua_State* lua) {
    m_killed = true;
    lua_sethook(lua, onCount, LUA_MASKCOUNT, 1);
    lua_pushliteral(lua, "the script ran longer than its limit");
    lua_error(lua);
}

Reply LuaState::killedReply() const {
    const bool written = m_host->scriptHasWritten();
    return Reply::error(fmt::format("ERR the script {} ran longer than its limit of {} ms and was ended; {}", m_sha1,
                                    timeLimit().count(),
                                    written ? "what it had written stays" : "it had written nothing"));
}

void LuaState::onCount(lua_State* lua, lua_Debug* /*where*/) {
    LuaState& state = of(lua);
    if (state.m_killed || state.isOverLimit()) state.kill(lua);
}

void LuaState::endIfOverLimit(lua_State* lua) {
    if (m_killed || (++m_calls % kCallsBetweenChecks == 0 && isOverLimit())) kill(lua);
}

void LuaState::pushKey(lua_State* lua, bool ofError) const {
    lua_rawgeti(lua, LUA_REGISTRYINDEX, ofError ? m_errKey : m_okKey);
}

Reply LuaState::callHost(lua_State* lua) {
    const int count = lua_gettop(lua);
    if (count == 0) return Reply::error("ERR Please specify at least one argument for this redis lib call");
    m_callArguments.clear();
    // Their texts are viewed: they must not move.
    m_callNumbers.resize(std::max(m_callNumbers.size(), static_cast<std::size_t>(count)));
    for (int i = 1; i <= count; ++i) {
        const int type = lua_type(lua, i);
        if (type == LUA_TSTRING) {
            std::size_t size = 0;
            const char* text = lua_tolstring(lua, i, &size);
            m_callArguments.emplace_back(text, size);
        } else if (type == LUA_TNUMBER) {
            auto& room = m_callNumbers[static_cast<std::size_t>(i - 1)];
            m_callArguments.emplace_back(room.data(), writeNumber(lua_tonumber(lua, i), room));
        } else {
            return Reply::error("ERR Lua redis lib command arguments must be strings or integers");
        }
    }
    return m_host->callFromScript(m_callArguments);
}

void LuaState::log(int level, std::string_view line) {
    if (++m_logged > kLoggedLinesMax) return;
    if (level >= 3)
        m_log.warning("{}", line);
    else if (level == 2)
        m_log.info("{}", line);
    else
        m_log.debug("{}", line);
}

}  // namespace rushlab::kv::embedded
