// The day's orders, units and amount of each item, counted from the orders themselves.
// Idempotent: a second count of the same day replaces the first. Days are those of UTC.
// Any thread, within a transaction: countDay() reads, keepDay() writes.
#pragma once

#include <string>
#include <vector>

#include "domain/ids.h"
#include "engines/sql/database.h"

namespace rushlab::roles {

struct DayOfItem {
    domain::ItemId item;
    std::int64_t orders = 0;
    std::int64_t units = 0;
    std::int64_t amount = 0;

    friend bool operator==(const DayOfItem&, const DayOfItem&) = default;
};

std::string dayOf(WallTime time);  // "2026-11-21"
Result<std::vector<DayOfItem>> countDay(sql::Session& session, WallTime within);
Result<> keepDay(sql::Session& session, WallTime within, const std::vector<DayOfItem>& items, WallTime now);

}  // namespace rushlab::roles
