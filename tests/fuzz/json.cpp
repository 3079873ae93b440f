// Arbitrary bytes as JSON: what is taken is walked whole, written back, and must parse to the same; what is refused
// must be refused by the plain reading of the grammar as well, and the other way round.
#include <cstdint>
#include <string>

#include "base/json.h"
#include "base/json_flaw.h"
#include "base/json_writer.h"

using namespace rushlab;

namespace {

void writeItem(JsonArrayWriter& out, const JsonValue& value);
void writeField(JsonObjectWriter& out, std::string_view name, const JsonValue& value);

void writeItems(JsonArrayWriter out, const JsonValue& value) {
    for (const JsonValue& item : value.array()->items())
        writeItem(out, item);
}

void writeFields(JsonObjectWriter out, const JsonValue& value) {
    for (const auto& [name, field] : value.object()->fields()) {
        if (!value.object()->find(name)) abortBecause("a field that is listed is not found");
        writeField(out, name, field);
    }
}

template <class Plain>
void writePlain(const JsonValue& value, Plain&& plain) {
    switch (value.kind()) {
        case JsonKind::Null:
            return plain(nullptr);
        case JsonKind::Boolean:
            return plain(*value.boolean());
        case JsonKind::Integer:
            return plain(*value.integer());
        case JsonKind::LargeInteger:
            return plain(*value.unsignedInteger());
        case JsonKind::Real:
            return plain(*value.real());
        case JsonKind::Text:
            return plain(*value.text());
        default:
            abortBecause("neither a plain value nor a nest");
    }
}

void writeItem(JsonArrayWriter& out, const JsonValue& value) {
    if (value.kind() == JsonKind::Array) {
        writeItems(out.array(), value);
    } else if (value.kind() == JsonKind::Object) {
        writeFields(out.object(), value);
    } else {
        writePlain(value, [&](const auto& plain) { out.item(plain); });
    }
}

void writeField(JsonObjectWriter& out, std::string_view name, const JsonValue& value) {
    if (value.kind() == JsonKind::Array) {
        writeItems(out.array(name), value);
    } else if (value.kind() == JsonKind::Object) {
        writeFields(out.object(name), value);
    } else {
        writePlain(value, [&](const auto& plain) { out.field(name, plain); });
    }
}

std::string rewritten(const Json& json) {
    std::string out;
    JsonArrayWriter whole(out);  // an array around it, so that plain values have a place
    writeItem(whole, json.root());
    whole.close();
    return out.substr(1, out.size() - 2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    const auto json = Json::parse(text);
    if (!json) {
        const bool onlyOurRules = json.error().message.find("twice") != std::string::npos ||
                                  json.error().message.find("too large") != std::string::npos;
        if (!onlyOurRules && text.size() <= JsonLimits{}.bytesMax && !findJsonFlaw(text, JsonLimits{}.depthMax)) {
            abortBecause("the fast reading refuses what the plain one takes: " + json.error().message);
        }
        return 0;
    }
    if (findJsonFlaw(text, JsonLimits{}.depthMax)) abortBecause("the plain reading refuses what the fast one takes");
    const std::string once = rewritten(*json);
    const auto again = Json::parse(once, {.bytesMax = once.size()});
    if (!again) abortBecause("what was written does not parse: " + again.error().message);
    if (rewritten(*again) != once) abortBecause("what was written reads back differently");
    return 0;
}
