// Calls one role instance over HTTP, as the gateway does, and reads its envelopes.
// Belongs to the test's thread.
#pragma once

#include "base/json.h"
#include "io/http_client.h"
#include "roles/host.h"

namespace rushlab::test {

// An answer in the envelope; a call that was not answered has the status 0.
struct Reply {
    int status = 0;
    std::string body;
    std::string cookie;  // Set-Cookie

    Json json() const {
        auto parsed = Json::parse(body.empty() ? "null" : body);
        if (!parsed) abortBecause("an answer is no JSON: " + body);
        return *std::move(parsed);
    }
    std::string code() const { return text("code"); }
    std::string message() const { return text("message"); }
    // Of data, where that is an object; empty where it is not there.
    std::string text(std::string_view field, std::string_view within = "") const {
        const Json json = this->json();
        const auto value = find(json, field, within);
        return value && value->kind() == JsonKind::Text ? std::string(*value->text()) : "";
    }
    std::int64_t number(std::string_view field, std::string_view within = "data") const {
        const Json json = this->json();
        const auto value = find(json, field, within);
        return value && value->kind() == JsonKind::Integer ? *value->integer() : -1;
    }
    // data itself.
    std::int64_t number() const { return number("data", ""); }
    std::string text() const { return text("data", ""); }

  private:
    static std::optional<JsonValue> find(const Json& json, std::string_view field, std::string_view within) {
        const auto outer = json.object();
        if (!outer || within.empty()) return outer ? outer->find(field) : std::nullopt;
        const auto inner = outer->object(within);
        return inner ? inner->find(field) : std::nullopt;
    }
};

// Who calls, and how.
struct CallFields {
    std::int64_t user = 0;  // X-User-Id; 0: none
    std::string language = "en";
    std::string cookie;
    std::string authorization;
    std::string key;       // Idempotency-Key
    std::string protocol;  // X-Forwarded-Proto
};

class ShopClient {
  public:
    explicit ShopClient(io::Loop& loop) : m_loop(loop), m_client(loop, {}) {}

    using Fields = CallFields;

    Reply call(const roles::RoleHost& host, io::HttpMethod method, std::string target, std::string body = "",
               Fields fields = {}) {
        return m_loop.runUntilDone(send(host.endpoint(), callOf(method, std::move(target), std::move(body), fields)));
    }
    Reply get(const roles::RoleHost& host, std::string target, std::int64_t user = 0) {
        return call(host, io::HttpMethod::Get, std::move(target), "", asUser(user));
    }
    Reply post(const roles::RoleHost& host, std::string target, std::string body, std::int64_t user = 0) {
        return call(host, io::HttpMethod::Post, std::move(target), std::move(body), asUser(user));
    }
    // For calls that run at the same time.
    io::Awaitable<Reply> send(io::HttpEndpoint endpoint, io::HttpCall call) {
        Reply answer;
        const auto reply =
            co_await m_client.call(std::move(endpoint), std::move(call), Deadline::in(Milliseconds{90'000}));
        if (reply) {
            answer.status = reply->status();
            answer.body = reply->body();
            answer.cookie = reply->field("Set-Cookie").value_or("");
        }
        co_return answer;
    }

    static Fields asUser(std::int64_t user) {
        Fields fields;
        fields.user = user;
        return fields;
    }
    static io::HttpCall callOf(io::HttpMethod method, std::string target, std::string body, const Fields& fields) {
        io::HttpCall call(method, std::move(target));
        if (fields.user > 0) call.field("X-User-Id", std::to_string(fields.user));
        call.field("Accept-Language", fields.language);
        if (!fields.cookie.empty()) call.field("Cookie", fields.cookie);
        if (!fields.authorization.empty()) call.field("Authorization", fields.authorization);
        if (!fields.protocol.empty()) call.field("X-Forwarded-Proto", fields.protocol);
        if (!fields.key.empty()) call.field("Idempotency-Key", fields.key);
        if (!body.empty()) call.body("application/json", std::move(body));
        return call;
    }

  private:
    io::Loop& m_loop;
    io::HttpClient m_client;
};

}  // namespace rushlab::test
