// Everything that a run leaves behind: what report/ writes and compare reads.
// A plain value.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/histogram.h"
#include "verdict/check.h"

namespace rushlab::verdict {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Metric {
    std::string name;  // "acceptedRate": without its unit
    double value = 0;
    std::string unit;  // "1/s", "ms", "MB", "" for counts
};

// A line of a chart: values at moments since the run began; not a number where the value is not known.
struct Series {
    std::string name;  // "stock"
    std::string unit;
    std::vector<std::pair<std::chrono::milliseconds, double>> points;
};

struct Latency {
    std::string name;  // "order"
    Histogram histogram;
};

struct Event {
    std::chrono::milliseconds at;
    std::string kind;  // "fault", "phase", "lock"
    std::string what;
};

// One mechanism under one seed; a run of several has several.
struct Variant {
    std::string name;  // "lua-mq"; empty where the scenario has only one
    std::uint64_t seed = 0;
    Verdict expected = Verdict::Pass;
    // Of an expected FAIL: the check that must fail, then those that may because it does. No other may.
    std::vector<std::string> expectedFailures;
    Verdict verdict = Verdict::Unknown;
    std::string notRun;  // why it could not be run (an engine that can't); empty: it ran
    std::vector<Check> checks;
    std::vector<Metric> metrics;
    std::vector<Series> series;
    std::vector<Latency> latencies;
    std::vector<Event> events;

    bool ran() const { return notRun.empty(); }
    // PASS: it came out as it was expected to. FAIL: it did not, or failed in more than was expected of it. UNKNOWN:
    // that could not be decided.
    Verdict asExpected() const;
    // "FAIL in oversold": the verdict, and in which checks it lies.
    std::string cameOut() const;
};

struct Table {
    std::string title;
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
};

struct RunResult {
    std::string scenario;
    Pairs parameters;
    std::uint64_t seed = 0;
    Pairs engines;      // port -> what it is, and the delay preset
    Pairs environment;  // processors, memory, version, build, load average
    WallTime startedAt{};
    std::chrono::milliseconds took{};
    std::vector<Variant> variants;
    std::vector<Table> tables;       // what a scenario shows beside its figures (query plans, what speaks for each)
    std::vector<std::string> notes;  // sentences for a person
    bool interrupted = false;        // before all that was planned was done: UNKNOWN, whatever the rest says

    // Of a single variant: its own verdict. Of several: PASS where each came out as it was expected to (`none` should
    // oversell), FAIL where one did not, else UNKNOWN where one could not be decided or none ran.
    Verdict verdict() const;
    // Whether every variant came out as it was expected to.
    bool asExpected() const;
};

}  // namespace rushlab::verdict
