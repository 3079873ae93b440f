// Lines for whoever runs RushLab, on standard error: time, level, component, sentence.
// A Log is a cheap value that is handed down; named() gives a component its own. Any thread.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace spdlog {
class logger;
}

namespace rushlab {

enum class LogLevel : unsigned char { Debug, Info, Warning, Error, Off };

class Log {
  public:
    // Writes to standard error from the given level up.
    static Log toStandardError(LogLevel from);
    // Swallows everything; for tests and tools that report by other means.
    static Log silent();

    Log named(std::string_view component) const;

    template <class... Args>
    void debug(fmt::format_string<Args...> format, Args&&... args) const {
        if (enabled(LogLevel::Debug)) write(LogLevel::Debug, fmt::format(format, std::forward<Args>(args)...));
    }
    template <class... Args>
    void info(fmt::format_string<Args...> format, Args&&... args) const {
        if (enabled(LogLevel::Info)) write(LogLevel::Info, fmt::format(format, std::forward<Args>(args)...));
    }
    template <class... Args>
    void warning(fmt::format_string<Args...> format, Args&&... args) const {
        if (enabled(LogLevel::Warning)) write(LogLevel::Warning, fmt::format(format, std::forward<Args>(args)...));
    }
    template <class... Args>
    void error(fmt::format_string<Args...> format, Args&&... args) const {
        if (enabled(LogLevel::Error)) write(LogLevel::Error, fmt::format(format, std::forward<Args>(args)...));
    }

    bool enabled(LogLevel level) const;

  private:
    explicit Log(std::shared_ptr<spdlog::logger> sink) : m_sink(std::move(sink)) {}
    void write(LogLevel level, std::string_view sentence) const;

    std::shared_ptr<spdlog::logger> m_sink;
};

}  // namespace rushlab
