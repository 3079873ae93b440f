// One connection to a database by Qt Sql, with the statements it has prepared; what every dialect has in common.
// Guarantees: a statement is prepared once a connection, however often it runs, and at most kStatementsMax are kept.
// Belongs to the thread that opened it, as Qt Sql demands.
#pragma once

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/deadline.h"
#include "engines/sql/database.h"

namespace rushlab::sql {

// A driver's error in the port's words.
struct Failure {
    Error error;
    bool connectionLost = false;
};

class Connection {
  public:
    static constexpr std::size_t kStatementsMax = 256;
    static constexpr std::size_t kRowsMax = 100'000;

    virtual ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // The deadline is handed to the database as far as it knows such a thing.
    virtual Result<> begin(Database::Access access, Deadline deadline) = 0;
    // An error has surely not committed, but for OutcomeUnknown; rollback() must follow it.
    Result<> commit();
    void rollback();

    // A transaction within the transaction.
    Result<> savepoint();
    Result<> releaseSavepoint();
    Result<> rollbackToSavepoint();

    // Within a transaction, for one caller's statements.
    Result<Rows> query(std::string_view sql, std::span<const Parameter> parameters);
    Result<std::int64_t> execute(std::string_view sql, std::span<const Parameter> parameters);
    // Before each statement of a transaction that has a deadline.
    virtual Result<> keepDeadline(Deadline deadline) = 0;

    // Many statements at once, nothing prepared; for migrations.
    virtual Result<> script(std::string_view sql) = 0;

    // The database has ended the transaction by itself: nothing of it is left.
    virtual bool transactionGone() const = 0;
    bool lost() const { return m_lost; }
    // Pages that the commits so far have left in a write-ahead log which the engine must empty; 0: there is none.
    virtual std::int64_t logPages() const { return 0; }
    virtual const Words& words() const = 0;
    std::int64_t statementsPrepared() const { return m_statementsPrepared; }

  protected:
    explicit Connection(const QString& driver);

    // BEGIN, COMMIT and their like, which never come from callers.
    virtual Result<> control(std::string_view sql) = 0;
    virtual Failure explain(const QSqlError& error, std::string_view sql) const = 0;
    virtual QVariant timeToVariant(WallTime time) const = 0;
    virtual bool forwardOnly() const = 0;
    // Whether the database can prepare a statement that begins with this word.
    virtual bool canPrepare(std::string_view firstWord) const = 0;

    QSqlDatabase& database() { return m_database; }
    const QSqlDatabase& database() const { return m_database; }
    Error failed(const QSqlError& error, std::string_view sql);
    void markLost() { m_lost = true; }
    // Before the handle of the driver goes.
    void forgetStatements();

  private:
    struct Prepared {
        std::string sql;
        QSqlQuery query;
        bool isDirect = false;  // sent as text each time: the database can not prepare it
        std::size_t parameters = 0;
        bool used = false;
    };
    using Order = std::list<Prepared>;

    Result<Prepared*> prepared(std::string_view sql);
    Result<Prepared*> keep(Prepared statement);
    Result<Prepared*> run(std::string_view sql, std::span<const Parameter> parameters);
    Result<> bind(Prepared& statement, std::span<const Parameter> parameters);
    void retire(Order::iterator statement);
    void finishTransaction() { m_retired.clear(); }
    Result<Rows> readRows(QSqlQuery& query, std::string_view sql);

    QSqlDatabase m_database;
    Order m_statements;  // the one used last comes first
    std::unordered_map<std::string_view, Order::iterator> m_bySql;
    Order m_retired;  // PostgreSQL can not let go of a statement within a transaction that failed
    std::int64_t m_statementsPrepared = 0;
    bool m_lost = false;
};

}  // namespace rushlab::sql
