// Giving coupons away by the database alone: the statements that are compared, and how they run for many at once.
// The scenario's thread; it blocks.
#pragma once

#include <atomic>

#include "engines/sql/database.h"
#include "verdict/attempt.h"
#include "verdict/run_result.h"

namespace rushlab::scenarios {

enum class CouponStatement : std::uint8_t {
    OneUpdate,         // UPDATE ... WHERE id = (SELECT ... SKIP LOCKED)
    SelectThenUpdate,  // SELECT ... FOR UPDATE SKIP LOCKED, then UPDATE: two statements, one transaction
};

struct CouponRun {
    verdict::Record record;
    Histogram latency;
    std::chrono::nanoseconds took{};
    bool drained = true;  // all was seen at rest in the end
    bool faultMetNothing = false;
};

// `accounts` ask at once. On a database without row locks one transaction writes at a time, and the words fall away.
CouponRun giveBySql(sql::Database& database, CouponStatement statement, std::int64_t accounts,
                    const std::atomic<bool>& interrupted);

// How the database goes about each statement, as it explains it (EXPLAIN ANALYZE, or EXPLAIN QUERY PLAN on SQLite).
Result<verdict::Table> couponPlans(sql::Database& database);

}  // namespace rushlab::scenarios
