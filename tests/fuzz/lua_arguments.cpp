// Scripts with any text, keys and values, and commands with any arguments: whatever comes, the engine answers, in
// bounded time and memory, and is as good as before.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "base/clock.h"
#include "base/log.h"
#include "engines/kv/embedded/core.h"

using namespace rushlab;

namespace {

// Cuts the input into texts: a byte for the length of each.
std::vector<std::string_view> cut(std::string_view input) {
    std::vector<std::string_view> texts;
    while (!input.empty() && texts.size() < 40) {
        const std::size_t size = std::min<std::size_t>(static_cast<unsigned char>(input[0]), input.size() - 1);
        texts.push_back(input.substr(1, size));
        input.remove_prefix(1 + size);
    }
    return texts;
}

// Scripts that do something with whatever they are given.
constexpr std::string_view kScripts[] = {
    "return redis.call(unpack(ARGV))",
    "return redis.pcall(unpack(ARGV))",
    "return {KEYS, ARGV}",
    "local r = redis.pcall(unpack(ARGV)) return {r, type(r)}",
    "return loadstring(ARGV[1])()",
    "return ARGV[1]:gsub(ARGV[2], ARGV[3])",
    "return {ARGV[1]:find(ARGV[2])}",
    "for w in ARGV[1]:gmatch(ARGV[2]) do redis.call('SET', KEYS[1], w) end",
    "return redis.call('SET', KEYS[1], tonumber(ARGV[1]))",
    "return tonumber(ARGV[1])",
    "return string.format(ARGV[1], ARGV[2], ARGV[3])",
    "return redis.sha1hex(ARGV[1]) .. string.rep(ARGV[1], 3)",
};

struct Engine {
    RealClock clock;
    std::unique_ptr<kv::embedded::Core> core;

    Engine() {
        kv::embedded::CoreOptions options;
        options.memoryBytesMax = 4U << 20U;
        options.scripts.time = Milliseconds(20);
        options.scripts.timesAfterWrite = 2;
        options.scripts.memoryBytesMax = 4U << 20U;
        options.scripts.cachedMax = 50;
        auto opened = kv::embedded::Core::open(options, clock, Log::silent());
        if (!opened) abortBecause(opened.error().message);
        core = std::move(*opened);
    }
    kv::Reply call(const std::vector<std::string_view>& arguments) {
        if (arguments.empty()) return {};
        kv::Reply reply = core->call(core->find(arguments[0]), arguments, 1'000'000);
        core->takeWait();
        return reply;
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Engine engine;
    if (size < 2) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data + 1), size - 1);
    const auto texts = cut(input);
    const std::size_t choice = data[0] % (std::size(kScripts) + 2);
    if (choice == std::size(kScripts)) {
        engine.call(texts);
    } else {
        std::vector<std::string_view> arguments{"EVAL", choice < std::size(kScripts) ? kScripts[choice] : input, "1",
                                                "key"};
        if (choice < std::size(kScripts)) arguments.insert(arguments.end(), texts.begin(), texts.end());
        engine.call(arguments);
    }
    // Whatever that was, the next script runs in an untouched sandbox.
    const kv::Reply sound =
        engine.call({"EVAL", "return #KEYS + string.len('abc') + select('#', redis.call, pcall)", "0"});
    if (!sound.isInteger() || sound.integer() != 5)
        abortBecause("a script changed what the next one sees: " + kv::describe(sound));
    if (engine.core->store().keys().size() > 1000) engine.call({"FLUSHALL"});
    return 0;
}
