#include "storage/checked_pages.h"

#include <sqlite3.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <array>
#include <cstring>

#include "storage/file_in_use.h"

namespace rushlab::storage {
namespace {

constexpr std::int64_t kLogHeaderBytes = 32;

std::uint64_t checksumOf(const char* page, std::int64_t pageNumber) {
    return XXH3_64bits_withSeed(page, kPageBytes - kReservedBytes, static_cast<std::uint64_t>(pageNumber));
}

enum class Kind : unsigned char { Main, Log, Other };

// What our layer knows of an open file; SQLite allocates the bytes of File and, behind them, those of the layer below.
struct State {
    Kind kind = Kind::Other;
    std::string path;  // of the main file
    std::shared_ptr<FileInUse> use;
    std::shared_ptr<DiskFaults> faults;
    ConfirmedLog written;  // the end of the last commit that this connection wrote to the log
    std::array<char, kPageBytes> page{};
};

struct File {
    sqlite3_file base;
    sqlite3_file* below;
    State* state;
};

File& fileOf(sqlite3_file* file) {
    return *reinterpret_cast<File*>(file);
}
sqlite3_file* belowOf(sqlite3_file* file) {
    return fileOf(file).below;
}
State& stateOf(sqlite3_file* file) {
    return *fileOf(file).state;
}

std::uint32_t bigEndian32(const unsigned char* bytes) {
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

int damaged(State& state, std::int64_t pageNumber, std::string_view what) {
    state.use->reportDamage(
        fmt::format("page {} of {} {}: the disk returned bytes that RushLab did not write; restore a copy of the file, "
                    "or move it and "
                    "the files beside it away to start anew",
                    pageNumber, state.path, what));
    return SQLITE_IOERR_DATA;
}

// Reads one whole page into `to` and vouches for it.
int readPage(sqlite3_file* file, char* to, std::int64_t offset) {
    State& state = stateOf(file);
    sqlite3_file* below = belowOf(file);
    const int code = below->pMethods->xRead(below, to, kPageBytes, offset);
    const std::int64_t pageNumber = offset / kPageBytes + 1;
    if (code == SQLITE_IOERR_SHORT_READ) {
        sqlite3_int64 size = 0;
        if (below->pMethods->xFileSize(below, &size) == SQLITE_OK && size == 0) return code;  // a file being made
        return damaged(state, pageNumber, "is missing, the file is cut short");
    }
    if (code != SQLITE_OK) return code;
    if (!pageIsWhole(to, pageNumber)) return damaged(state, pageNumber, "is damaged");
    return SQLITE_OK;
}

// SQLite looks at parts of a page too (the header when it opens, pieces of long values): the whole page is verified.
int readAcrossPages(sqlite3_file* file, char* to, int bytes, std::int64_t offset) {
    State& state = stateOf(file);
    const std::int64_t end = offset + bytes;
    for (std::int64_t at = offset; at < end;) {
        const std::int64_t pageStart = at / kPageBytes * kPageBytes;
        if (const int code = readPage(file, state.page.data(), pageStart); code != SQLITE_OK) return code;
        const std::int64_t part = std::min(end, pageStart + kPageBytes) - at;
        std::memcpy(to + (at - offset), state.page.data() + (at - pageStart), static_cast<std::size_t>(part));
        at += part;
    }
    return SQLITE_OK;
}

int readFile(sqlite3_file* file, void* to, int bytes, sqlite3_int64 offset) {
    sqlite3_file* below = belowOf(file);
    // The first hundred bytes are read before the log is looked at, which may hold a newer first page: only the page's
    // later, whole read can be judged.
    const bool header = offset + bytes <= 100;
    if (stateOf(file).kind != Kind::Main || header) return below->pMethods->xRead(below, to, bytes, offset);
    if (bytes == kPageBytes && offset % kPageBytes == 0) return readPage(file, static_cast<char*>(to), offset);
    return readAcrossPages(file, static_cast<char*>(to), bytes, offset);
}

int writePage(sqlite3_file* file, const void* from, sqlite3_int64 offset) {
    State& state = stateOf(file);
    sqlite3_file* below = belowOf(file);
    std::memcpy(state.page.data(), from, kPageBytes);
    const std::uint64_t checksum = checksumOf(state.page.data(), offset / kPageBytes + 1);
    std::memcpy(state.page.data() + kPageBytes - kReservedBytes, &checksum, sizeof checksum);
    return below->pMethods->xWrite(below, state.page.data(), kPageBytes, offset);
}

// Follows what this connection writes to the log: where its last commit ends, and when the log starts anew.
void noteLogWrite(State& state, const void* from, int bytes, sqlite3_int64 offset) {
    const auto* header = static_cast<const unsigned char*>(from);
    if (offset == 0 && bytes == kLogHeaderBytes) state.written = {};
    if (bytes != kFrameHeaderBytes || bigEndian32(header + 4) == 0) return;
    std::memcpy(&state.written.salts, header + 8, sizeof state.written.salts);
    state.written.bytes = offset + kFrameHeaderBytes + kPageBytes;
}

int writeFile(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 offset) {
    State& state = stateOf(file);
    sqlite3_file* below = belowOf(file);
    if (state.faults && state.faults->full) {
        state.written = {};
        return SQLITE_FULL;
    }
    if (state.kind == Kind::Main) {
        // Room for the checksum was set aside when the file was made; anything else is not ours to write.
        const bool ours = bytes == kPageBytes && offset % kPageBytes == 0 &&
                          (offset != 0 || static_cast<const unsigned char*>(from)[20] == kReservedBytes);
        if (!ours) return damaged(state, offset / kPageBytes + 1, "cannot be given a checksum");
        return writePage(file, from, offset);
    }
    const int code = below->pMethods->xWrite(below, from, bytes, offset);
    if (state.kind != Kind::Log) return code;
    // A commit whose last page did not fit is none: a later flush (a checkpoint's) must not confirm it.
    if (code == SQLITE_OK)
        noteLogWrite(state, from, bytes, offset);
    else
        state.written = {};
    return code;
}

int syncFile(sqlite3_file* file, int flags) {
    State& state = stateOf(file);
    sqlite3_file* below = belowOf(file);
    int code = SQLITE_OK;
    if (state.faults) {
        ++state.faults->flushes;
        const auto delay = state.faults->flushDelay.load();
        sqlite3_vfs* const lower = sqlite3_vfs_find(nullptr);
        if (delay.count() > 0) lower->xSleep(lower, static_cast<int>(delay.count()));
        if (state.faults->flushFails) code = SQLITE_IOERR_FSYNC;
    }
    if (code == SQLITE_OK) code = below->pMethods->xSync(below, flags);
    if (state.kind != Kind::Log || state.written.bytes == 0) return code;
    if (code == SQLITE_OK) {
        state.use->confirmLog(state.written);
    } else {
        // The commit is going to be reported as failed: it must not be found in the log after a crash.
        // (A log of another generation is all in the main file: nothing of this one was confirmed yet.)
        if (const auto confirmed = state.use->confirmedLog()) {
            const bool sameGeneration = confirmed->salts == state.written.salts;
            below->pMethods->xTruncate(below, sameGeneration ? confirmed->bytes : kLogHeaderBytes);
        }
    }
    state.written = {};
    return code;
}

int truncateFile(sqlite3_file* file, sqlite3_int64 size) {
    State& state = stateOf(file);
    if (state.kind == Kind::Log && size == 0) state.use->logNoLongerNeeded();
    return belowOf(file)->pMethods->xTruncate(belowOf(file), size);
}

int closeFile(sqlite3_file* file) {
    const int code = belowOf(file)->pMethods->xClose(belowOf(file));
    const std::unique_ptr<State> state(std::exchange(fileOf(file).state, nullptr));
    return code;
}

int fileSize(sqlite3_file* file, sqlite3_int64* size) {
    return belowOf(file)->pMethods->xFileSize(belowOf(file), size);
}
int lockFile(sqlite3_file* file, int level) {
    return belowOf(file)->pMethods->xLock(belowOf(file), level);
}
int unlockFile(sqlite3_file* file, int level) {
    return belowOf(file)->pMethods->xUnlock(belowOf(file), level);
}
int checkReservedLock(sqlite3_file* file, int* out) {
    return belowOf(file)->pMethods->xCheckReservedLock(belowOf(file), out);
}
int fileControl(sqlite3_file* file, int operation, void* argument) {
    return belowOf(file)->pMethods->xFileControl(belowOf(file), operation, argument);
}
int sectorSize(sqlite3_file* file) {
    return belowOf(file)->pMethods->xSectorSize(belowOf(file));
}
int deviceCharacteristics(sqlite3_file* file) {
    return belowOf(file)->pMethods->xDeviceCharacteristics(belowOf(file));
}
int shmMap(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
    return belowOf(file)->pMethods->xShmMap(belowOf(file), page, size, extend, out);
}
int shmLock(sqlite3_file* file, int offset, int count, int flags) {
    return belowOf(file)->pMethods->xShmLock(belowOf(file), offset, count, flags);
}
void shmBarrier(sqlite3_file* file) {
    belowOf(file)->pMethods->xShmBarrier(belowOf(file));
}
int shmUnmap(sqlite3_file* file, int remove) {
    return belowOf(file)->pMethods->xShmUnmap(belowOf(file), remove);
}

// Version 2: with shared memory for the log, without memory-mapped reads, which would pass by the checksums.
constexpr sqlite3_io_methods kMethods{
    2,          closeFile,         readFile,    writeFile,  truncateFile,          syncFile, fileSize, lockFile,
    unlockFile, checkReservedLock, fileControl, sectorSize, deviceCharacteristics, shmMap,   shmLock,  shmBarrier,
    shmUnmap,   nullptr,           nullptr};

sqlite3_vfs* below(sqlite3_vfs* vfs) {
    return static_cast<sqlite3_vfs*>(vfs->pAppData);
}

Result<std::unique_ptr<State>> stateFor(const char* name, int flags) {
    auto state = std::make_unique<State>();
    if (flags & SQLITE_OPEN_MAIN_DB) state->kind = Kind::Main;
    if (flags & SQLITE_OPEN_WAL) state->kind = Kind::Log;
    if (!name || !(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL))) return state;
    state->path = sqlite3_filename_database(name);
    auto use = FileInUse::hold(state->path);
    if (!use) return pass(use);
    state->use = std::move(*use);
    state->faults = state->use->faults();
    return state;
}

int openFile(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flagsOut) {
    File& ours = fileOf(file);
    ours.base.pMethods = nullptr;
    auto state = stateFor(name, flags);
    if (!state) return SQLITE_CANTOPEN;
    ours.below = reinterpret_cast<sqlite3_file*>(&ours + 1);
    const int code = below(vfs)->xOpen(below(vfs), name, ours.below, flags, flagsOut);
    if (code != SQLITE_OK) return code;
    ours.state = state->release();
    ours.base.pMethods = &kMethods;
    return SQLITE_OK;
}

int deleteFile(sqlite3_vfs* vfs, const char* name, int syncFolder) {
    const std::string_view path(name);
    if (path.ends_with("-wal")) {
        if (const auto use = FileInUse::hold(path.substr(0, path.size() - 4))) (*use)->logNoLongerNeeded();
    }
    return below(vfs)->xDelete(below(vfs), name, syncFolder);
}

int accessFile(sqlite3_vfs* vfs, const char* name, int flags, int* out) {
    return below(vfs)->xAccess(below(vfs), name, flags, out);
}
int fullPathname(sqlite3_vfs* vfs, const char* name, int size, char* out) {
    return below(vfs)->xFullPathname(below(vfs), name, size, out);
}
int randomness(sqlite3_vfs* vfs, int size, char* out) {
    return below(vfs)->xRandomness(below(vfs), size, out);
}
int sleepFor(sqlite3_vfs* vfs, int microseconds) {
    return below(vfs)->xSleep(below(vfs), microseconds);
}
int currentTime(sqlite3_vfs* vfs, double* out) {
    return below(vfs)->xCurrentTime(below(vfs), out);
}
int lastError(sqlite3_vfs* vfs, int size, char* out) {
    return below(vfs)->xGetLastError(below(vfs), size, out);
}
int currentTime64(sqlite3_vfs* vfs, sqlite3_int64* out) {
    return below(vfs)->xCurrentTimeInt64(below(vfs), out);
}

constexpr const char* kLayerName = "rushlab-checked";

std::unique_ptr<sqlite3_vfs> makeLayer() {
    sqlite3_vfs* const lower = sqlite3_vfs_find(nullptr);
    if (!lower) abortBecause("SQLite has no file system layer");
    auto layer = std::make_unique<sqlite3_vfs>();
    layer->iVersion = 2;
    layer->szOsFile = static_cast<int>(sizeof(File)) + lower->szOsFile;
    layer->mxPathname = lower->mxPathname;
    layer->zName = kLayerName;
    layer->pAppData = lower;
    layer->xOpen = openFile;
    layer->xDelete = deleteFile;
    layer->xAccess = accessFile;
    layer->xFullPathname = fullPathname;
    layer->xRandomness = randomness;
    layer->xSleep = sleepFor;
    layer->xCurrentTime = currentTime;
    layer->xGetLastError = lastError;
    layer->xCurrentTimeInt64 = currentTime64;
    return layer;
}

}  // namespace

bool pageIsWhole(const char* page, std::int64_t pageNumber) {
    std::uint64_t stored = 0;
    std::memcpy(&stored, page + kPageBytes - kReservedBytes, sizeof stored);
    return stored == checksumOf(page, pageNumber);
}

const char* registerCheckedPages() {
    // SQLite keeps its layers in one list a process, by address and for ever: so this one is made once and never freed.
    static const sqlite3_vfs* const layer = [] {
        sqlite3_vfs* const made = makeLayer().release();
        if (sqlite3_vfs_register(made, 0) != SQLITE_OK) abortBecause("SQLite does not take another file system layer");
        return made;
    }();
    return layer->zName;
}

}  // namespace rushlab::storage
