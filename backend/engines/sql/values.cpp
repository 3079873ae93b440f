#include "engines/sql/values.h"

#include <cmath>

#include "base/result.h"

namespace rushlab::sql {
namespace {

std::string_view typeName(const Value& value) {
    constexpr std::string_view kNames[] = {"NULL", "a whole number", "a number", "a truth value",
                                           "text", "bytes",          "a time"};
    return kNames[value.index()];
}

// Doubles from -2^63 to just under 2^63 have a whole number of their own.
bool isWhole(double value) {
    return std::trunc(value) == value && value >= -0x1p63 && value < 0x1p63;
}

}  // namespace

Parameter::Parameter(const Value& value) {
    struct Look {
        Held operator()(std::monostate) const { return std::monostate{}; }
        Held operator()(std::int64_t number) const { return number; }
        Held operator()(double number) const { return number; }
        Held operator()(bool truth) const { return truth; }
        Held operator()(const std::string& text) const { return std::string_view(text); }
        Held operator()(const Blob& blob) const { return BlobView{blob.bytes}; }
        Held operator()(WallTime time) const { return time; }
    };
    m_held = std::visit(Look{}, value);
}

void Row::mismatch(std::size_t column, std::string_view wanted) const {
    abortBecause(fmt::format("column {} ({}) of a query holds {}, but its reader asks for {}", column,
                             (*m_columns)[column], typeName(m_values[column]), wanted));
}

const Value& Row::value(std::size_t column) const {
    if (column >= m_values.size()) {
        abortBecause(fmt::format("a query's reader asks for column {}, but a row has {}", column, m_values.size()));
    }
    return m_values[column];
}

bool Row::isNull(std::size_t column) const {
    return std::holds_alternative<std::monostate>(value(column));
}

std::int64_t Row::integer(std::size_t column) const {
    const Value& held = value(column);
    if (const auto* number = std::get_if<std::int64_t>(&held)) return *number;
    if (const auto* truth = std::get_if<bool>(&held)) return *truth ? 1 : 0;
    if (const auto* number = std::get_if<double>(&held); number && isWhole(*number)) {
        return static_cast<std::int64_t>(*number);
    }
    if (isNull(column)) return 0;
    mismatch(column, "a whole number");
}

double Row::real(std::size_t column) const {
    const Value& held = value(column);
    if (const auto* number = std::get_if<double>(&held)) return *number;
    if (const auto* number = std::get_if<std::int64_t>(&held)) return static_cast<double>(*number);
    if (isNull(column)) return 0;
    mismatch(column, "a number");
}

bool Row::boolean(std::size_t column) const {
    const Value& held = value(column);
    if (const auto* truth = std::get_if<bool>(&held)) return *truth;
    if (const auto* number = std::get_if<std::int64_t>(&held); number && (*number == 0 || *number == 1)) {
        return *number == 1;
    }
    if (isNull(column)) return false;
    mismatch(column, "a truth value");
}

std::string_view Row::text(std::size_t column) const {
    const Value& held = value(column);
    if (const auto* text = std::get_if<std::string>(&held)) return *text;
    if (isNull(column)) return {};
    mismatch(column, "text");
}

std::string_view Row::blob(std::size_t column) const {
    const Value& held = value(column);
    if (const auto* blob = std::get_if<Blob>(&held)) return blob->bytes;
    if (isNull(column)) return {};
    mismatch(column, "bytes");
}

WallTime Row::wallTime(std::size_t column) const {
    const Value& held = value(column);
    if (const auto* time = std::get_if<WallTime>(&held)) return *time;
    if (const auto* number = std::get_if<std::int64_t>(&held)) return WallTime{Milliseconds{*number}};
    if (isNull(column)) return WallTime{};
    mismatch(column, "a time");
}

Row Rows::operator[](std::size_t row) const {
    if (row >= size()) abortBecause(fmt::format("a query's reader asks for row {}, but there are {}", row, size()));
    return Row(std::span(m_values).subspan(row * m_columns.size(), m_columns.size()), m_columns);
}

}  // namespace rushlab::sql
