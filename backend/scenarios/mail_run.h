// One way of sending mails under one seed, from the first sign-up to the verdict: who carries them is killed in the
// middle, comes back, and a mail server outside of the shop bears witness.
// The scenario's thread; it blocks.
#pragma once

#include "scenarios/mail_shop.h"
#include "scenarios/variants.h"

namespace rushlab::scenarios {

struct MailRunOptions {
    std::string_view scenario;
    std::vector<const roles::MailWayInfo*> ways;
};

// Every way under every seed, by the parameters below.
Result<verdict::RunResult> runMails(ScenarioContext& context, const MailRunOptions& options);

// kill, mails, sign-ups, takes, at-once, seeds, drain.
std::vector<Parameter> mailParameters(std::string_view killByDefault);
// `mode`, of these ways.
Parameter mailModes(std::span<const std::string_view> ids, std::string_view byDefault);
std::vector<const roles::MailWayInfo*> chosenMailWays(const ParameterValues& values,
                                                      std::span<const std::string_view> ids);
Connections mailConnections(const ParameterValues& values);

}  // namespace rushlab::scenarios
