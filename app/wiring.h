// Opens the engine that each port's URL names. The only file that knows which engines there are.
// Each call may wait for its engine (a server that is slow, a file that recovers): not for a thread that draws or a
// loop.
#pragma once

#include <filesystem>
#include <memory>

#include "base/clock.h"
#include "base/log.h"
#include "base/settings.h"
#include "engines/archive/archive.h"
#include "engines/kv/key_value.h"
#include "engines/log/event_log.h"
#include "engines/mail/inbox.h"
#include "engines/mail/mailer.h"
#include "engines/queue/work_queue.h"
#include "engines/sql/database.h"

namespace rushlab::app {

// What all engines are opened with. Must outlive them.
struct Ground {
    Settings settings;
    std::filesystem::path folder;  // where the embedded ones keep their files
    const Clock& clock;
    Log log;
    bool bringDatabaseUpToDate = true;  // false: for a look that must not change its tables
};

// The file that the database's URL names; empty where it names none.
std::filesystem::path databaseFile(const Settings& settings);

Result<std::unique_ptr<kv::KeyValue>> openKeyValue(const Ground& ground);
Result<std::unique_ptr<queue::WorkQueue>> openWorkQueue(const Ground& ground);
Result<std::unique_ptr<log::EventLog>> openEventLog(const Ground& ground);
Result<std::unique_ptr<sql::Database>> openDatabase(const Ground& ground);
Result<std::unique_ptr<archive::Archive>> openArchive(const Ground& ground);

struct Mail {
    std::unique_ptr<mail::Sink> sink;      // the built-in one, where the URL names it
    std::unique_ptr<mail::Mailer> mailer;  // nothing: no mail is sent
};
Result<Mail> openMail(const Ground& ground, const std::string& url, const mail::SinkOptions& sink);
// The port of a shop's mail sink: SPEC's own, or behind those of the roles.
std::uint16_t mailSinkPort(const Settings& settings);

}  // namespace rushlab::app
