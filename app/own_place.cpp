#include "app/own_place.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/random.h"
#include "engines/sql/address.h"
#include "engines/sql/open.h"
#include "io/loop.h"

namespace rushlab::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::string_view kPrefix = "rushlab_run_";
constexpr const char* kLockFile = "lock";
constexpr const char* kDatabaseFile = "database";  // which one has the schema of the folder's name

Result<> onDatabase(const std::string& url, const std::string& statement, const Log& log) {
    sql::Settings settings;
    settings.url = url;
    settings.connections = 1;
    settings.bringUpToDate = false;
    const auto database = sql::openDatabase(settings, log);
    if (!database) return pass(database);
    const auto execute = [statement](sql::Session& session) -> Result<> {
        const auto done = session.execute(statement);
        return done ? Result<>() : pass(done);
    };
    io::Loop loop;
    return loop.runUntilDone((*database)->transact(Deadline::in(10s), execute));
}

std::string withOption(const std::string& url, const std::string& option) {
    return url + (url.find('?') == std::string::npos ? "?" : "&") + option;
}

// Without who asks: "127.0.0.1:5432/shop". Empty where schemas are not to be had.
std::string whichDatabase(const std::string& url) {
    const auto address = sql::parseUrl(url);
    const auto* postgres = address ? std::get_if<sql::PostgresAddress>(&*address) : nullptr;
    return postgres ? fmt::format("{}:{}/{}", postgres->host, postgres->port, postgres->database) : "";
}

// The lock goes last, so that a removal that is cut off can be taken up again.
void removeContent(const fs::path& folder, bool withMarks) {
    std::error_code ignored;
    std::vector<fs::path> content;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
        const fs::path name = entry.path().filename();
        if (name != kLockFile && name != kDatabaseFile) content.push_back(entry.path());
    }
    for (const fs::path& path : content)
        fs::remove_all(path, ignored);
    if (!withMarks) return;
    fs::remove(folder / kDatabaseFile, ignored);
    fs::remove(folder / kLockFile, ignored);
    fs::remove(folder, ignored);
}

// A folder of the user's own, and of a name that may stand in a statement.
bool mayBeAPlace(const fs::path& folder) {
    const std::string name = folder.filename().string();
    const bool plain = std::ranges::all_of(name, [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
    });
    struct stat status {};
    return plain && name.starts_with(kPrefix) && ::lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
           status.st_uid == ::geteuid();
}

void sweep(const fs::path& folder, const Settings& settings, const Log& log) {
    const auto lock = FileLock::take(folder / kLockFile);
    if (!lock) return;  // its run is alive, or it is nobody's
    std::ifstream file(folder / kDatabaseFile);
    const std::string database{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    removeContent(folder, false);
    if (!database.empty()) {
        if (database != whichDatabase(settings.database.text)) return;
        const std::string name = folder.filename().string();
        const auto dropped =
            onDatabase(settings.database.text, fmt::format("DROP SCHEMA IF EXISTS {} CASCADE", name), log);
        if (!dropped) {
            log.warning("The schema {} of a run that was killed stays for now: {}", name, dropped.error().message);
            return;
        }
    }
    removeContent(folder, true);
    log.info("What a killed run left was removed: {}", folder.string());
}

Result<> cannotBeMade(const fs::path& where, const std::string& why) {
    return fail(ErrorCode::Unavailable,
                "A folder for the run cannot be made in {} ({}): name another in the variable TMPDIR.", where.string(),
                why);
}

}  // namespace

// Under its name a folder always has its lock: until then it has another.
Result<> OwnPlace::makeFolder(const std::string& name) {
    std::error_code error;
    const fs::path temporary = fs::temp_directory_path(error);
    if (error) return cannotBeMade(temporary, error.message());
    const fs::path unfinished = temporary / ("." + name);
    if (::mkdir(unfinished.c_str(), 0700) != 0) return cannotBeMade(temporary, std::generic_category().message(errno));
    m_folder = unfinished;
    m_lock = FileLock::make(unfinished / kLockFile);
    if (!m_lock) return cannotBeMade(temporary, std::generic_category().message(errno));
    fs::rename(unfinished, temporary / name, error);
    if (error) return cannotBeMade(temporary, error.message());
    m_folder = temporary / name;
    return {};
}

// What is to be dropped is written down before it is there.
Result<> OwnPlace::makeSchema(const std::string& name, const Settings& settings) {
    m_wholeDatabase = settings.database.text;
    std::ofstream file(m_folder / kDatabaseFile);
    file << whichDatabase(m_wholeDatabase);
    file.close();
    if (!file) return cannotBeMade(m_folder.parent_path(), "is the disk full?");
    if (auto made = onDatabase(m_wholeDatabase, "CREATE SCHEMA " + name, m_log); !made) return made;
    m_schema = name;
    m_databaseUrl = withOption(m_wholeDatabase, "schema=" + name);
    return {};
}

Result<std::shared_ptr<OwnPlace>> OwnPlace::make(const Settings& settings, const Log& log) {
    auto place = std::make_shared<OwnPlace>(Key(), log);
    const std::string name = fmt::format("{}{}_{}", kPrefix, ::getpid(), randomToken(8));
    if (const auto made = place->makeFolder(name); !made) return pass(made);
    if (settings.database.scheme() == "sqlite") {
        place->m_databaseUrl = "sqlite:";  // the folder's own file, whatever the shop's is
        return place;
    }
    if (const auto made = place->makeSchema(name, settings); !made) return pass(made);
    return place;
}

OwnPlace::~OwnPlace() {
    bool dropped = true;
    if (!m_schema.empty()) {
        const auto done = onDatabase(m_wholeDatabase, "DROP SCHEMA " + m_schema + " CASCADE", m_log);
        dropped = done.has_value();
        if (!done)
            m_log.warning("The schema {} of a run stays until a later run on the same database: {}", m_schema,
                          done.error().message);
    }
    if (!m_folder.empty()) removeContent(m_folder, dropped);
}

void sweepAbandonedPlaces(const Settings& settings, const Log& log) {
    std::error_code error;
    const fs::path temporary = fs::temp_directory_path(error);
    if (error) return;
    std::vector<fs::path> places;
    for (fs::directory_iterator entry(temporary, error), end; !error && entry != end; entry.increment(error)) {
        if (mayBeAPlace(entry->path())) places.push_back(entry->path());
    }
    for (const fs::path& place : places)
        sweep(place, settings, log);
}

}  // namespace rushlab::app
