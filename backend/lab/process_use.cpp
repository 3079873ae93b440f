#include "lab/process_use.h"

#include <unistd.h>

#include <charconv>
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

// "1234 (name) S ...": the name may hold anything, so what follows is counted from its last parenthesis.
std::uint64_t ticksOf(std::string_view stat, bool isMain) {
    const auto open = stat.find('(');
    const auto close = stat.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos) return 0;
    if (isMain || stat.substr(open + 1).starts_with("load")) return 0;
    const std::string_view rest = stat.substr(std::min(close + 2, stat.size()));
    return numberAt(rest, 11) + numberAt(rest, 12);  // utime and stime
}

}  // namespace

ProcessUse processUse() {
    const auto perSecond = static_cast<std::uint64_t>(std::max(1L, sysconf(_SC_CLK_TCK)));
    const std::string main = std::to_string(getpid());
    std::uint64_t ticks = 0;
    std::error_code error;
    std::filesystem::directory_iterator threads("/proc/self/task", error);
    for (; !error && threads != std::filesystem::directory_iterator(); threads.increment(error))
        ticks += ticksOf(readAll(threads->path() / "stat"), threads->path().filename() == main);

    ProcessUse use;
    use.backendCpu = std::chrono::nanoseconds(ticks * (1'000'000'000 / perSecond));
    use.residentBytes = numberAt(readAll("/proc/self/statm"), 1) * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return use;
}

}  // namespace rushlab::lab
