// The SQL port: a transaction is a function that runs whole on a connection's thread while its caller's coroutine
// waits.
//
//     Result<std::int64_t> left = co_await database.transact(Deadline::in(3s), [item, count](sql::Session& session) {
//         return takeFromStock(session, item, count);        // Result<std::int64_t>
//     });
//
// Guarantees: a value is only answered once it is committed (on the disk); an error from the function, a statement that
// failed or an exception rolls everything back, and harms nobody else's transaction, also where many share one commit.
// Callers are served first come, first served; what waits is bounded (Full). Errors, in full:
//   Timeout         surely not done: it still waited, or was stopped and rolled back at its deadline
//   OutcomeUnknown  the deadline passed while it ran, or the connection broke while it was being committed
//   Unavailable     the database or its disk is not there; surely not done
//   Conflict        a unique key (named), a foreign key, a deadlock or a serialization failure: see canBeRunAgain()
//   Full, Invalid, Corrupt as everywhere.
// The function owns what it uses: it may outlive its caller, who stops waiting at the deadline. It may also be run
// again from a clean slate after a run that was rolled back through no fault of its own: its only effects are in the
// database, and what it captured is still there after a run.
// Any loop's coroutine may call; the function runs on a thread of the engine's.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/deadline.h"
#include "base/result.h"
#include "base/unique_function.h"
#include "engines/sql/values.h"
#include "io/loop.h"

namespace rushlab::sql {

// What differs between databases in the text of a statement. Placeholders are `?` everywhere; INSERT ... ON CONFLICT
// and RETURNING are the same on all.
struct Words {
    std::string_view identity;    // the type of a column that numbers its rows
    std::string_view time;        // the type of a WallTime column
    std::string_view blob;        // the type of a column of bytes
    std::string_view truth;       // the type of a bool column
    std::string_view now;         // the moment, as a WallTime column holds it
    std::string_view forUpdate;   // ends a SELECT that locks its rows; empty without row locks
    std::string_view skipLocked;  // the same, passing over what others have locked
};

// What an engine can not do is said, never imitated.
struct Traits {
    std::string_view engine;           // "SQLite"
    bool rowLocks = false;             // SELECT FOR UPDATE and SKIP LOCKED
    bool concurrentWriters = false;    // transactions that write run side by side
    std::string_view withoutRowLocks;  // one sentence for a person, where rowLocks is false
};

// The transaction a function runs in. The first statement that fails ends it: later ones answer the same error, and
// nothing of it is kept, whatever the function returns.
class Session {
  public:
    virtual ~Session() = default;

    // At most 100,000 rows; more is Full: page with LIMIT. The id a row was given is asked for with RETURNING.
    virtual Result<Rows> query(std::string_view sql, std::span<const Parameter> parameters) = 0;
    // For statements without rows; the number of rows they changed.
    virtual Result<std::int64_t> execute(std::string_view sql, std::span<const Parameter> parameters) = 0;
    virtual const Words& words() const = 0;
    virtual Deadline deadline() const = 0;

    Result<Rows> query(std::string_view sql, std::initializer_list<Parameter> parameters = {}) {
        return query(sql, std::span(parameters.begin(), parameters.size()));
    }
    Result<std::int64_t> execute(std::string_view sql, std::initializer_list<Parameter> parameters = {}) {
        return execute(sql, std::span(parameters.begin(), parameters.size()));
    }
};

// True of a Conflict that is no fault of the transaction's own (deadlock, serialization failure): it was rolled back
// whole, and the same transaction may well succeed when it is run again.
bool canBeRunAgain(const Error& error);

class Database {
  public:
    virtual ~Database() = default;

    // F: Result<T>(Session&). Commits when it returns a value, rolls back when it returns an error.
    template <class F>
    io::Awaitable<std::invoke_result_t<F&, Session&>> transact(Deadline deadline, F work) {
        return runWhole(Access::Write, deadline, std::move(work));
    }
    // The same without writing; sees one moment of the database, and does not wait for those who write.
    template <class F>
    io::Awaitable<std::invoke_result_t<F&, Session&>> read(Deadline deadline, F work) {
        return runWhole(Access::Read, deadline, std::move(work));
    }

    virtual const Traits& traits() const = 0;
    // The engine, its version, where it is, and what it can't do; for a person.
    virtual std::string describe() const = 0;

    enum class Access : unsigned char { Read, Write };
    using Work = UniqueFunction<Result<>(Session&)>;

  protected:
    virtual io::Awaitable<Result<>> run(Access access, Deadline deadline, Work work) = 0;

  private:
    template <class F, class T>
    static Work keepingValue(F work, std::shared_ptr<std::optional<T>> kept) {
        return [work = std::move(work), kept = std::move(kept)](Session& session) mutable -> Result<> {
            Result<T> done = work(session);
            if (!done) return pass(std::move(done));
            kept->emplace(std::move(*done));
            return {};
        };
    }

    template <class F>
    io::Awaitable<std::invoke_result_t<F&, Session&>> runWhole(Access access, Deadline deadline, F work) {
        using T = typename std::invoke_result_t<F&, Session&>::value_type;
        if constexpr (std::is_void_v<T>) {
            Work whole(std::move(work));
            co_return co_await run(access, deadline, std::move(whole));
        } else {
            // Written on the engine's thread before it answers, read here after the answer.
            auto kept = std::make_shared<std::optional<T>>();
            Work whole = keepingValue(std::move(work), kept);
            Result<> done = co_await run(access, deadline, std::move(whole));
            if (!done) co_return pass(std::move(done));
            co_return std::move(**kept);
        }
    }
};

}  // namespace rushlab::sql
