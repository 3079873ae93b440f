#include "lab/engine_report.h"

#include <fmt/format.h>

#include "base/result.h"

namespace rushlab::lab {

std::string_view name(EngineState state) {
    switch (state) {
        case EngineState::Ready:
            return "ready";
        case EngineState::Unavailable:
            return "unavailable";
        case EngineState::Absent:
            return "absent";
    }
    abortBecause("an EngineState outside its enumeration");
}

std::string shownRoundTrip(std::chrono::microseconds time) {
    const auto count = static_cast<double>(time.count());
    if (count < 1'000) return fmt::format("{} us", time.count());
    if (count < 1'000'000) return fmt::format("{:.2f} ms", count / 1'000);
    return fmt::format("{:.2f} s", count / 1'000'000);
}

}  // namespace rushlab::lab
