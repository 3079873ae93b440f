#include "engines/kv/embedded/core.h"

#include <fmt/format.h>

#include "engines/kv/embedded/replies.h"

namespace rushlab::kv::embedded {
namespace {

constexpr std::size_t kKeysPerSweep = 64;

bool arityFits(const Command& command, std::size_t given) {
    const auto count = static_cast<int>(std::min<std::size_t>(given, 1U << 30U));
    return command.arity >= 0 ? count == command.arity : count >= -command.arity;
}

Reply unknownCommand(ArgumentView arguments) {
    constexpr std::size_t kShownBytesMax = 128;
    std::string shown;
    for (const std::string_view argument : arguments.subspan(1)) {
        if (shown.size() >= kShownBytesMax) break;
        shown += fmt::format("'{}' ", argument.substr(0, kShownBytesMax - shown.size()));
    }
    return Reply::error(fmt::format("ERR unknown command '{}', with args beginning with: {}",
                                    arguments[0].substr(0, kShownBytesMax), shown));
}

}  // namespace

Result<std::unique_ptr<Core>> Core::open(const CoreOptions& options, const Clock& clock, const Log& log) {
    auto scripts = LuaScripts::open(options.scripts, clock, log);
    if (!scripts) return pass(std::move(scripts));
    return std::unique_ptr<Core>(new Core(options, std::move(*scripts)));  // NOLINT: the constructor is private
}

Core::Core(const CoreOptions& options, std::unique_ptr<LuaScripts> scripts)
    : m_options(options), m_counts(m_table.all().size()), m_random(options.seed), m_scripts(std::move(scripts)) {}

Reply Core::call(const Command* command, ArgumentView arguments, std::int64_t nowMs) {
    if (arguments.empty()) return Reply::error("ERR a command has a name");
    if (!command) return unknownCommand(arguments);
    if (!arityFits(*command, arguments.size())) return wrongArity(command->name);
    m_store.setTime(nowMs);
    return run(*command, arguments);
}

Reply Core::run(const Command& command, ArgumentView arguments) {
    ++m_counts[m_table.indexOf(command)];
    if ((command.flags & kGrows) != 0 && m_store.usedBytes() > m_options.memoryBytesMax) return outOfMemory();
    return command.handler({m_store, arguments, *this});
}

Reply Core::callFromScript(ArgumentView arguments) {
    const Command* command = m_table.find(arguments[0]);
    if (!command) return Reply::error("ERR Unknown Redis command called from script");
    if (!arityFits(*command, arguments.size()))
        return Reply::error("ERR Wrong number of args calling Redis command from script");
    if ((command->flags & kNotFromScript) != 0)
        return Reply::error("ERR This Redis command is not allowed from script");
    if ((command->flags & kWrites) != 0) m_scriptHasWritten = true;
    return run(*command, arguments);
}

Reply Core::runScript(std::string_view text, ArgumentView keys, ArgumentView arguments) {
    m_scriptHasWritten = false;
    return m_scripts->run(text, keys, arguments, *this);
}

Reply Core::runScriptBySha1(std::string_view sha1, ArgumentView keys, ArgumentView arguments) {
    m_scriptHasWritten = false;
    return m_scripts->runBySha1(sha1, keys, arguments, *this);
}

Reply Core::scriptCache(ArgumentView arguments) {
    if (is(arguments[1], "LOAD") && arguments.size() == 3) return m_scripts->load(arguments[2]);
    if (is(arguments[1], "EXISTS") && arguments.size() >= 3) {
        Reply::Array known;
        for (const std::string_view sha1 : arguments.subspan(2))
            known.push_back(Reply::integer(m_scripts->knows(sha1) ? 1 : 0));
        return Reply::array(std::move(known));
    }
    if (is(arguments[1], "FLUSH") && arguments.size() <= 3) {
        m_scripts->forgetAll();
        return Reply::ok();
    }
    return Reply::error(fmt::format("ERR unknown subcommand '{}'. Try SCRIPT HELP.", arguments[1]));
}

void Core::listGrew(std::string_view key) {
    if (m_waiters.size() > 0 && m_waiters.anyAt(key)) m_grown.emplace_back(key);
}

void Core::serveWaiters(WaiterDoor& door) {
    while (!m_grown.empty()) {
        const std::string key = std::move(m_grown.front());
        m_grown.pop_front();
        serveLine(key, door);
    }
}

void Core::serveLine(const std::string& key, WaiterDoor& door) {
    while (const auto id = m_waiters.firstAt(key)) {
        if (!m_store.find<List>(key)) return;
        PopRequest request = m_waiters.request(*id);
        request.keys = {key};
        std::optional<Reply> popped;
        if (m_options.popsBeforeClaim) popped = popNow(m_store, *this, request);
        const bool claimed = door.claim(*id);
        m_waiters.remove(*id);
        if (!claimed) continue;
        if (!popped) popped = popNow(m_store, *this, request);
        door.deliver(*id, popped ? std::move(*popped) : Reply::nil());
    }
}

void Core::sweep(std::int64_t nowMs) {
    if (!m_store.anyExpires()) return;
    m_store.setTime(nowMs);
    m_store.sweep(kKeysPerSweep);
}

std::vector<std::pair<std::string, std::uint64_t>> Core::commandCounts() const {
    std::vector<std::pair<std::string, std::uint64_t>> counts;
    for (std::size_t i = 0; i < m_counts.size(); ++i)
        if (m_counts[i] > 0) counts.emplace_back(m_table.all()[i].name, m_counts[i]);
    return counts;
}

}  // namespace rushlab::kv::embedded
