#include "app/run.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "app/interrupt.h"
#include "app/output.h"
#include "app/progress_line.h"
#include "app/refusal.h"
#include "base/nearest_name.h"
#include "base/setting_values.h"
#include "scenarios/room.h"
#include "scenarios/scenario.h"

namespace rushlab::app {
namespace {

Result<const scenarios::Scenario*> chosen(const std::string& id) {
    if (const scenarios::Scenario* scenario = scenarios::findScenario(id)) return scenario;
    std::vector<std::string_view> ids;
    for (const scenarios::Scenario& scenario : scenarios::allScenarios())
        ids.push_back(scenario.id);
    return fail(ErrorCode::Invalid, "There is no scenario {}.{} rushlab list tells which there are.", quotedText(id),
                didYouMean(id, ids));
}

// A report never replaces another: that is told before the run, not after it.
Result<> mayBeMade(const std::filesystem::path& out) {
    std::error_code ignored;
    if (out.empty() || !std::filesystem::exists(out, ignored)) return {};
    return fail(ErrorCode::Invalid, "The folder {} of --out is there already, and is not written over: name another.",
                out.string());
}

}  // namespace

Exit exitOf(const verdict::RunResult& result, std::optional<bool> expectedPass) {
    const verdict::Verdict verdict = result.verdict();
    if (verdict == verdict::Verdict::Unknown) return Exit::Unknown;
    // Whoever expects a mechanism to fail means what it is meant to fail in.
    const bool alsoOtherwise = result.variants.size() == 1 && verdict == verdict::Verdict::Fail &&
                               result.variants.front().expected == verdict::Verdict::Fail && !result.asExpected();
    if (alsoOtherwise) return Exit::Fail;
    // Of several that are all meant to fail the verdict is whether they did.
    const bool allMeantToFail =
        result.variants.size() > 1 && std::ranges::all_of(result.variants, [](const verdict::Variant& variant) {
            return !variant.ran() || variant.expected == verdict::Verdict::Fail;
        });
    if (allMeantToFail && expectedPass == false) return verdict == verdict::Verdict::Pass ? Exit::Pass : Exit::Fail;
    return (verdict == verdict::Verdict::Pass) == expectedPass.value_or(true) ? Exit::Pass : Exit::Fail;
}

Exit runScenario(const Arguments& arguments, lab::EngineMaker& engines, const Clock& clock, const Log& log,
                 const report::PngPainter& painter) {
    const auto scenario = chosen(arguments.scenario);
    if (!scenario) return refuse(scenario.error());
    const auto values = scenarios::ParameterValues::read((*scenario)->parameters, arguments.parameters);
    if (!values) return refuse(values.error());
    if (const auto free = mayBeMade(arguments.out); !free) return refuse(free.error());
    const scenarios::Connections connections = (*scenario)->connections(*values);
    if (const auto fits = scenarios::fitsInto(connections, scenarios::roomHere(connections)); !fits)
        return refuse(fits.error());

    const Interrupt interrupt;
    Result<verdict::RunResult> result = fail(ErrorCode::Unavailable, "nothing was run");
    {
        ProgressLine line;
        scenarios::ScenarioContext context{*values,
                                           arguments.seed,
                                           engines,
                                           clock,
                                           log,
                                           [&line](const scenarios::Progress& progress) { line.show(progress); },
                                           interrupt.flag()};
        result = (*scenario)->run(context);
    }
    if (!result) return refuse(result.error());
    result->environment.emplace_back("version", RUSHLAB_VERSION);
    const bool shown = writeOut(arguments.json ? report::asJson(*result) + "\n" : asTable(*result));
    if (!arguments.out.empty()) {
        const auto written = report::writeReport(*result, arguments.out, painter);
        if (!written) {
            refuse(written.error());
            return Exit::Unknown;  // what was asked for is not there, whatever the verdict is
        }
    }
    if (!shown) return Exit::Unknown;
    return exitOf(*result, arguments.expectedPass);
}

}  // namespace rushlab::app
