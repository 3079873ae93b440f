// Where one run keeps what it stores: a temporary folder, and a schema of its own on a database that is shared.
// Guarantees: both are gone with this value, which must outlive the engines that use them. What a run left that was
// killed is removed by a later one; what a living run has never is, for it holds a lock on a file of its folder, which
// goes with its process.
// One thread; QCoreApplication must exist until its end.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "app/file_lock.h"
#include "base/log.h"
#include "base/result.h"
#include "base/settings.h"

namespace rushlab::app {

class OwnPlace {
    struct Key {
        explicit Key() = default;
    };

  public:
    // Unavailable: the folder for temporary files cannot be written, or the database cannot be reached.
    static Result<std::shared_ptr<OwnPlace>> make(const Settings& settings, const Log& log);
    OwnPlace(Key, Log log) : m_log(std::move(log)) {}  // make() is the way
    ~OwnPlace();
    OwnPlace(const OwnPlace&) = delete;
    OwnPlace& operator=(const OwnPlace&) = delete;

    const std::filesystem::path& folder() const { return m_folder; }
    // The settings' own, with the schema where it has one.
    const std::string& databaseUrl() const { return m_databaseUrl; }

  private:
    Result<> makeFolder(const std::string& name);
    Result<> makeSchema(const std::string& name, const Settings& settings);

    const Log m_log;
    std::filesystem::path m_folder;
    std::optional<FileLock> m_lock;  // on a file of the folder, as long as this lives
    std::string m_databaseUrl;
    std::string m_wholeDatabase;  // the URL without the schema
    std::string m_schema;         // empty: none was made
};

// Removes the folders of runs whose process is gone, and their schemas where they are on this database. What is on
// another waits for a run that uses that.
void sweepAbandonedPlaces(const Settings& settings, const Log& log);

}  // namespace rushlab::app
