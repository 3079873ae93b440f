#include "engines/mail/inbox_tables.h"

#include <array>
#include <limits>

#include "engines/mail/mime.h"

namespace rushlab::mail {
namespace {

// Letters are never removed, so the highest number is how many there are.
constexpr std::array<std::string_view, 1> kVersions{R"sql(
CREATE TABLE letter(
    number INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL,
    subject TEXT NOT NULL,
    content BLOB NOT NULL);
)sql"};

Result<storage::Statement> prepareList(storage::Database& database, std::string_view condition) {
    return database.prepare(
        fmt::format("SELECT number, at_ms, message_id, sender, recipients, subject FROM letter {}", condition));
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += (text.empty() ? "" : "\n") + line;
    return text;
}

std::vector<std::string> apart(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

Letter letterOf(const storage::Statement& row) {
    return {row.integer(0),           WallTime(Milliseconds(row.integer(1))),
            std::string(row.text(2)), std::string(row.text(3)),
            apart(row.text(4)),       std::string(row.text(5))};
}

Result<std::vector<Letter>> lettersFrom(storage::Statement& statement) {
    std::vector<Letter> letters;
    for (;;) {
        const auto row = statement.step();
        if (!row) return pass(row);
        if (!*row) return letters;
        letters.push_back(letterOf(statement));
    }
}

// The words as they stand, wherever they stand: LIKE's own signs among them mean nothing.
std::string pattern(std::string_view words) {
    std::string like = "%";
    for (const char c : words) {
        if (c == '%' || c == '_' || c == '\\') like += '\\';
        like += c;
    }
    return like + "%";
}

}  // namespace

storage::Schema inboxSchema() {
    return {kVersions};
}

Result<AddStatement> AddStatement::prepare(storage::Database& database) {
    auto add = database.prepare(
        "INSERT INTO letter(at_ms, message_id, sender, recipients, subject, content) VALUES(?, ?, ?, ?, ?, ?)");
    if (!add) return pass(add);
    return AddStatement(std::move(*add));
}

Result<std::int64_t> AddStatement::add(storage::Database& database, const Letter& letter, std::string_view content) {
    const std::string recipients = joined(letter.to);
    m_add.bind(1, static_cast<std::int64_t>(letter.at.time_since_epoch().count()));
    m_add.bind(2, letter.messageId).bind(3, letter.from).bind(4, recipients).bind(5, letter.subject);
    m_add.bindBlob(6, content);
    if (auto done = m_add.run(); !done) return pass(done);
    return database.lastInsertRowId();
}

Result<InboxStatements> InboxStatements::prepare(storage::Database& database) {
    auto count = database.prepare("SELECT coalesce(max(number), 0) FROM letter");
    if (!count) return pass(count);
    auto since = prepareList(database, "WHERE number > ? ORDER BY number LIMIT ?");
    if (!since) return pass(since);
    auto before = prepareList(database, "WHERE number < ? ORDER BY number DESC LIMIT ?");
    if (!before) return pass(before);
    auto search = prepareList(database,
                              "WHERE number < ?1 AND (subject LIKE ?3 ESCAPE '\\' OR recipients LIKE ?3 ESCAPE "
                              "'\\' OR sender LIKE ?3 ESCAPE '\\') ORDER BY number DESC LIMIT ?2");
    if (!search) return pass(search);
    auto find = database.prepare(
        "SELECT number, at_ms, message_id, sender, recipients, subject, content FROM letter WHERE number = ?");
    if (!find) return pass(find);
    return InboxStatements(std::move(*count), std::move(*since), std::move(*before), std::move(*search),
                           std::move(*find));
}

Result<std::uint64_t> InboxStatements::count() {
    const auto row = m_count.step();
    if (!row) return pass(row);
    const auto count = static_cast<std::uint64_t>(m_count.integer(0));
    m_count.reset();
    return count;
}

Result<std::vector<Letter>> InboxStatements::since(std::int64_t after, std::size_t limit) {
    m_since.bind(1, after).bind(2, static_cast<std::int64_t>(limit));
    return lettersFrom(m_since);
}

Result<std::vector<Letter>> InboxStatements::search(std::string_view words, std::int64_t before, std::size_t limit) {
    const std::int64_t below = before == 0 ? std::numeric_limits<std::int64_t>::max() : before;
    storage::Statement& statement = words.empty() ? m_before : m_search;
    statement.bind(1, below).bind(2, static_cast<std::int64_t>(limit));
    if (words.empty()) return lettersFrom(statement);
    const std::string like = pattern(words);
    statement.bind(3, like);
    return lettersFrom(statement);
}

Result<std::optional<WholeLetter>> InboxStatements::find(std::int64_t number) {
    const auto row = m_find.bind(1, number).step();
    if (!row) return pass(row);
    if (!*row) return std::nullopt;
    WholeLetter whole{letterOf(m_find), std::string(m_find.text(6)), {}};
    m_find.reset();
    whole.text = readMessage(whole.content).text;
    return whole;
}

}  // namespace rushlab::mail
