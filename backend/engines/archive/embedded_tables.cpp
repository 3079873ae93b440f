#include "engines/archive/embedded_tables.h"

#include <limits>

namespace rushlab::archive {
namespace {

// Counting a room's documents would take longer with each of them: the count is a row that is kept with them.
constexpr std::array<std::string_view, 1> kVersions{R"sql(
CREATE TABLE document(
    id TEXT NOT NULL UNIQUE,
    room TEXT NOT NULL,
    sender TEXT NOT NULL,
    content TEXT NOT NULL,
    sent_at_ms INTEGER NOT NULL);
CREATE INDEX document_by_room_and_time ON document(room, sent_at_ms, id);
CREATE TABLE room(name TEXT PRIMARY KEY, documents INTEGER NOT NULL) WITHOUT ROWID;
)sql"};

ChatDocument documentOf(const storage::Statement& row) {
    return {std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3)),
            WallTime(Milliseconds(row.integer(4)))};
}

Result<std::uint64_t> numberFrom(storage::Statement& statement) {
    const auto row = statement.step();
    if (!row) return pass(row);
    const auto number = *row ? static_cast<std::uint64_t>(statement.integer(0)) : 0;
    statement.reset();
    return number;
}

}  // namespace

storage::Schema embeddedSchema() {
    return {kVersions};
}

Result<InsertStatements> InsertStatements::prepare(storage::Database& database) {
    auto insert = database.prepare(
        "INSERT INTO document(id, room, sender, content, sent_at_ms) VALUES(?, ?, ?, ?, ?) "
        "ON CONFLICT(id) DO NOTHING");
    if (!insert) return pass(insert);
    auto addToCount = database.prepare(
        "INSERT INTO room(name, documents) VALUES(?, ?) "
        "ON CONFLICT(name) DO UPDATE SET documents = documents + excluded.documents");
    if (!addToCount) return pass(addToCount);
    return InsertStatements(std::move(*insert), std::move(*addToCount));
}

Result<std::uint64_t> InsertStatements::insert(storage::Database& database, std::span<const ChatDocument> documents) {
    std::uint64_t added = 0;
    for (const ChatDocument& document : documents) {
        m_insert.bind(1, document.id).bind(2, document.room).bind(3, document.sender).bind(4, document.content);
        m_insert.bind(5, static_cast<std::int64_t>(document.sentAt.time_since_epoch().count()));
        if (auto done = m_insert.run(); !done) return pass(done);
        if (database.changes() == 0) continue;
        ++added;
        ++m_newInRoom[document.room];
    }
    return added;
}

Result<> InsertStatements::writeCounts() {
    for (const auto& [room, added] : m_newInRoom) {
        if (auto done = m_addToCount.bind(1, room).bind(2, added).run(); !done) return done;
    }
    m_newInRoom.clear();
    return {};
}

Result<ReadStatements> ReadStatements::prepare(storage::Database& database) {
    auto countRoom = database.prepare("SELECT documents FROM room WHERE name = ?");
    if (!countRoom) return pass(countRoom);
    auto countAll = database.prepare("SELECT total(documents) FROM room");
    if (!countAll) return pass(countAll);
    auto page = database.prepare(
        "SELECT id, room, sender, content, sent_at_ms FROM document "
        "WHERE room = ? AND (sent_at_ms, id) < (?, ?) ORDER BY sent_at_ms DESC, id DESC LIMIT ?");
    if (!page) return pass(page);
    auto find = database.prepare("SELECT id, room, sender, content, sent_at_ms FROM document WHERE id = ?");
    if (!find) return pass(find);
    return ReadStatements(std::move(*countRoom), std::move(*countAll), std::move(*page), std::move(*find));
}

Result<std::uint64_t> ReadStatements::count(const std::optional<std::string>& room) {
    if (!room) return numberFrom(m_countAll);
    m_countRoom.bind(1, *room);
    return numberFrom(m_countRoom);
}

Result<std::vector<ChatDocument>> ReadStatements::page(const std::string& room, const std::optional<Position>& before,
                                                       std::size_t limit) {
    constexpr auto kEndOfTime = std::numeric_limits<std::int64_t>::max();
    m_page.bind(1, room).bind(4, static_cast<std::int64_t>(limit));
    m_page.bind(2, before ? static_cast<std::int64_t>(before->sentAt.time_since_epoch().count()) : kEndOfTime);
    m_page.bind(3, before ? std::string_view(before->id) : std::string_view());
    std::vector<ChatDocument> documents;
    for (;;) {
        const auto row = m_page.step();
        if (!row) return pass(row);
        if (!*row) return documents;
        documents.push_back(documentOf(m_page));
    }
}

Result<std::optional<ChatDocument>> ReadStatements::find(const std::string& id) {
    const auto row = m_find.bind(1, id).step();
    if (!row) return pass(row);
    if (!*row) return std::nullopt;
    auto found = documentOf(m_find);
    m_find.reset();
    return found;
}

}  // namespace rushlab::archive
