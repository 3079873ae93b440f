// What the staged window shows: a shop, a sale, results and engines, as real ones read.
#pragma once

#include <cmath>

#include "lab/engine_report.h"
#include "tests/support/sample_run.h"
#include "tests/ui/desk.h"
#include "tests/ui/staged_queues.h"
#include "tests/ui/staged_streams.h"

namespace rushlab::ui {

inline lab::Snapshot stagedShop(std::chrono::seconds at) {
    lab::Snapshot snapshot = shopSnapshot(at);
    const auto seconds = static_cast<std::uint64_t>(at.count());
    std::uint16_t port = 8080;
    for (lab::InstanceState& instance : snapshot.instances) {
        instance.endpoint = {"127.0.0.1", port++, false};
        if (instance.role == "gateway") instance.requests = 1'240 * seconds;
        if (instance.role == "item") instance.requests = 940 * seconds;
        if (instance.role == "order") {
            instance.requests = 150 * seconds;
            instance.accepted = 50 * seconds;
        }
        if (instance.role == "worker") instance.completed = 90 * seconds;
    }
    stageQueues(snapshot);
    snapshot.streams = stagedStreams(at);
    snapshot.stock = {{1, 57}};
    snapshot.accepted = 100 * seconds;
    snapshot.completed = 90 * seconds;
    snapshot.orderLatency = {100, std::chrono::milliseconds(2), std::chrono::milliseconds(7),
                             std::chrono::milliseconds(11)};
    return snapshot;
}

inline lab::Snapshot stagedSale(std::chrono::milliseconds at) {
    lab::Snapshot snapshot = stagedShop(std::chrono::seconds(0));
    snapshot.at = at;
    snapshot.streams = stagedStreams(std::chrono::floor<std::chrono::seconds>(at));
    const auto tenths = static_cast<std::uint64_t>(at.count() / 100);
    const std::uint64_t sold = std::min<std::uint64_t>(63, tenths * 3);
    snapshot.stock = {{1, 100 - static_cast<std::int64_t>(sold)}};
    snapshot.accepted = sold;
    snapshot.completed = sold > 6 ? sold - 6 : 0;
    snapshot.queues[0].ready = 6;
    return snapshot;
}

inline verdict::Variant stagedVariant(const char* name, std::uint64_t seed, double slowness, bool oversells) {
    verdict::Variant variant = test::sampleVariant(name, seed, slowness, oversells);
    const auto outcome = variant.verdict;
    const auto pass = verdict::Verdict::Pass;
    const auto check = [](const char* id, const char* expected, const char* actual, verdict::Verdict verdict,
                          const char* says) {
        verdict::Check one = test::sampleCheck(id, expected, actual, verdict);
        one.says = says;
        return one;
    };
    variant.checks = {
        check("record", "whole", "whole", pass, "The load attempted all that it planned: 1000 attempts."),
        check("oversold", "0", oversells ? "17" : "0", outcome,
              oversells ? "Orders hold 117 units, of 100 that there were: 17 too many."
                        : "Units in orders beyond those that there were."),
        check("sold", "100", oversells ? "117" : "100", outcome,
              "Units in orders that hold them: as many as there were, or as were wanted if that is less."),
        check("drained", "0", "0", pass, "Queues, retries and outbox are idle: nothing is on its way any more."),
        check("deadLetters", "0", "0", pass, "Orders that every retry failed on."),
        check("unknownAnswers", "0", "0", pass, "Every request was answered.")};
    if (oversells)
        variant.checks[1].evidence = {"0197a000-0000-7000-8000-000000000001 of member 7: unit 101 of 100",
                                      "0197a000-0000-7000-8000-000000000002 of member 31: unit 102 of 100"};
    const char* const names[] = {"stock", "queue", "accepted", "completed"};
    const char* const units[] = {"units", "messages", "1/s", "1/s"};
    for (std::size_t at = 0; at < variant.series.size(); ++at) {
        variant.series[at].name = names[at];
        variant.series[at].unit = units[at];
    }
    for (auto& [at, left] : variant.series[0].points)
        left =
            std::round(std::max(oversells ? -17.0 : 0.0, 100 - 42 * static_cast<double>(at.count()) / 1000 / slowness));
    variant.series.push_back(test::sampleSeries("p50", "ms", [](double t) { return 2 + 3 * std::exp(-t); }));
    variant.series.push_back(test::sampleSeries("p95", "ms", [](double t) { return 8 + 40 * std::exp(-t); }));
    variant.series.push_back(test::sampleSeries("p99", "ms", [](double t) { return 12 + 160 * std::exp(-t); }));
    variant.events = {{std::chrono::milliseconds(1'500), "killed", "order-2"},
                      {std::chrono::milliseconds(3'200), "started", "order-2"}};
    return variant;
}

inline verdict::RunResult stagedRun(const char* strategy, std::uint64_t seed, int secondsEarlier,
                                    bool oversells = false) {
    verdict::RunResult result = test::sampleRun();
    result.parameters = {{"strategy", strategy}, {"users", "1000"}, {"stock", "100"}};
    result.environment = {{"processors", "2 x AMD EPYC"}, {"memory", "4 GB"}, {"version", "1.0.0"}};
    result.seed = seed;
    result.startedAt -= std::chrono::seconds(secondsEarlier);
    result.variants = {stagedVariant(strategy, seed, 1, oversells)};
    return result;
}

inline verdict::RunResult stagedComparison() {
    verdict::RunResult result = stagedRun("all", 7, 0);
    result.variants.clear();
    double slowness = 1;
    for (const char* name : {"lua-mq", "lua", "db-conditional", "pubsub-lock", "spin-lock", "none"}) {
        result.variants.push_back(stagedVariant(name, 7, slowness, std::string_view(name) == "none"));
        slowness *= 1.4;
    }
    result.variants.push_back(stagedVariant("skip-locked", 7, 1, false));
    result.variants.back().notRun = "SQLite has no row locks: PostgreSQL has. Choose it on the page Engines.";
    return result;
}

inline std::vector<lab::EngineReport> stagedEngines() {
    using lab::EngineState;
    std::vector<lab::EngineReport> reports{
        {"key-value", "kv.url", "embedded", "1.0.0", "embedded:", EngineState::Ready},
        {"work queue", "queue.url", "embedded", "1.0.0", "embedded:", EngineState::Ready},
        {"event log", "log.url", "embedded", "1.0.0", "embedded:", EngineState::Ready},
        {"database", "db.url", "PostgreSQL", "", "postgres://kim:***@localhost:5432/shop", EngineState::Unavailable},
        {"message archive", "archive.url", "embedded", "1.0.0", "embedded:", EngineState::Ready},
        {"mail", "mail.url", "", "", "none:", EngineState::Absent}};
    for (lab::EngineReport& report : reports) {
        if (report.state != EngineState::Ready) continue;
        report.roundTrip = std::chrono::microseconds(42);
        report.roundTripOf = "SET and GET";
        report.limits = {"Loses everything when the program ends: it is a cache.", "One process: nobody shares it."};
    }
    reports[3].problem = "Nobody listens on localhost, port 5432: start PostgreSQL or choose another with --db.";
    reports[5].problem = "No mail server is set: messages stay in the outbox. Set mail.url to smtp://host:port.";
    return reports;
}

}  // namespace rushlab::ui
