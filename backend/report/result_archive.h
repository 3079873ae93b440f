// The results that a person keeps: each run's folder, as writeReport made it, with a note; newest first.
// Guarantees: a kept run is complete or not there; removing one moves it aside, so that it can be brought back until
// the archive is opened the next time by nobody else meanwhile. Several programs may have one open. Calls wait for the
// disk: not for a thread that draws. One call at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "report/report.h"
#include "verdict/run_result.h"

namespace rushlab::report {

class Descriptor;

struct KeptRun {
    std::string id;  // its folder's name: "2026-11-21-161500-flash-sale", in UTC
    std::filesystem::path folder;
    std::string note;           // what a person wrote about it
    verdict::RunResult result;  // as readRun reads it: without series, latencies and events
};

struct KeptRuns {
    std::vector<KeptRun> runs;          // the newest first
    std::vector<std::string> warnings;  // a sentence for each folder that holds no run that can be read
};

class ResultArchive {
  public:
    // Unavailable: the folder cannot be made or read. What was removed in earlier sessions is gone now.
    static Result<ResultArchive> open(std::filesystem::path folder, PngPainter painter);
    ~ResultArchive();
    ResultArchive(ResultArchive&&) noexcept;
    ResultArchive& operator=(ResultArchive&&) noexcept;

    Result<KeptRuns> list() const;
    Result<KeptRun> keep(const verdict::RunResult& result);
    // One of those that list() tells.
    Result<KeptRun> find(const std::string& id) const;
    // With its series, latencies and events, as they were when it was kept.
    Result<verdict::RunResult> read(const std::string& id) const;
    // An empty note takes it away.
    Result<> annotate(const std::string& id, const std::string& note);
    Result<> remove(const std::string& id);
    Result<> bringBack(const std::string& id);
    // The report's page of it, or of several side by side, written to a file that a person chose: what was there before
    // is replaced.
    Result<> exportPage(const std::vector<std::string>& ids, const std::filesystem::path& file) const;

  private:
    ResultArchive(std::filesystem::path folder, PngPainter painter);
    Result<> takeLock();
    Result<std::filesystem::path> folderOf(const std::string& id) const;
    std::filesystem::path removedFolder() const;

    std::filesystem::path m_folder;
    PngPainter m_painter;
    std::unique_ptr<Descriptor> m_lock;  // shared by everybody who has the folder open
};

}  // namespace rushlab::report
