// What a key-value engine answers: nothing, a number, a text, a status, an error or a list of these, as RESP has them.
// Error texts are Redis's own, code word first ("WRONGTYPE ..."), so that callers and scripts see one language.
// Any thread; a plain value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace rushlab::kv {

class Reply {
  public:
    enum class Kind : std::uint8_t { Nil, Integer, Text, Status, Error, Array };
    using Array = std::vector<Reply>;

    Reply() = default;  // nil
    static Reply nil() { return {}; }
    static Reply integer(std::int64_t number) { return Reply(Value(std::in_place_index<1>, number)); }
    static Reply text(std::string bytes) { return Reply(Value(std::in_place_index<2>, std::move(bytes))); }
    static Reply text(std::string_view bytes) { return Reply(Value(std::in_place_index<2>, bytes)); }
    static Reply text(const char* bytes) { return text(std::string_view(bytes)); }
    static Reply status(std::string_view words) { return Reply(Value(std::in_place_index<3>, words)); }
    static Reply ok() { return status("OK"); }
    static Reply error(std::string words) { return Reply(Value(std::in_place_index<4>, std::move(words))); }
    static Reply array(Array elements) { return Reply(Value(std::in_place_index<5>, std::move(elements))); }

    Kind kind() const { return static_cast<Kind>(m_value.index()); }
    bool isNil() const { return kind() == Kind::Nil; }
    bool isInteger() const { return kind() == Kind::Integer; }
    bool isText() const { return kind() == Kind::Text; }
    bool isStatus() const { return kind() == Kind::Status; }
    bool isError() const { return kind() == Kind::Error; }
    bool isArray() const { return kind() == Kind::Array; }

    // Each is only for its kind; another kind gives the empty value, so a wrong guess is seen and not undefined.
    std::int64_t integer() const;
    const std::string& text() const;  // of a text, a status or an error
    const Array& elements() const;
    std::string takeText() &&;
    Array takeElements() &&;

    friend bool operator==(const Reply& left, const Reply& right);

  private:
    template <int Tag>
    struct Words {
        explicit Words(std::string words) : text(std::move(words)) {}
        explicit Words(std::string_view words) : text(words) {}
        std::string text;
        bool operator==(const Words&) const = default;
    };
    using Value = std::variant<std::monostate, std::int64_t, Words<0>, Words<1>, Words<2>, Array>;
    explicit Reply(Value value) : m_value(std::move(value)) {}

    const std::string* words() const;

    Value m_value;
};

// As redis-cli shows it, on one line: for logs and for tests that failed.
std::string describe(const Reply& reply);

}  // namespace rushlab::kv
