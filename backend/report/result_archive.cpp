#include "report/result_archive.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/setting_values.h"
#include "report/charts.h"
#include "report/disk.h"
#include "report/files.h"

namespace rushlab::report {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNoteFile = "note.txt";
constexpr int kSameNameMost = 1000;

// "2026-11-21-161500-flash-sale"
std::string nameFor(const verdict::RunResult& result) {
    std::string time = toIso8601(result.startedAt).substr(0, 19);
    std::erase(time, ':');
    std::ranges::replace(time, 'T', '-');
    return time + "-" + asFileName(result.scenario);
}

constexpr std::string_view kPartial = ".partial-";  // as writeReport names what is half written

bool mayBeRun(const fs::path& folder) {
    const std::string name = folder.filename().string();
    return !name.starts_with('.') && name.find(kPartial) == std::string::npos;
}

std::string noteIn(const fs::path& folder) {
    return readFile(folder / kNoteFile).value_or("");
}

bool isNewer(const KeptRun& one, const KeptRun& other) {
    if (one.result.startedAt != other.result.startedAt) return one.result.startedAt > other.result.startedAt;
    return one.id > other.id;
}

void cleanUp(const fs::path& folder, const fs::path& removed) {
    std::error_code ignored;
    fs::remove_all(removed, ignored);
    std::vector<fs::path> partial;
    for (fs::directory_iterator entry(folder, ignored), end; !ignored && entry != end; entry.increment(ignored)) {
        if (entry->path().filename().string().find(kPartial) != std::string::npos) partial.push_back(entry->path());
    }
    for (const fs::path& path : partial)
        fs::remove_all(path, ignored);
}

}  // namespace

ResultArchive::ResultArchive(fs::path folder, PngPainter painter)
    : m_folder(std::move(folder)), m_painter(std::move(painter)) {}

ResultArchive::~ResultArchive() = default;
ResultArchive::ResultArchive(ResultArchive&&) noexcept = default;
ResultArchive& ResultArchive::operator=(ResultArchive&&) noexcept = default;

Result<ResultArchive> ResultArchive::open(fs::path folder, PngPainter painter) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return fail(ErrorCode::Unavailable, "The folder {} for results cannot be made: {}. Choose another with --data.",
                    folder.string(), error.message());
    ResultArchive archive(fs::absolute(folder, error), std::move(painter));
    if (auto locked = archive.takeLock(); !locked) return pass(locked);
    return archive;
}

// Who is alone in the folder may clean it: nobody else's removed run is still to be brought back, and nothing half
// written is still being written.
Result<> ResultArchive::takeLock() {
    const fs::path file = m_folder / ".lock";
    auto lock = std::make_unique<Descriptor>(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (lock->get() < 0) return unwritable(file, errno);
    if (::flock(lock->get(), LOCK_EX | LOCK_NB) == 0) cleanUp(m_folder, removedFolder());
    if (::flock(lock->get(), LOCK_SH) != 0) return unwritable(file, errno);
    m_lock = std::move(lock);
    return {};
}

fs::path ResultArchive::removedFolder() const {
    return m_folder / ".removed";
}

// An id names a folder of this archive, and nothing beyond it.
Result<fs::path> ResultArchive::folderOf(const std::string& id) const {
    const fs::path name = id;
    if (id.empty() || name != name.filename() || !mayBeRun(name))
        return fail(ErrorCode::Invalid, "{} is no result of this archive", quotedText(id));
    return m_folder / name;
}

Result<KeptRuns> ResultArchive::list() const {
    KeptRuns kept;
    std::error_code error;
    for (fs::directory_iterator entry(m_folder, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        if (!entry->is_directory(ignored) || !mayBeRun(entry->path())) continue;
        auto run = find(entry->path().filename().string());
        if (run)
            kept.runs.push_back(*std::move(run));
        else
            kept.warnings.push_back(run.error().message);
    }
    if (error)
        return fail(ErrorCode::Unavailable, "The results in {} cannot be read: {}", m_folder.string(), error.message());
    std::ranges::sort(kept.runs, isNewer);
    std::ranges::sort(kept.warnings);
    return kept;
}

Result<KeptRun> ResultArchive::find(const std::string& id) const {
    const auto folder = folderOf(id);
    if (!folder) return pass(folder);
    auto result = readRun(*folder);
    if (!result) return pass(std::move(result));
    return KeptRun{id, *folder, noteIn(*folder), *std::move(result)};
}

Result<KeptRun> ResultArchive::keep(const verdict::RunResult& result) {
    const std::string name = nameFor(result);
    for (int at = 1; at <= kSameNameMost; ++at) {
        const std::string id = at == 1 ? name : fmt::format("{}-{}", name, at);
        std::error_code ignored;
        // One that was removed may come back to its name.
        if (fs::exists(m_folder / id, ignored) || fs::exists(removedFolder() / id, ignored)) continue;
        const auto written = writeReport(result, m_folder / id, m_painter);
        if (!written && written.error().code == ErrorCode::Conflict) continue;
        if (!written) return pass(written);
        return find(id);
    }
    return fail(ErrorCode::Conflict, "There are {} results of the name {} already: remove some", kSameNameMost, name);
}

Result<verdict::RunResult> ResultArchive::read(const std::string& id) const {
    const auto folder = folderOf(id);
    if (!folder) return pass(folder);
    return readWholeRun(*folder);
}

Result<> ResultArchive::annotate(const std::string& id, const std::string& note) {
    const auto folder = folderOf(id);
    if (!folder) return pass(folder);
    std::error_code error;
    if (!fs::is_directory(*folder, error))
        return fail(ErrorCode::NotFound, "{} is no longer there: somebody took it away", folder->string());
    return replaceFile(*folder / kNoteFile, note);
}

Result<> ResultArchive::remove(const std::string& id) {
    const auto folder = folderOf(id);
    if (!folder) return pass(folder);
    std::error_code error;
    fs::create_directories(removedFolder(), error);
    if (error) return unwritable(removedFolder(), error.value());
    return moveFolder(*folder, removedFolder() / id);
}

Result<> ResultArchive::bringBack(const std::string& id) {
    const auto folder = folderOf(id);
    if (!folder) return pass(folder);
    return moveFolder(removedFolder() / id, *folder);
}

Result<> ResultArchive::exportPage(const std::vector<std::string>& ids, const fs::path& file) const {
    if (ids.empty()) return fail(ErrorCode::Invalid, "No result was chosen to be exported");
    std::vector<NamedRun> runs;
    for (const std::string& id : ids) {
        auto run = read(id);
        if (!run) return pass(std::move(run));
        // What a person wrote about it goes with it.
        if (std::string note = noteIn(m_folder / id); !note.empty()) run->notes.insert(run->notes.begin(), note);
        runs.push_back({id, *std::move(run)});
    }
    const auto& first = runs.front().result;
    return replaceFile(file, runs.size() == 1 ? asHtml(first, chartsOf(first)) : compareAsHtml(runs));
}

}  // namespace rushlab::report
