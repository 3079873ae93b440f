// A lock on a file that goes with the process that holds it, however that ends (flock(2)).
// One thread.
#pragma once

#include <filesystem>
#include <optional>
#include <utility>

namespace rushlab::app {

class FileLock {
  public:
    // Of a file that it makes. Nothing: it cannot be made; errno says why.
    static std::optional<FileLock> make(const std::filesystem::path& file);
    // Of a file that is there. Nothing: somebody alive holds it, or it is not there.
    static std::optional<FileLock> take(const std::filesystem::path& file);

    ~FileLock();
    FileLock(FileLock&& other) noexcept : m_file(std::exchange(other.m_file, -1)) {}
    FileLock& operator=(FileLock&& other) noexcept {
        std::swap(m_file, other.m_file);
        return *this;
    }

  private:
    static std::optional<FileLock> lock(const std::filesystem::path& file, int flags);
    explicit FileLock(int file) : m_file(file) {}
    int m_file;
};

}  // namespace rushlab::app
