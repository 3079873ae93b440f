#include <algorithm>
#include <charconv>
#include <optional>

#include "base/nearest_name.h"
#include "base/setting_values.h"
#include "scenarios/scenario.h"

namespace rushlab::scenarios {
namespace {

constexpr std::string_view kAll = "all";

SettingRange rangeOf(const Parameter& parameter) {
    return {static_cast<std::int64_t>(parameter.least), static_cast<std::int64_t>(parameter.most)};
}

template <class Take>
bool eachPart(std::string_view list, Take&& take) {
    for (;;) {
        const auto comma = list.find(',');
        if (!take(list.substr(0, comma))) return false;
        if (comma == std::string_view::npos) return true;
        list.remove_prefix(comma + 1);
    }
}

bool isChoice(const Parameter& parameter, std::string_view text) {
    return std::ranges::find(parameter.choices, text) != parameter.choices.end();
}

// The one that is wrong, where several are named.
std::string_view firstUnknown(const Parameter& parameter, std::string_view text) {
    std::string_view unknown = text;
    eachPart(text, [&](std::string_view part) {
        if (isChoice(parameter, part)) return true;
        unknown = part;
        return false;
    });
    return unknown;
}

bool isAllowed(const Parameter& parameter, std::string_view text) {
    const SettingRange range = rangeOf(parameter);
    switch (parameter.kind) {
        case ParameterKind::Integer:
            return readCount(text, range).has_value();
        case ParameterKind::Integers:
            return eachPart(text, [range](std::string_view part) { return readCount(part, range).has_value(); });
        case ParameterKind::Real: {
            double number = 0;
            const auto [end, error] =
                std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
            return error == std::errc() && end == text.data() + text.size() && number >= parameter.least &&
                   number <= parameter.most;
        }
        case ParameterKind::Duration:
            return readDuration(text, range).has_value();
        case ParameterKind::Choice:
            return isChoice(parameter, text);
        case ParameterKind::Choices:
            return text == kAll ||
                   eachPart(text, [&parameter](std::string_view part) { return isChoice(parameter, part); });
        case ParameterKind::Flag:
            return readSwitch(text).has_value();
    }
    abortBecause("a kind of parameter that nobody reads");
}

std::string explain(const Parameter& parameter, std::string_view text) {
    std::string near;
    if (parameter.kind == ParameterKind::Choice) near = didYouMean(text, parameter.choices);
    if (parameter.kind == ParameterKind::Choices) near = didYouMean(firstUnknown(parameter, text), parameter.choices);
    return fmt::format("The parameter {} is {}: allowed is {}.{}", parameter.id, quotedText(text),
                       ParameterValues::allowed(parameter), near);
}

std::string explainUnknown(std::span<const Parameter> parameters, std::string_view id) {
    std::vector<std::string_view> ids;
    for (const Parameter& parameter : parameters)
        ids.push_back(parameter.id);
    return fmt::format("There is no parameter {}.{}", quotedText(id), didYouMean(id, ids));
}

}  // namespace

std::string_view name(ParameterKind kind) {
    switch (kind) {
        case ParameterKind::Integer:
            return "integer";
        case ParameterKind::Integers:
            return "integers";
        case ParameterKind::Real:
            return "real";
        case ParameterKind::Duration:
            return "duration";
        case ParameterKind::Choice:
            return "choice";
        case ParameterKind::Choices:
            return "choices";
        case ParameterKind::Flag:
            return "flag";
    }
    abortBecause("a kind of parameter without a name");
}

std::string ParameterValues::allowed(const Parameter& parameter) {
    const SettingRange range = rangeOf(parameter);
    switch (parameter.kind) {
        case ParameterKind::Integer:
            return fmt::format("a whole number from {} to {}", range.least, range.most);
        case ParameterKind::Integers:
            return fmt::format("whole numbers from {} to {}, separated by commas", range.least, range.most);
        case ParameterKind::Real:
            return fmt::format("a number from {} to {}", parameter.least, parameter.most);
        case ParameterKind::Duration:
            return fmt::format("a time from {} to {}", writeDuration(Milliseconds(range.least)),
                               writeDuration(Milliseconds(range.most)));
        case ParameterKind::Choice:
            return fmt::format("{}", fmt::join(parameter.choices, ", "));
        case ParameterKind::Choices:
            return fmt::format("all, or any of {}, separated by commas", fmt::join(parameter.choices, ", "));
        case ParameterKind::Flag:
            return "on or off";
    }
    abortBecause("a kind of parameter that nobody reads");
}

Result<ParameterValues> ParameterValues::read(std::span<const Parameter> parameters,
                                              std::span<const std::pair<std::string, std::string>> given) {
    ParameterValues values;
    for (const Parameter& parameter : parameters)
        values.m_values.emplace_back(parameter.id, parameter.byDefault);
    std::vector<std::string> flaws;
    for (const auto& [id, text] : given) {
        const auto parameter = std::ranges::find(parameters, std::string_view(id), &Parameter::id);
        if (parameter == parameters.end()) {
            flaws.push_back(explainUnknown(parameters, id));
        } else if (!isAllowed(*parameter, text)) {
            flaws.push_back(explain(*parameter, text));
        } else {
            values.m_values[static_cast<std::size_t>(parameter - parameters.begin())].second = text;
        }
    }
    if (!flaws.empty()) return fail(ErrorCode::Invalid, "{}", fmt::join(flaws, " "));
    return values;
}

std::string_view ParameterValues::find(std::string_view id) const {
    for (const auto& [name, value] : m_values) {
        if (name == id) return value;
    }
    abortBecause("a scenario asks for a parameter that it does not have");
}

std::int64_t ParameterValues::integer(std::string_view id) const {
    return integers(id).front();
}

std::vector<std::int64_t> ParameterValues::integers(std::string_view id) const {
    std::vector<std::int64_t> numbers;
    eachPart(find(id), [&numbers](std::string_view part) {
        std::int64_t number = 0;
        std::from_chars(part.data(), part.data() + part.size(), number);
        numbers.push_back(number);
        return true;
    });
    return numbers;
}

double ParameterValues::real(std::string_view id) const {
    const std::string_view text = find(id);
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

Milliseconds ParameterValues::duration(std::string_view id) const {
    const auto read = readDuration(find(id), {0, std::numeric_limits<std::int64_t>::max()});
    if (!read) abortBecause("a duration that was not checked");
    return *read;
}

const std::string& ParameterValues::choice(std::string_view id) const {
    for (const auto& [name, value] : m_values) {
        if (name == id) return value;
    }
    abortBecause("a scenario asks for a parameter that it does not have");
}

bool ParameterValues::isChosen(std::string_view id, std::string_view choice) const {
    const std::string_view text = find(id);
    return text == kAll || !eachPart(text, [choice](std::string_view part) { return part != choice; });
}

bool ParameterValues::flag(std::string_view id) const {
    return readSwitch(find(id)).value_or(false);
}

}  // namespace rushlab::scenarios
