// Many callers at once, some of whom fail in every way there is; and what must be true of all of them afterwards.
#pragma once

#include "tests/contract/sql_engines.h"

namespace rushlab::test {

inline const std::string kCallersTable = "CREATE TABLE marks (caller BIGINT PRIMARY KEY, note TEXT NOT NULL)";

struct CallersCheck {
    bool holds = false;
    std::string evidence;
};

enum class Fault : unsigned char { None, Error, Exception, TakenKey, IgnoredFailure, BrokenRule };

inline Fault faultOf(int caller) {
    return caller % 3 == 1 ? static_cast<Fault>(1 + caller / 3 % 5) : Fault::None;
}

inline Result<> mark(sql::Session& session, int caller) {
    auto done = session.execute("INSERT INTO marks (caller, note) VALUES (?, 'x')", {caller});
    return done ? Result<>{} : pass(done);
}

// Leaves two marks, and then fails in its own way.
inline Result<> transactionOf(sql::Session& session, int caller) {
    if (auto done = mark(session, 2 * caller); !done) return done;
    if (auto done = mark(session, 2 * caller + 1); !done) return done;
    switch (faultOf(caller)) {
        case Fault::None:
            return {};
        case Fault::Error:
            return fail(ErrorCode::SoldOut, "sold out");
        case Fault::Exception:
            throw std::runtime_error("thrown");
        case Fault::TakenKey:
            return mark(session, 2 * caller);
        case Fault::IgnoredFailure:
            static_cast<void>(mark(session, 2 * caller));
            return {};
        case Fault::BrokenRule: {
            auto done = session.execute("INSERT INTO marks (caller, note) VALUES (?, ?)", {-caller, nullptr});
            return done ? Result<>{} : pass(done);
        }
    }
    return {};
}

// Who was told "done" has both marks, who was told anything else has none, and only who failed by himself was told so.
inline CallersCheck runMixedCallers(sql::Database& database) {
    constexpr int kCallers = 300;
    const auto start = [&](int caller) {
        return database.transact(Deadline::in(60s), [caller](sql::Session& s) { return transactionOf(s, caller); });
    };
    const auto outcomes = Crowd<void>::run(kCallers, start);
    const auto rows =
        read(database, [](sql::Session& s) { return s.query("SELECT caller FROM marks ORDER BY caller"); });
    if (!rows) return {false, rows.error().message};
    std::vector<int> marks(kCallers);
    for (const sql::Row row : *rows)
        ++marks[static_cast<std::size_t>(row.integer(0) / 2)];
    for (int caller = 0; caller < kCallers; ++caller) {
        const auto& outcome = outcomes[static_cast<std::size_t>(caller)];
        const bool should = faultOf(caller) == Fault::None;
        const int found = marks[static_cast<std::size_t>(caller)];
        if (outcome.has_value() != should || found != (should ? 2 : 0)) {
            return {false, fmt::format("caller {} was told \"{}\" and has {} marks", caller,
                                       outcome ? "done" : outcome.error().message, found)};
        }
    }
    return {true, ""};
}

}  // namespace rushlab::test
