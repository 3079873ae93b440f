// Random transactions against a plain map: what was answered "done" is there, what failed is not, also after the
// database was closed and opened again.
#include <rapidcheck.h>

#include "engines/sql/sqlite_database.h"
#include "tests/contract/sql_engines.h"
#include "tests/support/test_program.h"

namespace rushlab::test::sql_transactions {
using namespace rushlab::test;

namespace {

using Model = std::map<std::int64_t, std::string>;

const std::string kPairs = "CREATE TABLE pairs (name BIGINT PRIMARY KEY, value TEXT NOT NULL)";

struct Change {
    enum class Kind : unsigned char { Put, PutNew, Append, Erase, EraseAll } kind = Kind::Put;
    std::int64_t name = 0;
    std::string value;
};

enum class Ending : unsigned char { Commit, Error, Throw };

struct Plan {
    std::vector<Change> changes;
    Ending ending = Ending::Commit;
};

// One thing to do with the database: plans that are under way together, or closing and opening it.
struct Step {
    std::vector<Plan> together;
    bool reopen = false;
};

rc::Gen<Change> anyChange() {
    return rc::gen::build<Change>(
        rc::gen::set(&Change::kind, rc::gen::weightedElement<Change::Kind>({{4, Change::Kind::Put},
                                                                            {3, Change::Kind::PutNew},
                                                                            {3, Change::Kind::Append},
                                                                            {3, Change::Kind::Erase},
                                                                            {1, Change::Kind::EraseAll}})),
        rc::gen::set(&Change::name, rc::gen::inRange<std::int64_t>(0, 12)),
        rc::gen::set(&Change::value, rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~'))));
}

rc::Gen<Plan> anyPlan() {
    return rc::gen::build<Plan>(
        rc::gen::set(&Plan::changes, rc::gen::container<std::vector<Change>>(anyChange())),
        rc::gen::set(&Plan::ending,
                     rc::gen::weightedElement<Ending>({{6, Ending::Commit}, {1, Ending::Error}, {1, Ending::Throw}})));
}

rc::Gen<Step> anyStep() {
    return rc::gen::build<Step>(rc::gen::set(&Step::together, rc::gen::container<std::vector<Plan>>(anyPlan())),
                                rc::gen::set(&Step::reopen, rc::gen::weightedElement<bool>({{1, true}, {9, false}})));
}

// False where a rule refuses the change.
bool apply(Model& model, const Change& change) {
    switch (change.kind) {
        case Change::Kind::Put:
            model[change.name] = change.value;
            return true;
        case Change::Kind::PutNew:
            return model.emplace(change.name, change.value).second;
        case Change::Kind::Append:
            if (const auto at = model.find(change.name); at != model.end()) at->second += change.value;
            return true;
        case Change::Kind::Erase:
            model.erase(change.name);
            return true;
        case Change::Kind::EraseAll:
            model.clear();
            return true;
    }
    return false;
}

bool apply(Model& model, const Plan& plan) {
    Model changed = model;
    for (const Change& change : plan.changes) {
        if (!apply(changed, change)) return false;
    }
    if (plan.ending != Ending::Commit) return false;
    model = std::move(changed);
    return true;
}

Result<std::int64_t> apply(sql::Session& session, const Change& change) {
    switch (change.kind) {
        case Change::Kind::Put:
            return session.execute(
                "INSERT INTO pairs (name, value) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                {change.name, change.value});
        case Change::Kind::PutNew:
            return session.execute("INSERT INTO pairs (name, value) VALUES (?, ?)", {change.name, change.value});
        case Change::Kind::Append:
            return session.execute("UPDATE pairs SET value = value || ? WHERE name = ?", {change.value, change.name});
        case Change::Kind::Erase:
            return session.execute("DELETE FROM pairs WHERE name = ?", {change.name});
        case Change::Kind::EraseAll:
            return session.execute("DELETE FROM pairs");
    }
    return fail(ErrorCode::Invalid, "no such change");
}

// Answers the place in the order in which the transactions were run.
Result<std::int64_t> run(sql::Session& session, const Plan& plan, std::atomic<std::int64_t>& order) {
    const std::int64_t place = ++order;
    for (const Change& change : plan.changes) {
        if (auto done = apply(session, change); !done) return done;
    }
    if (plan.ending == Ending::Error) return fail(ErrorCode::SoldOut, "sold out");
    if (plan.ending == Ending::Throw) throw std::runtime_error("thrown");
    return place;
}

Model contents(sql::Database& database) {
    const auto rows = read(database, [](sql::Session& s) { return s.query("SELECT name, value FROM pairs"); });
    if (!rows) return {{-1, rows.error().message}};
    Model found;
    for (const sql::Row row : *rows)
        found.emplace(row.integer(0), row.text(1));
    return found;
}

}  // namespace

class SqlTransactions : public QObject {
    Q_OBJECT

    // The database that is tested; each run begins with it empty.
    struct Tested {
        OwnDatabase own{false};
        sql::SharedCommitOptions options;
        std::unique_ptr<sql::Database> database;

        void reopen() {
            database.reset();
            sql::Settings settings{.url = own.url(), .migrations = asMigrations({kPairs})};
            auto opened = sql::SqliteDatabase::open({own.file()}, settings, Log::silent(), options);
            if (!opened) qFatal("%s", opened.error().message.c_str());
            database = std::move(*opened);
        }
    };

    // Whether the database, run side by side with the model, agreed with it after every step.
    static bool agrees(Tested& tested, const std::vector<Step>& steps) {
        if (!tested.database) tested.reopen();
        if (!execute(*tested.database, "DELETE FROM pairs")) return false;
        Model model;
        for (const Step& step : steps) {
            if (step.reopen) tested.reopen();
            if (!stepAgrees(*tested.database, model, step)) return false;
        }
        return true;
    }

    // One connection writes, one transaction after the other, so that the order of their runs is the model's order.
    static bool stepAgrees(sql::Database& database, Model& model, const Step& step) {
        if (!step.together.empty()) {
            const auto order = std::make_shared<std::atomic<std::int64_t>>(0);
            const auto outcomes = Crowd<std::int64_t>::run(static_cast<int>(step.together.size()), [&](int i) {
                return database.transact(Deadline::in(20s), [plan = step.together[static_cast<std::size_t>(i)],
                                                             order](sql::Session& s) { return run(s, plan, *order); });
            });
            // Started in order on one loop, and served first come, first served.
            for (std::size_t i = 0; i < outcomes.size(); ++i) {
                const bool should = apply(model, step.together[i]);
                if (outcomes[i].has_value() != should) return false;
                if (should && *outcomes[i] != static_cast<std::int64_t>(i) + 1) return false;
            }
        }
        return contents(database) == model;
    }

  private slots:
    void theDatabaseAgreesWithAMap() {
        Tested tested;
        const bool holds = rc::check("the database agrees with a map", [&] {
            const auto steps = *rc::gen::resize(12, rc::gen::container<std::vector<Step>>(anyStep()));
            RC_ASSERT(agrees(tested, steps));
        });
        QVERIFY(holds);
    }

    // The planted bug: the same comparison must fail where callers share a commit without savepoints.
    void theComparisonNoticesACommitWithoutSavepoints() {
        const Plan good{{{Change::Kind::Put, 1, "kept"}}, Ending::Commit};
        const Plan bad{{{Change::Kind::Put, 2, "must not stay"}}, Ending::Error};
        const std::vector<Step> steps{{{good, bad, good}, false}};
        Tested sound;
        QVERIFY(agrees(sound, steps));
        Tested planted{.options = {.savepoints = false}, .database = nullptr};
        QVERIFY(!agrees(planted, steps));
    }
};

RUSHLAB_TEST(SqlTransactions)

}  // namespace rushlab::test::sql_transactions
#include "sql_transactions.moc"
