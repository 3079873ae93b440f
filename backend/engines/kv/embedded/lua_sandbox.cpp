// What scripts see: Lua's harmless functions, and `redis`. No io, os, package, debug, ffi or jit, no bytecode, no
// environments of functions; the libraries are read through proxies that cannot be written.
#include <initializer_list>

#include "engines/kv/embedded/lua_state.h"
#include "engines/kv/script.h"

namespace rushlab::kv::embedded {
namespace {

int refuseWrite(lua_State* lua) {
    return luaL_error(lua, "Attempt to modify a readonly table");
}

int callHost(lua_State* lua, bool raises) {
    LuaState& state = LuaState::of(lua);
    state.endIfOverLimit(lua);
    state.called() = state.callHost(lua);
    pushReply(lua, state, state.called());
    return raises && state.called().isError() ? lua_error(lua) : 1;
}

int call(lua_State* lua) {
    return callHost(lua, true);
}
int protectedCall(lua_State* lua) {
    return callHost(lua, false);
}

int replyWith(lua_State* lua, bool error) {
    if (lua_gettop(lua) != 1 || lua_type(lua, 1) != LUA_TSTRING) {
        lua_settop(lua, 0);
        lua_newtable(lua);
        lua_pushliteral(lua, "ERR wrong number or type of arguments");
        lua_setfield(lua, 1, "err");
        return 1;
    }
    lua_newtable(lua);
    // The minus that an error may begin with belongs to the wire.
    std::size_t size = 0;
    const char* text = lua_tolstring(lua, 1, &size);
    if (error && size > 0 && text[0] == '-')
        lua_pushlstring(lua, text + 1, size - 1);
    else
        lua_pushvalue(lua, 1);
    lua_setfield(lua, 2, error ? "err" : "ok");
    return 1;
}

int errorReply(lua_State* lua) {
    return replyWith(lua, true);
}
int statusReply(lua_State* lua) {
    return replyWith(lua, false);
}

int sha1OfText(lua_State* lua) {
    if (lua_gettop(lua) != 1) return luaL_error(lua, "wrong number of arguments");
    std::size_t size = 0;
    const char* text = luaL_checklstring(lua, 1, &size);
    std::string& hex = LuaState::of(lua).scratch();
    hex = sha1Hex({text, size});
    lua_pushlstring(lua, hex.data(), hex.size());
    return 1;
}

int writeLog(lua_State* lua) {
    const int count = lua_gettop(lua);
    if (count < 2) return luaL_error(lua, "redis.log() requires two arguments or more.");
    if (lua_type(lua, 1) != LUA_TNUMBER) return luaL_error(lua, "First argument must be a number (log level).");
    const auto level = static_cast<int>(lua_tointeger(lua, 1));
    if (level < 0 || level > 3) return luaL_error(lua, "Invalid log level.");
    LuaState& state = LuaState::of(lua);
    std::string& line = state.scratch();
    line.clear();
    for (int i = 2; i <= count && line.size() < 1000; ++i) {
        std::size_t size = 0;
        const char* text = lua_tolstring(lua, i, &size);
        if (text) line.append(i > 2 ? " " : "").append(text, std::min<std::size_t>(size, 1000));
    }
    state.log(level, line);
    return 0;
}

// loadstring for text alone: bytecode could be forged.
int loadText(lua_State* lua) {
    std::size_t size = 0;
    const char* text = luaL_checklstring(lua, 1, &size);
    if (luaL_loadbufferx(lua, text, size, luaL_optstring(lua, 2, "@user_script"), "t") == 0) return 1;
    lua_pushnil(lua);
    lua_insert(lua, -2);
    return 2;
}

// Redis's pcall: an error table that carries words is handed on as the words.
int callProtected(lua_State* lua) {
    luaL_checkany(lua, 1);
    const int status = lua_pcall(lua, lua_gettop(lua) - 1, LUA_MULTRET, 0);
    if (status != 0 && lua_type(lua, -1) == LUA_TTABLE) {
        LuaState::of(lua).pushKey(lua, true);
        lua_rawget(lua, -2);
        if (lua_isstring(lua, -1))
            lua_replace(lua, -2);
        else
            lua_pop(lua, 1);
    }
    luaL_checkstack(lua, 1, "too many results");
    lua_pushboolean(lua, status == 0 ? 1 : 0);
    lua_insert(lua, 1);
    return lua_gettop(lua);
}

// Lua's xpcall would run the handler while the hook that ends a script is still active, and so could never end it: here
// the handler runs after the unwinding. What it could have seen more, the stack, is not shown to scripts anyway.
int callHandled(lua_State* lua) {
    luaL_checkany(lua, 2);
    lua_settop(lua, 2);
    lua_insert(lua, 1);  // the handler, then the function
    const int status = lua_pcall(lua, 0, LUA_MULTRET, 0);
    if (status == 0) {
        lua_pushboolean(lua, 1);
        lua_replace(lua, 1);
        return lua_gettop(lua);
    }
    if (lua_pcall(lua, 1, 1, 0) != 0) {
        lua_pop(lua, 1);
        lua_pushliteral(lua, "error in error handling");
    }
    lua_pushboolean(lua, 0);
    lua_insert(lua, 1);
    return 2;
}

// Copies the named functions from the table on top of the stack into the one below it.
void copy(lua_State* lua, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        lua_getfield(lua, -1, name);
        lua_setfield(lua, -3, name);
    }
}

// Replaces the table on top of the stack by a proxy. It is no table, so rawset, table.insert and next cannot reach in.
void protect(lua_State* lua) {
    lua_newuserdata(lua, 0);
    lua_newtable(lua);
    lua_pushvalue(lua, -3);
    lua_setfield(lua, -2, "__index");
    lua_pushcfunction(lua, refuseWrite);
    lua_setfield(lua, -2, "__newindex");
    lua_pushboolean(lua, 0);
    lua_setfield(lua, -2, "__metatable");
    lua_setmetatable(lua, -2);
    lua_remove(lua, -2);
}

// Opens a library of Lua's and leaves the chosen part of it on the stack.
void openPart(lua_State* lua, lua_CFunction open, const char* name, std::initializer_list<const char*> functions) {
    lua_newtable(lua);
    lua_pushcfunction(lua, open);
    lua_pushstring(lua, name);
    lua_call(lua, 1, 1);
    copy(lua, functions);
    lua_pop(lua, 1);
}

// The methods of strings are looked up in our part of the library, and getmetatable("") shows nothing.
void setStringMethods(lua_State* lua) {
    lua_pushliteral(lua, "");
    if (lua_getmetatable(lua, -1)) {
        lua_pushvalue(lua, -3);
        lua_setfield(lua, -2, "__index");
        lua_pushboolean(lua, 0);
        lua_setfield(lua, -2, "__metatable");
        lua_pop(lua, 1);
    }
    lua_pop(lua, 1);
}

void pushRedis(lua_State* lua) {
    static constexpr luaL_Reg kFunctions[] = {
        {"call", call},          {"pcall", protectedCall}, {"error_reply", errorReply}, {"status_reply", statusReply},
        {"sha1hex", sha1OfText}, {"log", writeLog}};
    static constexpr const char* kLevels[] = {"LOG_DEBUG", "LOG_VERBOSE", "LOG_NOTICE", "LOG_WARNING"};
    lua_newtable(lua);
    for (const luaL_Reg& function : kFunctions) {
        lua_pushcfunction(lua, function.func);
        lua_setfield(lua, -2, function.name);
    }
    for (int level = 0; level < 4; ++level) {
        lua_pushinteger(lua, level);
        lua_setfield(lua, -2, kLevels[level]);
    }
}

}  // namespace

void fillGlobals(lua_State* lua) {
    const int globals = lua_gettop(lua);
    // The base library registers itself in the environment of the moment, which setGlobals() replaces.
    lua_pushcfunction(lua, luaopen_base);
    lua_pushliteral(lua, "");
    lua_call(lua, 1, 0);
    lua_pushvalue(lua, LUA_GLOBALSINDEX);
    copy(lua, {"assert", "error", "getmetatable", "ipairs", "next", "pairs", "rawequal", "rawget", "rawset", "select",
               "setmetatable", "tonumber", "tostring", "type", "unpack", "_VERSION"});
    lua_settop(lua, globals);
    lua_pushcfunction(lua, callProtected);
    lua_setfield(lua, globals, "pcall");
    lua_pushcfunction(lua, callHandled);
    lua_setfield(lua, globals, "xpcall");
    lua_pushcfunction(lua, loadText);
    lua_setfield(lua, globals, "loadstring");

    openPart(lua, luaopen_string, LUA_STRLIBNAME,
             {"byte", "char", "format", "len", "lower", "rep", "reverse", "sub", "upper"});
    fillPatternFunctions(lua);
    setStringMethods(lua);
    protect(lua);
    lua_setfield(lua, globals, "string");
    openPart(lua, luaopen_table, LUA_TABLIBNAME, {"concat", "insert", "maxn", "remove", "sort"});
    protect(lua);
    lua_setfield(lua, globals, "table");
    openPart(lua, luaopen_math, LUA_MATHLIBNAME,
             {"abs",   "acos", "asin",  "atan",   "atan2",      "ceil", "cos",   "cosh", "deg", "exp",
              "floor", "fmod", "frexp", "huge",   "ldexp",      "log",  "log10", "max",  "min", "modf",
              "pi",    "pow",  "rad",   "random", "randomseed", "sin",  "sinh",  "sqrt", "tan", "tanh"});
    protect(lua);
    lua_setfield(lua, globals, "math");
    openPart(lua, luaopen_bit, LUA_BITLIBNAME,
             {"arshift", "band", "bnot", "bor", "bswap", "bxor", "lshift", "rol", "ror", "rshift", "tobit", "tohex"});
    protect(lua);
    lua_setfield(lua, globals, "bit");
    pushRedis(lua);
    protect(lua);
    lua_pushvalue(lua, -1);
    lua_setfield(lua, globals, "server");  // the name that Redis's heirs use
    lua_setfield(lua, globals, "redis");
}

}  // namespace rushlab::kv::embedded
