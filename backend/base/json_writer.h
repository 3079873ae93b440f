// Writes JSON onto the end of a string; nesting is right by construction.
//
//     std::string body;
//     JsonObjectWriter order(body);
//     order.field("orderId", 7).field("status", "PAID");
//     {
//         JsonArrayWriter lines = order.array("lines");
//         lines.item(1).item(2);
//     }
//     order.close();  // or its end of life
//
// A writer closes when it goes out of scope. Writing to one while another inside it is open is a mistake in our program
// and ends it. Bytes that are no UTF-8 become U+FFFD, NaN and infinity become null, a double is written so that it
// reads back as the same double and still as a double (1.0, not 1).
// One thread at a time.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rushlab {

// What objects and arrays have in common: a place in the text, and whether something inside is open.
class JsonScope {
  public:
    JsonScope(const JsonScope&) = delete;
    JsonScope& operator=(const JsonScope&) = delete;

    // Ends the object or array; nothing can be added any more. Again: nothing happens.
    void close();

  protected:
    JsonScope(std::string& out, JsonScope* parent, char opening, char closing);
    ~JsonScope() { close(); }

    void beforeItem();
    void writeName(std::string_view name);
    std::string& out() { return m_out; }

    void write(std::string_view text);
    void write(bool value) { m_out += value ? "true" : "false"; }
    void write(std::int64_t value);
    void write(std::uint64_t value);
    void write(double value);
    void write(std::nullptr_t) { m_out += "null"; }

    template <class Value>
    void writeAny(const Value& value) {
        if constexpr (std::same_as<Value, bool> || std::same_as<Value, std::nullptr_t>) {
            write(value);
        } else if constexpr (std::signed_integral<Value>) {
            write(static_cast<std::int64_t>(value));
        } else if constexpr (std::unsigned_integral<Value>) {
            write(static_cast<std::uint64_t>(value));
        } else if constexpr (std::floating_point<Value>) {
            write(static_cast<double>(value));
        } else {
            write(std::string_view(value));
        }
    }

  private:
    std::string& m_out;
    JsonScope* m_parent;
    char m_closing;
    bool m_first = true;
    bool m_open = true;
    bool m_childOpen = false;
};

class JsonArrayWriter;

class JsonObjectWriter : public JsonScope {
  public:
    explicit JsonObjectWriter(std::string& out) : JsonScope(out, nullptr, '{', '}') {}

    template <class Value>
    JsonObjectWriter& field(std::string_view name, const Value& value) {
        writeName(name);
        writeAny(value);
        return *this;
    }
    JsonObjectWriter object(std::string_view name);
    JsonArrayWriter array(std::string_view name);

  private:
    friend class JsonArrayWriter;
    explicit JsonObjectWriter(std::string& out, JsonScope* parent) : JsonScope(out, parent, '{', '}') {}
};

class JsonArrayWriter : public JsonScope {
  public:
    explicit JsonArrayWriter(std::string& out) : JsonScope(out, nullptr, '[', ']') {}

    template <class Value>
    JsonArrayWriter& item(const Value& value) {
        beforeItem();
        writeAny(value);
        return *this;
    }
    JsonObjectWriter object();
    JsonArrayWriter array();

  private:
    friend class JsonObjectWriter;
    explicit JsonArrayWriter(std::string& out, JsonScope* parent) : JsonScope(out, parent, '[', ']') {}
};

// Appends the text as a JSON string with its quotes.
void appendJsonText(std::string& out, std::string_view text);
// Appends a double so that it reads back as the same double; null for what JSON cannot hold.
void appendJsonReal(std::string& out, double value);

}  // namespace rushlab
