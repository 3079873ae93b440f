#include "app/arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>

#include "base/nearest_name.h"
#include "base/settings.h"

namespace rushlab::app {
namespace {

constexpr std::string_view kAbout = R"(RushLab, a desktop laboratory for live commerce.

Without a command it opens the desktop, which needs a display.)";

constexpr std::string_view kFooter = R"(
Settings come from their defaults, then the file (TOML), then the environment, then flags.
Exit status: 0 pass, 1 fail, 2 unknown, 64 usage, 69 an engine is unavailable.)";

struct Parser {
    CLI::App app{std::string(kAbout), "rushlab"};
    std::vector<std::pair<Command, CLI::App*>> commands;
    Arguments arguments;
    std::string config;
    std::vector<std::string> sets;
    std::string expect;
    std::map<std::string_view, std::string> values;  // of the settings' flags
};

CLI::App& addCommand(Parser& parser, Command command, const std::string& name, const std::string& help) {
    CLI::App* const added = parser.app.add_subcommand(name, help);
    added->get_help_ptr()->description("This help.");
    added->footer("The settings' flags may follow; rushlab --help lists them.");
    parser.commands.emplace_back(command, added);
    return *added;
}

void describeSettings(Parser& parser) {
    CLI::App& app = parser.app;
    app.add_option(std::string(kConfigFlag), parser.config, fmt::format("The settings file. [{}]", kConfigVariable))
        ->type_name("FILE")
        ->group("Settings");
    for (const Setting& row : settingsTable()) {
        app.add_option(std::string(row.flag), parser.values[row.flag],
                       fmt::format("{} Default: {} [{}]", row.help, row.byDefault, row.environment))
            ->type_name(std::string(row.placeholder))
            ->group("Settings");
    }
}

void describeRun(Parser& parser) {
    CLI::App& run = addCommand(parser, Command::Run, "run", "A scenario, from its load to its verdict.");
    run.add_option("scenario", parser.arguments.scenario, "Which one; rushlab list tells them all.")
        ->type_name("SCENARIO");
    run.add_option("--set", parser.sets, "A parameter of the scenario, as users=1000. May be given often.")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    run.add_option("--seed", parser.arguments.seed, "What is drawn by lot is drawn alike under the same number.")
        ->type_name("NUMBER")
        ->capture_default_str();
    run.add_option("--out", parser.arguments.out, "A folder that is made for the report: JSON, CSV, charts, HTML.")
        ->type_name("DIR");
    run.add_flag("--json", parser.arguments.json, "One JSON object on standard output.");
    run.add_option("--expect", parser.expect,
                   "Exit with 0 where the verdict is this one, with 1 where it is the other.")
        ->type_name("pass|fail");
}

void describeCompare(Parser& parser) {
    CLI::App& compare = addCommand(parser, Command::Compare, "compare", "The results of several runs, side by side.");
    compare.add_option("folders", parser.arguments.folders, "What run --out made.")->type_name("DIR DIR...");
    compare.add_option("--out", parser.arguments.out, "A page that is made of the same.")->type_name("FILE");
}

void describe(Parser& parser) {
    CLI::App& app = parser.app;
    app.footer(std::string(kFooter));
    app.set_version_flag("--version", fmt::format("RushLab {}", RUSHLAB_VERSION), "The version, and nothing else.");
    app.get_help_ptr()->description("This help.");
    describeSettings(parser);
    addCommand(parser, Command::Doctor, "doctor", "Each engine: reachable, version, round trip, what it can't do.")
        .add_flag("--json", parser.arguments.json, "One JSON object on standard output.");
    addCommand(parser, Command::Serve, "serve", "The whole shop without a window, until SIGINT or SIGTERM.");
    describeRun(parser);
    addCommand(parser, Command::List, "list", "The scenarios with their parameters, and the strategies.")
        .add_flag("--json", parser.arguments.json, "One JSON object on standard output.");
    describeCompare(parser);
    app.fallthrough()->allow_extras();
    for (const auto& [command, parsed] : parser.commands)
        parsed->fallthrough()->allow_extras();
}

const CLI::App* parsedCommand(const Parser& parser) {
    for (const auto& [command, parsed] : parser.commands) {
        if (parsed->parsed()) return parsed;
    }
    return &parser.app;
}

// What was written and nothing here knows.
std::string explainUnknown(const Parser& parser, const std::string& word) {
    const bool isFlag = word.starts_with('-');
    std::vector<std::string> known;
    const auto addFlagsOf = [&known](const CLI::App& command) {
        for (const CLI::Option* option : command.get_options()) {
            for (const std::string& name : option->get_lnames())
                known.push_back("--" + name);
        }
    };
    if (isFlag) addFlagsOf(parser.app);
    if (isFlag && parsedCommand(parser) != &parser.app) addFlagsOf(*parsedCommand(parser));
    for (const auto& [command, named] : parser.commands) {
        if (!isFlag) known.push_back(named->get_name());
    }
    const std::vector<std::string_view> names(known.begin(), known.end());
    const std::string written = word.substr(0, word.find('='));
    return fmt::format("rushlab: there is no {} {}.{} rushlab --help lists them all.\n", isFlag ? "flag" : "command",
                       quotedText(written), didYouMean(written, names));
}

// What was given to run, beyond what CLI11 checks; a sentence where something is wrong.
std::optional<std::string> takeRun(Parser& parser) {
    Arguments& arguments = parser.arguments;
    if (arguments.scenario.empty()) return "run needs a scenario: rushlab list tells which there are.";
    for (const std::string& set : parser.sets) {
        const auto equals = set.find('=');
        if (equals == std::string::npos || equals == 0)
            return fmt::format("--set {} is not KEY=VALUE, as users=1000 is.", quotedText(set));
        arguments.parameters.emplace_back(set.substr(0, equals), set.substr(equals + 1));
    }
    if (parser.expect.empty()) return std::nullopt;
    if (parser.expect != "pass" && parser.expect != "fail")
        return fmt::format("--expect {} is not known: allowed are pass and fail.", quotedText(parser.expect));
    arguments.expectedPass = parser.expect == "pass";
    return std::nullopt;
}

}  // namespace

std::variant<Arguments, Farewell> parseArguments(std::span<const std::string> words) {
    Parser parser;
    describe(parser);
    std::vector<std::string> reversed(words.rbegin(), words.rend());  // as CLI11 takes them
    try {
        parser.app.parse(reversed);
    } catch (const CLI::CallForHelp&) {
        return Farewell{Exit::Pass, parsedCommand(parser)->help()};
    } catch (const CLI::CallForVersion&) {
        return Farewell{Exit::Pass, fmt::format("RushLab {}\n", RUSHLAB_VERSION)};
    } catch (const CLI::ParseError& error) {
        return Farewell{Exit::Usage, fmt::format("rushlab: {}. rushlab --help tells how it is meant.\n", error.what())};
    }
    if (const auto unknown = parser.app.remaining(true); !unknown.empty())
        return Farewell{Exit::Usage, explainUnknown(parser, unknown.front())};

    for (const auto& [command, parsed] : parser.commands) {
        if (parsed->parsed()) parser.arguments.command = command;
    }
    if (parser.arguments.command == Command::Run) {
        if (const auto flaw = takeRun(parser)) return Farewell{Exit::Usage, fmt::format("rushlab: {}\n", *flaw)};
    }
    if (parser.app.count(std::string(kConfigFlag)) > 0) parser.arguments.config = parser.config;
    for (const Setting& row : settingsTable()) {
        if (parser.app.count(std::string(row.flag)) > 0)
            parser.arguments.flags.emplace_back(row.flag, parser.values[row.flag]);
    }
    return std::move(parser.arguments);
}

}  // namespace rushlab::app
