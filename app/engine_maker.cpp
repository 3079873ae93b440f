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

Result<lab::Engines> openAll(const Ground& ground, std::shared_ptr<void> place) {
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
        return withDelays(openAll(ground, nullptr), needs);
    }
    if (!std::exchange(m_swept, true)) sweepAbandonedPlaces(m_settings, m_log);
    auto place = OwnPlace::make(m_settings, m_log);
    if (!place) return pass(place);
    ground.folder = (*place)->folder();
    ground.settings.database.text = (*place)->databaseUrl();
    return withDelays(openAll(ground, *std::move(place)), needs);
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
