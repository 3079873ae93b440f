#include "engines/sql/statement_text.h"

#include <cctype>

namespace rushlab::sql {
namespace {

bool isWordLetter(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

// The length of $tag$ at the start of the text; 0 where there is no such thing.
std::size_t dollarTag(std::string_view sql) {
    std::size_t length = 1;
    while (length < sql.size() && isWordLetter(sql[length]))
        ++length;
    return length < sql.size() && sql[0] == '$' && sql[length] == '$' ? length + 1 : 0;
}

std::size_t past(std::string_view sql, std::string_view end, std::size_t from) {
    const std::size_t at = sql.find(end, from);
    return at == std::string_view::npos ? sql.size() : at + end.size();
}

// The length of what begins here and is no code: a comment, or something quoted; 0 where code begins.
std::size_t noCode(std::string_view sql) {
    if (sql.starts_with("--")) return past(sql, "\n", 2);
    if (sql.starts_with("/*")) return past(sql, "*/", 2);
    if (sql[0] == '\'' || sql[0] == '"' || sql[0] == '`') return past(sql, sql.substr(0, 1), 1);
    if (const std::size_t tag = dollarTag(sql); tag > 0) return past(sql, sql.substr(0, tag), tag);
    return 0;
}

}  // namespace

std::string firstWord(std::string_view sql) {
    for (;;) {
        const std::size_t start = sql.find_first_not_of(" \t\r\n\f;(");
        if (start == std::string_view::npos) return {};
        sql.remove_prefix(start);
        if (!sql.starts_with("--") && !sql.starts_with("/*")) break;
        sql.remove_prefix(noCode(sql));
    }
    std::string word;
    for (const char letter : sql) {
        if (!isWordLetter(letter)) break;
        word += static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    }
    return word;
}

bool isOneStatement(std::string_view sql) {
    bool ended = false;
    while (!sql.empty()) {
        const std::size_t skipped = noCode(sql);
        const bool isComment = sql.starts_with("--") || sql.starts_with("/*");
        const bool isBlank = std::isspace(static_cast<unsigned char>(sql[0])) != 0 || sql[0] == ';';
        if (ended && !isComment && !isBlank) return false;
        if (sql[0] == ';') ended = true;
        sql.remove_prefix(skipped > 0 ? skipped : 1);
    }
    return true;
}

}  // namespace rushlab::sql
