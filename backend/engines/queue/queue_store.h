// The work queue's tables: reads a broker's state back, writes collections of changes.
// Guarantees: a collection is written in the order declarations, removals, messages; what was written in any prefix of
// collections is a state that load() accepts. Whatever it finds that no broker can have written is Corrupt.
// One thread at a time.
#pragma once

#include <filesystem>
#include <optional>

#include "engines/queue/broker.h"
#include "engines/queue/unflushed.h"
#include "storage/database.h"

namespace rushlab::queue {

class QueueStore {
  public:
    static Result<storage::Database> open(const std::filesystem::path& file,
                                          std::shared_ptr<storage::DiskFaults> faults);
    // Fills the broker, and marks the file as in use until a collection says cleanStop.
    static Result<> load(storage::Database& database, Broker& broker);

    // Inside a transaction, always of the same database.
    Result<> write(storage::Database& database, const Collection& changes);
    // Lets go of the database's statements: after the flusher has stopped, before the file is opened again.
    void release() { m_statements.reset(); }

  private:
    struct Statements;
    struct Deleter {
        void operator()(Statements* statements) const;
    };

    Result<> prepare(storage::Database& database);
    Result<> writeTopology(const TopologyChange& change);
    Result<> writeRemovals(const std::vector<MessageNumber>& removals);
    Result<> writeMessages(const std::vector<Collection::Message>& messages);
    Result<> writeCleanStop(const std::vector<Entry>& handedOutBefore);

    std::unique_ptr<Statements, Deleter> m_statements;
};

}  // namespace rushlab::queue
