// What is looked at before a database file is opened: that it is there, of our make and as long as it must be, and that
// its write-ahead log is whole up to the last commit that was confirmed.
//
// SQLite itself ends the log's recovery at the first frame that does not fit, without a word: a flipped bit would
// silently take back everything after it. What a crash can leave (a last commit that is half there) is told from that
// and is fine.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace rushlab::storage {

class FileInUse;

// NotFound: there is no such file and nothing left of one. Corrupt: do not open it. The caller holds the file, and
// nobody in this process has it open.
Result<> checkFile(const std::filesystem::path& file, FileInUse& use);

}  // namespace rushlab::storage
