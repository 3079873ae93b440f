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
    CLI::App* doctor = nullptr;
    Arguments arguments;
    std::string config;
    std::map<std::string_view, std::string> values;  // of the settings' flags
};

void describe(Parser& parser) {
    CLI::App& app = parser.app;
    app.footer(std::string(kFooter));
    app.set_version_flag("--version", fmt::format("RushLab {}", RUSHLAB_VERSION), "The version, and nothing else.");
    app.get_help_ptr()->description("This help.");
    app.add_option(std::string(kConfigFlag), parser.config, fmt::format("The settings file. [{}]", kConfigVariable))
        ->type_name("FILE")
        ->group("Settings");
    for (const Setting& row : settingsTable()) {
        app.add_option(std::string(row.flag), parser.values[row.flag],
                       fmt::format("{} Default: {} [{}]", row.help, row.byDefault, row.environment))
            ->type_name(std::string(row.placeholder))
            ->group("Settings");
    }
    parser.doctor = app.add_subcommand("doctor", "Each engine: reachable, version, round trip, what it can't do.");
    parser.doctor->add_flag("--json", parser.arguments.json, "One JSON object on standard output.");
    parser.doctor->get_help_ptr()->description("This help.");
    parser.doctor->footer("The settings' flags may follow; rushlab --help lists them.");
    for (CLI::App* command : {&app, parser.doctor})
        command->fallthrough()->allow_extras();
}

// What was written and nothing here knows.
std::string explainUnknown(Parser& parser, const std::string& word) {
    const bool isFlag = word.starts_with('-');
    std::vector<std::string> known;
    for (const CLI::App* command : {&parser.app, parser.doctor}) {
        for (const CLI::Option* option : command->get_options()) {
            for (const std::string& name : option->get_lnames())
                known.push_back("--" + name);
        }
    }
    if (!isFlag) known = {"doctor"};
    const std::vector<std::string_view> names(known.begin(), known.end());
    const std::string written = word.substr(0, word.find('='));
    return fmt::format("rushlab: there is no {} {}.{} rushlab --help lists them all.\n", isFlag ? "flag" : "command",
                       quotedText(written), didYouMean(written, names));
}

}  // namespace

std::variant<Arguments, Farewell> parseArguments(std::span<const std::string> words) {
    Parser parser;
    describe(parser);
    std::vector<std::string> reversed(words.rbegin(), words.rend());  // as CLI11 takes them
    try {
        parser.app.parse(reversed);
    } catch (const CLI::CallForHelp&) {
        return Farewell{Exit::Pass, (parser.doctor->parsed() ? parser.doctor : &parser.app)->help()};
    } catch (const CLI::CallForVersion&) {
        return Farewell{Exit::Pass, fmt::format("RushLab {}\n", RUSHLAB_VERSION)};
    } catch (const CLI::ParseError& error) {
        return Farewell{Exit::Usage, fmt::format("rushlab: {}. rushlab --help tells how it is meant.\n", error.what())};
    }
    if (const auto unknown = parser.app.remaining(true); !unknown.empty())
        return Farewell{Exit::Usage, explainUnknown(parser, unknown.front())};

    if (parser.doctor->parsed()) parser.arguments.command = Command::Doctor;
    if (parser.app.count(std::string(kConfigFlag)) > 0) parser.arguments.config = parser.config;
    for (const Setting& row : settingsTable()) {
        if (parser.app.count(std::string(row.flag)) > 0)
            parser.arguments.flags.emplace_back(row.flag, parser.values[row.flag]);
    }
    return std::move(parser.arguments);
}

}  // namespace rushlab::app
