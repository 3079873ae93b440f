#include "app/engine_maker.h"

#include <utility>

#include "app/own_place.h"
#include "app/wiring.h"
#include "engines/archive/delayed_archive.h"
#include "engines/kv/delayed_key_value.h"
#include "engines/log/delayed_event_log.h"
#include "engines/queue/delayed_work_queue.h"
#include "engines/sql/delayed_database.h"

namespace rushlab::app {
namespace {

// Where the built-in mail server of this shop listens, and how slow it is.
mail::SinkOptions sinkOptions(const Settings& settings) {
    mail::SinkOptions options;
    options.port = mailSinkPort(settings);
    options.manners = mail::Manners::taking(settings.mailTakes);
    return options;
}

Result<lab::Engines> openAll(const Ground& ground, const std::string& mailUrl, std::shared_ptr<void> place) {
    lab::Engines engines;
    engines.place = std::move(place);
    auto keyValue = openKeyValue(ground);
    if (!keyValue) return pass(keyValue);
    engines.keyValue = *std::move(keyValue);
    auto queue = openWorkQueue(ground);
    if (!queue) return pass(queue);
    engines.queue = *std::move(queue);
    auto log = openEventLog(ground);
    if (!log) return pass(log);
    engines.log = *std::move(log);
    auto database = openDatabase(ground);
    if (!database) return pass(database);
    engines.database = *std::move(database);
    auto archive = openArchive(ground);
    if (!archive) return pass(archive);
    engines.archive = *std::move(archive);
    auto mail = openMail(ground, mailUrl, sinkOptions(ground.settings));
    if (!mail) return pass(mail);
    engines.mailSink = std::move(mail->sink);
    engines.mailer = std::move(mail->mailer);
    return engines;
}

// As if they were farther away; as they are where there are no delays.
Result<lab::Engines> withDelays(Result<lab::Engines> opened, const lab::EngineNeeds& needs) {
    if (!opened) return opened;
    const auto delays = delayProfile(needs.delays);
    if (!delays) return pass(delays);
    if (delays->isNone()) return opened;
    lab::Engines& engines = *opened;
    std::uint64_t seed = needs.seed;  // each engine draws its own numbers
    engines.keyValue = std::make_unique<kv::DelayedKeyValue>(std::move(engines.keyValue), *delays, seed++);
    engines.queue = std::make_unique<queue::DelayedWorkQueue>(std::move(engines.queue), *delays, seed++);
    engines.log = std::make_unique<log::DelayedEventLog>(std::move(engines.log), *delays, seed++);
    engines.database = std::make_unique<sql::DelayedDatabase>(std::move(engines.database), *delays, seed++);
    engines.archive = std::make_unique<archive::DelayedArchive>(std::move(engines.archive), *delays, seed++);
    return opened;
}

}  // namespace

SettingsEngineMaker::SettingsEngineMaker(Settings settings, const Clock& clock, Log log)
    : m_settings(std::move(settings)), m_clock(clock), m_log(std::move(log)) {}

Result<lab::Engines> SettingsEngineMaker::make(const lab::EngineNeeds& needs) {
    Ground ground{m_settings, m_settings.data, m_clock, m_log};
    if (!needs.ownPlace) {
        std::error_code error;
        std::filesystem::create_directories(m_settings.data, error);
        if (error)
            return fail(ErrorCode::Unavailable,
                        "The data folder {} cannot be made ({}): choose another with --data DIR, or give yourself the "
                        "right to it.",
                        m_settings.data.string(), error.message());
        return withDelays(openAll(ground, needs.mailUrl.value_or(m_settings.mail.text), nullptr), needs);
    }
    auto place = makePlace();
    if (!place) return pass(place);
    ground.folder = (*place)->folder();
    ground.settings.database.text = (*place)->databaseUrl();
    // A run's own shop has no business with whoever reads the settings' mails.
    return withDelays(openAll(ground, needs.mailUrl.value_or("none:"), *std::move(place)), needs);
}

Result<std::shared_ptr<OwnPlace>> SettingsEngineMaker::makePlace() {
    if (!std::exchange(m_swept, true)) sweepAbandonedPlaces(m_settings, m_log);
    return OwnPlace::make(m_settings, m_log);
}

Result<lab::StagedMail> SettingsEngineMaker::stageMail(const mail::Manners& manners) {
    auto place = makePlace();
    if (!place) return pass(place);
    const Ground ground{m_settings, (*place)->folder(), m_clock, m_log};
    mail::SinkOptions options;
    options.manners = manners;
    auto mail = openMail(ground, "embedded:", options);
    if (!mail) return pass(mail);
    lab::StagedMail staged;
    staged.folder = (*place)->folder();
    staged.node = nodeCommand(**place, mail->sink->url());
    staged.openNodeDatabase = [nodes = Ground{m_settings, (*place)->folder() / "node", m_clock, m_log},
                               url = (*place)->databaseUrl()]() mutable {
        nodes.settings.database.text = url;
        nodes.bringDatabaseUpToDate = false;
        return openDatabase(nodes);
    };
    staged.keyValueEndsWithNode = m_settings.keyValue.text.starts_with("embedded:");
    staged.sink = std::move(mail->sink);
    staged.place = *std::move(place);
    return staged;
}

// This same program, with the engines that the settings name; what is not said here is as it is by default, whatever
// its environment says.
std::vector<std::string> SettingsEngineMaker::nodeCommand(const OwnPlace& place, const std::string& mailUrl) const {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    return {program.string(), "serve",
            "--data",         (place.folder() / "node").string(),
            "--port-base",    "0",
            "--kv",           m_settings.keyValue.text,
            "--queue",        m_settings.queue.text,
            "--log",          m_settings.log.text,
            "--db",           place.databaseUrl(),
            "--archive",      m_settings.archive.text,
            "--mail",         mailUrl};
}

std::vector<std::pair<std::string, std::string>> SettingsEngineMaker::describe() const {
    const auto named = [](std::string_view setting, const EngineUrl& url) {
        return std::string(engineName(setting, url));
    };
    return {{"keyValue", named("kv.url", m_settings.keyValue)},
            {"queue", named("queue.url", m_settings.queue)},
            {"log", named("log.url", m_settings.log)},
            {"database", named("db.url", m_settings.database)},
            {"archive", named("archive.url", m_settings.archive)}};
}

}  // namespace rushlab::app
