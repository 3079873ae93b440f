#include "app/own_place.h"

#include "base/random.h"
#include "engines/sql/open.h"
#include "io/loop.h"

namespace rushlab::app {
namespace {

using namespace std::chrono_literals;

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

}  // namespace

Result<std::shared_ptr<OwnPlace>> OwnPlace::make(const Settings& settings, const Log& log) {
    auto place = std::make_shared<OwnPlace>(Key(), log);
    const std::string name = "rushlab_run_" + randomToken(8);
    std::error_code error;
    const std::filesystem::path temporary = std::filesystem::temp_directory_path(error);
    if (!error) std::filesystem::create_directory(temporary / name, error);
    if (error)
        return fail(ErrorCode::Unavailable,
                    "A folder for the run cannot be made in {} ({}): name another in the variable TMPDIR.",
                    temporary.string(), error.message());
    place->m_folder = temporary / name;
    if (settings.database.scheme() == "sqlite") {
        place->m_databaseUrl = "sqlite:";  // the folder's own file, whatever the shop's is
        return place;
    }
    place->m_wholeDatabase = settings.database.text;
    if (const auto made = onDatabase(place->m_wholeDatabase, "CREATE SCHEMA " + name, log); !made) return pass(made);
    place->m_schema = name;
    place->m_databaseUrl = withOption(settings.database.text, "schema=" + name);
    return place;
}

OwnPlace::~OwnPlace() {
    if (!m_schema.empty()) {
        const auto dropped = onDatabase(m_wholeDatabase, "DROP SCHEMA " + m_schema + " CASCADE", m_log);
        if (!dropped)
            m_log.warning("The schema {} of a run stays behind, drop it by hand: {}", m_schema,
                          dropped.error().message);
    }
    std::error_code ignored;  // there is nobody left to tell
    if (!m_folder.empty()) std::filesystem::remove_all(m_folder, ignored);
}

}  // namespace rushlab::app
