// What a request for an order says, once it was checked.
// Any thread; pure.
#pragma once

#include <span>
#include <string>

#include "base/json.h"
#include "domain/code.h"
#include "domain/order.h"
#include "io/http_message.h"
#include "roles/answer.h"

namespace rushlab::roles {

// An answer that a request gets instead of what it asked for.
struct Refusal {
    domain::Code code;
    std::string sentence;
};

// What an order is answered with.
struct Outcome {
    domain::Code code = domain::Code::Ok;
    std::string sentence;  // empty: the code's own
    std::string data;      // JSON

    Outcome() = default;
    explicit Outcome(domain::Code ownCode, std::string ownSentence = "", std::string ownData = "")
        : code(ownCode), sentence(std::move(ownSentence)), data(std::move(ownData)) {}
    explicit Outcome(const Error& error)
        : code(domain::codeOf(error.code)), sentence(isForOutside(error.code) ? error.message : "") {}
};

// In the asker's language: the sentence is English, and others hear the code's own.
io::HttpResponse refuse(const Answerer& answer, const Refusal& refusal);
io::HttpResponse refuse(const Answerer& answer, domain::Code code, std::string sentence);
io::HttpResponse answerWith(const Answerer& answer, Outcome outcome);

struct OrderRequest {
    domain::MemberId member;
    domain::ItemId item;
    std::int64_t count = 0;
    std::string idempotencyKey;  // empty: it has none
};

// "1x2,5x1": what two requests under one Idempotency-Key must have in common.
std::string contentOf(std::span<const domain::OrderLine> lines);

tl::expected<OrderRequest, Refusal> readOrderRequest(const io::HttpRequest& request, JsonParser& parser);
// Empty: it has none.
tl::expected<std::string, Refusal> readIdempotencyKey(const io::HttpRequest& request);

// The body as an object; a refusal says what is wrong with it.
tl::expected<JsonObject, Refusal> readObject(const io::HttpRequest& request, JsonParser& parser);
tl::expected<domain::MemberId, Refusal> readUser(const io::HttpRequest& request);

}  // namespace rushlab::roles
