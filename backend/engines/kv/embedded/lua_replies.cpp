// Lua's values as replies and back, by Redis's rules.
#include <limits>

#include "engines/kv/embedded/lua_state.h"

namespace rushlab::kv::embedded {
namespace {

constexpr int kDepthMax = 64;
constexpr std::size_t kElementsMax = 1'000'000;
static_assert(kDepthMax * 4 + 50 < kReplyStackSlots);

void pushField(lua_State* lua, const LuaState& state, bool ofError, const std::string& text) {
    lua_createtable(lua, 0, 1);
    state.pushKey(lua, ofError);
    lua_pushlstring(lua, text.data(), text.size());
    lua_rawset(lua, -3);
}

// Cut off toward zero; what an integer cannot hold becomes the lowest one, as it does in Redis.
std::int64_t toInteger(double number) {
    constexpr double kTooLarge = 9223372036854775808.0;
    if (!(number >= -kTooLarge && number < kTooLarge)) return std::numeric_limits<std::int64_t>::min();
    return static_cast<std::int64_t>(number);
}

std::string stringAt(lua_State* lua, int index) {
    std::size_t size = 0;
    const char* text = lua_tolstring(lua, index, &size);
    return {text, size};
}

// A line break would end a reply on the wire.
std::string oneLine(std::string text) {
    for (char& byte : text)
        if (byte == '\r' || byte == '\n') byte = ' ';
    return text;
}

class Reader {
  public:
    Reader(lua_State* lua, const LuaState& state) : m_lua(lua), m_state(state) {}

    // Reads the value on top of the stack and leaves it there.
    Reply read(int depth) {
        switch (lua_type(m_lua, -1)) {
            case LUA_TSTRING:
                return Reply::text(stringAt(m_lua, -1));
            case LUA_TNUMBER:
                return Reply::integer(toInteger(lua_tonumber(m_lua, -1)));
            case LUA_TBOOLEAN:
                return lua_toboolean(m_lua, -1) ? Reply::integer(1) : Reply::nil();
            case LUA_TTABLE:
                return readTable(depth);
            default:
                return Reply::nil();
        }
    }
    const char* failure() const { return m_failure; }

  private:
    Reply readTable(int depth) {
        if (depth >= kDepthMax) {
            m_failure = "ERR reached lua stack limit";
            return Reply::nil();
        }
        if (std::string text; readField(true, text)) return Reply::error(oneLine(std::move(text)));
        if (std::string text; readField(false, text)) return Reply::status(oneLine(std::move(text)));
        Reply::Array elements;
        for (int i = 1; !m_failure; ++i) {
            lua_rawgeti(m_lua, -1, i);
            const bool end = lua_isnil(m_lua, -1);
            if (!end && ++m_elements > kElementsMax) m_failure = "ERR the script's reply has too many elements";
            if (!end && !m_failure) elements.push_back(read(depth + 1));
            lua_pop(m_lua, 1);
            if (end) break;
        }
        return Reply::array(std::move(elements));
    }

    bool readField(bool ofError, std::string& text) {
        m_state.pushKey(m_lua, ofError);
        lua_rawget(m_lua, -2);
        const bool found = lua_type(m_lua, -1) == LUA_TSTRING;
        if (found) text = stringAt(m_lua, -1);
        lua_pop(m_lua, 1);
        return found;
    }

    lua_State* m_lua;
    const LuaState& m_state;
    std::size_t m_elements = 0;
    const char* m_failure = nullptr;
};

}  // namespace

// Nothing here has a destructor: out of memory, Lua leaves by way of an error.
void pushReply(lua_State* lua, const LuaState& state, const Reply& reply) {
    luaL_checkstack(lua, 4, "the reply is nested too deeply");
    switch (reply.kind()) {
        case Reply::Kind::Nil:
            lua_pushboolean(lua, 0);
            return;
        case Reply::Kind::Integer:
            lua_pushnumber(lua, static_cast<double>(reply.integer()));
            return;
        case Reply::Kind::Text:
            lua_pushlstring(lua, reply.text().data(), reply.text().size());
            return;
        case Reply::Kind::Status:
            pushField(lua, state, false, reply.text());
            return;
        case Reply::Kind::Error:
            pushField(lua, state, true, reply.text());
            return;
        case Reply::Kind::Array:
            break;
    }
    const Reply::Array& elements = reply.elements();
    lua_createtable(lua, static_cast<int>(elements.size()), 0);
    for (std::size_t i = 0; i < elements.size(); ++i) {
        pushReply(lua, state, elements[i]);
        lua_rawseti(lua, -2, static_cast<int>(i + 1));
    }
}

Reply readReply(lua_State* lua, const LuaState& state) {
    Reader reader(lua, state);
    Reply reply = reader.read(0);
    return reader.failure() ? Reply::error(reader.failure()) : reply;
}

}  // namespace rushlab::kv::embedded
