#include "domain/order_message.h"

#include "base/json_writer.h"

namespace rushlab::domain {
namespace {

WallTime wallTime(std::int64_t ms) {
    return WallTime{Milliseconds{ms}};
}

Result<OrderLine> lineOf(const JsonValue& value) {
    const auto object = value.object();
    if (!object) return pass(object);
    const auto item = object->integer("item", 1);
    if (!item) return pass(item);
    const auto count = object->integer("count", 1, kCountMost);
    if (!count) return pass(count);
    const auto price = object->integer("price", 0, kPriceMost);
    if (!price) return pass(price);
    return OrderLine{ItemId{*item}, *count, *price};
}

}  // namespace

std::string encode(const OrderMessage& message) {
    std::string text;
    JsonObjectWriter object(text);
    object.field("order", message.id.value).field("member", message.member.value);
    {
        JsonArrayWriter lines = object.array("lines");
        for (const OrderLine& line : message.lines)
            lines.object().field("item", line.item.value).field("count", line.count).field("price", line.price);
    }
    object.field("acceptedAt", message.acceptedAt.time_since_epoch().count());
    if (message.reservedUntil) object.field("reservedUntil", message.reservedUntil->time_since_epoch().count());
    object.field("strategy", message.strategy).field("unitsAreHeld", message.unitsAreHeld);
    object.close();
    return text;
}

Result<OrderMessage> decodeOrderMessage(std::string_view text, JsonParser& parser) {
    const auto object = parser.parseObject(text);
    if (!object) return pass(object);
    const auto id = object->text("order");
    if (!id) return pass(id);
    if (!isUuid(*id)) return fail(ErrorCode::Invalid, "order is no UUID");
    const auto member = object->integer("member", 1);
    if (!member) return pass(member);
    const auto lines = object->array("lines", 1, kLinesMost);
    if (!lines) return pass(lines);
    OrderMessage message;
    message.id.value = *id;
    message.member.value = *member;
    for (const JsonValue& value : lines->items()) {
        const auto line = lineOf(value);
        if (!line) return pass(line);
        message.lines.push_back(*line);
    }
    const auto acceptedAt = object->integer("acceptedAt", 0);
    if (!acceptedAt) return pass(acceptedAt);
    message.acceptedAt = wallTime(*acceptedAt);
    const auto reservedUntil = object->optionalInteger("reservedUntil", 0);
    if (!reservedUntil) return pass(reservedUntil);
    if (*reservedUntil) message.reservedUntil = wallTime(**reservedUntil);
    const auto strategy = object->text("strategy", 0, 64);
    if (!strategy) return pass(strategy);
    message.strategy = *strategy;
    const auto unitsAreHeld = object->boolean("unitsAreHeld");
    if (!unitsAreHeld) return pass(unitsAreHeld);
    message.unitsAreHeld = *unitsAreHeld;
    return message;
}

}  // namespace rushlab::domain
