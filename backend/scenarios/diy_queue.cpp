// A queue made by hand of a list, its repair, and a queue, under the same kill.
#include <array>

#include "scenarios/all.h"
#include "scenarios/mail_run.h"

namespace rushlab::scenarios {
namespace {

constexpr std::array<std::string_view, 3> kModes{"list", "list-reliable", "queue"};

Result<verdict::RunResult> run(ScenarioContext& context) {
    return runMails(context, {"diy-queue", chosenMailWays(context.parameters, kModes)});
}

}  // namespace

Scenario diyQueue() {
    Scenario scenario;
    scenario.id = "diy-queue";
    scenario.title = "A queue made by hand";
    scenario.stages =
        "The same mails by LPUSH and BRPOP, by LMOVE with a reaper, and by a queue; who carries them is killed.";
    scenario.verdict = "Every mail that was promised is in the inbox, and twice only where the kill explains it.";
    scenario.parameters = mailParameters("consumer");
    scenario.parameters.insert(scenario.parameters.begin(), mailModes(kModes, "all"));
    scenario.connections = &mailConnections;
    scenario.run = &run;
    return scenario;
}

}  // namespace rushlab::scenarios
