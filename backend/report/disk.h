// Files that are on the disk when they are said to be, under their own name or not at all.
// Internal to report/. Waits for the disk; any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace rushlab::report {

// Unavailable, with the system's reason.
tl::unexpected<Error> unwritable(const std::filesystem::path& path, int reason);

// A file that is not there yet.
Result<> writeFile(const std::filesystem::path& path, std::string_view bytes);
// The old content or the new, whatever happens meanwhile.
Result<> replaceFile(const std::filesystem::path& path, std::string_view bytes);
// A folder's names are on the disk.
Result<> flushFolder(const std::filesystem::path& path);
// The other name must not be taken.
Result<> moveFolder(const std::filesystem::path& from, const std::filesystem::path& to);
// NotFound: it cannot be read.
Result<std::string> readFile(const std::filesystem::path& path);

// A descriptor that is closed by its end.
class Descriptor {
  public:
    explicit Descriptor(int descriptor) : m_descriptor(descriptor) {}
    ~Descriptor();
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return m_descriptor; }

  private:
    int m_descriptor;
};

}  // namespace rushlab::report
