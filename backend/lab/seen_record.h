// Records of the event log and lines of the archive as a person looks through them, the newest first.
// Plain values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace rushlab::lab {

struct SeenRecord {
    std::int64_t offset = 0;
    WallTime at{};
    std::string key;
    std::string value;
    std::vector<std::pair<std::string, std::string>> headers{};

    friend bool operator==(const SeenRecord&, const SeenRecord&) = default;
};

struct RecordsAsked {
    std::string topic;
    int partition = 0;
    std::optional<std::int64_t> before{};  // an offset; nothing: from the newest on
    std::int64_t limit = 100;
};

struct SeenRecords {
    std::int64_t firstOffset = 0;  // of the partition: the oldest that is kept
    std::int64_t nextOffset = 0;   // and what the next one will get
    std::vector<SeenRecord> records;
};

struct SeenLine {
    std::string id;
    std::string room;
    std::string sender;
    std::string content;
    WallTime at{};

    friend bool operator==(const SeenLine&, const SeenLine&) = default;
};

struct LinesAsked {
    std::string room;
    // Lines older than this one; nothing: from the newest on.
    std::optional<SeenLine> before{};
    std::size_t limit = 100;
};

}  // namespace rushlab::lab
