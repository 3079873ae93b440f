#include "scenarios/coupon_sql.h"

#include <algorithm>
#include <memory>

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr auto kAnswerWithin = 60s;

std::string selectFree(const sql::Words& words) {
    return fmt::format("SELECT id FROM coupons WHERE account_id IS NULL ORDER BY id LIMIT 1 {}", words.skipLocked);
}
std::string oneUpdate(const sql::Words& words) {
    return fmt::format("UPDATE coupons SET account_id = ? WHERE id = ({}) AND account_id IS NULL RETURNING id",
                       selectFree(words));
}
constexpr std::string_view kUpdate = "UPDATE coupons SET account_id = ? WHERE id = ? AND account_id IS NULL";

// True: the account has one now; false: none is left.
Result<bool> giveOne(sql::Session& session, CouponStatement statement, std::int64_t account) {
    if (statement == CouponStatement::OneUpdate) {
        const auto given = session.query(oneUpdate(session.words()), {account});
        if (!given) return pass(given);
        return !given->empty();
    }
    const auto free = session.query(selectFree(session.words()));
    if (!free) return pass(free);
    if (free->empty()) return false;
    const std::string id(free->first().text(0));
    const auto changed = session.execute(kUpdate, {account, id});
    if (!changed) return pass(changed);
    return *changed == 1;
}

struct Crowd {
    sql::Database& database;
    CouponStatement statement;
    SteadyTime began;
    const std::atomic<bool>& interrupted;
    CouponRun run;
    std::size_t waiting = 0;
};

void note(Crowd& crowd, verdict::Attempt& attempt, const Result<bool>& given) {
    using verdict::Outcome;
    attempt.answered = std::chrono::steady_clock::now() - crowd.began;
    crowd.run.latency.record(attempt.answered - attempt.intended);
    if (given) {
        attempt.outcome = *given ? Outcome::Ok : Outcome::Rejected;
        attempt.code = *given ? domain::Code::Created : domain::Code::SoldOut;
    } else {
        attempt.code = domain::codeOf(given.error().code);
        attempt.outcome = given.error().code == ErrorCode::OutcomeUnknown ? Outcome::Unknown : Outcome::Failed;
    }
    attempt.status = static_cast<std::uint16_t>(domain::httpStatus(attempt.code));
}

io::Awaitable<> ask(Crowd& crowd, std::size_t at) {
    verdict::Attempt& attempt = crowd.run.record.attempts[at];
    if (crowd.interrupted) {
        crowd.run.record.whole = false;
        crowd.run.record.cutShort = "it was interrupted";
    } else {
        attempt.sent = std::chrono::steady_clock::now() - crowd.began;
        const auto work = [statement = crowd.statement, account = attempt.member.value](sql::Session& session) {
            return giveOne(session, statement, account);
        };
        const auto given = co_await crowd.database.transact(Deadline::in(kAnswerWithin), work);
        note(crowd, attempt, given);
    }
    --crowd.waiting;
}

io::Awaitable<> askAll(io::Loop& loop, Crowd& crowd) {
    crowd.waiting = crowd.run.record.attempts.size();
    for (std::size_t at = 0; at < crowd.run.record.attempts.size(); ++at)
        loop.spawn(ask(crowd, at));
    while (crowd.waiting > 0)
        co_await io::sleepFor(1ms);
}

// Asked for inside a transaction that is rolled back: EXPLAIN ANALYZE does what it explains.
Result<std::string> planOf(sql::Database& database, std::string statement) {
    const bool analyzes = database.traits().rowLocks;
    // PostgreSQL explains no statement whose parameters are still to come.
    if (const auto mark = statement.find('?'); mark != std::string::npos) statement.replace(mark, 1, "1");
    const auto text = std::make_shared<std::string>();
    const auto explain = [statement = std::move(statement), analyzes, text](sql::Session& session) -> Result<bool> {
        const auto rows =
            session.query((analyzes ? "EXPLAIN (ANALYZE, COSTS OFF) " : "EXPLAIN QUERY PLAN ") + statement);
        if (!rows) return pass(rows);
        text->clear();
        for (const sql::Row row : *rows)
            *text += fmt::format("{}{}", text->empty() ? "" : "\n", row.text(analyzes ? 0 : 3));
        return fail(ErrorCode::Invalid, "only explained");
    };
    io::Loop loop;
    const auto done = loop.runUntilDone(database.transact(Deadline::in(kAnswerWithin), explain));
    if (text->empty()) return pass(done);
    return *text;
}

Result<sql::Words> wordsOf(sql::Database& database) {
    const auto tell = [](sql::Session& session) -> Result<sql::Words> { return session.words(); };
    io::Loop loop;
    return loop.runUntilDone(database.read(Deadline::in(kAnswerWithin), tell));
}

}  // namespace

CouponRun giveBySql(sql::Database& database, CouponStatement statement, std::int64_t accounts,
                    const std::atomic<bool>& interrupted) {
    Crowd crowd{database, statement, std::chrono::steady_clock::now(), interrupted, {}, 0};
    crowd.run.record.whole = true;
    crowd.run.record.attempts.resize(static_cast<std::size_t>(accounts));
    for (std::size_t at = 0; at < crowd.run.record.attempts.size(); ++at) {
        crowd.run.record.attempts[at].member = domain::MemberId{static_cast<std::int64_t>(at) + 1};
        crowd.run.record.attempts[at].units = 1;
    }
    io::Loop loop;
    loop.runUntilDone(askAll(loop, crowd));
    crowd.run.took = std::chrono::steady_clock::now() - crowd.began;
    return std::move(crowd.run);
}

Result<verdict::Table> couponPlans(sql::Database& database) {
    const auto words = wordsOf(database);
    if (!words) return pass(words);
    verdict::Table table{"Query plans", {"statement", "plan"}, {}};
    for (const std::string& statement : {oneUpdate(*words), selectFree(*words)}) {
        const auto plan = planOf(database, statement);
        if (!plan) return pass(plan);
        table.rows.push_back({statement, *plan});
    }
    return table;
}

}  // namespace rushlab::scenarios
