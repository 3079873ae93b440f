#include "base/setting_values.h"

#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <vector>

#include "base/nearest_name.h"

namespace rushlab {
namespace {

struct Unit {
    std::string_view name;
    std::int64_t worth;
};

constexpr std::array kDurationUnits{Unit{"ms", 1}, Unit{"s", 1000}, Unit{"min", 60'000}, Unit{"h", 3'600'000}};
constexpr std::array kSizeUnits{Unit{"B", 1}, Unit{"KiB", 1LL << 10}, Unit{"MiB", 1LL << 20}, Unit{"GiB", 1LL << 30}};

struct LevelName {
    std::string_view name;
    LogLevel level;
};
constexpr std::array kLogLevels{LevelName{"debug", LogLevel::Debug}, LevelName{"info", LogLevel::Info},
                                LevelName{"warning", LogLevel::Warning}, LevelName{"error", LogLevel::Error},
                                LevelName{"off", LogLevel::Off}};

constexpr std::size_t kLongestShown = 120;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// Digits to begin with and whatever follows them; nothing where there are no digits or too many.
struct NumberAndRest {
    std::int64_t number;
    std::string_view rest;
};
std::optional<NumberAndRest> splitNumber(std::string_view text) {
    // from_chars alone would take a sign.
    if (text.empty() || !isDigit(text.front())) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return std::nullopt;
    return NumberAndRest{number, text.substr(static_cast<std::size_t>(end - text.data()))};
}

std::optional<std::int64_t> readWithUnit(std::string_view text, std::span<const Unit> units, SettingRange range) {
    const auto split = splitNumber(text);
    if (!split) return std::nullopt;
    for (const Unit& unit : units) {
        if (split->rest != unit.name) continue;
        if (split->number > std::numeric_limits<std::int64_t>::max() / unit.worth) return std::nullopt;
        const std::int64_t value = split->number * unit.worth;
        if (value < range.least || value > range.most) return std::nullopt;
        return value;
    }
    return std::nullopt;
}

std::string writeWithUnit(std::int64_t value, std::span<const Unit> units) {
    const Unit* best = &units.front();
    for (const Unit& unit : units) {
        if (value != 0 && value % unit.worth == 0) best = &unit;
    }
    return fmt::format("{}{}", value / best->worth, best->name);
}

// "embedded:", "sqlite:" ... as a list that a sentence can hold.
std::string listSchemes(std::span<const EngineScheme> schemes) {
    std::string list;
    for (const EngineScheme& scheme : schemes) {
        if (!scheme.built) continue;
        if (!list.empty()) list += ", ";
        list += scheme.scheme;
        list += scheme.place == EnginePlace::Network ? "://HOST" : scheme.place == EnginePlace::File ? ":FILE" : ":";
    }
    return list;
}

Result<> checkAuthority(std::string_view rest, const EngineScheme& scheme) {
    const auto explain = [&](std::string_view what) {
        return fail(ErrorCode::Invalid, "{}; allowed is {}://HOST, {}://HOST:PORT or {}://USER:PASSWORD@HOST:PORT/NAME",
                    what, scheme.scheme, scheme.scheme, scheme.scheme);
    };
    if (!rest.starts_with("//")) return explain("two slashes must follow the scheme");
    std::string_view authority = rest.substr(2, rest.find_first_of("/?#", 2) - 2);
    if (const auto at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
    std::string_view port;
    const auto bracket = authority.starts_with('[') ? authority.find(']') : 0;
    if (bracket == std::string_view::npos) return explain("the address in brackets does not end");
    const auto colon = authority.find(':', bracket);
    if (colon != std::string_view::npos) {
        port = authority.substr(colon + 1);
        authority = authority.substr(0, colon);
        const auto number = splitNumber(port);
        if (!number || !number->rest.empty() || number->number < 1 || number->number > 65535)
            return explain("a port is a whole number from 1 to 65535");
    }
    if (authority.empty()) return explain("the host is missing");
    return {};
}

}  // namespace

std::string EngineUrl::shown() const {
    std::string result = text;
    const auto hide = [&result](std::size_t from, std::size_t to) { result.replace(from, to - from, "***"); };
    if (const auto slashes = result.find("//"); slashes != std::string::npos) {
        const auto at = result.rfind('@');
        const auto colon = result.find(':', slashes);
        // Also where the password itself holds a slash or an @: too much hidden is better than too little.
        if (at != std::string::npos && colon != std::string::npos && colon < at) hide(colon + 1, at);
    }
    constexpr std::string_view kOption = "password=";
    for (auto option = result.find(kOption); option != std::string::npos;
         option = result.find(kOption, option + kOption.size())) {
        const auto from = option + kOption.size();
        hide(from, std::min(result.find('&', from), result.size()));
    }
    return result;
}

Result<std::int64_t> readCount(std::string_view text, SettingRange range) {
    const auto split = splitNumber(text);
    if (!split || !split->rest.empty() || split->number < range.least || split->number > range.most)
        return fail(ErrorCode::Invalid, "allowed is a whole number from {} to {}", range.least, range.most);
    return split->number;
}

Result<std::chrono::milliseconds> readDuration(std::string_view text, SettingRange range) {
    const auto value = readWithUnit(text, kDurationUnits, range);
    if (!value)
        return fail(ErrorCode::Invalid, "allowed is a whole number with ms, s, min or h behind it, from {} to {}",
                    writeDuration(std::chrono::milliseconds(range.least)),
                    writeDuration(std::chrono::milliseconds(range.most)));
    return std::chrono::milliseconds(*value);
}

Result<ByteCount> readByteCount(std::string_view text, SettingRange range) {
    const auto value = readWithUnit(text, kSizeUnits, range);
    if (!value)
        return fail(ErrorCode::Invalid, "allowed is a whole number with B, KiB, MiB or GiB behind it, from {} to {}",
                    writeByteCount(ByteCount{range.least}), writeByteCount(ByteCount{range.most}));
    return ByteCount{*value};
}

Result<double> readReal(std::string_view text, SettingRange range) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc() || end != text.data() + text.size() || !(number >= static_cast<double>(range.least)) ||
        !(number <= static_cast<double>(range.most)))
        return fail(ErrorCode::Invalid, "allowed is a number from {} to {}, as in 0.25", range.least, range.most);
    return number;
}

Result<bool> readSwitch(std::string_view text) {
    if (text == "on" || text == "true") return true;
    if (text == "off" || text == "false") return false;
    return fail(ErrorCode::Invalid, "allowed is on or off");
}

Result<std::optional<bool>> readSwitchOrAuto(std::string_view text) {
    if (text == "auto") return std::optional<bool>();
    const auto read = readSwitch(text);
    if (!read) return fail(ErrorCode::Invalid, "allowed is auto, on or off");
    return std::optional<bool>(*read);
}

Result<std::optional<std::uint16_t>> readPortBase(std::string_view text) {
    if (text == "default") return std::optional<std::uint16_t>();
    const auto split = splitNumber(text);
    // Every instance of a lab must fit above it.
    if (!split || !split->rest.empty() || split->number > 65'000)
        return fail(ErrorCode::Invalid,
                    "allowed is default (each role at its own), 0 (free ones) or a port from 1 to 65000");
    return std::optional<std::uint16_t>(static_cast<std::uint16_t>(split->number));
}

Result<LogLevel> readLogLevel(std::string_view text) {
    std::vector<std::string_view> names;
    for (const LevelName& candidate : kLogLevels) {
        if (candidate.name == text) return candidate.level;
        names.push_back(candidate.name);
    }
    return fail(ErrorCode::Invalid, "allowed is one of {}.{}", fmt::join(names, ", "), didYouMean(text, names));
}

Result<EngineUrl> readEngineUrl(std::string_view text, std::span<const EngineScheme> schemes) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f')
            return fail(ErrorCode::Invalid, "a URL holds no spaces and no control characters (write %20 for a space)");
    }
    const auto colon = text.find(':');
    const std::string_view name = text.substr(0, colon);
    std::vector<std::string_view> names;
    for (const EngineScheme& scheme : schemes) {
        names.push_back(scheme.scheme);
        if (scheme.scheme != name || colon == std::string_view::npos) continue;
        if (!scheme.built)
            return fail(ErrorCode::Invalid, "the engine {} is not built into this version yet; use {}", scheme.engine,
                        listSchemes(schemes));
        const std::string_view rest = text.substr(colon + 1);
        if (scheme.place == EnginePlace::Inside && !rest.empty())
            return fail(ErrorCode::Invalid, "nothing follows {}:", scheme.scheme);
        if (scheme.place == EnginePlace::Network) {
            if (auto checked = checkAuthority(rest, scheme); !checked) return pass(checked);
        }
        return EngineUrl{std::string(text)};
    }
    if (colon == std::string_view::npos)
        return fail(ErrorCode::Invalid, "a URL begins with its engine and a colon; allowed is {}.{}",
                    listSchemes(schemes), didYouMean(text, names));
    return fail(ErrorCode::Invalid, "allowed is {}.{}", listSchemes(schemes), didYouMean(name, names));
}

std::string writeDuration(std::chrono::milliseconds duration) {
    return writeWithUnit(duration.count(), kDurationUnits);
}

std::string writeByteCount(ByteCount size) {
    return writeWithUnit(size.bytes, kSizeUnits);
}

std::string quotedText(std::string_view text) {
    const std::string shown = EngineUrl{std::string(text)}.shown();
    std::string result = "\"";
    for (const char c : std::string_view(shown).substr(0, kLongestShown)) {
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f')
            result += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        else
            result += c;
    }
    return result + (shown.size() > kLongestShown ? "...\"" : "\"");
}

}  // namespace rushlab
