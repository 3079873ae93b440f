// How a text and a figure stand in a CSV file: quoted, and never a formula.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace rushlab::report {

// RFC 4180; and a text that a spreadsheet would take for a formula is kept a text.
std::string csvCell(std::string_view text);
// What is not known is left empty.
std::string csvFigure(double value);
// The header's line, behind a byte order mark, so that spreadsheets know that it is UTF-8.
std::string csvBegan(std::string_view header);

}  // namespace rushlab::report
