// What every scenario of the shop needs: a fresh lab with engines of its own, goods to sell, a load that is watched,
// the wait until all that was accepted is done, and the lab's snapshots as lines of a chart. The scenario's thread; it
// blocks.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "lab/lab.h"
#include "load/load.h"
#include "scenarios/scenario.h"

namespace rushlab::scenarios {

struct StageOptions {
    std::string label;  // for who looks on: "lua-mq, seed 7"
    roles::ShopSettings shop;
    std::map<std::string, std::size_t> instances;  // by role; else as the lab's table has it, without the chat
    std::string delays = "none";
    std::optional<std::string> mailUrl = std::nullopt;  // nothing: no mail is sent
};

struct Goods {
    std::string name = "Limited item";
    std::int64_t price = 10'000;
    std::int64_t stock = 0;
    std::optional<WallTime> startAt;  // a time deal's; nothing: a GENERAL item
};

class Stage {
  public:
    // Unavailable: an engine or a port. Invalid: the shop's strategy can't be done on these engines; the sentence says
    // which can.
    static Result<std::unique_ptr<Stage>> open(ScenarioContext& context, StageOptions options);
    ~Stage();

    lab::Lab& lab() { return *m_lab; }

    // Through the shop's own API; watched from now on.
    Result<domain::ItemId> add(const Goods& goods);
    // POST at an instance of the role itself, for set-up; the answer's whole text where it succeeded. `token`: the
    // admin's, where the call is for him alone.
    Result<std::string> post(std::string_view role, std::string path, std::string body, std::string token = "");

    // Of orders, to the gateway or straight to the order instances, as users with numbers.
    load::LoadPlan plan(bool throughGateway) const;
    // Tells its progress as a share of [from, to] of the whole run.
    // `meanwhile` is called now and then, for what a scenario does in the middle.
    Result<load::LoadOutcome> run(const load::LoadPlan& plan, std::string what, double from, double to,
                                  const std::function<void(const load::LiveCounts&)>& meanwhile = {});

    // Until the queues (dead letters apart, which move no more) and the outbox are empty and no units are held; false
    // where that took too long or somebody interrupted.
    bool drain(Milliseconds within, const std::string& what);
    // Waits without burning the processor until it is true; false where the time was over or somebody interrupted.
    bool waitUntil(const std::function<bool()>& isTrue, Milliseconds within);

    // Since the lab was opened: stock, queue depth, rates, latency; what happened; order latency.
    void describe(verdict::Variant& variant) const;
    std::size_t residentBytesMost() const;

    void tell(std::string phase, std::string detail, double share);

  private:
    Stage(ScenarioContext& context, std::unique_ptr<lab::Lab> lab);
    bool isDrained();
    void sampleUntilKnown();

    ScenarioContext& m_context;
    std::unique_ptr<lab::Lab> m_lab;
    std::vector<domain::ItemId> m_items;
    double m_share = 0;
};

// Where the run is, the machine and the program: what every result says of itself.
verdict::RunResult beginResult(const ScenarioContext& context, std::string_view scenario, const std::string& delays);
void finishResult(const ScenarioContext& context, verdict::RunResult& result);

double milliseconds(std::chrono::nanoseconds time);
void addMetric(verdict::Variant& variant, std::string name, double value, std::string unit = "");
// p50, p95 and p99 of these.
void addLatency(verdict::Variant& variant, const Histogram& histogram);

// "10/3" as the parameter `lock` writes it: how long is waited for a lock, and for how long it is lent.
void applyLockPreset(const std::string& preset, roles::ShopSettings& shop);

}  // namespace rushlab::scenarios
