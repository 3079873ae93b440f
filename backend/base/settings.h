// How RushLab is told what to do: one table of settings, from which the reading, the checks, --help and the README
// come. A setting is its default, unless the file, then the environment, then a flag says otherwise. Everything that
// was given is checked, also what a later source overrides, and all that is wrong is told at once: which setting, what
// it was given, where, and what is allowed. Any thread; plain values and pure functions.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/setting_values.h"

namespace rushlab {

// What is set in the end. To add a setting: a member here and a row in settings.cpp.
struct Settings {
    std::filesystem::path data;
    EngineUrl keyValue;
    EngineUrl queue;
    EngineUrl log;
    EngineUrl database;
    EngineUrl archive;
    EngineUrl mail;
    std::string mailWay;
    std::int64_t mailsAtOnce = 0;
    std::int64_t workers = 0;
    std::chrono::milliseconds mailTakes{};
    std::chrono::milliseconds engineTimeout{};
    LogLevel logLevel = LogLevel::Off;
    ByteCount keyValueMemory;
    ByteCount queueMemory;
    std::int64_t databaseConnections = 0;

    // The shop that is served.
    std::string bind;
    std::optional<std::uint16_t> portBase;  // nothing: each role's own
    bool tls = false;
    std::optional<bool> trustUserNumber;  // nothing: where it is bound to loopback
    std::chrono::milliseconds sessionKept{};
    std::string adminToken;  // "none": nobody may
    std::string strategy;
    std::string delays;
    std::chrono::milliseconds lockWait{};
    std::chrono::milliseconds lockLease{};
    std::chrono::milliseconds reservedFor{};
    double paymentFailureRate = 0;
    std::int64_t prefetch = 0;
    bool holdOrders = false;
    bool cache = true;
    std::int64_t shedAtDepth = 0;
    double userRate = 0;
    double chatRate = 0;
    std::chrono::milliseconds answerWithin{};
    std::chrono::milliseconds stopWithin{};
};

// One row of the table.
struct Setting {
    using Member =
        std::variant<std::filesystem::path Settings::*, EngineUrl Settings::*, std::chrono::milliseconds Settings::*,
                     LogLevel Settings::*, ByteCount Settings::*, std::int64_t Settings::*, double Settings::*,
                     bool Settings::*, std::optional<bool> Settings::*, std::string Settings::*,
                     std::optional<std::uint16_t> Settings::*>;

    std::string_view name;         // in the file; a dot leads into a table of it
    std::string_view environment;  // the variable
    std::string_view flag;
    std::string_view placeholder;  // what --help writes behind the flag
    std::string_view byDefault;
    Member member;  // where it goes, and so its kind
    SettingRange range;
    std::span<const EngineScheme> schemes;  // of an EngineUrl
    std::string_view help;
};

std::span<const Setting> settingsTable();

// The name for people of the engine that a setting's URL chooses: of "db.url" and postgres://..., "PostgreSQL".
std::string_view engineName(std::string_view setting, const EngineUrl& url);

// The variable and the flag that name the file itself.
constexpr std::string_view kConfigVariable = "RUSHLAB_CONFIG";
constexpr std::string_view kConfigFlag = "--config";

struct SettingsSources {
    std::string home;  // what ~ stands for
    struct File {
        std::string path;
        std::string text;
    };
    std::optional<File> file;
    std::vector<std::pair<std::string, std::string>> environment;  // variables that are not ours are passed over
    std::vector<std::pair<std::string, std::string>> flags;        // "--kv", "embedded:"
};

struct SettingFlaw {
    std::string key;       // the setting, or what was written in its place; never empty
    std::string sentence;  // for people, whole
};

tl::expected<Settings, std::vector<SettingFlaw>> readSettings(const SettingsSources& sources);

// The file's text; refuses one that is not there, is no file, or is larger than any settings could be.
Result<SettingsSources::File> readSettingsFile(const std::filesystem::path& path);

}  // namespace rushlab
