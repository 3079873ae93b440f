#include "storage/file_check.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "storage/checked_pages.h"
#include "storage/file_in_use.h"
#include "storage/log_scan.h"

namespace rushlab::storage {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kWhatToDo =
    "restore a copy of the file and of those beside it, or move them away together to start anew";
constexpr std::string_view kMagic{"SQLite format 3\0", 16};
// SQLite keeps its locks at 1 GiB and never uses the page there.
constexpr std::int64_t kLockPage = 0x40000000 / kPageBytes + 1;

// The first page of the main file as it is on the disk.
struct MainFile {
    std::array<char, kPageBytes> firstPage{};
    std::int64_t wholePages = 0;

    std::uint32_t number(std::size_t offset) const {
        std::uint32_t value = 0;
        std::memcpy(&value, &firstPage[offset], sizeof value);
        return __builtin_bswap32(value);
    }
};

Result<MainFile> readMainFile(const fs::path& file) {
    std::error_code failed;
    if (!fs::is_regular_file(file, failed)) {
        return fail(ErrorCode::Unavailable, "{} is not a file: move it away, or choose another data folder",
                    file.string());
    }
    const auto bytes = static_cast<std::int64_t>(fs::file_size(file, failed));
    if (bytes == 0) {
        return fail(ErrorCode::Corrupt, "{} is empty, and RushLab never leaves an empty database: {}", file.string(),
                    kWhatToDo);
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return fail(ErrorCode::Unavailable, "{} cannot be read ({}): make it readable and writable for this user",
                    file.string(), std::strerror(errno));
    }
    MainFile main;
    stream.read(main.firstPage.data(), kPageBytes);
    main.wholePages = bytes / kPageBytes;
    const std::string_view start(main.firstPage.data(), static_cast<std::size_t>(stream.gcount()));
    if (!start.starts_with(kMagic)) {
        return fail(ErrorCode::Corrupt, "{} is not a database (it does not begin as one): {}", file.string(),
                    kWhatToDo);
    }
    if (main.wholePages == 0) {
        return fail(ErrorCode::Corrupt, "{} is cut short after {} bytes: {}", file.string(), bytes, kWhatToDo);
    }
    if (main.number(16) >> 16 != kPageBytes || main.firstPage[20] != kReservedBytes) {
        return fail(
            ErrorCode::Corrupt,
            "{} is a database that RushLab did not make (its pages have no checksums), or its header is damaged: {}",
            file.string(), kWhatToDo);
    }
    return main;
}

Result<> checkLog(const fs::path& file, const LogScan& log, const std::optional<ConfirmedLog>& confirmed) {
    const auto damaged = [&](std::string_view what) {
        return fail(
            ErrorCode::Corrupt,
            "the write-ahead log {0}-wal {1}, and what was confirmed would be missing: {2} (where {0} is a copy that "
            "was put back without its log, delete {0}-lock)",
            file.string(), what, kWhatToDo);
    };
    const bool needed = confirmed && confirmed->bytes > 0;
    if (needed && log.fileBytes == 0) return damaged("is missing or empty");
    if (!log.headerIsWhole) {
        // A header that is only half there is the start of a log in which nothing was confirmed yet.
        if (needed || log.fileBytes >= 32) return damaged("has a damaged header");
        return {};
    }
    if (needed && confirmed->salts == log.salts && log.committedBytes < confirmed->bytes) {
        return damaged(fmt::format("is whole for {} of {} confirmed bytes only", log.committedBytes, confirmed->bytes));
    }
    // Each commit is flushed before the next is begun: a crash can leave one that is not whole, never two.
    if (log.commitsBehind > 1) return damaged(fmt::format("is damaged after {} bytes", log.committedBytes));
    return {};
}

// Every page of the database is in the main file, unless the log has it.
Result<> checkLength(const fs::path& file, const MainFile& main, const LogScan& log) {
    const std::int64_t pages = log.committedBytes > 0 ? log.databasePages : main.number(28);
    for (std::int64_t page = main.wholePages + 1; page <= pages; ++page) {
        const bool inLog = page < std::ssize(log.pages) && log.pages[static_cast<std::size_t>(page)];
        if (inLog || page == kLockPage) continue;
        return fail(ErrorCode::Corrupt, "{} is cut short: it has {} of {} pages: {}", file.string(), main.wholePages,
                    pages, kWhatToDo);
    }
    return {};
}

}  // namespace

Result<> checkFile(const fs::path& file, FileInUse& use) {
    std::error_code failed;
    const auto log = scanLog(file.string() + "-wal");
    if (!fs::exists(fs::symlink_status(file, failed))) {
        if (!log || log->fileBytes == 0) return fail(ErrorCode::NotFound, "{} is not there", file.string());
        return fail(ErrorCode::Corrupt, "{} is missing, but its write-ahead log {}-wal is there: {}", file.string(),
                    file.string(), kWhatToDo);
    }
    const auto main = readMainFile(file);
    if (!main) return pass(main);
    if (!log) return pass(log);
    if (auto whole = checkLog(file, *log, use.confirmedLog()); !whole) return whole;
    const bool firstPageInLog = log->pages.size() > 1 && log->pages[1];
    if (!firstPageInLog && !pageIsWhole(main->firstPage.data(), 1)) {
        return fail(ErrorCode::Corrupt, "page 1 of {} is damaged: {}", file.string(), kWhatToDo);
    }
    if (auto complete = checkLength(file, *main, *log); !complete) return complete;
    if (fs::exists(file.string() + "-journal", failed)) {
        return fail(ErrorCode::Corrupt,
                    "{}-journal was left by another program and would change the database when it is opened: {}",
                    file.string(), kWhatToDo);
    }
    // From here on the log may not get shorter, even where no note of it was left.
    use.confirmLog(log->committedBytes > 0 ? ConfirmedLog{log->salts, log->committedBytes} : ConfirmedLog{});
    return {};
}

Result<> verifyFile(const fs::path& file) {
    const auto use = FileInUse::hold(file);
    if (!use) return pass(use);
    return (*use)->checkOnce([&] { return checkFile(file, **use); });
}

}  // namespace rushlab::storage
