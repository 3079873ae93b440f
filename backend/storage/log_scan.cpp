#include "storage/log_scan.h"

#include <array>
#include <cstring>
#include <fstream>

#include "storage/checked_pages.h"

namespace rushlab::storage {
namespace {

constexpr std::size_t kHeaderBytes = 32;
constexpr std::uint32_t kMagicLittleEndian = 0x377f0682;
constexpr std::uint32_t kMagicBigEndian = 0x377f0683;

std::uint32_t bigEndian(const char* bytes) {
    const auto at = [bytes](int index) { return std::uint32_t{static_cast<unsigned char>(bytes[index])}; };
    return at(0) << 24 | at(1) << 16 | at(2) << 8 | at(3);
}

// The log's running checksum (section 4.2): each frame's goes on from the one before it.
class Checksum {
  public:
    explicit Checksum(bool bigEndianWords) : m_bigEndianWords(bigEndianWords) {}

    void add(const char* bytes, std::size_t count) {
        for (std::size_t i = 0; i < count; i += 8) {
            m_first += word(bytes + i) + m_second;
            m_second += word(bytes + i + 4) + m_first;
        }
    }
    bool isStoredAt(const char* bytes) const { return bigEndian(bytes) == m_first && bigEndian(bytes + 4) == m_second; }

  private:
    std::uint32_t word(const char* bytes) const {
        const std::uint32_t asBigEndian = bigEndian(bytes);
        return m_bigEndianWords ? asBigEndian : __builtin_bswap32(asBigEndian);
    }

    bool m_bigEndianWords;
    std::uint32_t m_first = 0;
    std::uint32_t m_second = 0;
};

class Scanner {
  public:
    explicit Scanner(std::ifstream log) : m_log(std::move(log)) {}

    LogScan run(std::int64_t fileBytes) {
        m_scan.fileBytes = fileBytes;
        std::array<char, kHeaderBytes> header{};
        if (!m_log.read(header.data(), kHeaderBytes)) return std::move(m_scan);
        Checksum checksum(bigEndian(header.data()) == kMagicBigEndian);
        checksum.add(header.data(), 24);
        const bool known = (bigEndian(header.data()) | 1U) == (kMagicLittleEndian | 1U);
        m_scan.headerIsWhole = known && bigEndian(header.data() + 8) == kPageBytes && checksum.isStoredAt(&header[24]);
        if (!m_scan.headerIsWhole) return std::move(m_scan);
        std::memcpy(&m_scan.salts, &header[16], sizeof m_scan.salts);
        followFrames(checksum);
        return std::move(m_scan);
    }

  private:
    void followFrames(Checksum checksum) {
        std::vector<std::uint32_t> uncommitted;
        bool unbroken = true;
        std::int64_t end = kHeaderBytes;
        std::vector<char> frame(kFrameBytes);
        while (m_log.read(frame.data(), kFrameBytes)) {
            end += std::ssize(frame);
            const bool ofThisGeneration = std::memcmp(&frame[8], &m_scan.salts, sizeof m_scan.salts) == 0;
            const std::uint32_t pagesAfterCommit = bigEndian(&frame[4]);
            if (unbroken) {
                checksum.add(frame.data(), 8);
                checksum.add(&frame[kFrameHeaderBytes], static_cast<std::size_t>(kPageBytes));
                unbroken = ofThisGeneration && bigEndian(frame.data()) != 0 && checksum.isStoredAt(&frame[16]);
            }
            if (!unbroken) {
                m_scan.commitsBehind += ofThisGeneration && pagesAfterCommit != 0;
                continue;
            }
            uncommitted.push_back(bigEndian(frame.data()));
            if (pagesAfterCommit != 0) commit(uncommitted, pagesAfterCommit, end);
        }
    }

    void commit(std::vector<std::uint32_t>& pages, std::uint32_t databasePages, std::int64_t end) {
        for (const std::uint32_t page : pages) {
            // No page of a database lies behind its end, so a number out of all proportion is not remembered.
            if (page > databasePages) continue;
            if (page >= m_scan.pages.size()) m_scan.pages.resize(std::size_t{page} + 1);
            m_scan.pages[page] = true;
        }
        pages.clear();
        m_scan.committedBytes = end;
        m_scan.databasePages = databasePages;
    }

    std::ifstream m_log;
    LogScan m_scan;
};

}  // namespace

Result<LogScan> scanLog(const std::filesystem::path& log) {
    std::error_code failed;
    const auto bytes = std::filesystem::file_size(log, failed);
    if (failed == std::errc::no_such_file_or_directory) return LogScan{};
    std::ifstream stream(log, std::ios::binary);
    if (failed || !stream) {
        return fail(ErrorCode::Unavailable, "the write-ahead log {} cannot be read: make it readable for this user",
                    log.string());
    }
    return Scanner(std::move(stream)).run(static_cast<std::int64_t>(bytes));
}

}  // namespace rushlab::storage
