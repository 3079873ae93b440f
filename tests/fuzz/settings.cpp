// Settings from anywhere: arbitrary TOML text, variables and flags. Nothing crashes, and whatever is wrong names its
// key.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "base/settings.h"

namespace {

// The input's next line, so that one input holds a flag's value, a variable's and a file.
std::string_view takeLine(std::string_view& input) {
    const auto end = input.find('\n');
    const std::string_view line = input.substr(0, end);
    input.remove_prefix(end == std::string_view::npos ? input.size() : end + 1);
    return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto rows = rushlab::settingsTable();
    const std::size_t row = (input.empty() ? 0 : static_cast<std::uint8_t>(input.front())) % rows.size();

    rushlab::SettingsSources sources;
    sources.home = "/home/fuzz";
    sources.flags = {{std::string(rows[row].flag), std::string(takeLine(input))}};
    sources.environment = {{std::string(rows[row].environment), std::string(takeLine(input))},
                           {std::string(takeLine(input)), "embedded:"}};
    sources.file = rushlab::SettingsSources::File{"fuzz.toml", std::string(input)};

    const auto settings = rushlab::readSettings(sources);
    if (settings) {
        if (settings->data.empty()) rushlab::abortBecause("settings without a data folder were accepted");
        return 0;
    }
    if (settings.error().empty()) rushlab::abortBecause("settings were refused without a flaw");
    for (const auto& flaw : settings.error()) {
        if (flaw.key.empty() || flaw.sentence.empty()) rushlab::abortBecause("a flaw does not name its key");
    }
    return 0;
}
