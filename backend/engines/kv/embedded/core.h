// The embedded engine without its thread, its clock and its callers: the store, the commands on it, scripts, those who
// wait for elements and those who listen to channels. Time is an argument; what is to be woken comes out as values.
//
//     const Reply reply = core.call(command, arguments, nowMs);
//     if (auto request = core.takeWait()) ... the caller is to wait: core.wait(std::move(*request))
//     core.serveWaiters(door);     // after every command: who waited gets what has come
//
// One thread at a time.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "engines/kv/embedded/channels.h"
#include "engines/kv/embedded/command_table.h"
#include "engines/kv/embedded/lua_scripts.h"
#include "engines/kv/embedded/store.h"
#include "engines/kv/embedded/waiters.h"

namespace rushlab::kv::embedded {

struct CoreOptions {
    std::size_t memoryBytesMax = 512U << 20U;
    ScriptLimits scripts;
    std::uint64_t seed = 1;
    // Planted for tests: takes the element before it is sure that somebody will take it from there.
    bool popsBeforeClaim = false;
};

// The way to those who wait.
class WaiterDoor {
  public:
    virtual ~WaiterDoor() = default;
    // False: it has given up. True: it will surely take what is delivered next.
    virtual bool claim(WaiterId id) = 0;
    virtual void deliver(WaiterId id, Reply reply) = 0;
};

class Core final : private Effects, private ScriptHost {
  public:
    // The clock is only for the scripts' time limit.
    static Result<std::unique_ptr<Core>> open(const CoreOptions& options, const Clock& clock, const Log& log);

    const Command* find(std::string_view name) const { return m_table.find(name); }
    // A command that find() gave, or nothing where it gave none.
    Reply call(const Command* command, ArgumentView arguments, std::int64_t nowMs);

    std::optional<PopRequest> takeWait() { return std::exchange(m_wait, std::nullopt); }
    WaiterId wait(PopRequest request) { return m_waiters.add(std::move(request)); }
    void forgetWaiter(WaiterId id) { m_waiters.remove(id); }
    bool hasWaitersToServe() const { return !m_grown.empty(); }
    void serveWaiters(WaiterDoor& door);

    // Removes expired keys that nobody asks for, a bounded number of them.
    void sweep(std::int64_t nowMs);

    Channels& channels() { return m_channels; }
    const Channels& channels() const { return m_channels; }
    const Waiters& waiters() const { return m_waiters; }
    const Store& store() const { return m_store; }
    std::vector<std::pair<std::string, std::uint64_t>> commandCounts() const;

  private:
    Core(const CoreOptions& options, std::unique_ptr<LuaScripts> scripts);

    Reply run(const Command& command, ArgumentView arguments);
    void serveLine(const std::string& key, WaiterDoor& door);

    void listGrew(std::string_view key) override;
    void waitFor(PopRequest request) override { m_wait = std::move(request); }
    std::int64_t publish(std::string_view channel, std::string_view payload) override {
        return m_channels.publish(channel, payload);
    }
    Reply channelFacts(ArgumentView arguments) override { return m_channels.facts(arguments); }
    Reply runScript(std::string_view text, ArgumentView keys, ArgumentView arguments) override;
    Reply runScriptBySha1(std::string_view sha1, ArgumentView keys, ArgumentView arguments) override;
    Reply scriptCache(ArgumentView arguments) override;
    Random& random() override { return m_random; }

    Reply callFromScript(ArgumentView arguments) override;
    bool scriptHasWritten() const override { return m_scriptHasWritten; }

    const CoreOptions m_options;
    const CommandTable m_table;
    std::vector<std::uint64_t> m_counts;  // of each command
    Store m_store;
    Random m_random;
    Waiters m_waiters;
    std::deque<std::string> m_grown;  // lists to serve waiters from
    std::optional<PopRequest> m_wait;
    Channels m_channels;
    bool m_scriptHasWritten = false;
    std::unique_ptr<LuaScripts> m_scripts;
};

}  // namespace rushlab::kv::embedded
