#include "roles/openapi.h"

#include <map>

#include "base/json.h"
#include "base/json_writer.h"
#include "domain/code.h"

namespace rushlab::roles {
namespace {

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    for (char& character : lower) {
        if (character >= 'A' && character <= 'Z') character = static_cast<char>(character + ('a' - 'A'));
    }
    return lower;
}

std::string upperCase(std::string_view text) {
    std::string upper(text);
    for (char& character : upper) {
        if (character >= 'a' && character <= 'z') character = static_cast<char>(character - ('a' - 'A'));
    }
    return upper;
}

void addParameters(JsonObjectWriter& call, std::string_view pattern) {
    JsonArrayWriter parameters = call.array("parameters");
    for (std::size_t open = pattern.find('{'); open != std::string_view::npos; open = pattern.find('{', open + 1)) {
        const std::size_t close = pattern.find('}', open);
        JsonObjectWriter parameter = parameters.object();
        parameter.field("name", pattern.substr(open + 1, close - open - 1)).field("in", "path").field("required", true);
        parameter.object("schema").field("type", "string");
    }
}

void addReference(JsonObjectWriter& responses, std::string_view name) {
    responses.object(name).field("$ref", "#/components/responses/Envelope");
}

void addCall(JsonObjectWriter& path, const ApiCall& call) {
    JsonObjectWriter written = path.object(lowerCase(io::name(call.method)));
    written.field("summary", call.summary);
    addParameters(written, call.pattern);
    JsonObjectWriter responses = written.object("responses");
    addReference(responses, "2XX");
    addReference(responses, "default");
}

void addEnvelope(JsonObjectWriter& document) {
    JsonObjectWriter components = document.object("components");
    {
        JsonObjectWriter responses = components.object("responses");
        JsonObjectWriter envelope = responses.object("Envelope");
        envelope.field("description", "Every answer; an error has no data. The trace id is in X-Trace-Id.");
        JsonObjectWriter content = envelope.object("content");
        JsonObjectWriter json = content.object("application/json");
        json.object("schema").field("$ref", "#/components/schemas/Envelope");
    }
    JsonObjectWriter schemas = components.object("schemas");
    JsonObjectWriter envelope = schemas.object("Envelope");
    envelope.field("type", "object");
    {
        JsonArrayWriter required = envelope.array("required");
        for (const char* name : {"success", "status", "code", "message", "timestamp", "path"})
            required.item(name);
    }
    JsonObjectWriter properties = envelope.object("properties");
    properties.object("success").field("type", "boolean");
    properties.object("status").field("type", "integer").field("description", "The HTTP status once more.");
    {
        JsonObjectWriter code = properties.object("code");
        code.field("type", "string");
        JsonArrayWriter values = code.array("enum");
        for (const domain::Code each : domain::allCodes())
            values.item(domain::name(each));
    }
    properties.object("message").field("type", "string").field("description", "English or Korean: Accept-Language.");
    properties.object("data").field("nullable", true);
    properties.object("timestamp").field("type", "string").field("format", "date-time");
    properties.object("path").field("type", "string");
}

}  // namespace

std::string openApi(std::string_view title, const std::vector<ApiCall>& calls) {
    std::map<std::string_view, std::vector<const ApiCall*>> byPattern;
    for (const ApiCall& call : calls)
        byPattern[call.pattern].push_back(&call);
    std::string text;
    JsonObjectWriter document(text);
    document.field("openapi", "3.0.3");
    document.object("info").field("title", fmt::format("RushLab: {}", title)).field("version", "1");
    {
        JsonObjectWriter paths = document.object("paths");
        for (const auto& [pattern, alike] : byPattern) {
            JsonObjectWriter path = paths.object(pattern);
            for (const ApiCall* call : alike)
                addCall(path, *call);
        }
    }
    addEnvelope(document);
    document.close();
    return text;
}

Result<std::vector<ApiCall>> callsIn(std::string_view document) {
    const auto json = Json::parse(document);
    if (!json) return pass(json);
    const auto root = json->object();
    if (!root) return pass(root);
    const auto paths = root->object("paths");
    if (!paths) return pass(paths);
    std::vector<ApiCall> calls;
    for (const auto& [pattern, methods] : paths->fields()) {
        const auto byMethod = methods.object();
        if (!byMethod) return pass(byMethod);
        for (const auto& [method, value] : byMethod->fields()) {
            const auto call = value.object();
            if (!call) return pass(call);
            const auto summary = call->text("summary");
            if (!summary) return pass(summary);
            calls.push_back({io::methodOf(upperCase(method)), std::string(pattern), std::string(*summary)});
        }
    }
    return calls;
}

}  // namespace rushlab::roles
