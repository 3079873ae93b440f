// What a request for an order says, once it was checked.
// Any thread; pure.
#pragma once

#include <string>

#include "base/json.h"
#include "domain/code.h"
#include "domain/item.h"
#include "io/http_message.h"
#include "roles/answer.h"

namespace rushlab::roles {

// An answer that a request gets instead of what it asked for.
struct Refusal {
    domain::Code code;
    std::string sentence;
};

// In the asker's language: the sentence is English, and others hear the code's own.
io::HttpResponse refuse(const Answerer& answer, const Refusal& refusal);
io::HttpResponse refuse(const Answerer& answer, domain::Code code, std::string sentence);

struct OrderRequest {
    domain::MemberId member;
    domain::ItemId item;
    std::int64_t count = 0;
    std::string idempotencyKey;  // empty: it has none

    // What two requests under one key must have in common.
    std::string content() const { return std::to_string(item.value) + 'x' + std::to_string(count); }
};

tl::expected<OrderRequest, Refusal> readOrderRequest(const io::HttpRequest& request, JsonParser& parser);

// The body as an object; a refusal says what is wrong with it.
tl::expected<JsonObject, Refusal> readObject(const io::HttpRequest& request, JsonParser& parser);
tl::expected<domain::MemberId, Refusal> readUser(const io::HttpRequest& request);

}  // namespace rushlab::roles
