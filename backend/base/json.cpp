#include "base/json.h"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>

#include "base/json_flaw.h"
#include "base/json_writer.h"
#include "base/utf8.h"

namespace rushlab {
namespace {

namespace dom = simdjson::dom;

// By value: the library's own accessors hand out references into their temporary results.
dom::array arrayOf(const dom::element& element) {
    return element.get_array().value_unsafe();
}
dom::object objectOf(const dom::element& element) {
    return element.get_object().value_unsafe();
}

// A value as a sentence shows it: short, on one line.
std::string shown(const dom::element& element) {
    constexpr std::size_t kShownMax = 40;
    switch (element.type()) {
        case dom::element_type::OBJECT:
            return "an object";
        case dom::element_type::ARRAY:
            return "an array";
        case dom::element_type::STRING: {
            std::string_view text = element.get_string().value_unsafe();
            const bool cut = text.size() > kShownMax;
            if (cut) {
                std::size_t end = kShownMax;
                while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
                    --end;
                text = text.substr(0, end);
            }
            std::string quoted;
            appendJsonText(quoted, text);
            return cut ? quoted + "..." : quoted;
        }
        case dom::element_type::INT64:
            return fmt::to_string(element.get_int64().value_unsafe());
        case dom::element_type::UINT64:
            return fmt::to_string(element.get_uint64().value_unsafe());
        case dom::element_type::DOUBLE: {
            std::string number;
            appendJsonReal(number, element.get_double().value_unsafe());
            return number;
        }
        case dom::element_type::BOOL:
            return element.get_bool().value_unsafe() ? "true" : "false";
        case dom::element_type::NULL_VALUE:
            return "null";
    }
    abortBecause("a JSON element of a type that does not exist");
}

std::string allowedRange(std::string_view what, std::int64_t min, std::int64_t max) {
    if (min == std::numeric_limits<std::int64_t>::min() && max == std::numeric_limits<std::int64_t>::max()) {
        return fmt::format("{} of at most 64 bits", what);
    }
    if (max == std::numeric_limits<std::int64_t>::max()) return fmt::format("{} of at least {}", what, min);
    return fmt::format("{} from {} to {}", what, min, max);
}

std::string allowedCount(std::string_view what, std::string_view unit, std::size_t min, std::size_t max) {
    if (min == 0 && max == std::numeric_limits<std::size_t>::max()) return std::string(what);
    if (max == std::numeric_limits<std::size_t>::max()) return fmt::format("{} of at least {} {}", what, min, unit);
    return fmt::format("{} of {} to {} {}", what, min, max, unit);
}

// A few names are compared with each other; more are sorted first, so that many cannot make it slow.
std::optional<std::string_view> repeatedName(const dom::object& object) {
    constexpr std::size_t kFew = 8;
    std::array<std::string_view, kFew> few;
    std::size_t count = 0;
    if (object.size() <= kFew) {
        for (const auto& field : object) {
            const auto end = few.begin() + static_cast<std::ptrdiff_t>(count);
            if (std::find(few.begin(), end, field.key) != end) return field.key;
            few[count++] = field.key;
        }
        return std::nullopt;
    }
    std::vector<std::string_view> names;
    for (const auto& field : object)
        names.push_back(field.key);
    std::sort(names.begin(), names.end());
    const auto repeated = std::adjacent_find(names.begin(), names.end());
    return repeated == names.end() ? std::nullopt : std::optional(*repeated);
}

// The parser has bounded the depth of this recursion.
std::optional<std::string_view> repeatedNameWithin(const dom::element& element) {
    if (element.is_object()) {
        const dom::object object = objectOf(element);
        if (auto repeated = repeatedName(object)) return repeated;
        for (const auto& field : object) {
            if (auto repeated = repeatedNameWithin(field.value)) return repeated;
        }
    } else if (element.is_array()) {
        for (const dom::element item : arrayOf(element)) {
            if (auto repeated = repeatedNameWithin(item)) return repeated;
        }
    }
    return std::nullopt;
}

}  // namespace

// The two words of an element travel as JsonValue::Element; the library gives no public way to keep them.
struct JsonValue::Access {
    static_assert(sizeof(dom::element) == sizeof(Element) && std::is_trivially_copyable_v<dom::element>);

    static dom::element of(const JsonValue& value) { return std::bit_cast<dom::element>(value.m_element); }
    static Element pack(const dom::element& element) { return std::bit_cast<Element>(element); }

    // Appends the way from `within` to the wanted element; false where it is not in there.
    static bool appendPath(std::string& path, const dom::element& within, const Element& wanted) {
        if (pack(within) == wanted) return true;
        const std::size_t before = path.size();
        if (within.is_object()) {
            for (const auto& field : objectOf(within)) {
                if (!path.empty()) path += '.';
                path += field.key;
                if (appendPath(path, field.value, wanted)) return true;
                path.resize(before);
            }
        } else if (within.is_array()) {
            std::size_t index = 0;
            for (const dom::element item : arrayOf(within)) {
                fmt::format_to(std::back_inserter(path), "[{}]", index++);
                if (appendPath(path, item, wanted)) return true;
                path.resize(before);
            }
        }
        return false;
    }
};

std::string JsonValue::path() const {
    std::string path;
    Access::appendPath(path, static_cast<const dom::document*>(m_element.document)->root(), m_element);
    return path;
}

tl::unexpected<Error> JsonValue::isNot(std::string_view wanted) const {
    const std::string where = path();
    if (where.empty()) return fail(ErrorCode::Invalid, "the JSON must be {}, not {}", wanted, shown(Access::of(*this)));
    return fail(ErrorCode::Invalid, "\"{}\" must be {}, not {}", where, wanted, shown(Access::of(*this)));
}

JsonKind JsonValue::kind() const {
    switch (Access::of(*this).type()) {
        case dom::element_type::ARRAY:
            return JsonKind::Array;
        case dom::element_type::OBJECT:
            return JsonKind::Object;
        case dom::element_type::INT64:
            return JsonKind::Integer;
        case dom::element_type::UINT64:
            return JsonKind::LargeInteger;
        case dom::element_type::DOUBLE:
            return JsonKind::Real;
        case dom::element_type::STRING:
            return JsonKind::Text;
        case dom::element_type::BOOL:
            return JsonKind::Boolean;
        case dom::element_type::NULL_VALUE:
            return JsonKind::Null;
    }
    abortBecause("a JSON element of a type that does not exist");
}

Result<bool> JsonValue::boolean() const {
    const auto value = Access::of(*this).get_bool();
    if (value.error()) return isNot("true or false");
    return value.value_unsafe();
}

Result<std::int64_t> JsonValue::integer(std::int64_t min, std::int64_t max) const {
    const auto element = Access::of(*this);
    if (element.type() == dom::element_type::INT64) {
        const std::int64_t value = element.get_int64().value_unsafe();
        if (value >= min && value <= max) return value;
    }
    return isNot(allowedRange("a whole number", min, max));
}

Result<std::uint64_t> JsonValue::unsignedInteger() const {
    const auto value = Access::of(*this).get_uint64();
    if (value.error()) return isNot("a whole number from 0 to 18446744073709551615");
    return value.value_unsafe();
}

Result<double> JsonValue::real(double min, double max) const {
    const auto element = Access::of(*this);
    constexpr std::uint64_t kExactMax = std::uint64_t{1} << 53;
    std::optional<double> value;
    if (element.type() == dom::element_type::DOUBLE) {
        value = element.get_double().value_unsafe();
    } else if (element.type() == dom::element_type::INT64) {
        const std::int64_t whole = element.get_int64().value_unsafe();
        const auto magnitude =
            whole < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(whole) : static_cast<std::uint64_t>(whole);
        if (magnitude <= kExactMax) value = static_cast<double>(whole);
    }
    if (value && *value >= min && *value <= max) return *value;
    if (min == std::numeric_limits<double>::lowest() && max == std::numeric_limits<double>::max()) {
        return isNot("a number of at most 53 bits");
    }
    return isNot(fmt::format("a number from {} to {}", min, max));
}

Result<std::string_view> JsonValue::text(std::size_t lengthMin, std::size_t lengthMax) const {
    const auto value = Access::of(*this).get_string();
    if (!value.error()) {
        const std::string_view text = value.value_unsafe();
        // No text has more characters than bytes: most are inside their bounds without a count.
        if (lengthMin == 0 && text.size() <= lengthMax) return text;
        const std::size_t length = utf8Count(text);
        if (length >= lengthMin && length <= lengthMax) return text;
    }
    return isNot(allowedCount("a text", "characters", lengthMin, lengthMax));
}

Result<JsonArray> JsonValue::array(std::size_t sizeMin, std::size_t sizeMax) const {
    const JsonArray array(*this);
    if (!Access::of(*this).is_array()) return isNot(allowedCount("an array", "items", sizeMin, sizeMax));
    if (array.size() < sizeMin || array.size() > sizeMax) {
        return fail(ErrorCode::Invalid, "\"{}\" must be {}, not of {}", path(),
                    allowedCount("an array", "items", sizeMin, sizeMax), array.size());
    }
    return array;
}

Result<JsonObject> JsonValue::object() const {
    if (!Access::of(*this).is_object()) return isNot("an object");
    return JsonObject(*this);
}

std::size_t JsonArray::size() const {
    constexpr std::size_t kLibraryCountsUpTo = 0xFFFFFF;
    const auto array = arrayOf(JsonValue::Access::of(m_value));
    const std::size_t size = array.size();
    return size < kLibraryCountsUpTo ? size : static_cast<std::size_t>(std::distance(array.begin(), array.end()));
}

std::vector<JsonValue> JsonArray::items() const {
    std::vector<JsonValue> items;
    items.reserve(size());
    for (const dom::element item : arrayOf(JsonValue::Access::of(m_value))) {
        items.push_back(JsonValue(JsonValue::Access::pack(item)));
    }
    return items;
}

std::optional<JsonValue> JsonObject::find(std::string_view name) const {
    for (const auto& field : objectOf(JsonValue::Access::of(m_value))) {
        if (field.key == name) return JsonValue(JsonValue::Access::pack(field.value));
    }
    return std::nullopt;
}

std::optional<JsonValue> JsonObject::findPresent(std::string_view name) const {
    auto value = find(name);
    if (value && value->isNull()) value.reset();
    return value;
}

Result<JsonValue> JsonObject::field(std::string_view name) const {
    if (const auto value = find(name)) return *value;
    const std::string path = m_value.path();
    return fail(ErrorCode::Invalid, "\"{}{}{}\" is missing", path, path.empty() ? "" : ".", name);
}

std::vector<std::pair<std::string_view, JsonValue>> JsonObject::fields() const {
    std::vector<std::pair<std::string_view, JsonValue>> fields;
    for (const auto& field : objectOf(JsonValue::Access::of(m_value))) {
        fields.emplace_back(field.key, JsonValue(JsonValue::Access::pack(field.value)));
    }
    return fields;
}

Result<bool> JsonObject::boolean(std::string_view name) const {
    const auto value = field(name);
    return value ? value->boolean() : pass(value);
}

Result<std::int64_t> JsonObject::integer(std::string_view name, std::int64_t min, std::int64_t max) const {
    const auto value = field(name);
    return value ? value->integer(min, max) : pass(value);
}

Result<double> JsonObject::real(std::string_view name, double min, double max) const {
    const auto value = field(name);
    return value ? value->real(min, max) : pass(value);
}

Result<std::string_view> JsonObject::text(std::string_view name, std::size_t lengthMin, std::size_t lengthMax) const {
    const auto value = field(name);
    return value ? value->text(lengthMin, lengthMax) : pass(value);
}

Result<JsonArray> JsonObject::array(std::string_view name, std::size_t sizeMin, std::size_t sizeMax) const {
    const auto value = field(name);
    return value ? value->array(sizeMin, sizeMax) : pass(value);
}

Result<JsonObject> JsonObject::object(std::string_view name) const {
    const auto value = field(name);
    return value ? value->object() : pass(value);
}

Result<std::optional<bool>> JsonObject::optionalBoolean(std::string_view name) const {
    const auto value = findPresent(name);
    if (!value) return std::nullopt;
    return value->boolean().map([](bool present) { return std::optional(present); });
}

Result<std::optional<std::int64_t>> JsonObject::optionalInteger(std::string_view name, std::int64_t min,
                                                                std::int64_t max) const {
    const auto value = findPresent(name);
    if (!value) return std::nullopt;
    return value->integer(min, max).map([](std::int64_t present) { return std::optional(present); });
}

Result<std::optional<std::string_view>> JsonObject::optionalText(std::string_view name, std::size_t lengthMin,
                                                                 std::size_t lengthMax) const {
    const auto value = findPresent(name);
    if (!value) return std::nullopt;
    return value->text(lengthMin, lengthMax).map([](std::string_view present) { return std::optional(present); });
}

struct JsonParser::Buffers {
    explicit Buffers(JsonLimits limitsOfText) : limits(limitsOfText) {}

    JsonLimits limits;
    dom::parser parser;
    std::string padded;  // the library reads a little past the end
    std::size_t capacity = 0;
};

JsonParser::JsonParser(JsonLimits limits) : m_buffers(std::make_unique<Buffers>(limits)) {}
JsonParser::~JsonParser() = default;
JsonParser::JsonParser(JsonParser&&) noexcept = default;
JsonParser& JsonParser::operator=(JsonParser&&) noexcept = default;

Result<JsonValue> JsonParser::parse(std::string_view text) {
    Buffers& buffers = *m_buffers;
    if (text.size() > buffers.limits.bytesMax) {
        return fail(ErrorCode::Invalid, "the JSON has {} bytes; at most {} are allowed", text.size(),
                    buffers.limits.bytesMax);
    }
    if (text.size() > buffers.capacity || buffers.capacity == 0) {
        const std::size_t capacity = std::max<std::size_t>(1024, std::bit_ceil(text.size()));
        if (buffers.parser.allocate(capacity, buffers.limits.depthMax) != simdjson::SUCCESS) {
            return fail(ErrorCode::Full, "there is no memory to read a JSON text of {} bytes; try again", text.size());
        }
        buffers.padded.resize(capacity + simdjson::SIMDJSON_PADDING);
        buffers.capacity = capacity;
    }
    std::memcpy(buffers.padded.data(), text.data(), text.size());
    std::memset(buffers.padded.data() + text.size(), ' ', simdjson::SIMDJSON_PADDING);
    const auto parsed = buffers.parser.parse(buffers.padded.data(), text.size(), false);
    if (parsed.error()) {
        if (const auto flaw = findJsonFlaw(text, buffers.limits.depthMax)) {
            return fail(ErrorCode::Invalid, "this is not JSON: {} (at byte {} of {})", flaw->what, flaw->position,
                        text.size());
        }
        if (parsed.error() == simdjson::NUMBER_ERROR) {
            return fail(ErrorCode::Invalid,
                        "the JSON has a number that is too large: whole numbers have at most 64 bits, others at most "
                        "1.8e308");
        }
        return fail(ErrorCode::Invalid, "this is not JSON: {}", simdjson::error_message(parsed.error()));
    }
    const dom::element root = parsed.value_unsafe();
    if (const auto repeated = repeatedNameWithin(root)) {
        return fail(ErrorCode::Invalid, "an object in the JSON names the field \"{}\" twice; name it once", *repeated);
    }
    return JsonValue(JsonValue::Access::pack(root));
}

Result<JsonObject> JsonParser::parseObject(std::string_view text) {
    const auto root = parse(text);
    return root ? root->object() : pass(root);
}

Result<Json> Json::parse(std::string_view text, JsonLimits limits) {
    JsonParser parser(limits);
    auto root = parser.parse(text);
    if (!root) return pass(root);
    return Json(std::move(parser), *root);
}

}  // namespace rushlab
