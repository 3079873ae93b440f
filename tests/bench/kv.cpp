// The embedded key-value engine through its port: one thread, a coroutine that awaits each call; then ten and a hundred
// times the keys, then eight threads at once. The reference is a bare map under a mutex in the same run.
#include <mutex>
#include <unordered_map>

#include "base/clock.h"
#include "base/log.h"
#include "engines/kv/embedded_key_value.h"
#include "io/loop.h"
#include "tests/bench/figures.h"

using namespace rushlab;
using namespace std::chrono_literals;

namespace {

constexpr int kCalls = 1'000'000;
constexpr int kRounds = 5;

std::vector<std::string> makeKeys(std::size_t count) {
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < count; ++i)
        keys.push_back(fmt::format("stock:{}", i * 2'654'435'761U % count));
    return keys;
}

template <class Work>
double bestPerSecond(int calls, Work&& work) {
    double best = 0;
    for (int round = 0; round < kRounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        best = std::max(best, calls / took.count());
    }
    return best;
}

struct BareMap {
    std::mutex mutex;
    std::unordered_map<std::string, std::string> values;
};

io::Awaitable<std::size_t> getMany(kv::KeyValue& engine, const std::vector<std::string>& keys, int calls) {
    const Deadline deadline = Deadline::never();
    std::size_t found = 0;
    for (int i = 0; i < calls; ++i) {
        const auto value = co_await engine.get(keys[static_cast<std::size_t>(i) % keys.size()], deadline);
        found += value && *value ? 1U : 0U;
    }
    co_return found;
}

io::Awaitable<std::size_t> setMany(kv::KeyValue& engine, const std::vector<std::string>& keys, int calls) {
    const Deadline deadline = Deadline::never();
    std::size_t done = 0;
    for (int i = 0; i < calls; ++i)
        done += (co_await engine.set(keys[static_cast<std::size_t>(i) % keys.size()], "100", deadline)).value_or(false)
                    ? 1U
                    : 0U;
    co_return done;
}

const kv::Script kTake(R"(local stock = tonumber(redis.call('GET', KEYS[1]))
local count = tonumber(ARGV[1])
if stock < count then return -1 end
return redis.call('DECRBY', KEYS[1], count))");

io::Awaitable<std::size_t> takeMany(kv::KeyValue& engine, int calls) {
    const Deadline deadline = Deadline::never();
    const std::array<std::string_view, 1> keys{"stock"};
    const std::array<std::string_view, 1> arguments{"1"};
    std::size_t taken = 0;
    for (int i = 0; i < calls; ++i) {
        const auto left = co_await engine.eval(kTake, keys, arguments, deadline);
        taken += left && left->isInteger() && left->integer() >= 0 ? 1U : 0U;
    }
    co_return taken;
}

void require(bool holds) {
    if (!holds) abortBecause("the bench measured calls that did not do their work");
}

struct Rates {
    double get, set, bareGet, bareSet;
};

Rates measure(std::size_t keyCount) {
    const RealClock clock;
    auto engine = kv::EmbeddedKeyValue::open({}, clock, Log::silent());
    require(engine.has_value());
    const auto keys = makeKeys(keyCount);
    io::Loop loop;
    require(loop.runUntilDone(setMany(**engine, keys, static_cast<int>(keyCount))) == keyCount);
    BareMap bare;
    for (const std::string& key : keys)
        bare.values[key] = "100";
    Rates rates{};
    rates.set = bestPerSecond(kCalls, [&] { require(loop.runUntilDone(setMany(**engine, keys, kCalls)) == kCalls); });
    rates.get = bestPerSecond(kCalls, [&] { require(loop.runUntilDone(getMany(**engine, keys, kCalls)) == kCalls); });
    rates.bareGet = bestPerSecond(kCalls, [&] {
        std::size_t found = 0;
        for (int i = 0; i < kCalls; ++i) {
            const std::lock_guard lock(bare.mutex);
            const auto value = bare.values.find(keys[static_cast<std::size_t>(i) % keyCount]);
            found += std::string(value->second).size();
        }
        require(found == 3UL * kCalls);
    });
    rates.bareSet = bestPerSecond(kCalls, [&] {
        for (int i = 0; i < kCalls; ++i) {
            const std::lock_guard lock(bare.mutex);
            bare.values[keys[static_cast<std::size_t>(i) % keyCount]] = "100";
        }
    });
    return rates;
}

double takesPerSecond() {
    const RealClock clock;
    auto engine = kv::EmbeddedKeyValue::open({}, clock, Log::silent());
    require(engine.has_value());
    io::Loop loop;
    require(loop.runUntilDone((*engine)->set("stock", "1000000000", Deadline::never())).value_or(false));
    return bestPerSecond(kCalls, [&] { require(loop.runUntilDone(takeMany(**engine, kCalls)) == kCalls); });
}

double getsPerSecondByEightThreads() {
    const RealClock clock;
    auto engine = kv::EmbeddedKeyValue::open({}, clock, Log::silent());
    require(engine.has_value());
    const auto keys = makeKeys(1000);
    constexpr int kEach = kCalls / 4;
    return bestPerSecond(8 * kEach, [&] {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&] {
                io::Loop loop;
                require(loop.runUntilDone(setMany(**engine, keys, kEach)) == kEach);
            });
        }
    });
}

}  // namespace

int main() {
    bench::Figures figures("kv");
    const Rates thousand = measure(1000);
    figures.atLeast("get/s, 1 thread, 1,000 keys", thousand.get, 5e6, "/s");
    figures.atLeast("set/s, 1 thread, 1,000 keys", thousand.set, 5e6, "/s");
    figures.note("  get/s beside a bare map under a mutex", thousand.get, thousand.bareGet);
    figures.note("  set/s beside a bare map under a mutex", thousand.set, thousand.bareSet);
    figures.atLeast("test-and-take script/s, 1 thread", takesPerSecond(), 1.5e6, "/s");
    Rates tenth = thousand;
    for (const std::size_t keys : {10'000UL, 100'000UL, 1'000'000UL}) {
        const Rates rates = measure(keys);
        // A cache of the processor's that no longer holds the keys costs the bare map as much.
        figures.note(fmt::format("get/s, {} keys", keys), rates.get, rates.bareGet);
        figures.note(fmt::format("set/s, {} keys", keys), rates.set, rates.bareSet);
        figures.atMostTimes(fmt::format("ns a get at {} keys, beside a tenth of them", keys), 1e9 / rates.get,
                            1e9 / tenth.get, 3);
        tenth = rates;
    }
    figures.note("set/s, 8 threads on one engine", getsPerSecondByEightThreads());
    return figures.exitStatus();
}
