// A scenario: what it stages, what can be set, and how it is run. A scenario is one file, and a row in all.cpp; the
// command line, the desktop and the help read the same list.
// run() blocks its thread until the verdict is there; it is not for a thread that draws.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "verdict/run_result.h"

namespace rushlab::lab {
class EngineMaker;
class LabObserver;
}  // namespace rushlab::lab

namespace rushlab::scenarios {

enum class ParameterKind : std::uint8_t {
    Integer,
    Integers,  // one or several: "1000,2000,4000"
    Real,
    Duration,
    Choice,
    Choices,  // one, several or all of them: "none,lua-mq"
    Flag,     // on or off
};
std::string_view name(ParameterKind kind);

// What stands behind a choice, for whoever has to choose: a line each, or nothing.
struct ChoiceHelp {
    std::string_view is;       // "script takes, publish with confirm, answer 202; the worker completes"
    std::string_view teaches;  // "the fastest"
    std::string_view expects;  // what should come of it, where that is not a PASS: "oversells"
};

struct Parameter {
    std::string_view id;         // "users"
    std::string_view help;       // one line
    std::string_view byDefault;  // as it would be written: "1000", "2m", "all"
    ParameterKind kind = ParameterKind::Integer;
    double least = 0;  // of numbers; of durations in milliseconds
    double most = 0;
    std::vector<std::string_view> choices{};     // of a Choice, or of Choices
    std::vector<ChoiceHelp> choicesExplained{};  // one a choice, or none at all
};

// The values of a run: checked against their parameters, with every default filled in.
class ParameterValues {
  public:
    // Invalid: which key, which value, what is allowed (all of them at once).
    static Result<ParameterValues> read(std::span<const Parameter> parameters,
                                        std::span<const std::pair<std::string, std::string>> given);

    // Asking for what is not there, or for another kind, breaks an invariant.
    std::int64_t integer(std::string_view id) const;
    std::vector<std::int64_t> integers(std::string_view id) const;
    double real(std::string_view id) const;
    Milliseconds duration(std::string_view id) const;
    const std::string& choice(std::string_view id) const;
    // Whether it is among the chosen ones of Choices.
    bool isChosen(std::string_view id, std::string_view choice) const;
    bool flag(std::string_view id) const;

    const verdict::Pairs& shown() const { return m_values; }  // in the parameters' order

    // "1 to 10000", "on or off", "lua, lua-mq ...": what may be written for it.
    static std::string allowed(const Parameter& parameter);

  private:
    std::string_view find(std::string_view id) const;
    verdict::Pairs m_values;
};

// What a run tells while it goes on; called from the run's thread.
struct Progress {
    std::string phase;   // "loading", "draining", "checking"
    std::string detail;  // "lua-mq, seed 7: 412 of 1000 answered"
    double share = 0;    // of the whole run, 0 to 1
};

struct ScenarioContext {
    const ParameterValues& parameters;
    std::uint64_t seed;
    lab::EngineMaker& engines;
    const Clock& clock;
    Log log;
    std::function<void(const Progress&)> progress;
    const std::atomic<bool>& interrupted;  // ends early; what was not finished is UNKNOWN, never PASS
    lab::LabObserver* observer = nullptr;  // who looks on; called from the run's thread
};

// How many users a run has connected at once, and to what.
struct Connections {
    std::size_t users = 0;
    bool throughGateway = true;
    std::size_t orderInstances = 2;  // or whichever they go to
    std::string_view parameter = "users";  // which sets their number
};

struct Scenario {
    std::string_view id;
    std::string_view title;
    std::string_view stages;   // one sentence
    std::string_view verdict;  // what must hold, one sentence
    std::vector<Parameter> parameters;
    Connections (*connections)(const ParameterValues&) = nullptr;
    Result<verdict::RunResult> (*run)(ScenarioContext&) = nullptr;
};

std::span<const Scenario> allScenarios();
const Scenario* findScenario(std::string_view id);

}  // namespace rushlab::scenarios
