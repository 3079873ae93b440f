#include "roles/cache/item_text.h"

#include "base/json_writer.h"

namespace rushlab::roles {
namespace {

Result<domain::Item> itemOf(const JsonObject& object) {
    const auto id = object.integer("id", 1);
    if (!id) return pass(id);
    const auto name = object.text("name");
    if (!name) return pass(name);
    const auto price = object.integer("price", 0, domain::kPriceMost);
    if (!price) return pass(price);
    const auto typeName = object.text("type");
    if (!typeName) return pass(typeName);
    const auto type = domain::itemTypeOf(*typeName);
    if (!type) return fail(ErrorCode::Invalid, "type must be GENERAL or TIME_DEAL, not \"{}\"", *typeName);
    const auto startAt = object.optionalInteger("startAt");
    if (!startAt) return pass(startAt);
    const auto content = object.text("content");
    if (!content) return pass(content);
    domain::Item item{domain::ItemId{*id}, std::string(*name), *price, *type, std::nullopt, std::string(*content)};
    if (*startAt) item.startAt = WallTime{Milliseconds{**startAt}};
    return item;
}

}  // namespace

std::string encodeItem(const domain::Item& item) {
    std::string text;
    JsonObjectWriter object(text);
    object.field("id", item.id.value).field("name", item.name).field("price", item.price);
    object.field("type", domain::name(item.type));
    if (item.startAt) object.field("startAt", item.startAt->time_since_epoch().count());
    object.field("content", item.content);
    object.close();
    return text;
}

Result<domain::Item> decodeItem(std::string_view text, JsonParser& parser) {
    const auto object = parser.parseObject(text);
    auto item = object ? itemOf(*object) : pass(object);
    if (!item) return fail(ErrorCode::Corrupt, "The cached item is not one: {}.", item.error().message);
    return item;
}

}  // namespace rushlab::roles
