#include "lab/process_use.h"

#include <unistd.h>

#include <charconv>
#include <ctime>
#include <filesystem>
#include <fstream>
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

void add(std::string_view stat, bool isMain, ProcessUse& use) {
    const auto open = stat.find('(');
    const std::string_view rest = behindName(stat);
    if (open == std::string_view::npos || rest.empty()) return;
    const auto spent = tick() * (numberAt(rest, 11) + numberAt(rest, 12));  // utime and stime
    if (isMain)
        use.windowCpu += spent;
    else if (stat.substr(open + 1).starts_with("load"))
        use.loadCpu += spent;
    else
        use.backendCpu += spent;
}

}  // namespace

ProcessUse processUse() {
    const std::string main = std::to_string(getpid());
    ProcessUse use;
    std::error_code error;
    std::filesystem::directory_iterator threads("/proc/self/task", error);
    for (; !error && threads != std::filesystem::directory_iterator(); threads.increment(error))
        add(readAll(threads->path() / "stat"), threads->path().filename() == main, use);
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
