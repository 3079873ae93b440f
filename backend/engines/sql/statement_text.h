// What the text of a statement gives away without a parser: its first word, and whether it is one statement.
// Any thread.
#pragma once

#include <string>
#include <string_view>

namespace rushlab::sql {

// In capitals, past blanks and comments; empty where there is none.
std::string firstWord(std::string_view sql);

// Nothing but blanks and comments follows its first semicolon; quoted ones do not count.
bool isOneStatement(std::string_view sql);

}  // namespace rushlab::sql
