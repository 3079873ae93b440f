// Arguments, settings, one command.
#include <fmt/format.h>

#include <QCoreApplication>
#include <QGuiApplication>
#include <cstdio>
#include <cstdlib>

#include "app/arguments.h"
#include "app/compare.h"
#include "app/doctor.h"
#include "app/engine_maker.h"
#include "app/examination.h"
#include "app/gui.h"
#include "app/list.h"
#include "app/output.h"
#include "app/png.h"
#include "app/run.h"
#include "app/serve.h"
#include "base/settings.h"

extern char** environ;

using namespace rushlab;

namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

std::vector<std::pair<std::string, std::string>> environment() {
    std::vector<std::pair<std::string, std::string>> variables;
    for (char** entry = environ; *entry; ++entry) {
        const std::string_view text(*entry);
        const auto equals = text.find('=');
        if (equals != std::string_view::npos) variables.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

int finish(app::Exit exit, std::string_view text) {
    if (exit == app::Exit::Usage)
        std::fwrite(text.data(), 1, text.size(), stderr);
    else if (!app::writeOut(text))
        return static_cast<int>(app::Exit::Unknown);
    return static_cast<int>(exit);
}

// All sources together; every flaw is told, one a line.
tl::expected<Settings, std::string> gatherSettings(const app::Arguments& arguments) {
    SettingsSources sources;
    sources.home = variable("HOME");
    sources.environment = environment();
    sources.flags = arguments.flags;
    const std::string path = arguments.config.value_or(variable(std::string(kConfigVariable).c_str()));
    if (arguments.config || !path.empty()) {
        auto file = readSettingsFile(path);
        if (!file) return tl::unexpected(fmt::format("rushlab: {}\n", file.error().message));
        sources.file = *std::move(file);
    }
    auto settings = readSettings(sources);
    if (settings) return *std::move(settings);
    std::string text;
    for (const SettingFlaw& flaw : settings.error())
        text += fmt::format("rushlab: {}\n", flaw.sentence);
    return tl::unexpected(std::move(text));
}

int doctor(int argc, char** argv, const app::Arguments& arguments, Settings settings) {
    const QCoreApplication application(argc, argv);  // Qt Sql finds its drivers through it
    app::EngineExamination examination(std::move(settings));
    const auto reports = examination.examine();
    return finish(app::exitOf(reports), arguments.json ? app::asJson(reports) : app::asText(reports));
}

int serve(int argc, char** argv, const Settings& settings) {
    const QCoreApplication application(argc, argv);
    const RealClock clock;
    const Log log = Log::toStandardError(settings.logLevel);
    app::SettingsEngineMaker engines(settings, clock, log);
    return static_cast<int>(app::serve(settings, engines, clock, log));
}

int run(int argc, char** argv, const app::Arguments& arguments, const Settings& settings) {
    // Charts are painted by the application that draws; nothing else needs one.
    const bool paints = !arguments.out.empty();
    if (paints) app::paintWithoutDisplay();
    const std::unique_ptr<QCoreApplication> application =
        paints ? std::make_unique<QGuiApplication>(argc, argv) : std::make_unique<QCoreApplication>(argc, argv);
    const RealClock clock;
    const Log log = Log::toStandardError(settings.logLevel);
    app::SettingsEngineMaker engines(settings, clock, log);
    const report::PngPainter painter = paints ? report::PngPainter(&app::paintPng) : report::PngPainter();
    return static_cast<int>(app::runScenario(arguments, engines, clock, log, painter));
}

int compare(const app::Arguments& arguments) {
    const std::vector<std::filesystem::path> folders(arguments.folders.begin(), arguments.folders.end());
    std::optional<std::filesystem::path> page;
    if (!arguments.out.empty()) page = arguments.out;
    const app::Compared compared = app::compareRuns(folders, page);
    return finish(compared.exit, compared.text);
}

int desktop(int argc, char** argv, Settings settings) {
    if (variable("DISPLAY").empty() && variable("WAYLAND_DISPLAY").empty() && variable("QT_QPA_PLATFORM").empty()) {
        fmt::print(stderr,
                   "rushlab: the desktop needs a display, and neither DISPLAY nor WAYLAND_DISPLAY is set. "
                   "Without one, rushlab run flash-sale stages a sale and rushlab doctor examines the engines; "
                   "rushlab --help lists what else there is.\n");
        return static_cast<int>(app::Exit::Unavailable);
    }
    return app::runDesktop(argc, argv, std::move(settings));
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto parsed = app::parseArguments(words);
    if (const auto* farewell = std::get_if<app::Farewell>(&parsed)) return finish(farewell->exit, farewell->text);
    const auto& arguments = std::get<app::Arguments>(parsed);

    auto settings = gatherSettings(arguments);
    if (!settings) return finish(app::Exit::Usage, settings.error());
    switch (arguments.command) {
        case app::Command::Doctor:
            return doctor(argc, argv, arguments, *std::move(settings));
        case app::Command::Serve:
            return serve(argc, argv, *settings);
        case app::Command::Run:
            return run(argc, argv, arguments, *settings);
        case app::Command::Compare:
            return compare(arguments);
        case app::Command::List:
            return finish(app::Exit::Pass, arguments.json ? app::scenariosAsJson() : app::scenariosAsText());
        case app::Command::Desktop:
            return desktop(argc, argv, *std::move(settings));
    }
    abortBecause("a command that main does not know");
}
