#include "base/log.h"

#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace rushlab {
namespace {

spdlog::level::level_enum toSpdlog(LogLevel level) {
    switch (level) {
        case LogLevel::Debug:
            return spdlog::level::debug;
        case LogLevel::Info:
            return spdlog::level::info;
        case LogLevel::Warning:
            return spdlog::level::warn;
        case LogLevel::Error:
            return spdlog::level::err;
        case LogLevel::Off:
            break;
    }
    return spdlog::level::off;
}

}  // namespace

Log Log::toStandardError(LogLevel from) {
    auto logger = std::make_shared<spdlog::logger>("rushlab", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%-7l%$ %n: %v");
    logger->set_level(toSpdlog(from));
    logger->flush_on(spdlog::level::warn);
    return Log(std::move(logger));
}

Log Log::silent() {
    auto logger = std::make_shared<spdlog::logger>("silent", std::make_shared<spdlog::sinks::null_sink_mt>());
    logger->set_level(spdlog::level::off);
    return Log(std::move(logger));
}

Log Log::named(std::string_view component) const {
    return Log(m_sink->clone(std::string(component)));
}

bool Log::enabled(LogLevel level) const {
    return m_sink->should_log(toSpdlog(level));
}

void Log::write(LogLevel level, std::string_view sentence) const {
    m_sink->log(toSpdlog(level), spdlog::string_view_t(sentence.data(), sentence.size()));
}

}  // namespace rushlab
