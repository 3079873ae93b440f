// The Session that one caller's function sees: remembers the first failure, and ends with its deadline.
// Belongs to the connection's thread.
#pragma once

#include <optional>

#include "engines/sql/call_queue.h"
#include "engines/sql/connection.h"

namespace rushlab::sql {

class Transaction final : public Session {
  public:
    Transaction(Connection& connection, Deadline deadline) : m_connection(connection), m_deadline(deadline) {}

    // Runs the caller's function in here; its outcome, or the first failure where it tried to go on after one.
    Result<> run(Call& call);

    using Session::execute;
    using Session::query;
    Result<Rows> query(std::string_view sql, std::span<const Parameter> parameters) override;
    Result<std::int64_t> execute(std::string_view sql, std::span<const Parameter> parameters) override;
    const Words& words() const override { return m_connection.words(); }
    Deadline deadline() const override { return m_deadline; }

  private:
    Result<> mayGoOn();
    template <class T>
    Result<T> remembering(Result<T> outcome);

    Connection& m_connection;
    const Deadline m_deadline;
    std::optional<Error> m_failure;
};

}  // namespace rushlab::sql
