// A layer under SQLite that gives each page of a database file a checksum: written with every page, verified on every
// read, and bound to the page's number, so that a page that landed in the wrong place is seen too. It also keeps other
// processes out of the file, notes how far the write-ahead log is on the disk, and lets a disk be slow, full or
// failing.
//
// Guarantees: bytes of the main file that are not what was written are never handed to SQLite (SQLITE_IOERR_DATA, whose
// sentence errorOf() finds). A commit whose flush failed is taken out of the log again before its caller learns of it.
// Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "storage/disk_faults.h"

struct sqlite3;

namespace rushlab::storage {

inline constexpr std::int64_t kPageBytes = 4096;
// A page as it stands in SQLite's log: its header, then the page.
inline constexpr std::int64_t kFrameHeaderBytes = 24;
inline constexpr std::int64_t kFrameBytes = kFrameHeaderBytes + kPageBytes;
inline constexpr std::int64_t kReservedBytes = 8;  // the checksum, at the end of each page

// Registers the layer with SQLite on the first call and returns its name, for `file:...?vfs=` and sqlite3_open_v2.
// Files must have been made by Database::open, which sets the room for the checksums aside.
const char* registerCheckedPages();

// Checks a database file and its write-ahead log before anything opens it, as Database::open does: there, of our make,
// not cut short, its log whole up to where it was confirmed. At once when this process has the file open already.
Result<> verifyFile(const std::filesystem::path& file);

// Whether a page's checksum is the one of these bytes at this place; pages count from 1.
bool pageIsWhole(const char* page, std::int64_t pageNumber);

}  // namespace rushlab::storage
