#include "base/settings.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "base/nearest_name.h"
#include "base/settings_file.h"

namespace rushlab {
namespace {

constexpr std::array kKeyValueEngines{EngineScheme{"embedded", "embedded key-value", EnginePlace::Inside, true},
                                      EngineScheme{"redis", "Redis", EnginePlace::Network, false}};
constexpr std::array kQueueEngines{EngineScheme{"embedded", "embedded queue", EnginePlace::Inside, true},
                                   EngineScheme{"amqp", "RabbitMQ", EnginePlace::Network, false}};
constexpr std::array kLogEngines{EngineScheme{"embedded", "embedded log", EnginePlace::Inside, true},
                                 EngineScheme{"kafka", "Kafka", EnginePlace::Network, false}};
constexpr std::array kDatabaseEngines{EngineScheme{"sqlite", "SQLite", EnginePlace::File, true},
                                      EngineScheme{"postgres", "PostgreSQL", EnginePlace::Network, true},
                                      EngineScheme{"mysql", "MySQL and MariaDB", EnginePlace::Network, false}};
constexpr std::array kArchiveEngines{EngineScheme{"embedded", "embedded archive", EnginePlace::Inside, true},
                                     EngineScheme{"mongodb", "MongoDB", EnginePlace::Network, false}};
constexpr std::array kMailEngines{EngineScheme{"none", "no mail", EnginePlace::Inside, true},
                                  EngineScheme{"embedded", "built-in SMTP sink", EnginePlace::Inside, true},
                                  EngineScheme{"smtp", "SMTP server", EnginePlace::Network, true}};

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kMebibyte = 1 << 20;
constexpr std::int64_t kTebibyte = kMebibyte << 20;

// clang-format off
constexpr std::array kTable{
    Setting{"data", "RUSHLAB_DATA", "--data", "DIR", "~/.local/share/rushlab", &Settings::data, {}, {},
            "The folder that the embedded engines keep their files in."},
    Setting{"kv.url", "RUSHLAB_KV", "--kv", "URL", "embedded:", &Settings::keyValue, {}, kKeyValueEngines,
            "The key-value engine."},
    Setting{"kv.memory", "RUSHLAB_KV_MEMORY", "--kv-memory", "SIZE", "512MiB", &Settings::keyValueMemory,
            {kMebibyte, kTebibyte}, {}, "What the embedded key-value engine may hold before it refuses to write."},
    Setting{"queue.url", "RUSHLAB_QUEUE", "--queue", "URL", "embedded:", &Settings::queue, {}, kQueueEngines,
            "The work queue."},
    Setting{"queue.memory", "RUSHLAB_QUEUE_MEMORY", "--queue-memory", "SIZE", "1GiB", &Settings::queueMemory,
            {kMebibyte, kTebibyte}, {}, "What the embedded work queue may hold before publishers wait."},
    Setting{"log.url", "RUSHLAB_LOG", "--log", "URL", "embedded:", &Settings::log, {}, kLogEngines,
            "The event log."},
    Setting{"db.url", "RUSHLAB_DB", "--db", "URL", "sqlite:", &Settings::database, {}, kDatabaseEngines,
            "The SQL database; sqlite: without a file keeps it in the data folder."},
    Setting{"db.connections", "RUSHLAB_DB_CONNECTIONS", "--db-connections", "NUMBER", "8",
            &Settings::databaseConnections, {1, 1000}, {}, "How many of PostgreSQL's transactions run side by side."},
    Setting{"archive.url", "RUSHLAB_ARCHIVE", "--archive", "URL", "embedded:", &Settings::archive, {}, kArchiveEngines,
            "The archive of chat messages."},
    Setting{"mail.url", "RUSHLAB_MAIL", "--mail", "URL", "embedded:", &Settings::mail, {}, kMailEngines,
            "Where mail goes; none: sends none."},
    Setting{"mail.way", "RUSHLAB_MAIL_WAY", "--mail-way", "ID", "queue", &Settings::mailWay, {}, {},
            "How a welcome mail gets to the mail server: async, queue, list or list-reliable."},
    Setting{"mail.at-once", "RUSHLAB_MAIL_AT_ONCE", "--mail-at-once", "NUMBER", "50", &Settings::mailsAtOnce,
            {1, 10'000}, {}, "How many mails are on their way at once with each worker; the mail consumer's prefetch."},
    Setting{"mail.takes", "RUSHLAB_MAIL_TAKES", "--mail-takes", "TIME", "3s", &Settings::mailTakes, {0, kHourMs}, {},
            "How long the built-in mail server takes for a mail: half before it has it, half before it says so."},
    Setting{"engine-timeout", "RUSHLAB_ENGINE_TIMEOUT", "--engine-timeout", "TIME", "5s", &Settings::engineTimeout,
            {10, kHourMs}, {}, "How long an engine may take to answer before it counts as unavailable."},
    Setting{"log-level", "RUSHLAB_LOG_LEVEL", "--log-level", "LEVEL", "warning", &Settings::logLevel, {}, {},
            "From which level on lines are written to standard error: debug, info, warning, error or off."},
    Setting{"bind", "RUSHLAB_BIND", "--bind", "ADDRESS", "127.0.0.1", &Settings::bind, {}, {},
            "The address that the gateways listen on; every other role listens on 127.0.0.1."},
    Setting{"port-base", "RUSHLAB_PORT_BASE", "--port-base", "NUMBER", "default", &Settings::portBase, {}, {},
            "The first of the roles' ports; 0 takes free ones, default gives each role its own."},
    Setting{"tls", "RUSHLAB_TLS", "--tls", "SWITCH", "off", &Settings::tls, {}, {},
            "Whether the gateway's second port speaks TLS, with a certificate made on first use."},
    Setting{"auth.trust-user-number", "RUSHLAB_TRUST_USER_NUMBER", "--trust-user-number", "SWITCH", "auto",
            &Settings::trustUserNumber, {}, {},
            "Whether \"Authorization: 42\" is a login; auto: where the shop is bound to loopback, the only place where it may be on."},
    Setting{"auth.session-kept", "RUSHLAB_SESSION_KEPT", "--session-kept", "TIME", "30min", &Settings::sessionKept,
            {100, 24 * kHourMs}, {}, "How long a login lasts that is not used."},
    Setting{"admin-token", "RUSHLAB_ADMIN_TOKEN", "--admin-token", "TEXT", "none", &Settings::adminToken, {}, {},
            "The token that opens the dead letters (GET /worker/dlq); none: nobody may."},
    Setting{"strategy", "RUSHLAB_STRATEGY", "--strategy", "ID", "lua-mq", &Settings::strategy, {}, {},
            "How an order's units are taken; rushlab list tells which there are."},
    Setting{"delays", "RUSHLAB_DELAYS", "--delays", "PRESET", "none", &Settings::delays, {}, {},
            "How far away the embedded engines pretend to be: none, same-host, lan or cloud."},
    Setting{"lock.wait", "RUSHLAB_LOCK_WAIT", "--lock-wait", "TIME", "10s", &Settings::lockWait, {1, kHourMs}, {},
            "How long an order waits for its lock."},
    Setting{"lock.lease", "RUSHLAB_LOCK_LEASE", "--lock-lease", "TIME", "3s", &Settings::lockLease, {10, kHourMs}, {},
            "After what time a lock whose holder is silent is free again."},
    Setting{"reserved-for", "RUSHLAB_RESERVED_FOR", "--reserved-for", "TIME", "2min", &Settings::reservedFor,
            {100, 24 * kHourMs}, {}, "Until when the units of a time deal must be paid."},
    Setting{"payment-failure-rate", "RUSHLAB_PAYMENT_FAILURE_RATE", "--payment-failure-rate", "SHARE", "0",
            &Settings::paymentFailureRate, {0, 1}, {}, "The share of payments that are declined, from 0 to 1."},
    Setting{"workers", "RUSHLAB_WORKERS", "--workers", "NUMBER", "1", &Settings::workers, {1, 16}, {},
            "How many workers consume the queues: orders, coupons, mails."},
    Setting{"prefetch", "RUSHLAB_PREFETCH", "--prefetch", "NUMBER", "50", &Settings::prefetch, {0, 100'000}, {},
            "How many orders each worker holds unacknowledged; 0: no limit."},
    Setting{"hold-orders", "RUSHLAB_HOLD_ORDERS", "--hold-orders", "SWITCH", "off", &Settings::holdOrders, {}, {},
            "Whether orders are held in the database while the work queue is away; off: they are refused."},
    Setting{"cache", "RUSHLAB_CACHE", "--cache", "SWITCH", "on", &Settings::cache, {}, {},
            "Whether items and stock are looked up aside."},
    Setting{"shed-depth", "RUSHLAB_SHED_DEPTH", "--shed-depth", "NUMBER", "100000", &Settings::shedAtDepth,
            {0, 1'000'000'000}, {}, "The depth of the order queue at which the gateway refuses orders; 0: never."},
    Setting{"user-rate", "RUSHLAB_USER_RATE", "--user-rate", "NUMBER", "0", &Settings::userRate, {0, 1'000'000}, {},
            "Requests a second that one user may send; 0: any number."},
    Setting{"chat-rate", "RUSHLAB_CHAT_RATE", "--chat-rate", "NUMBER", "20", &Settings::chatRate, {0, 1'000'000}, {},
            "Lines of the chat a second that one member may say; 0: any number."},
    Setting{"answer-within", "RUSHLAB_ANSWER_WITHIN", "--answer-within", "TIME", "5s", &Settings::answerWithin,
            {100, kHourMs}, {}, "How long a request may take to be answered; orders have 3 s of their own."},
    Setting{"stop-within", "RUSHLAB_STOP_WITHIN", "--stop-within", "TIME", "4s", &Settings::stopWithin,
            {100, kHourMs}, {}, "How long a clean stop waits for what is under way."},
};
// clang-format on

// The tests' own variables share the prefix, and are nobody's mistake.
constexpr std::array<std::string_view, 3> kForeignPrefixes{"RUSHLAB_TEST_", "RUSHLAB_REQUIRE_", "RUSHLAB_BENCH_"};

bool isForeign(std::string_view variable) {
    return std::ranges::any_of(kForeignPrefixes, [&](std::string_view prefix) { return variable.starts_with(prefix); });
}

constexpr std::string_view kPrefix = "RUSHLAB_";
constexpr std::uintmax_t kLargestFile = 1 << 20;

Result<std::filesystem::path> readFolder(std::string_view text, const std::string& home) {
    if (text.empty() || text.find('\0') != std::string_view::npos)
        return fail(ErrorCode::Invalid, "allowed is a folder's path, as in /var/lib/rushlab or ~/lab");
    if (text == "~" || text.starts_with("~/")) {
        if (home.empty())
            return fail(ErrorCode::Invalid, "~ stands for the home folder and HOME is not set; write the whole path");
        return std::filesystem::path(home + std::string(text.substr(1)));
    }
    return std::filesystem::path(text);
}

// Reads text into the member of a row, by the member's kind.
class Reader {
  public:
    Reader(const Setting& row, const std::string& text, const std::string& home, Settings& settings)
        : m_row(row), m_text(text), m_home(home), m_settings(settings) {}

    Result<> operator()(std::filesystem::path Settings::*member) { return set(member, readFolder(m_text, m_home)); }
    Result<> operator()(EngineUrl Settings::*member) { return set(member, readEngineUrl(m_text, m_row.schemes)); }
    Result<> operator()(std::chrono::milliseconds Settings::*member) {
        return set(member, readDuration(m_text, m_row.range));
    }
    Result<> operator()(ByteCount Settings::*member) { return set(member, readByteCount(m_text, m_row.range)); }
    Result<> operator()(std::int64_t Settings::*member) { return set(member, readCount(m_text, m_row.range)); }
    Result<> operator()(double Settings::*member) { return set(member, readReal(m_text, m_row.range)); }
    Result<> operator()(bool Settings::*member) { return set(member, readSwitch(m_text)); }
    Result<> operator()(std::optional<bool> Settings::*member) { return set(member, readSwitchOrAuto(m_text)); }
    Result<> operator()(std::optional<std::uint16_t> Settings::*member) { return set(member, readPortBase(m_text)); }
    Result<> operator()(std::string Settings::*member) { return set(member, Result<std::string>(m_text)); }
    Result<> operator()(LogLevel Settings::*member) { return set(member, readLogLevel(m_text)); }

  private:
    template <class T>
    Result<> set(T Settings::*member, Result<T> value) {
        if (!value) return pass(value);
        m_settings.*member = *std::move(value);
        return {};
    }

    const Setting& m_row;
    const std::string& m_text;
    const std::string& m_home;
    Settings& m_settings;
};

const Setting* findRow(std::string_view key, std::string_view Setting::*by) {
    for (const Setting& row : kTable) {
        if (row.*by == key) return &row;
    }
    return nullptr;
}

SettingFlaw unknown(std::string_view kind, std::string_view key, std::string_view origin,
                    std::string_view Setting::*by) {
    std::vector<std::string_view> names;
    for (const Setting& row : kTable)
        names.push_back(row.*by);
    std::string shown = quotedText(key);
    const std::string where = origin.empty() ? "" : fmt::format(" ({})", origin);
    std::string sentence = fmt::format("There is no {} {}{}.{}", kind, shown, where, didYouMean(key, names));
    return {std::move(shown), std::move(sentence)};
}

// Applies what was given, one after the other; a later one replaces an earlier one.
class Applier {
  public:
    explicit Applier(const SettingsSources& sources) : m_sources(sources) {}

    void apply(const Setting& row, const GivenSetting& given) {
        if (!given.isText) {
            m_flaws.push_back({std::string(row.name), fmt::format("The setting {} {} is not a text; allowed is one in "
                                                                  "quotation marks, as in {} = \"{}\".",
                                                                  row.name, given.origin, row.name, row.byDefault)});
            return;
        }
        const Result<> read = std::visit(Reader(row, given.value, m_sources.home, m_settings), row.member);
        if (read) return;
        m_flaws.push_back({std::string(row.name),
                           fmt::format("The setting {} is {} {}: {}{}", row.name, quotedText(given.value), given.origin,
                                       read.error().message, read.error().message.ends_with('?') ? "" : ".")});
    }

    void applyDefaults() {
        for (const Setting& row : kTable) {
            // Where there is no home folder its default is of no use, unless another source names a folder.
            if (row.byDefault.starts_with("~") && m_sources.home.empty()) continue;
            apply(row, {std::string(row.name), std::string(row.byDefault), "by default", true});
        }
    }
    void applyFile() {
        if (!m_sources.file) return;
        const GivenByFile given = takeApartToml(m_sources.file->text, m_sources.file->path);
        if (!given.syntaxError.empty()) m_flaws.push_back({std::string(kConfigFlag), given.syntaxError});
        for (const GivenSetting& setting : given.settings) {
            if (const Setting* row = findRow(setting.key, &Setting::name))
                apply(*row, setting);
            else
                m_flaws.push_back(unknown("setting", setting.key, setting.origin, &Setting::name));
        }
    }
    void applyEnvironment() {
        for (const auto& [name, value] : m_sources.environment) {
            if (!name.starts_with(kPrefix) || name == kConfigVariable) continue;
            if (isForeign(name)) continue;
            if (const Setting* row = findRow(name, &Setting::environment))
                apply(*row, {std::string(row->name), value, fmt::format("in the variable {}", name), true});
            else
                m_flaws.push_back(unknown("setting for the variable", name, "", &Setting::environment));
        }
    }
    void applyFlags() {
        for (const auto& [flag, value] : m_sources.flags) {
            if (const Setting* row = findRow(flag, &Setting::flag))
                apply(*row, {std::string(row->name), value, fmt::format("by the flag {}", flag), true});
            else
                m_flaws.push_back(unknown("flag", flag, "", &Setting::flag));
        }
    }

    tl::expected<Settings, std::vector<SettingFlaw>> outcome() && {
        if (m_settings.data.empty() && m_flaws.empty())
            m_flaws.push_back({"data",
                               "The setting data has no default here, because HOME is not set: name a folder "
                               "with --data DIR."});
        if (!m_flaws.empty()) return tl::unexpected(std::move(m_flaws));
        return std::move(m_settings);
    }

  private:
    const SettingsSources& m_sources;
    Settings m_settings;
    std::vector<SettingFlaw> m_flaws;
};

}  // namespace

std::span<const Setting> settingsTable() {
    return kTable;
}

std::string_view engineName(std::string_view setting, const EngineUrl& url) {
    const Setting* row = findRow(setting, &Setting::name);
    if (!row) abortBecause("the name of an engine was asked of a setting that is not in the table");
    const auto scheme = std::ranges::find(row->schemes, url.scheme(), &EngineScheme::scheme);
    return scheme == row->schemes.end() ? std::string_view() : scheme->engine;
}

tl::expected<Settings, std::vector<SettingFlaw>> readSettings(const SettingsSources& sources) {
    Applier applier(sources);
    applier.applyDefaults();
    applier.applyFile();
    applier.applyEnvironment();
    applier.applyFlags();
    return std::move(applier).outcome();
}

Result<SettingsSources::File> readSettingsFile(const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error))
        return fail(ErrorCode::NotFound,
                    "The settings file {} is not there, or is no file: name another with --config.", path.string());
    if (std::filesystem::file_size(path, error) > kLargestFile || error)
        return fail(ErrorCode::Invalid,
                    "The settings file {} is larger than 1 MiB, so it holds something else: name "
                    "another with --config.",
                    path.string());
    std::ifstream stream(path, std::ios::binary);
    SettingsSources::File file{path.string(), {std::istreambuf_iterator<char>(stream), {}}};
    if (!stream)
        return fail(ErrorCode::Unavailable, "The settings file {} cannot be read: may this user read it?",
                    path.string());
    return file;
}

}  // namespace rushlab
