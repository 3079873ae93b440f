#include "engines/queue/queue_store.h"

#include <algorithm>
#include <array>

namespace rushlab::queue {
namespace {

using storage::Database;
using storage::Statement;

// messages has no index but its key: rows come in and go out in the order of their numbers, which is cheapest so.
constexpr std::array<std::string_view, 1> kVersions{
    "CREATE TABLE state (clean INTEGER NOT NULL);"
    "INSERT INTO state VALUES (1);"
    "CREATE TABLE exchanges (name TEXT PRIMARY KEY, type INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE queues (id INTEGER PRIMARY KEY, name TEXT NOT NULL, message_ttl INTEGER,"
    "  dead_letter_exchange TEXT, dead_letter_key TEXT, max_length INTEGER, max_bytes INTEGER,"
    "  overflow INTEGER NOT NULL);"
    "CREATE TABLE bindings (exchange TEXT NOT NULL, queue INTEGER NOT NULL, key TEXT NOT NULL,"
    "  PRIMARY KEY (exchange, queue, key)) WITHOUT ROWID;"
    "CREATE TABLE messages (id INTEGER PRIMARY KEY, queue INTEGER NOT NULL, expires INTEGER, content BLOB NOT NULL);"
    "CREATE TABLE delivered (id INTEGER PRIMARY KEY, count INTEGER NOT NULL);"};

// Messages a statement: one step of SQLite's machine for so many rows.
constexpr std::size_t kRows = 32;
constexpr int kColumns = 4;

tl::unexpected<Error> corrupt(const Database& database, std::string_view what) {
    return fail(ErrorCode::Corrupt, "{}: {}; restore the file from a copy, or move it away to start with empty queues",
                database.file().string(), what);
}

// Runs see(row) for each row.
template <class See>
Result<> forEachRow(Database& database, std::string_view sql, See&& see) {
    auto statement = database.prepare(sql);
    if (!statement) return pass(statement);
    for (;;) {
        const auto row = statement->step();
        if (!row) return pass(row);
        if (!*row) return {};
        if (Result<> seen = see(*statement); !seen) return seen;
    }
}

template <class T>
std::optional<T> optionalInteger(const Statement& row, int column) {
    if (row.isNull(column)) return std::nullopt;
    return T(row.integer(column));
}

std::optional<std::string> optionalText(const Statement& row, int column) {
    if (row.isNull(column)) return std::nullopt;
    return std::string(row.text(column));
}

template <class T>
void bindOptional(Statement& statement, int parameter, const std::optional<T>& value) {
    if (!value)
        statement.bindNull(parameter);
    else if constexpr (std::is_same_v<T, Milliseconds>)
        statement.bind(parameter, value->count());
    else if constexpr (std::is_same_v<T, std::string>)
        statement.bind(parameter, std::string_view(*value));
    else
        statement.bind(parameter, static_cast<std::int64_t>(*value));
}

Result<> loadTopology(Database& database, Broker& broker) {
    auto loaded = forEachRow(database, "SELECT name, type FROM exchanges", [&](const Statement& row) -> Result<> {
        if (row.integer(1) < 0 || row.integer(1) > static_cast<int>(ExchangeType::Fanout))
            return corrupt(database, "an exchange has a type that does not exist");
        broker.restoreExchange(std::string(row.text(0)), static_cast<ExchangeType>(row.integer(1)));
        return {};
    });
    if (!loaded) return loaded;
    loaded = forEachRow(database,
                        "SELECT id, name, message_ttl, dead_letter_exchange, dead_letter_key, max_length, max_bytes, "
                        "overflow FROM queues ORDER BY id",
                        [&](const Statement& row) -> Result<> {
                            QueueOptions options;
                            options.messageTtl = optionalInteger<Milliseconds>(row, 2);
                            options.deadLetterExchange = optionalText(row, 3);
                            options.deadLetterRoutingKey = optionalText(row, 4);
                            options.maxLength = optionalInteger<std::uint64_t>(row, 5);
                            options.maxLengthBytes = optionalInteger<std::uint64_t>(row, 6);
                            options.overflow = row.integer(7) == 0 ? Overflow::DropHead : Overflow::RejectPublish;
                            broker.restoreQueue(row.integer(0), std::string(row.text(1)), options);
                            return {};
                        });
    if (!loaded) return loaded;
    return forEachRow(database, "SELECT exchange, queue, key FROM bindings", [&](const Statement& row) -> Result<> {
        if (!broker.restoreBinding(std::string(row.text(0)), row.integer(1), std::string(row.text(2))))
            return corrupt(database, "a binding names an exchange or a queue that is not there");
        return {};
    });
}

// Both tables are read side by side, in the order of the numbers.
Result<> loadMessages(Database& database, Broker& broker, bool clean) {
    auto delivered = database.prepare("SELECT id, count FROM delivered ORDER BY id");
    if (!delivered) return pass(delivered);
    auto next = clean ? delivered->step() : Result<bool>(false);
    if (!next) return pass(next);
    return forEachRow(
        database, "SELECT id, queue, expires, content FROM messages ORDER BY id",
        [&](const Statement& row) -> Result<> {
            auto content = Content::fromStored(row.text(3));
            if (!content) return corrupt(database, fmt::format("message {} cannot be read", row.integer(0)));
            Entry entry{std::move(*content), row.integer(0), row.isNull(2) ? kNeverMs : row.integer(2), 0, !clean};
            while (*next && delivered->integer(0) < entry.number) {
                next = delivered->step();
                if (!next) return pass(next);
            }
            if (*next && delivered->integer(0) == entry.number) {
                entry.deliveries = static_cast<std::uint32_t>(delivered->integer(1));
                entry.mayHaveBeenDelivered = entry.deliveries == 0;
            }
            if (!broker.restoreMessage(row.integer(1), std::move(entry)))
                return corrupt(database, fmt::format("message {} is in a queue that is not there", row.integer(0)));
            return {};
        });
}

}  // namespace

struct QueueStore::Statements {
    explicit Statements(Database& of) : database(of) {}

    Result<> prepare(std::optional<Statement>& statement, std::string_view sql) {
        auto prepared = database.prepare(sql);
        if (!prepared) return pass(prepared);
        statement.emplace(std::move(*prepared));
        return {};
    }
    Result<> prepareAll();

    Database& database;
    std::optional<Statement> insertOne, insertMany, remove, removeRange;
};

Result<> QueueStore::Statements::prepareAll() {
    std::string many = "INSERT INTO messages VALUES (?,?,?,?)";
    for (std::size_t i = 1; i < kRows; ++i)
        many += ",(?,?,?,?)";
    if (auto made = prepare(insertOne, "INSERT INTO messages VALUES (?,?,?,?)"); !made) return made;
    if (auto made = prepare(insertMany, many); !made) return made;
    if (auto made = prepare(remove, "DELETE FROM messages WHERE id = ?"); !made) return made;
    return prepare(removeRange, "DELETE FROM messages WHERE id BETWEEN ? AND ?");
}

void QueueStore::Deleter::operator()(Statements* statements) const {
    std::default_delete<Statements>{}(statements);
}

Result<Database> QueueStore::open(const std::filesystem::path& file, std::shared_ptr<storage::DiskFaults> faults) {
    return Database::open(file, storage::Schema{kVersions}, std::move(faults));
}

Result<> QueueStore::load(Database& database, Broker& broker) {
    bool clean = false;
    auto loaded = forEachRow(database, "SELECT clean FROM state", [&](const Statement& row) -> Result<> {
        clean = row.integer(0) != 0;
        return {};
    });
    if (loaded) loaded = loadTopology(database, broker);
    if (loaded) loaded = loadMessages(database, broker, clean);
    if (!loaded) return loaded;
    if (auto begun = database.begin(); !begun) return begun;
    auto marked = database.execute("UPDATE state SET clean = 0; DELETE FROM delivered");
    if (marked) return database.commit();
    database.rollback();
    return marked;
}

Result<> QueueStore::write(Database& database, const Collection& changes) {
    if (!m_statements) {
        std::unique_ptr<Statements, Deleter> statements(std::make_unique<Statements>(database).release());
        if (auto prepared = statements->prepareAll(); !prepared) return prepared;
        m_statements = std::move(statements);
    }
    for (const TopologyChange& change : changes.topology) {
        if (auto written = writeTopology(change); !written) return written;
    }
    if (auto written = writeRemovals(changes.removals); !written) return written;
    if (auto written = writeMessages(changes.messages); !written) return written;
    if (!changes.cleanStop) return {};
    return writeCleanStop(*changes.cleanStop);
}

// Rare: prepared anew each time.
Result<> QueueStore::writeTopology(const TopologyChange& change) {
    const auto run = [this](std::string_view sql, auto&& bind) -> Result<> {
        auto statement = m_statements->database.prepare(sql);
        if (!statement) return pass(statement);
        bind(*statement);
        return statement->run();
    };
    const auto bindBinding = [&](Statement& to) {
        to.bind(1, std::string_view(change.name)).bind(2, change.queue).bind(3, std::string_view(change.key));
    };
    switch (change.kind) {
        case TopologyChange::Kind::Exchange:
            return run("INSERT OR REPLACE INTO exchanges VALUES (?, ?)", [&](Statement& to) {
                to.bind(1, std::string_view(change.name)).bind(2, static_cast<std::int64_t>(change.type));
            });
        case TopologyChange::Kind::Queue:
            return run("INSERT OR REPLACE INTO queues VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [&](Statement& to) {
                to.bind(1, change.queue).bind(2, std::string_view(change.name));
                bindOptional(to, 3, change.options.messageTtl);
                bindOptional(to, 4, change.options.deadLetterExchange);
                bindOptional(to, 5, change.options.deadLetterRoutingKey);
                bindOptional(to, 6, change.options.maxLength);
                bindOptional(to, 7, change.options.maxLengthBytes);
                to.bind(8, static_cast<std::int64_t>(change.options.overflow));
            });
        case TopologyChange::Kind::QueueDeleted:
            if (auto unbound =
                    run("DELETE FROM bindings WHERE queue = ?", [&](Statement& to) { to.bind(1, change.queue); });
                !unbound)
                return unbound;
            return run("DELETE FROM queues WHERE id = ?", [&](Statement& to) { to.bind(1, change.queue); });
        case TopologyChange::Kind::Bound:
            return run("INSERT OR REPLACE INTO bindings VALUES (?, ?, ?)", bindBinding);
        case TopologyChange::Kind::Unbound:
            return run("DELETE FROM bindings WHERE exchange = ? AND queue = ? AND key = ?", bindBinding);
    }
    abortBecause("a TopologyChange outside its enumeration");
}

// Runs of numbers without a gap go in one statement: what is consumed in order is removed in order.
Result<> QueueStore::writeRemovals(const std::vector<MessageNumber>& removals) {
    auto sorted = removals;
    if (!std::is_sorted(sorted.begin(), sorted.end())) std::sort(sorted.begin(), sorted.end());
    for (std::size_t first = 0; first < sorted.size();) {
        std::size_t last = first;
        while (last + 1 < sorted.size() && sorted[last + 1] <= sorted[last] + 1)
            ++last;
        auto& statement = first == last ? *m_statements->remove : *m_statements->removeRange;
        statement.bind(1, sorted[first]);
        if (first != last) statement.bind(2, sorted[last]);
        if (auto removed = statement.run(); !removed) return removed;
        first = last + 1;
    }
    return {};
}

Result<> QueueStore::writeMessages(const std::vector<Collection::Message>& messages) {
    const auto bindRow = [](Statement& to, int row, const Insertion& message) {
        const int at = row * kColumns;
        to.bind(at + 1, message.number).bind(at + 2, message.queue);
        if (message.expiresMs == kNeverMs)
            to.bindNull(at + 3);
        else
            to.bind(at + 3, message.expiresMs);
        to.bindBlob(at + 4, message.content.bytes());
    };
    for (std::size_t next = 0; next < messages.size();) {
        const bool many = messages.size() - next >= kRows;
        auto& statement = many ? *m_statements->insertMany : *m_statements->insertOne;
        const std::size_t rows = many ? kRows : 1;
        for (std::size_t row = 0; row < rows; ++row)
            bindRow(statement, static_cast<int>(row), messages[next + row].insertion);
        if (auto inserted = statement.run(); !inserted) return inserted;
        next += rows;
    }
    return {};
}

Result<> QueueStore::writeCleanStop(const std::vector<Entry>& handedOutBefore) {
    Database& database = m_statements->database;
    auto insert = database.prepare("INSERT OR REPLACE INTO delivered VALUES (?, ?)");
    if (!insert) return pass(insert);
    for (const Entry& entry : handedOutBefore) {
        insert->bind(1, entry.number).bind(2, static_cast<std::int64_t>(entry.deliveries));
        if (auto inserted = insert->run(); !inserted) return inserted;
    }
    return database.execute("UPDATE state SET clean = 1");
}

}  // namespace rushlab::queue
