// Records on their way into the log and out of it, and the bytes that a block of them is stored as.
// Record is a plain value; Records shares immutable blocks with the engine, so that fetching copies no payload.
// Any thread, one at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace rushlab::log {

struct Header {
    std::string name;
    std::string value;

    friend bool operator==(const Header&, const Header&) = default;
};

struct Record {
    std::string key;  // empty: none
    std::string value;
    std::vector<Header> headers{};
    std::optional<WallTime> timestamp{};  // nothing: the engine's time of the append
};

// A fetched record; its views live as long as the Records that it came in.
class RecordView {
  public:
    RecordView(std::int64_t offset, WallTime timestamp, std::string_view key, std::string_view value,
               std::string_view headers)
        : m_offset(offset), m_timestamp(timestamp), m_key(key), m_value(value), m_headers(headers) {}

    std::int64_t offset() const { return m_offset; }
    WallTime timestamp() const { return m_timestamp; }
    std::string_view key() const { return m_key; }
    std::string_view value() const { return m_value; }
    std::vector<Header> headers() const;
    std::size_t bytes() const { return m_key.size() + m_value.size() + m_headers.size(); }

  private:
    std::int64_t m_offset;
    WallTime m_timestamp;
    std::string_view m_key;
    std::string_view m_value;
    std::string_view m_headers;  // as stored
};

// A block's bytes, never changed once they are here.
using BlockBytes = std::shared_ptr<const std::string>;

class Records {
  public:
    bool empty() const { return m_views.empty(); }
    std::size_t size() const { return m_views.size(); }
    const RecordView& operator[](std::size_t at) const { return m_views[at]; }
    auto begin() const { return m_views.begin(); }
    auto end() const { return m_views.end(); }
    const RecordView& back() const { return m_views.back(); }

    // Adds records of a block that begins at baseOffset, from the given offset on, while they stay in their bounds (the
    // first of all comes however large it is). False: a bound is reached. Corrupt: the bytes are no block.
    Result<bool> addFromBlock(const BlockBytes& block, std::int64_t baseOffset, std::int64_t from,
                              std::size_t recordsMax, std::size_t bytesMax);

  private:
    std::vector<RecordView> m_views;
    std::vector<BlockBytes> m_blocks;
    std::size_t m_bytes = 0;
};

// The bytes that a record takes in a block.
std::size_t storedBytes(const Record& record);
// Writes a record onto the end of a block.
void appendStored(std::string& block, const Record& record, WallTime timestamp);

}  // namespace rushlab::log
