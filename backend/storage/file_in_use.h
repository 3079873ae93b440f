// A database file while this process has it open: the lock that keeps other processes out, the disk faults it is to
// feel, what was last found wrong with it, and how far its write-ahead log is known to be on the disk.
//
// Guarantees: one process at a time holds a file, however many connections it opens; the lock ends with the process,
// killed or not. The confirmed length of the log is kept beside the file in memory that survives the process, so that a
// log which was cut short afterwards is told from one that a crash has ended.
// Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/result.h"
#include "storage/disk_faults.h"

namespace rushlab::storage {

// How far the write-ahead log of one generation (its salts change with each new start of the log) is on the disk.
struct ConfirmedLog {
    std::uint64_t salts = 0;
    std::int64_t bytes = 0;  // 0: no log is needed, all is in the main file

    friend bool operator==(const ConfirmedLog&, const ConfirmedLog&) = default;
};

class FileInUse {
  public:
    // Locks the file, or joins those of this process who hold it already. Unavailable: another process holds it, or its
    // folder cannot be written. The lock ends when the last holder lets go.
    static Result<std::shared_ptr<FileInUse>> hold(const std::filesystem::path& file,
                                                   const std::shared_ptr<DiskFaults>& faults = nullptr);

    ~FileInUse();
    FileInUse(const FileInUse&) = delete;
    FileInUse& operator=(const FileInUse&) = delete;

    // Runs the check once a holding, for the first who opens the file.
    template <class Check>
    Result<> checkOnce(Check&& check) {
        const std::lock_guard lock(m_checkMutex);
        if (m_checked) return {};
        Result<> outcome = check();
        m_checked = outcome.has_value();
        return outcome;
    }

    std::shared_ptr<DiskFaults> faults() const;

    // The last page that was found damaged, as a sentence; empty when all was well.
    void reportDamage(std::string sentence);
    std::string damage() const;

    // Nothing: not known (an older file, or the note itself is damaged).
    std::optional<ConfirmedLog> confirmedLog() const;
    void confirmLog(ConfirmedLog confirmed);
    // Before a log is cut or deleted: from here on a missing log is no loss. On the disk when it returns.
    void logNoLongerNeeded();

  private:
    struct Table;
    struct Note;
    struct Key {
        explicit Key() = default;
    };

  public:
    FileInUse(Key, int lockFile, Note* note) : m_lockFile(lockFile), m_note(note) {}  // hold() is the way

  private:
    static Table& table();
    static Result<std::unique_ptr<FileInUse>> lock(const std::string& file);

    const int m_lockFile;
    Note* const m_note;          // mapped from the lock file
    std::int64_t m_holders = 0;  // under the table's mutex
    std::mutex m_checkMutex;
    bool m_checked = false;
    mutable std::mutex m_mutex;
    std::shared_ptr<DiskFaults> m_faults;
    std::string m_damage;
};

}  // namespace rushlab::storage
