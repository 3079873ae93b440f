#include "lab/process_use.h"

#include <dirent.h>
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

namespace rushlab::lab {
namespace {

std::string readAll(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::string text;
    std::getline(file, text, '\0');
    return text;
}

std::uint64_t numberAt(std::string_view text, std::size_t field) {
    for (; field > 0; --field) {
        const auto space = text.find(' ');
        if (space == std::string_view::npos) return 0;
        text.remove_prefix(space + 1);
    }
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::chrono::nanoseconds tick() {
    return std::chrono::nanoseconds(1'000'000'000 / std::max(1L, sysconf(_SC_CLK_TCK)));
}

// "1234 (name) S ...": the name may hold anything, so what follows is counted from its last parenthesis.
std::string_view behindName(std::string_view stat) {
    const auto close = stat.rfind(')');
    return close == std::string_view::npos ? std::string_view() : stat.substr(std::min(close + 2, stat.size()));
}

// The clock of the processor time of one thread, as pthread_getcpuclockid(3) makes it.
std::chrono::nanoseconds spentBy(int thread) {
    constexpr unsigned kOfThread = 4, kScheduled = 2;
    timespec spent{};
    const auto clock = static_cast<clockid_t>((~static_cast<unsigned>(thread) << 3U) | kOfThread | kScheduled);
    if (clock_gettime(clock, &spent) != 0) return {};  // it has just ended
    return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
}

struct CloseDirectory {
    void operator()(DIR* directory) const { ::closedir(directory); }
};

constexpr std::uint8_t kNamedWithin = 3;  // looks

}  // namespace

ProcessMeter::Kind ProcessMeter::kindOf(int thread) {
    if (thread == getpid()) return Kind::Window;
    const std::string name = readAll(fmt::format("/proc/self/task/{}/comm", thread));
    return name.starts_with("load") ? Kind::Load : Kind::Backend;
}

ProcessUse ProcessMeter::read() {
    ProcessUse use;
    const std::unique_ptr<DIR, CloseDirectory> tasks(::opendir("/proc/self/task"));
    for (auto& [thread, known] : m_threads)
        known.isThere = false;
    while (const dirent* entry = tasks ? ::readdir(tasks.get()) : nullptr) {
        const std::string_view name = entry->d_name;
        int thread = 0;
        if (std::from_chars(name.data(), name.data() + name.size(), thread).ec != std::errc{}) continue;
        Thread& known = m_threads[thread];
        known.isThere = true;
        if (known.looks < kNamedWithin) {
            ++known.looks;
            known.kind = kindOf(thread);
        }
        auto& spent = known.kind == Kind::Window ? use.windowCpu
                      : known.kind == Kind::Load ? use.loadCpu
                                                 : use.backendCpu;
        spent += spentBy(thread);
    }
    std::erase_if(m_threads, [](const auto& entry) { return !entry.second.isThere; });
    use.residentBytes = numberAt(readAll("/proc/self/statm"), 1) * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return use;
}

std::chrono::milliseconds processAge() {
    const auto began = tick() * numberAt(behindName(readAll("/proc/self/stat")), 19);  // starttime, since the boot
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    const std::chrono::nanoseconds sinceBoot = std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
    return std::chrono::duration_cast<std::chrono::milliseconds>(sinceBoot - began);
}

}  // namespace rushlab::lab
