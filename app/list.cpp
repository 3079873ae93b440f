#include "app/list.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "roles/order/strategy.h"
#include "scenarios/scenario.h"

namespace rushlab::app {
namespace {

std::string_view word(roles::Expectation expectation) {
    switch (expectation) {
        case roles::Expectation::Right:
            return "right";
        case roles::Expectation::Oversells:
            return "oversells";
        case roles::Expectation::OversellsWithTwoInstances:
            return "oversells with two instances";
    }
    return "";
}

void appendScenario(JsonArrayWriter& list, const scenarios::Scenario& scenario) {
    JsonObjectWriter object = list.object();
    object.field("id", scenario.id).field("title", scenario.title);
    object.field("stages", scenario.stages).field("verdict", scenario.verdict);
    JsonArrayWriter parameters = object.array("parameters");
    for (const scenarios::Parameter& parameter : scenario.parameters) {
        JsonObjectWriter one = parameters.object();
        one.field("id", parameter.id).field("help", parameter.help).field("default", parameter.byDefault);
        one.field("kind", scenarios::name(parameter.kind));
        one.field("allowed", scenarios::ParameterValues::allowed(parameter));
    }
}

}  // namespace

std::string scenariosAsText() {
    std::string text;
    for (const scenarios::Scenario& scenario : scenarios::allScenarios()) {
        text += fmt::format("{}\n    {}\n    {}\n", scenario.id, scenario.stages, scenario.verdict);
        for (const scenarios::Parameter& parameter : scenario.parameters)
            text += fmt::format("    --set {:<14} {} Allowed: {}.\n",
                                fmt::format("{}={}", parameter.id, parameter.byDefault), parameter.help,
                                scenarios::ParameterValues::allowed(parameter));
        text += "\n";
    }
    text += "Strategies\n";
    for (const roles::StrategyInfo& strategy : roles::allStrategies())
        text += fmt::format("    {:<15} {}; {}\n", strategy.id, strategy.mechanism, strategy.teaches);
    return text;
}

std::string scenariosAsJson() {
    std::string text;
    {
        JsonObjectWriter object(text);
        JsonArrayWriter list = object.array("scenarios");
        for (const scenarios::Scenario& scenario : scenarios::allScenarios())
            appendScenario(list, scenario);
        list.close();
        JsonArrayWriter strategies = object.array("strategies");
        for (const roles::StrategyInfo& strategy : roles::allStrategies()) {
            JsonObjectWriter one = strategies.object();
            one.field("id", strategy.id).field("mechanism", strategy.mechanism).field("teaches", strategy.teaches);
            one.field("expectation", word(strategy.expectation)).field("needsRowLocks", strategy.needsRowLocks);
        }
    }
    return text + "\n";
}

}  // namespace rushlab::app
