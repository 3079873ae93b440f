#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "base/random.h"
#include "report/charts.h"
#include "report/disk.h"
#include "report/files.h"
#include "report/report.h"
#include "report/svg.h"

namespace rushlab::report {
namespace {

namespace fs = std::filesystem;

// The folder that is filled; gone again unless it was given its final name.
class PartialFolder {
  public:
    static Result<PartialFolder> make(const fs::path& beside) {
        fs::path path = beside;
        path += ".partial-" + randomToken(4);
        std::error_code error;
        fs::create_directories(path, error);
        if (error) return unwritable(path, error.value());
        return PartialFolder(std::move(path));
    }
    ~PartialFolder() {
        std::error_code ignored;
        if (!m_path.empty()) fs::remove_all(m_path, ignored);
    }
    PartialFolder(PartialFolder&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}
    PartialFolder& operator=(PartialFolder&&) = delete;

    const fs::path& path() const { return m_path; }
    Result<> become(const fs::path& final) {
        if (auto flushed = flushFolder(m_path); !flushed) return flushed;
        // Takes the place of an empty folder, and of no other.
        if (::rename(m_path.c_str(), final.c_str()) != 0) return unwritable(final, errno);
        m_path.clear();
        return flushFolder(final.parent_path());
    }

  private:
    explicit PartialFolder(fs::path path) : m_path(std::move(path)) {}
    fs::path m_path;
};

Result<> writeCharts(const fs::path& folder, const std::vector<Scene>& charts, const PngPainter& painter) {
    std::error_code error;
    fs::create_directory(folder, error);
    if (error) return unwritable(folder, error.value());
    for (const Scene& chart : charts) {
        if (auto written = writeFile(folder / (chart.name + ".svg"), svgFile(chart)); !written) return written;
        if (!painter) continue;
        const auto png = painter(chart);
        if (!png) return pass(png);
        if (auto written = writeFile(folder / (chart.name + ".png"), *png); !written) return written;
    }
    return flushFolder(folder);
}

// "out/" is "out", and a name alone lies in the current folder.
fs::path finalPath(const fs::path& folder) {
    std::error_code ignored;
    fs::path path = fs::absolute(folder, ignored).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

}  // namespace

Result<> writeReport(const verdict::RunResult& result, const fs::path& folder, const PngPainter& painter) {
    const fs::path final = finalPath(folder);
    std::error_code error;
    if (fs::exists(final, error) && !(fs::is_directory(final, error) && fs::is_empty(final, error))) {
        return fail(ErrorCode::Conflict, "{} is there already, and results are never written over: name another folder",
                    final.string());
    }
    auto partial = PartialFolder::make(final);
    if (!partial) return pass(partial);
    const std::vector<Scene> charts = chartsOf(result);
    const std::pair<const char*, std::string> files[]{
        {"run.json", asJson(result) + "\n"},     {"series.csv", seriesCsv(result)},
        {"latency.csv", latencyCsv(result)},     {"events.csv", eventsCsv(result)},
        {"measured.json", measuredJson(result)}, {"report.html", asHtml(result, charts)}};
    for (const auto& [name, text] : files) {
        if (auto written = writeFile(partial->path() / name, text); !written) return written;
    }
    if (auto written = writeCharts(partial->path() / "charts", charts, painter); !written) return written;
    return partial->become(final);
}

}  // namespace rushlab::report
