#include "base/settings_file.h"

#include <fmt/format.h>
#include <toml++/toml.h>

namespace rushlab {
namespace {

void takeApart(const toml::table& table, const std::string& prefix, const std::string& path,
               std::vector<GivenSetting>& given) {
    for (const auto& [key, node] : table) {
        const std::string name = prefix + std::string(key.str());
        if (const toml::table* inner = node.as_table(); inner && !inner->empty()) {
            takeApart(*inner, name + ".", path, given);
            continue;
        }
        GivenSetting setting{name, {}, fmt::format("in {}, line {}", path, node.source().begin.line), true};
        if (const auto* text = node.as_string()) {
            setting.value = text->get();
        } else if (const auto* number = node.as_integer()) {
            setting.value = fmt::format("{}", number->get());
        } else if (const auto* truth = node.as_boolean()) {
            setting.value = truth->get() ? "true" : "false";
        } else {
            setting.isText = false;
        }
        given.push_back(std::move(setting));
    }
}

}  // namespace

GivenByFile takeApartToml(std::string_view text, const std::string& path) {
    GivenByFile result;
    try {
        takeApart(toml::parse(text, path), "", path, result.settings);
    } catch (const toml::parse_error& error) {
        result.syntaxError = fmt::format("The settings file {} is not TOML: line {}, column {}: {}.", path,
                                         error.source().begin.line, error.source().begin.column, error.description());
    }
    return result;
}

}  // namespace rushlab
