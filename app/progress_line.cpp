#include "app/progress_line.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace rushlab::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kRewriteEvery = 100ms;
constexpr auto kPlainEvery = 5s;

std::size_t columnsOfTerminal() {
    winsize size{};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 20) return 80;
    return size.ws_col;
}

std::string bar(double share) {
    constexpr std::size_t kWidth = 20;
    const auto full = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * kWidth);
    return std::string(full, '#') + std::string(kWidth - full, '.');
}

}  // namespace

ProgressLine::ProgressLine() : m_isTerminal(isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
    if (m_isTerminal) fmt::print(stderr, "\r\x1b[K");
    std::fflush(stderr);
}

void ProgressLine::show(const scenarios::Progress& progress) {
    const SteadyTime now = std::chrono::steady_clock::now();
    const bool newPhase = progress.phase != m_phase;
    const auto passed = now - m_shownAt;
    if (m_isTerminal ? (passed < kRewriteEvery && !newPhase)
                     : passed < (newPhase ? 1s : SteadyTime::duration(kPlainEvery)))
        return;
    m_shownAt = now;
    m_phase = progress.phase;
    std::string line = fmt::format("{:3.0f} % {:<9} {}", progress.share * 100, progress.phase, progress.detail);
    if (m_isTerminal) {
        line = fmt::format("[{}] {}", bar(progress.share), line);
        fmt::print(stderr, "\r\x1b[K{}", line.substr(0, columnsOfTerminal() - 1));
    } else {
        fmt::print(stderr, "{}\n", line);
    }
    std::fflush(stderr);
}

}  // namespace rushlab::app
