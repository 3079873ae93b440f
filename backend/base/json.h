// JSON texts from outside, read strictly and asked for by type, and JSON texts of our own, written so that they are
// whole.
//
//     JsonParser parser;                                                       // kept; its buffers are used again
//     const auto order = parser.parseObject(body);                             // Result<JsonObject>
//     const auto count = order->integer("count", 1, 100);  // "count" must be a whole number from 1 to 100, not "abc"
//
// Guarantees of reading: a text is taken whole or refused with a sentence that says what is wrong and at which byte
// (invalid UTF-8, nesting or size over its bound, bytes after the end, an object that names a field twice: two readers
// of such an object could each believe another value). Whole numbers are exact up to 64 bits; a whole number is one
// written without a fraction or an exponent, and nothing is rounded silently. A wrong field's sentence names it by its
// path ("orderItems[0].count") and says what is allowed.
// Guarantees of writing: what is written parses again to the same values. Bytes that are no UTF-8 become U+FFFD; a
// number that JSON cannot hold (NaN, infinity) becomes null.
// One thread at a time; values are valid until their parser's next parse or its end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace rushlab {

class JsonArray;
class JsonObject;

struct JsonLimits {
    std::size_t bytesMax = 1 << 20;
    std::size_t depthMax = 64;
};

enum class JsonKind : std::uint8_t { Null, Boolean, Integer, LargeInteger, Real, Text, Array, Object };

// One value of a parsed text; cheap to copy.
class JsonValue {
  public:
    JsonKind kind() const;
    bool isNull() const { return kind() == JsonKind::Null; }

    Result<bool> boolean() const;
    Result<std::int64_t> integer(std::int64_t min = std::numeric_limits<std::int64_t>::min(),
                                 std::int64_t max = std::numeric_limits<std::int64_t>::max()) const;
    // For numbers beyond a signed 64-bit one.
    Result<std::uint64_t> unsignedInteger() const;
    // Refuses a whole number that a double cannot hold exactly.
    Result<double> real(double min = std::numeric_limits<double>::lowest(),
                        double max = std::numeric_limits<double>::max()) const;
    // Lengths count characters (code points), not bytes.
    Result<std::string_view> text(std::size_t lengthMin = 0,
                                  std::size_t lengthMax = std::numeric_limits<std::size_t>::max()) const;
    Result<JsonArray> array(std::size_t sizeMin = 0,
                            std::size_t sizeMax = std::numeric_limits<std::size_t>::max()) const;
    Result<JsonObject> object() const;

    // Where it stands in its text, as "orderItems[0].count"; empty for the outermost value.
    std::string path() const;

  private:
    friend class JsonArray;
    friend class JsonObject;
    friend class JsonParser;
    // What the parsing library calls an element; its header stays out of ours.
    struct Element {
        const void* document;
        std::size_t index;
        friend bool operator==(const Element&, const Element&) = default;
    };
    struct Access;

    explicit JsonValue(Element element) : m_element(element) {}
    tl::unexpected<Error> isNot(std::string_view wanted) const;

    Element m_element;
};

class JsonArray {
  public:
    std::size_t size() const;
    std::vector<JsonValue> items() const;

  private:
    friend class JsonValue;
    explicit JsonArray(JsonValue value) : m_value(value) {}
    JsonValue m_value;
};

// Every accessor's optional form takes an absent field and null as nothing; a wrong type stays an error.
class JsonObject {
  public:
    bool has(std::string_view name) const { return find(name).has_value(); }
    std::optional<JsonValue> find(std::string_view name) const;
    Result<JsonValue> field(std::string_view name) const;
    std::vector<std::pair<std::string_view, JsonValue>> fields() const;

    Result<bool> boolean(std::string_view name) const;
    Result<std::int64_t> integer(std::string_view name, std::int64_t min = std::numeric_limits<std::int64_t>::min(),
                                 std::int64_t max = std::numeric_limits<std::int64_t>::max()) const;
    Result<double> real(std::string_view name, double min = std::numeric_limits<double>::lowest(),
                        double max = std::numeric_limits<double>::max()) const;
    Result<std::string_view> text(std::string_view name, std::size_t lengthMin = 0,
                                  std::size_t lengthMax = std::numeric_limits<std::size_t>::max()) const;
    Result<JsonArray> array(std::string_view name, std::size_t sizeMin = 0,
                            std::size_t sizeMax = std::numeric_limits<std::size_t>::max()) const;
    Result<JsonObject> object(std::string_view name) const;

    Result<std::optional<bool>> optionalBoolean(std::string_view name) const;
    Result<std::optional<std::int64_t>> optionalInteger(
        std::string_view name, std::int64_t min = std::numeric_limits<std::int64_t>::min(),
        std::int64_t max = std::numeric_limits<std::int64_t>::max()) const;
    Result<std::optional<std::string_view>> optionalText(
        std::string_view name, std::size_t lengthMin = 0,
        std::size_t lengthMax = std::numeric_limits<std::size_t>::max()) const;

  private:
    friend class JsonValue;
    friend class JsonParser;
    explicit JsonObject(JsonValue value) : m_value(value) {}
    std::optional<JsonValue> findPresent(std::string_view name) const;
    JsonValue m_value;
};

class JsonParser {
  public:
    explicit JsonParser(JsonLimits limits = {});
    ~JsonParser();
    JsonParser(JsonParser&&) noexcept;
    JsonParser& operator=(JsonParser&&) noexcept;

    Result<JsonValue> parse(std::string_view text);
    // The same for a text that must be an object, as requests are.
    Result<JsonObject> parseObject(std::string_view text);

  private:
    struct Buffers;
    std::unique_ptr<Buffers> m_buffers;
};

// A parsed text that owns its parser, for where one text is read now and then.
class Json {
  public:
    static Result<Json> parse(std::string_view text, JsonLimits limits = {});

    JsonValue root() const { return m_root; }
    Result<JsonObject> object() const { return m_root.object(); }

  private:
    Json(JsonParser parser, JsonValue root) : m_parser(std::move(parser)), m_root(root) {}
    JsonParser m_parser;
    JsonValue m_root;
};

}  // namespace rushlab
