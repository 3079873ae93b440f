#include "load/load.h"

#include <pthread.h>
#include <time.h>

#include <optional>
#include <thread>

#include "load/crowd.h"

namespace rushlab::load {
namespace {

// Of the calling thread.
std::chrono::nanoseconds cpuTime() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

Result<LoadOutcome> runHere(const LoadPlan& plan, const Clock& clock, LiveCounts& live,
                            const std::atomic<bool>& interrupted) {
    io::Loop loop;
    Crowd crowd(loop, plan, clock, live, interrupted);
    const auto cpuBefore = cpuTime();
    const auto before = clock.steadyNow();
    auto ran = loop.runUntilDone(crowd.run());
    if (!ran) return pass(ran);
    LoadOutcome outcome = crowd.takeOutcome();
    const std::chrono::nanoseconds wall = clock.steadyNow() - before;
    outcome.cpuTime = cpuTime() - cpuBefore;
    if (wall.count() > 0)
        outcome.cpuShare = static_cast<double>(outcome.cpuTime.count()) / static_cast<double>(wall.count());
    return outcome;
}

}  // namespace

double LoadOutcome::acceptedPerSecond() const {
    const double seconds = std::chrono::duration<double>(took).count();
    return seconds > 0 ? static_cast<double>(acceptedLatency.count()) / seconds : 0;
}

double LoadOutcome::cpuMicrosecondsARequest() const {
    const std::uint64_t sent = latency.count() - dropped;
    return sent == 0 ? 0 : static_cast<double>(cpuTime.count()) / 1e3 / static_cast<double>(sent);
}

Result<LoadOutcome> runLoad(const LoadPlan& plan, const Clock& clock, LiveCounts& live,
                            const std::atomic<bool>& interrupted) {
    if (auto valid = validate(plan); !valid) return pass(valid);
    std::optional<Result<LoadOutcome>> outcome;
    {
        // A thread of its own, so that what the load costs can be told from what its caller costs.
        std::jthread thread([&] { outcome.emplace(runHere(plan, clock, live, interrupted)); });
        pthread_setname_np(thread.native_handle(), "load");
    }
    return std::move(*outcome);
}

}  // namespace rushlab::load
