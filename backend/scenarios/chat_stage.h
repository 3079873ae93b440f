// A chat on a stage: its instances, a crowd that talks and listens there, and what became of that in the archive.
// The scenario's thread; it blocks.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "load/chat_crowd.h"
#include "scenarios/stage.h"
#include "verdict/chat_checks.h"

namespace rushlab::scenarios {

class ChatStage {
  public:
    struct Options {
        std::string label;
        std::string delays = "none";
        std::uint64_t seed = 1;
        std::size_t instances = 2;
        bool gathers = true;
        Milliseconds heartBeat{10'000};
    };
    static Result<std::unique_ptr<ChatStage>> open(ScenarioContext& context, const Options& options);

    Stage& stage() { return *m_stage; }
    // Of its instances; the rest as load/ has it.
    load::ChatPlan plan() const;

    // Tells its progress as a share of [from, to]; `meanwhile` is called now and then.
    Result<load::ChatOutcome> talk(const load::ChatPlan& plan, const std::string& what, double from, double to,
                                   const std::function<Result<>(const load::ChatCounts&)>& meanwhile = {});
    // Cuts the first instance's link to the others, or mends it.
    Result<> setLink(bool isCut);

    // The lab's instances by now.
    std::vector<io::HttpEndpoint> instances() const;

  private:
    ChatStage(ScenarioContext& context, std::unique_ptr<Stage> stage) : m_context(context), m_stage(std::move(stage)) {}

    ScenarioContext& m_context;
    std::unique_ptr<Stage> m_stage;
};

// Runs a crowd on a thread of its own, while this one calls `meanwhile` now and then; its first error is the talk's.
Result<load::ChatOutcome> talkWhile(const load::ChatPlan& plan, const std::atomic<bool>& interrupted,
                                    const std::function<Result<>(const load::ChatCounts&)>& meanwhile);

// What the archive has of what was said, as the shop tells it: GET /chat/rooms/{id}/messages of one instance, page by
// page. Once it has all, or comes no further for a while, or the time is over.
verdict::ChatArchived readArchive(const io::HttpEndpoint& chat, const load::ChatPlan& plan, std::uint64_t said,
                                  Milliseconds within, const std::atomic<bool>& interrupted);

verdict::ChatHeard heardOf(const load::ChatPlan& plan, const load::ChatOutcome& outcome);
// deliveries/s, latency of a delivery, the load's own share.
void measureChat(verdict::Variant& variant, const load::ChatOutcome& outcome);

}  // namespace rushlab::scenarios
