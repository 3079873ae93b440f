// Many callers' transactions in one commit: each in a savepoint of its own, one flush to the disk for all of them.
// Guarantees: whatever ends one caller's transaction (its own error, a constraint, an exception, an error of the disk
// that makes the database drop the whole commit) leaves the others' as if it had never been there: where the whole was
// lost, the others are run again. When the commit itself fails, all of them are told so and nothing is stored.
// Belongs to the connection's thread.
#pragma once

#include <memory>
#include <vector>

#include "engines/sql/call_queue.h"
#include "engines/sql/connection.h"

namespace rushlab::sql {

// What a test may leave out to see that its check notices.
struct SharedCommitOptions {
    bool savepoints = true;
};

class SharedCommit {
  public:
    explicit SharedCommit(Connection& connection, SharedCommitOptions options = {})
        : m_connection(connection), m_options(options) {}

    // Runs all of them, commits, answers each.
    void run(std::vector<std::shared_ptr<Call>> calls);

  private:
    using Calls = std::vector<std::shared_ptr<Call>>;
    enum class Attempt : unsigned char { Settled, RunOthersAgain, RunEachAlone };

    // What was answered is taken out of `calls`.
    Attempt attempt(Calls& calls);
    Result<> runOne(Call& call);
    void settle(Calls& calls, std::vector<Result<>>& outcomes);
    Attempt settleCommit(Calls& calls, std::vector<Result<>>& outcomes);
    void failAll(Calls& calls, const Error& error);
    void runEachAlone(Calls& calls);

    Connection& m_connection;
    const SharedCommitOptions m_options;
};

}  // namespace rushlab::sql
