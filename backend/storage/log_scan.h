// Reads a write-ahead log as SQLite's recovery does (file format documentation, section 4.3), and what lies behind its
// end. Any thread; looks at the file only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/result.h"

namespace rushlab::storage {

struct LogScan {
    bool headerIsWhole = false;
    std::uint64_t salts = 0;          // of this generation, as the bytes stand in the file
    std::int64_t fileBytes = 0;       // 0: there is no log
    std::int64_t committedBytes = 0;  // where the last commit ends that follows unbroken from the start
    std::int64_t databasePages = 0;   // the database's size after that commit
    std::int64_t commitsBehind = 0;   // commits of this generation that lie behind a frame that does not fit
    std::vector<bool> pages;          // by page number: the committed part holds it
};

// Unavailable: the file is there and cannot be read. Reads the log once, in pieces.
Result<LogScan> scanLog(const std::filesystem::path& log);

}  // namespace rushlab::storage
