// Commands that are about the engine and not about a key: channels, scripts, greetings.
#include <fmt/format.h>

#include "engines/kv/embedded/command.h"
#include "engines/kv/embedded/replies.h"

namespace rushlab::kv::embedded {
namespace {

Reply ping(const Call& call) {
    if (call.count() > 2) return wrongArity("ping");
    return call.count() == 2 ? Reply::text(call[1]) : Reply::status("PONG");
}

Reply echo(const Call& call) {
    return Reply::text(call[1]);
}

Reply time(const Call& call) {
    Reply::Array parts;
    parts.push_back(Reply::text(std::to_string(call.store.nowMs() / 1000)));
    parts.push_back(Reply::text(std::to_string(call.store.nowMs() % 1000 * 1000)));
    return Reply::array(std::move(parts));
}

Reply publish(const Call& call) {
    return Reply::integer(call.effects.publish(call[1], call[2]));
}

Reply channelFacts(const Call& call) {
    return call.effects.channelFacts(call.arguments);
}

// EVAL what count key... argument...
template <class Run>
Reply evaluate(const Call& call, Run&& run) {
    const auto keys = readInteger(call[2]);
    if (!keys) return notAnInteger();
    if (*keys > static_cast<std::int64_t>(call.count()) - 3)
        return Reply::error("ERR Number of keys can't be greater than number of args");
    if (*keys < 0) return Reply::error("ERR Number of keys can't be negative");
    const auto split = static_cast<std::size_t>(*keys);
    return run(call[1], call.arguments.subspan(3, split), call.arguments.subspan(3 + split));
}

Reply eval(const Call& call) {
    return evaluate(call, [&](std::string_view text, ArgumentView keys, ArgumentView arguments) {
        return call.effects.runScript(text, keys, arguments);
    });
}

Reply evalBySha1(const Call& call) {
    return evaluate(call, [&](std::string_view sha1, ArgumentView keys, ArgumentView arguments) {
        return call.effects.runScriptBySha1(sha1, keys, arguments);
    });
}

Reply script(const Call& call) {
    return call.effects.scriptCache(call.arguments);
}

constexpr Command kCommands[] = {
    {"ping", -1, kReads, ping},
    {"echo", 2, kReads, echo},
    {"time", 1, kReads, time},
    {"publish", 3, kReads, publish},
    {"pubsub", -2, kReads, channelFacts},
    {"eval", -3, kNotFromScript, eval},
    {"evalsha", -3, kNotFromScript, evalBySha1},
    {"script", -2, kNotFromScript, script},
};

}  // namespace

std::span<const Command> serverCommands() {
    return kCommands;
}

}  // namespace rushlab::kv::embedded
