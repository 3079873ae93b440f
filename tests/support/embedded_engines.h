// The embedded engines in a folder of the test's own, as the ports that roles are given.
#pragma once

#include <QTemporaryDir>

#include "engines/archive/embedded_archive.h"
#include "engines/kv/embedded_key_value.h"
#include "engines/log/embedded_event_log.h"
#include "engines/queue/embedded_work_queue.h"
#include "engines/sql/open.h"
#include "roles/role.h"

namespace rushlab::test {

class EmbeddedEngines {
  public:
    explicit EmbeddedEngines(const Clock& clock) {
        const std::filesystem::path folder(m_folder.path().toStdString());
        m_keyValue = opened(kv::EmbeddedKeyValue::open({}, clock, Log::silent()));
        queue::EmbeddedOptions queue;
        queue.file = folder / "queue.db";
        m_queue = opened(queue::EmbeddedWorkQueue::open(std::move(queue), clock));
        log::EmbeddedLogSettings log;
        log.file = folder / "log.db";
        m_log = opened(log::EmbeddedEventLog::open(std::move(log)));
        sql::Settings database;
        database.url = "sqlite:" + (folder / "shop.db").string();
        m_database = opened(sql::openDatabase(database, Log::silent()));
        archive::EmbeddedOptions archive;
        archive.file = folder / "archive.db";
        m_archive = opened(archive::EmbeddedArchive::open(std::move(archive)));
    }

    roles::Ports ports() const { return {*m_keyValue, *m_queue, *m_log, *m_database, *m_archive}; }

  private:
    template <class Engine>
    static Engine opened(Result<Engine> engine) {
        if (!engine) abortBecause(engine.error().message);
        return *std::move(engine);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<kv::KeyValue> m_keyValue;
    std::unique_ptr<queue::WorkQueue> m_queue;
    std::unique_ptr<log::EventLog> m_log;
    std::unique_ptr<sql::Database> m_database;
    std::unique_ptr<archive::Archive> m_archive;
};

}  // namespace rushlab::test
