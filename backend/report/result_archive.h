// The results that a person keeps: each run's folder, as writeReport made it, with a note; newest first.
// Guarantees: a kept run is complete or not there; removing one moves it aside, so that it can be brought back until
// the archive is opened the next time. Calls wait for the disk: not for a thread that draws. One call at a time.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "report/report.h"
#include "verdict/run_result.h"

namespace rushlab::report {

struct KeptRun {
    std::string id;  // its folder's name: "2026-11-21-161500-flash-sale"
    std::filesystem::path folder;
    std::string note;           // what a person wrote about it
    verdict::RunResult result;  // as readRun reads it: without series, latencies and events
};

class ResultArchive {
  public:
    // Unavailable: the folder cannot be made or read. What was removed in earlier sessions is gone now.
    static Result<ResultArchive> open(std::filesystem::path folder, PngPainter painter);

    // Folders that hold no readable run are left out and told as warnings.
    Result<std::vector<KeptRun>> list() const;
    Result<KeptRun> keep(const verdict::RunResult& result);
    // With its series, latencies and events, as they were when it was kept.
    Result<verdict::RunResult> read(const std::string& id) const;
    Result<> annotate(const std::string& id, const std::string& note);
    Result<> remove(const std::string& id);
    Result<> bringBack(const std::string& id);
    // The report's page of it, or of several side by side, written to a file that a person chose.
    Result<> exportPage(const std::vector<std::string>& ids, const std::filesystem::path& file) const;

  private:
    ResultArchive(std::filesystem::path folder, PngPainter painter);

    std::filesystem::path m_folder;
    PngPainter m_painter;
};

}  // namespace rushlab::report
