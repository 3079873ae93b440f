#include "app/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace rushlab::app {

std::optional<FileLock> FileLock::lock(const std::filesystem::path& file, int flags) {
    const int opened = ::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
    if (opened < 0) return std::nullopt;
    FileLock lock(opened);
    if (::flock(opened, LOCK_EX | LOCK_NB) != 0) return std::nullopt;
    return lock;
}

std::optional<FileLock> FileLock::make(const std::filesystem::path& file) {
    return lock(file, O_CREAT | O_EXCL);
}

std::optional<FileLock> FileLock::take(const std::filesystem::path& file) {
    return lock(file, 0);
}

FileLock::~FileLock() {
    if (m_file >= 0) ::close(m_file);
}

}  // namespace rushlab::app
