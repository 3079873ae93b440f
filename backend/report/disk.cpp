#include "report/disk.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/random.h"

namespace rushlab::report {

namespace fs = std::filesystem;

Descriptor::~Descriptor() {
    if (m_descriptor >= 0) ::close(m_descriptor);
}

tl::unexpected<Error> unwritable(const fs::path& path, int reason) {
    return fail(ErrorCode::Unavailable, "{} cannot be written ({}); is the disk full, or the folder another's?",
                path.string(), std::generic_category().message(reason));
}

Result<> writeFile(const fs::path& path, std::string_view bytes) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (file.get() < 0) return unwritable(path, errno);
    while (!bytes.empty()) {
        const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return unwritable(path, errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file.get()) != 0) return unwritable(path, errno);
    return {};
}

Result<> replaceFile(const fs::path& path, std::string_view bytes) {
    fs::path partial = path;
    partial += ".partial-" + randomToken(4);
    auto done = writeFile(partial, bytes);
    if (done && ::rename(partial.c_str(), path.c_str()) != 0) done = unwritable(path, errno);
    if (!done) {
        std::error_code ignored;
        fs::remove(partial, ignored);
        return done;
    }
    return flushFolder(path.parent_path());
}

Result<> flushFolder(const fs::path& path) {
    const fs::path named = path.empty() ? fs::path(".") : path;
    const Descriptor folder(::open(named.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.get() < 0 || ::fsync(folder.get()) != 0) return unwritable(path, errno);
    return {};
}

Result<> moveFolder(const fs::path& from, const fs::path& to) {
    std::error_code error;
    if (!fs::exists(from, error))
        return fail(ErrorCode::NotFound, "{} is no longer there: somebody took it away", from.string());
    if (fs::exists(to, error)) return fail(ErrorCode::Conflict, "{} is there already", to.string());
    if (::rename(from.c_str(), to.c_str()) != 0) return unwritable(to, errno);
    if (auto flushed = flushFolder(to.parent_path()); !flushed) return flushed;
    return flushFolder(from.parent_path());
}

Result<std::string> readFile(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return fail(ErrorCode::NotFound, "{} cannot be read", path.string());
    return std::string{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace rushlab::report
