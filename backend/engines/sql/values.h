// What goes into a statement and what comes out of it, the same on every database.
// A Parameter only looks at text and bytes: they must live until the call it is given to returns. Rows are whole and
// own what they hold. Reading a column as something it can not be is a broken invariant (the SQL text and the code
// beside it disagree) and ends the program; NULL reads as the type's zero, so ask isNull() where it matters.
// Any thread; plain values.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/id.h"

namespace rushlab::sql {

struct Blob {
    std::string bytes;
    friend bool operator==(const Blob&, const Blob&) = default;
};

struct BlobView {
    std::string_view bytes;
};

// NULL is std::monostate. SQLite has no type for bool and time: they come back as whole numbers (milliseconds since
// 1970 for a time), which Row's getters know.
using Value = std::variant<std::monostate, std::int64_t, double, bool, std::string, Blob, WallTime>;

class Parameter {
  public:
    using Held = std::variant<std::monostate, std::int64_t, double, bool, std::string_view, BlobView, WallTime>;

    // NOLINTBEGIN(google-explicit-constructor): parameters are written as plain values: {order.id, "PAID", nullptr}.
    Parameter(std::nullptr_t) {}
    template <std::integral I>
    requires(!std::same_as<I, bool> && (std::is_signed_v<I> || sizeof(I) < sizeof(std::int64_t))) Parameter(I value)
        : m_held(static_cast<std::int64_t>(value)) {}
    Parameter(double value) : m_held(value) {}
    template <std::same_as<bool> B>
    Parameter(B value) : m_held(value) {}
    Parameter(const char* text) : m_held(std::string_view(text)) {}
    Parameter(std::string_view text) : m_held(text) {}
    Parameter(const std::string& text) : m_held(std::string_view(text)) {}
    Parameter(BlobView blob) : m_held(blob) {}
    Parameter(const Blob& blob) : m_held(BlobView{blob.bytes}) {}
    Parameter(WallTime time) : m_held(time) {}
    template <class Tag, class Number>
    Parameter(const Id<Tag, Number>& id) : Parameter(id.value) {}
    template <class T>
    Parameter(const std::optional<T>& value) : Parameter(value ? Parameter(*value) : Parameter(nullptr)) {}
    Parameter(const Value& value);
    // NOLINTEND(google-explicit-constructor)

    const Held& held() const { return m_held; }

  private:
    Held m_held;
};

// One row of Rows; valid as long as they are.
class Row {
  public:
    Row(std::span<const Value> values, const std::vector<std::string>& columns)
        : m_values(values), m_columns(&columns) {}

    std::size_t columns() const { return m_values.size(); }
    const Value& value(std::size_t column) const;
    bool isNull(std::size_t column) const;
    std::int64_t integer(std::size_t column) const;  // also of a bool, and of a double without a fraction
    double real(std::size_t column) const;
    bool boolean(std::size_t column) const;
    std::string_view text(std::size_t column) const;
    std::string_view blob(std::size_t column) const;
    WallTime wallTime(std::size_t column) const;

  private:
    [[noreturn]] void mismatch(std::size_t column, std::string_view wanted) const;

    std::span<const Value> m_values;
    const std::vector<std::string>* m_columns;
};

// All that a query answered.
class Rows {
  public:
    Rows() = default;
    explicit Rows(std::vector<std::string> columns) : m_columns(std::move(columns)) {}

    std::size_t size() const { return m_columns.empty() ? 0 : m_values.size() / m_columns.size(); }
    bool empty() const { return m_values.empty(); }
    Row operator[](std::size_t row) const;
    Row first() const { return (*this)[0]; }
    const std::vector<std::string>& columns() const { return m_columns; }

    void append(Value value) { m_values.push_back(std::move(value)); }  // row by row, column by column

    class Iterator {
      public:
        Iterator(const Rows& rows, std::size_t row) : m_rows(&rows), m_row(row) {}
        Row operator*() const { return (*m_rows)[m_row]; }
        Iterator& operator++() {
            ++m_row;
            return *this;
        }
        friend bool operator==(const Iterator&, const Iterator&) = default;

      private:
        const Rows* m_rows;
        std::size_t m_row;
    };
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, size()}; }

  private:
    std::vector<std::string> m_columns;
    std::vector<Value> m_values;
};

}  // namespace rushlab::sql
