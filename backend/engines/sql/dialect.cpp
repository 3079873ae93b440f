#include "engines/sql/dialect.h"

namespace rushlab::sql {

bool canBeRunAgain(const Error& error) {
    return error.code == ErrorCode::Conflict && error.message.ends_with(kRunAgain);
}

std::string firstLine(std::string_view text) {
    constexpr std::size_t kLengthMax = 300;
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return "no reason given";
    text.remove_prefix(start);
    text = text.substr(0, std::min(text.find_first_of("\r\n"), kLengthMax));
    return std::string(text.substr(0, text.find_last_not_of(" \t") + 1));
}

}  // namespace rushlab::sql
