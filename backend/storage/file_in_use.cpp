#include "storage/file_in_use.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <map>

namespace rushlab::storage {

// Stored by plain memory writes, which a killed process leaves whole or (between two of them) with a wrong check.
struct FileInUse::Note {
    std::uint64_t salts;
    std::int64_t bytes;
    std::uint64_t check;

    static std::uint64_t checkOf(std::uint64_t salts, std::int64_t bytes) {
        return (salts ^ 0x52757368'4c616221U) * 0x9e3779b9'7f4a7c15U + static_cast<std::uint64_t>(bytes) + 1;
    }
};

struct FileInUse::Table {
    std::mutex mutex;
    std::map<std::string, std::unique_ptr<FileInUse>> files;

    void release(const std::string& name, FileInUse& file) {
        const std::lock_guard lock(mutex);
        if (--file.m_holders == 0) files.erase(name);
    }
};

// A process can hold a file lock only once, and SQLite keeps its own list of open files for the same reason: this table
// is the process's, as the lock is. It is never destroyed, since a connection may be closed by a destructor at exit.
FileInUse::Table& FileInUse::table() {
    static Table* const table = std::make_unique<Table>().release();
    return *table;
}

Result<std::shared_ptr<FileInUse>> FileInUse::hold(const std::filesystem::path& file,
                                                   const std::shared_ptr<DiskFaults>& faults) {
    std::error_code ignored;
    const auto whole = std::filesystem::weakly_canonical(std::filesystem::absolute(file, ignored), ignored);
    const std::string name = whole.empty() ? file.string() : whole.string();
    Table& all = table();
    const std::lock_guard lock(all.mutex);
    auto& entry = all.files[name];
    if (!entry) {
        auto locked = FileInUse::lock(name);
        if (!locked) {
            all.files.erase(name);
            return pass(locked);
        }
        entry = std::move(*locked);
    }
    ++entry->m_holders;
    if (faults) {
        const std::lock_guard faultsLock(entry->m_mutex);
        entry->m_faults = faults;
    }
    return std::shared_ptr<FileInUse>(entry.get(), [name, &all](FileInUse* held) { all.release(name, *held); });
}

Result<std::unique_ptr<FileInUse>> FileInUse::lock(const std::string& file) {
    const std::string name = file + "-lock";
    const int lockFile = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (lockFile < 0) {
        return fail(
            ErrorCode::Unavailable,
            "{} cannot be opened: its lock file {} cannot be written ({}); make the folder writable for this user, "
            "or choose another data folder",
            file, name, std::strerror(errno));
    }
    if (::flock(lockFile, LOCK_EX | LOCK_NB) != 0) {
        ::close(lockFile);
        return fail(
            ErrorCode::Unavailable,
            "{} is in use by another RushLab process; stop that one, or choose another data folder for this one", file);
    }
    void* note = MAP_FAILED;
    if (::ftruncate(lockFile, sizeof(Note)) == 0) {
        note = ::mmap(nullptr, sizeof(Note), PROT_READ | PROT_WRITE, MAP_SHARED, lockFile, 0);
    }
    if (note == MAP_FAILED) {
        const int reason = errno;
        ::close(lockFile);
        return fail(ErrorCode::Unavailable, "{} cannot be opened: its lock file {} cannot be mapped ({})", file, name,
                    std::strerror(reason));
    }
    return std::make_unique<FileInUse>(Key(), lockFile, static_cast<Note*>(note));
}

FileInUse::~FileInUse() {
    ::munmap(m_note, sizeof(Note));
    ::close(m_lockFile);
}

std::shared_ptr<DiskFaults> FileInUse::faults() const {
    const std::lock_guard lock(m_mutex);
    return m_faults;
}

void FileInUse::reportDamage(std::string sentence) {
    const std::lock_guard lock(m_mutex);
    m_damage = std::move(sentence);
}

std::string FileInUse::damage() const {
    const std::lock_guard lock(m_mutex);
    return m_damage;
}

std::optional<ConfirmedLog> FileInUse::confirmedLog() const {
    const std::lock_guard lock(m_mutex);
    if (m_note->check != Note::checkOf(m_note->salts, m_note->bytes)) return std::nullopt;
    return ConfirmedLog{m_note->salts, m_note->bytes};
}

void FileInUse::confirmLog(ConfirmedLog confirmed) {
    const std::lock_guard lock(m_mutex);
    m_note->check = 0;
    // The compiler must not move the invalid check behind the values that it stands for.
    std::atomic_signal_fence(std::memory_order_seq_cst);
    m_note->salts = confirmed.salts;
    m_note->bytes = confirmed.bytes;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    m_note->check = Note::checkOf(confirmed.salts, confirmed.bytes);
}

void FileInUse::logNoLongerNeeded() {
    confirmLog({});
    ::msync(m_note, sizeof(Note), MS_SYNC);
}

}  // namespace rushlab::storage
