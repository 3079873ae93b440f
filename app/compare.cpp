#include "app/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "report/report.h"

namespace rushlab::app {
namespace {

std::string nameOf(const std::filesystem::path& folder) {
    std::error_code ignored;
    const auto whole = std::filesystem::absolute(folder, ignored).lexically_normal();
    return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

// Folders of one name in different places are told apart by the whole path.
void makeNamesDiffer(std::vector<report::NamedRun>& runs, const std::vector<std::filesystem::path>& folders) {
    for (std::size_t at = 0; at < runs.size(); ++at) {
        const auto same = std::ranges::count(runs, nameOf(folders[at]), &report::NamedRun::name);
        if (same > 1) runs[at].name = folders[at].string();
    }
}

Compared usage(std::string sentence) {
    return {Exit::Usage, fmt::format("rushlab: {}\n", sentence)};
}

}  // namespace

Compared compareRuns(const std::vector<std::filesystem::path>& folders,
                     const std::optional<std::filesystem::path>& page) {
    if (folders.size() < 2) return usage("compare needs two folders or more that rushlab run --out has written");
    std::vector<report::NamedRun> runs;
    for (const auto& folder : folders) {
        auto run = report::readRun(folder);
        if (!run) return usage(run.error().message);
        runs.push_back({nameOf(folder), std::move(*run)});
    }
    makeNamesDiffer(runs, folders);
    if (page) {
        std::error_code ignored;
        if (std::filesystem::exists(*page, ignored))
            return usage(
                fmt::format("{} is there already, and is not written over: name another file", page->string()));
        std::ofstream file(*page, std::ios::binary);
        file << report::compareAsHtml(runs);
        file.close();
        if (!file)
            return {Exit::Unavailable,
                    fmt::format("rushlab: {} cannot be written: is the disk full?\n", page->string())};
    }
    return {Exit::Pass, report::compareAsText(runs)};
}

}  // namespace rushlab::app
