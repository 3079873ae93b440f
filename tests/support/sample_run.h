// A run's result as a flash sale leaves it, made up: for tests of what is written of it.
#pragma once

#include <cmath>

#include "base/random.h"
#include "verdict/run_result.h"

namespace rushlab::test {

// Text that is dangerous where it is pasted into pages, tables and files.
constexpr const char* kNasty = R"(<script>alert("1")</script> & 'two', =SUM(A1))";

inline verdict::Check sampleCheck(std::string name, std::string expected, std::string actual,
                                  verdict::Verdict outcome) {
    verdict::Check check;
    check.name = std::move(name);
    check.expected = std::move(expected);
    check.actual = std::move(actual);
    check.outcome = outcome;
    check.says = "What it means.";
    return check;
}

inline verdict::Series sampleSeries(std::string name, std::string unit, double (*value)(double)) {
    verdict::Series series{std::move(name), std::move(unit), {}};
    for (int tenth = 0; tenth <= 80; ++tenth)
        series.points.emplace_back(std::chrono::milliseconds(100 * tenth), value(tenth / 10.0));
    return series;
}

// `slowness` shifts its figures, so that mechanisms differ.
inline verdict::Variant sampleVariant(std::string name, std::uint64_t seed, double slowness, bool oversells) {
    using verdict::Verdict;
    verdict::Variant variant;
    variant.name = std::move(name);
    variant.seed = seed;
    variant.expected = variant.verdict = oversells ? Verdict::Fail : Verdict::Pass;
    if (oversells) variant.expectedFailures = {"oversold", "sold"};
    variant.checks = {sampleCheck("sold", "100", oversells ? "117" : "100", variant.verdict),
                      sampleCheck("oversold", "0", oversells ? "17" : "0", variant.verdict),
                      sampleCheck("lost", "0", "0", Verdict::Pass)};
    if (oversells) variant.checks[1].evidence = {"0197a000-0000-7000-8000-000000000001 of member 7: unit 101 of 100"};
    variant.metrics = {{"acceptedRate", 21'000 / slowness + static_cast<double>(seed) * 150, "1/s"},
                       {"completedRate", 12'500 / slowness, "1/s"},
                       {"p99", 41.7 * slowness, "ms"}};
    variant.series = {
        sampleSeries("stock", "units", [](double t) { return std::max(0.0, 100 - 42 * t); }),
        sampleSeries("queueDepth", "units", [](double t) { return 60 * std::exp(-(t - 2) * (t - 2)); }),
        sampleSeries("acceptedRate", "1/s", [](double t) { return 9'000 * std::exp(-t / 1.5); }),
        sampleSeries("completedRate", "1/s", [](double t) { return 5'000 * std::exp(-(t - 1) * (t - 1) / 3); })};
    verdict::Latency latency{"order", {}};
    Random random(seed + 1);
    for (int i = 0; i < 4'000; ++i)
        latency.histogram.record(
            std::chrono::nanoseconds(static_cast<std::int64_t>(2e6 * slowness + random.exponential(6e6 * slowness))));
    variant.latencies.push_back(std::move(latency));
    variant.events = {{std::chrono::milliseconds(1'500), "fault", "worker killed"},
                      {std::chrono::milliseconds(3'200), "fault", "worker started"}};
    return variant;
}

inline verdict::RunResult sampleRun() {
    verdict::RunResult result;
    result.scenario = "flash-sale";
    result.parameters = {{"strategy", "lua-mq"}, {"users", "1000"}, {"stock", "100"}};
    result.seed = 7;
    result.engines = {{"database", "SQLite 3.40"}, {"delays", "none"}};
    result.environment = {{"processors", "2"}, {"note", kNasty}};
    result.startedAt = WallTime{Milliseconds{1'763'700'000'123}};
    result.took = std::chrono::milliseconds(8'100);
    result.variants = {sampleVariant("", 7, 1, false)};
    return result;
}

// Several mechanisms, some with several seeds, one that cannot be run.
inline verdict::RunResult sampleComparison() {
    verdict::RunResult result = sampleRun();
    result.variants.clear();
    double slowness = 1;
    for (const char* name : {"lua-mq", "lua", "db-conditional", "pubsub-lock", "none"}) {
        for (std::uint64_t seed = 1; seed <= 3; ++seed)
            result.variants.push_back(sampleVariant(name, seed, slowness, std::string_view(name) == "none"));
        slowness *= 1.7;
    }
    result.variants.push_back(sampleVariant("skip-locked", 1, 1, false));
    result.variants.back().notRun = "SQLite has no row locks; PostgreSQL has.";
    result.tables = {{"What speaks for each",
                      {"way", "for", "against"},
                      {{"list", "fast", kNasty}, {"skip-locked", "one store", "slower"}}}};
    result.notes = {std::string("A note with ") + kNasty};
    return result;
}

}  // namespace rushlab::test
