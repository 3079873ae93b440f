// A database that holds many orders of one item, without a sale: for checkers that must read them all.
#pragma once

#include <fmt/format.h>

#include "engines/sql/database.h"

namespace rushlab::test {

constexpr std::int64_t kSoldItem = 1;

// The id of the n-th, from 1.
inline std::string soldOrderId(std::int64_t number) {
    return fmt::format("0197a000-0000-7000-8000-{}", 100'000'000'000 + number);
}

// Orders 1 to `count`, completed, of member n and one unit each, out of `count` units.
inline Result<> sellAtOnce(sql::Session& session, std::int64_t count) {
    const std::string numbers =
        fmt::format("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) ", count);
    const std::string_view now = session.words().now;
    const std::string id = "'0197a000-0000-7000-8000-' || CAST(100000000000 + i AS TEXT)";
    for (const std::string& statement :
         {fmt::format("INSERT INTO items (name, price, type, created_at) VALUES ('Item', 5, 'GENERAL', {})", now),
          fmt::format("INSERT INTO stock (item_id, quantity, initial) VALUES ({}, 0, {})", kSoldItem, count),
          "INSERT INTO orders (id, member_id, status, created_at, changed_at) " + numbers +
              fmt::format("SELECT {}, i, 'COMPLETED', {}, {} FROM n", id, now, now),
          "INSERT INTO order_lines (order_id, line, item_id, count, price) " + numbers +
              fmt::format("SELECT {}, 1, {}, 1, 5 FROM n", id, kSoldItem)}) {
        if (auto done = session.execute(statement); !done) return pass(std::move(done));
    }
    return {};
}

}  // namespace rushlab::test
