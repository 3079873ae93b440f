// string.find, match, gmatch and gsub over the bounded matcher, as Lua 5.1 defines them.
#include <algorithm>
#include <string_view>

#include "engines/kv/embedded/lua_matcher.h"
#include "engines/kv/embedded/lua_state.h"

namespace rushlab::kv::embedded {
namespace {

struct Text {
    const char* data;
    std::size_t size;
    const char* end() const { return data + size; }
};

Text textAt(lua_State* lua, int index) {
    Text text{};
    text.data = luaL_checklstring(lua, index, &text.size);
    return text;
}

bool hasSpecials(const Text& pattern) {
    return std::string_view(pattern.data, pattern.size).find_first_of("^$*+?.([%-") != std::string_view::npos;
}

// Lua's index (from 1; negative from the end) as an offset that lies in the text.
std::size_t offsetOf(lua_Integer index, std::size_t size) {
    const auto length = static_cast<lua_Integer>(size);
    if (index < 0) index += length + 1;
    return static_cast<std::size_t>(std::clamp<lua_Integer>(index - 1, 0, length));
}

int pushPlaces(lua_State* lua, std::ptrdiff_t from, std::ptrdiff_t to) {
    lua_pushinteger(lua, from + 1);
    lua_pushinteger(lua, to);
    return 2;
}

int search(lua_State* lua, bool find) {
    const Text text = textAt(lua, 1);
    Text pattern = textAt(lua, 2);
    const std::size_t start = offsetOf(luaL_optinteger(lua, 3, 1), text.size);
    if (find && (lua_toboolean(lua, 4) || !hasSpecials(pattern))) {
        const auto found =
            std::string_view(text.data, text.size).find(std::string_view(pattern.data, pattern.size), start);
        if (found == std::string_view::npos) return lua_pushnil(lua), 1;
        return pushPlaces(lua, static_cast<std::ptrdiff_t>(found), static_cast<std::ptrdiff_t>(found + pattern.size));
    }
    const bool anchored = pattern.size > 0 && *pattern.data == '^';
    if (anchored) pattern = {pattern.data + 1, pattern.size - 1};
    LuaMatcher matcher(lua, text.data, text.size, pattern.data, pattern.size);
    for (const char* from = text.data + start; from <= text.end(); ++from) {
        if (const char* to = matcher.matchAt(from)) {
            if (!find) return matcher.pushCaptures(from, to, true);
            return pushPlaces(lua, from - text.data, to - text.data) + matcher.pushCaptures(from, to, false);
        }
        if (anchored) break;
    }
    lua_pushnil(lua);
    return 1;
}

int find(lua_State* lua) {
    return search(lua, true);
}
int match(lua_State* lua) {
    return search(lua, false);
}

// The iterator of gmatch; its upvalues are the text, the pattern and where to go on.
int nextMatch(lua_State* lua) {
    const Text text = textAt(lua, lua_upvalueindex(1));
    const Text pattern = textAt(lua, lua_upvalueindex(2));
    LuaMatcher matcher(lua, text.data, text.size, pattern.data, pattern.size);
    for (const char* from = text.data + lua_tointeger(lua, lua_upvalueindex(3)); from <= text.end(); ++from) {
        const char* to = matcher.matchAt(from);
        if (!to) continue;
        lua_pushinteger(lua, to - text.data + (to == from ? 1 : 0));
        lua_replace(lua, lua_upvalueindex(3));
        return matcher.pushCaptures(from, to, true);
    }
    return 0;
}

int eachMatch(lua_State* lua) {
    luaL_checkstring(lua, 1);
    luaL_checkstring(lua, 2);
    lua_settop(lua, 2);
    lua_pushinteger(lua, 0);
    lua_pushcclosure(lua, nextMatch, 3);
    return 1;
}

// The text of a replacement, in which %0 to %9 stand for captures.
void addTemplate(lua_State* lua, luaL_Buffer& built, LuaMatcher& matcher, const char* from, const char* to) {
    const Text form = textAt(lua, 3);
    for (std::size_t i = 0; i < form.size; ++i) {
        const char byte = form.data[i];
        if (byte != '%' || i + 1 >= form.size) {
            luaL_addchar(&built, byte);
            continue;
        }
        const char digit = form.data[++i];
        if (digit == '0') {
            luaL_addlstring(&built, from, static_cast<std::size_t>(to - from));
        } else if (digit >= '1' && digit <= '9') {
            matcher.pushCapture(digit - '1', from, to);
            luaL_addvalue(&built);
        } else {
            luaL_addchar(&built, digit);
        }
    }
}

void addReplacement(lua_State* lua, luaL_Buffer& built, LuaMatcher& matcher, const char* from, const char* to) {
    switch (lua_type(lua, 3)) {
        case LUA_TFUNCTION: {
            lua_pushvalue(lua, 3);
            lua_call(lua, matcher.pushCaptures(from, to, true), 1);
            break;
        }
        case LUA_TTABLE:
            matcher.pushCapture(0, from, to);
            lua_gettable(lua, 3);
            break;
        default:
            addTemplate(lua, built, matcher, from, to);
            return;
    }
    if (!lua_toboolean(lua, -1)) {
        lua_pop(lua, 1);
        lua_pushlstring(lua, from, static_cast<std::size_t>(to - from));
    } else if (!lua_isstring(lua, -1)) {
        luaL_error(lua, "invalid replacement value (a %s)", luaL_typename(lua, -1));
    }
    luaL_addvalue(&built);
}

int replaceAll(lua_State* lua) {
    const Text text = textAt(lua, 1);
    Text pattern = textAt(lua, 2);
    const int type = lua_type(lua, 3);
    luaL_argcheck(lua, type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE, 3,
                  "string/function/table expected");
    const lua_Integer most = luaL_optinteger(lua, 4, static_cast<lua_Integer>(text.size + 1));
    const bool anchored = pattern.size > 0 && *pattern.data == '^';
    if (anchored) pattern = {pattern.data + 1, pattern.size - 1};
    LuaMatcher matcher(lua, text.data, text.size, pattern.data, pattern.size);
    luaL_Buffer built;
    luaL_buffinit(lua, &built);
    const char* from = text.data;
    lua_Integer replaced = 0;
    while (replaced < most) {
        const char* to = matcher.matchAt(from);
        if (to) {
            ++replaced;
            addReplacement(lua, built, matcher, from, to);
        }
        if (to && to > from)
            from = to;
        else if (from < text.end())
            luaL_addchar(&built, *from++);
        else
            break;
        if (anchored) break;
    }
    luaL_addlstring(&built, from, static_cast<std::size_t>(text.end() - from));
    luaL_pushresult(&built);
    lua_pushinteger(lua, replaced);
    return 2;
}

}  // namespace

void fillPatternFunctions(lua_State* lua) {
    static constexpr luaL_Reg kFunctions[] = {
        {"find", find}, {"match", match}, {"gmatch", eachMatch}, {"gfind", eachMatch}, {"gsub", replaceAll}};
    for (const luaL_Reg& function : kFunctions) {
        lua_pushcfunction(lua, function.func);
        lua_setfield(lua, -2, function.name);
    }
}

}  // namespace rushlab::kv::embedded
