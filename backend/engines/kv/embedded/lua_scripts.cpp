#include "engines/kv/embedded/lua_scripts.h"

#include <fmt/format.h>

#include <unordered_map>

#include "engines/kv/embedded/dictionary.h"
#include "engines/kv/embedded/lua_state.h"
#include "engines/kv/script.h"

namespace rushlab::kv::embedded {

// The interpreter and the functions it has compiled, by SHA-1.
class LuaScripts::Cache {
  public:
    Cache(const ScriptLimits& limits, const Clock& clock, const Log& log)
        : m_cachedMax(limits.cachedMax), m_lua(limits, clock, log) {}

    LuaState& lua() { return m_lua; }
    const int* find(std::string_view sha1) const { return m_functions.find(sha1); }

    // A handle, or LuaState::kNone with the reason in lua().error().
    int findOrCompile(std::string_view text, std::string_view sha1) {
        if (const int* known = find(sha1)) return *known;
        if (m_functions.size() >= m_cachedMax) clear();
        const int function = m_lua.compile(text);
        if (function != LuaState::kNone) m_functions.insert(sha1, function);
        return function;
    }

    Reply whyNotCompiled() const {
        constexpr std::string_view kCodeWord = "ERR ";
        return Reply::error(fmt::format("ERR Error compiling script (new function): {}",
                                        std::string_view(m_lua.error()).substr(kCodeWord.size())));
    }

    void clear() {
        for (const auto& node : m_functions.nodes())
            m_lua.drop(node.value);
        m_functions.clear();
    }

  private:
    const std::size_t m_cachedMax;
    Dictionary<int> m_functions;
    LuaState m_lua;
};

Result<std::unique_ptr<LuaScripts>> LuaScripts::open(const ScriptLimits& limits, const Clock& clock, const Log& log) {
    auto cache = std::make_unique<Cache>(limits, clock, log);
    if (!cache->lua().open())
        return fail(ErrorCode::Full,
                    "the script engine did not start: its memory limit of {} bytes is too small; "
                    "give scripts at least 1 MiB",
                    limits.memoryBytesMax);
    return std::unique_ptr<LuaScripts>(new LuaScripts(std::move(cache)));  // NOLINT: the constructor is private
}

LuaScripts::LuaScripts(std::unique_ptr<Cache> cache) : m_cache(std::move(cache)) {}
LuaScripts::~LuaScripts() = default;

Reply LuaScripts::run(std::string_view text, ArgumentView keys, ArgumentView arguments, ScriptHost& host) {
    const std::string sha1 = sha1Hex(text);
    const int function = m_cache->findOrCompile(text, sha1);
    if (function == LuaState::kNone) return m_cache->whyNotCompiled();
    return m_cache->lua().run(function, sha1, keys, arguments, host);
}

Reply LuaScripts::runBySha1(std::string_view sha1, ArgumentView keys, ArgumentView arguments, ScriptHost& host) {
    const int* function = m_cache->find(sha1);
    if (!function) return Reply::error("NOSCRIPT No matching script. Please use EVAL.");
    return m_cache->lua().run(*function, sha1, keys, arguments, host);
}

Reply LuaScripts::load(std::string_view text) {
    std::string sha1 = sha1Hex(text);
    if (m_cache->findOrCompile(text, sha1) == LuaState::kNone) return m_cache->whyNotCompiled();
    return Reply::text(std::move(sha1));
}

bool LuaScripts::knows(std::string_view sha1) const {
    return m_cache->find(sha1) != nullptr;
}

void LuaScripts::forgetAll() {
    m_cache->clear();
}

}  // namespace rushlab::kv::embedded
