// People sign up, each is promised a mail, and the mail server is slow. Who carries the mails is killed in the middle.
#include <array>

#include "scenarios/all.h"
#include "scenarios/mail_run.h"

namespace rushlab::scenarios {
namespace {

constexpr std::array<std::string_view, 4> kModes{"async", "queue", "list", "list-reliable"};

Result<verdict::RunResult> run(ScenarioContext& context) {
    return runMails(context, {"welcome-mail", chosenMailWays(context.parameters, kModes)});
}

}  // namespace

Scenario welcomeMail() {
    Scenario scenario;
    scenario.id = "welcome-mail";
    scenario.title = "Welcome mail";
    scenario.stages =
        "Sign-ups whose mail takes 3 s, sent from memory, by a queue or by a list; a kill in the middle, a restart.";
    scenario.verdict = "Every mail that was promised is in the inbox, and twice only where the kill explains it.";
    scenario.parameters = mailParameters("sigkill");
    scenario.parameters.insert(scenario.parameters.begin(), mailModes(kModes, "async,queue"));
    scenario.connections = &mailConnections;
    scenario.run = &run;
    return scenario;
}

}  // namespace rushlab::scenarios
