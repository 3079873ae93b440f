// Runs Lua scripts as Redis does: KEYS and ARGV in, redis.call to reach the commands, a reply out; known by their
// SHA-1.
//
// Guarantees, whatever a script does: it ends, at its time limit at the latest (ten times that once it has written, and
// then what it wrote stays); it takes no more memory than its limit; it reaches no file, no process and no other
// script's state, and leaves no global behind. LuaJIT's interpreter runs them, its compiler is off: only so is the time
// limit seen. One thread at a time.
#pragma once

#include <memory>
#include <string_view>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "engines/kv/arguments.h"
#include "engines/kv/reply.h"

namespace rushlab::kv::embedded {

struct ScriptLimits {
    Milliseconds time{5000};
    int timesAfterWrite = 10;
    std::size_t memoryBytesMax = 64U << 20U;  // of all scripts together
    std::size_t cachedMax = 1000;             // one more, and all are forgotten: callers send the text again
};

// What scripts see of the engine.
class ScriptHost {
  public:
    virtual ~ScriptHost() = default;
    virtual Reply callFromScript(ArgumentView arguments) = 0;
    virtual bool scriptHasWritten() const = 0;
};

class LuaScripts {
  public:
    static Result<std::unique_ptr<LuaScripts>> open(const ScriptLimits& limits, const Clock& clock, const Log& log);
    ~LuaScripts();

    Reply run(std::string_view text, ArgumentView keys, ArgumentView arguments, ScriptHost& host);
    Reply runBySha1(std::string_view sha1, ArgumentView keys, ArgumentView arguments, ScriptHost& host);
    // The SHA-1, or an error that says where the text does not compile.
    Reply load(std::string_view text);
    bool knows(std::string_view sha1) const;
    void forgetAll();

  private:
    class Cache;
    explicit LuaScripts(std::unique_ptr<Cache> cache);
    std::unique_ptr<Cache> m_cache;
};

}  // namespace rushlab::kv::embedded
