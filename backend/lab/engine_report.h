// What an examination finds out about the engine of each port: shown by `rushlab doctor` and by the window's Engines
// page. Reports are plain values, any thread. An examiner may take as long as its engines' time limits; ask it off the
// thread that draws.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rushlab::lab {

enum class EngineState : std::uint8_t {
    Ready,        // it answered
    Unavailable,  // it should have, and did not; the problem says why
    Absent,       // no engine is set for this port, or none is built into this version yet
};

// In one word, for people and for JSON.
std::string_view name(EngineState state);

struct EngineReport {
    std::string port;     // "work queue"
    std::string setting;  // that chooses the engine: "queue.url"
    std::string engine;   // "SQLite"; empty where there is none
    std::string version;
    std::string url;  // without the password
    EngineState state = EngineState::Absent;
    std::optional<std::chrono::microseconds> roundTrip{};  // the median of several
    std::string roundTripOf{};                             // what was timed: "SET and GET"
    std::vector<std::string> limits{};                     // what it can't do, a sentence each
    std::string problem{};                                 // a sentence, where it is not ready

    friend bool operator==(const EngineReport&, const EngineReport&) = default;
};

class EngineExaminer {
  public:
    virtual ~EngineExaminer() = default;
    // One report a port, always in the same order. One call at a time.
    virtual std::vector<EngineReport> examine() = 0;
};

// "340 us", "1.25 ms": as people read it.
std::string shownRoundTrip(std::chrono::microseconds time);

}  // namespace rushlab::lab
