#include "engines/log/records.h"

#include <bit>
#include <cstring>

namespace rushlab::log {
namespace {

static_assert(std::endian::native == std::endian::little, "blocks are stored in the machine's own byte order");

// What stands before each record's key, value and headers.
struct RecordHead {
    std::uint32_t keyBytes;
    std::uint32_t valueBytes;
    std::uint32_t headersBytes;
    std::uint32_t reserved;
    std::int64_t timestampMs;
};
static_assert(sizeof(RecordHead) == 24);

struct HeaderHead {
    std::uint32_t nameBytes;
    std::uint32_t valueBytes;
};

template <class Plain>
void appendPlain(std::string& out, const Plain& plain) {
    out.append(reinterpret_cast<const char*>(&plain), sizeof(Plain));
}

// Nothing where the bytes end too early.
template <class Plain>
std::optional<Plain> takePlain(std::string_view& bytes) {
    if (bytes.size() < sizeof(Plain)) return std::nullopt;
    Plain plain;
    std::memcpy(&plain, bytes.data(), sizeof(Plain));
    bytes.remove_prefix(sizeof(Plain));
    return plain;
}

std::string_view takeBytes(std::string_view& bytes, std::size_t count) {
    const std::string_view taken = bytes.substr(0, count);
    bytes.remove_prefix(taken.size());
    return taken;
}

std::size_t headersBytes(const Record& record) {
    std::size_t bytes = 0;
    for (const Header& header : record.headers)
        bytes += sizeof(HeaderHead) + header.name.size() + header.value.size();
    return bytes;
}

}  // namespace

std::vector<Header> RecordView::headers() const {
    std::vector<Header> headers;
    std::string_view rest = m_headers;
    while (const auto head = takePlain<HeaderHead>(rest)) {
        const std::string_view name = takeBytes(rest, head->nameBytes);
        const std::string_view value = takeBytes(rest, head->valueBytes);
        headers.push_back({std::string(name), std::string(value)});
    }
    return headers;
}

Result<bool> Records::addFromBlock(const BlockBytes& block, std::int64_t baseOffset, std::int64_t from,
                                   std::size_t recordsMax, std::size_t bytesMax) {
    std::string_view rest = *block;
    bool kept = false;
    for (std::int64_t offset = baseOffset; !rest.empty(); ++offset) {
        const auto head = takePlain<RecordHead>(rest);
        const std::uint64_t wanted =
            head ? std::uint64_t{head->keyBytes} + head->valueBytes + head->headersBytes : ~std::uint64_t{0};
        if (wanted > rest.size()) {
            return fail(ErrorCode::Corrupt,
                        "a block of the log is not whole at its record {}; restore it from a backup", offset);
        }
        if (offset < from) {
            rest.remove_prefix(wanted);
            continue;
        }
        if (!m_views.empty() && (m_views.size() >= recordsMax || m_bytes + wanted > bytesMax)) return false;
        const std::string_view key = takeBytes(rest, head->keyBytes);
        const std::string_view value = takeBytes(rest, head->valueBytes);
        const std::string_view headers = takeBytes(rest, head->headersBytes);
        m_views.emplace_back(offset, WallTime{Milliseconds{head->timestampMs}}, key, value, headers);
        m_bytes += wanted;
        if (!kept) m_blocks.push_back(block);
        kept = true;
    }
    return m_views.size() < recordsMax && m_bytes < bytesMax;
}

std::size_t storedBytes(const Record& record) {
    return sizeof(RecordHead) + record.key.size() + record.value.size() + headersBytes(record);
}

void appendStored(std::string& block, const Record& record, WallTime timestamp) {
    const RecordHead head{static_cast<std::uint32_t>(record.key.size()),
                          static_cast<std::uint32_t>(record.value.size()),
                          static_cast<std::uint32_t>(headersBytes(record)), 0, timestamp.time_since_epoch().count()};
    appendPlain(block, head);
    block += record.key;
    block += record.value;
    for (const Header& header : record.headers) {
        appendPlain(block, HeaderHead{static_cast<std::uint32_t>(header.name.size()),
                                      static_cast<std::uint32_t>(header.value.size())});
        block += header.name;
        block += header.value;
    }
}

}  // namespace rushlab::log
