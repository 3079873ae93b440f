#include "roles/order/order_request.h"

#include <algorithm>

namespace rushlab::roles {
namespace {

constexpr std::size_t kKeyMost = 200;

tl::unexpected<Refusal> invalid(std::string sentence) {
    return tl::unexpected<Refusal>(Refusal{domain::Code::ValidationError, std::move(sentence)});
}

bool isPrintable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char byte) { return byte > ' ' && byte < '\x7f'; });
}

}  // namespace

io::HttpResponse refuse(const Answerer& answer, const Refusal& refusal) {
    return refuse(answer, refusal.code, refusal.sentence);
}
io::HttpResponse refuse(const Answerer& answer, domain::Code code, std::string sentence) {
    return answer.refusedAs(code, Error{ErrorCode::Invalid, std::move(sentence)});
}
io::HttpResponse answerWith(const Answerer& answer, Outcome outcome) {
    if (!domain::isSuccess(outcome.code)) return refuse(answer, outcome.code, std::move(outcome.sentence));
    return answer.with(outcome.code, "", outcome.data);
}

tl::expected<JsonObject, Refusal> readObject(const io::HttpRequest& request, JsonParser& parser) {
    auto object = parser.parseObject(request.body);
    if (object) return *object;
    return tl::unexpected<Refusal>(Refusal{domain::Code::InvalidInput, std::move(object.error().message)});
}

tl::expected<domain::MemberId, Refusal> readUser(const io::HttpRequest& request) {
    auto member = userOf(request);
    if (member) return *member;
    return tl::unexpected<Refusal>(Refusal{domain::Code::Unauthorized, std::move(member.error().message)});
}

tl::expected<OrderRequest, Refusal> readOrderRequest(const io::HttpRequest& request, JsonParser& parser) {
    OrderRequest order;
    const auto member = readUser(request);
    if (!member) return tl::unexpected<Refusal>(member.error());
    order.member = *member;
    const auto object = readObject(request, parser);
    if (!object) return tl::unexpected<Refusal>(object.error());
    auto item = object->integer("itemNumber", 1);
    if (!item) return invalid(std::move(item.error().message));
    order.item.value = *item;
    auto count = object->integer("count", 1, domain::kCountMost);
    if (!count) return invalid(std::move(count.error().message));
    order.count = *count;
    auto key = readIdempotencyKey(request);
    if (!key) return tl::unexpected<Refusal>(std::move(key.error()));
    order.idempotencyKey = *std::move(key);
    return order;
}

tl::expected<std::string, Refusal> readIdempotencyKey(const io::HttpRequest& request) {
    const auto key = request.field("Idempotency-Key");
    if (!key) return std::string();
    if (key->empty() || key->size() > kKeyMost || !isPrintable(*key))
        return invalid("The field Idempotency-Key must be 1 to 200 printable ASCII characters without spaces.");
    return std::string(*key);
}

std::string contentOf(std::span<const domain::OrderLine> lines) {
    std::string content;
    for (const domain::OrderLine& line : lines)
        fmt::format_to(std::back_inserter(content), "{}{}x{}", content.empty() ? "" : ",", line.item.value, line.count);
    return content;
}

}  // namespace rushlab::roles
