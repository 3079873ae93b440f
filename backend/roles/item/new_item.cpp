#include "roles/item/new_item.h"

#include <algorithm>

namespace rushlab::roles {
namespace {

constexpr std::size_t kContentMost = 100'000;
constexpr std::size_t kAddressMost = 500;
// Until the year 9999, as ISO 8601 has it.
constexpr std::int64_t kLatestMs = 253'402'300'799'999;

// Takes digits off the front; nothing where there are not as many.
std::optional<int> digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int number = 0;
    for (const char letter : text.substr(0, count)) {
        if (letter < '0' || letter > '9') return std::nullopt;
        number = number * 10 + (letter - '0');
    }
    text.remove_prefix(count);
    return number;
}

bool skip(std::string_view& text, char wanted) {
    if (text.empty() || text.front() != wanted) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::chrono::sys_days> dayIn(std::string_view& text) {
    const auto year = digits(text, 4);
    if (!year || !skip(text, '-')) return std::nullopt;
    const auto month = digits(text, 2);
    if (!month || !skip(text, '-')) return std::nullopt;
    const auto day = digits(text, 2);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day)));
    return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

std::optional<std::chrono::minutes> hoursAndMinutesIn(std::string_view& text) {
    const auto hour = digits(text, 2);
    if (!hour || *hour > 23 || !skip(text, ':')) return std::nullopt;
    const auto minute = digits(text, 2);
    if (!minute || *minute > 59) return std::nullopt;
    return std::chrono::hours(*hour) + std::chrono::minutes(*minute);
}

// Behind the point: up to nine digits, of which three count.
std::optional<Milliseconds> fractionIn(std::string_view& text) {
    if (!skip(text, '.')) return Milliseconds{0};
    const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
    if (count == 0 || count > 9) return std::nullopt;
    int ms = 0;
    for (std::size_t at = 0; at < 3; ++at)
        ms = ms * 10 + (at < count ? text[at] - '0' : 0);
    text.remove_prefix(count);
    return Milliseconds{ms};
}

std::optional<std::chrono::minutes> zoneIn(std::string_view& text) {
    if (skip(text, 'Z')) return std::chrono::minutes{0};
    const bool isEast = skip(text, '+');
    if (!isEast && !skip(text, '-')) return std::nullopt;
    const auto offset = hoursAndMinutesIn(text);
    if (!offset) return std::nullopt;
    return isEast ? *offset : -*offset;
}

std::optional<WallTime> read(std::string_view text) {
    const auto day = dayIn(text);
    if (!day || !skip(text, 'T')) return std::nullopt;
    const auto minutes = hoursAndMinutesIn(text);
    if (!minutes || !skip(text, ':')) return std::nullopt;
    const auto second = digits(text, 2);
    if (!second || *second > 59) return std::nullopt;
    const auto fraction = fractionIn(text);
    if (!fraction) return std::nullopt;
    const auto zone = zoneIn(text);
    if (!zone || !text.empty()) return std::nullopt;
    return WallTime(*day) + *minutes + std::chrono::seconds(*second) + *fraction - *zone;
}

Result<std::optional<WallTime>> startOf(const JsonObject& object) {
    const auto value = object.find("startAt");
    if (!value || value->isNull()) return std::optional<WallTime>();
    if (value->kind() == JsonKind::Text) {
        const auto text = value->text();
        const auto time = wallTimeOf(*text);
        if (!time) return fail(ErrorCode::Invalid, "startAt {}", time.error().message);
        return *time;
    }
    const auto ms = value->integer(0, kLatestMs);
    if (!ms) return pass(ms);
    return WallTime{Milliseconds{*ms}};
}

Result<domain::ItemType> typeOf(const JsonObject& object, bool hasStart) {
    const auto text = object.optionalText("type");
    if (!text) return pass(text);
    if (!*text) return hasStart ? domain::ItemType::TimeDeal : domain::ItemType::General;
    const auto type = domain::itemTypeOf(**text);
    if (!type) return fail(ErrorCode::Invalid, "type must be GENERAL or TIME_DEAL, not \"{}\".", **text);
    if (*type == domain::ItemType::General && hasStart)
        return fail(ErrorCode::Invalid, "startAt is only for the type TIME_DEAL; a GENERAL item has none.");
    return *type;
}

}  // namespace

Result<WallTime> wallTimeOf(std::string_view iso8601) {
    if (const auto time = read(iso8601)) return *time;
    return fail(ErrorCode::Invalid, "must be a time with its zone as \"2026-11-20T10:00:00Z\", not \"{}\".", iso8601);
}

Result<NewItem> newItemOf(const JsonValue& body) {
    const auto object = body.object();
    if (!object) return pass(object);
    const auto name = object->text("name", 1, domain::kNameMost);
    if (!name) return pass(name);
    const auto price = object->integer("price", 0, domain::kPriceMost);
    if (!price) return pass(price);
    const auto quantity = object->integer("stockQuantity", 0, domain::kStockMost);
    if (!quantity) return pass(quantity);
    const auto start = startOf(*object);
    if (!start) return pass(start);
    const auto type = typeOf(*object, start->has_value());
    if (!type) return pass(type);
    const auto content = object->optionalText("content", 0, kContentMost);
    if (!content) return pass(content);
    domain::Item item;
    item.name = *name;
    item.price = *price;
    item.type = *type;
    item.startAt = *start;
    item.content = content->value_or("");
    return NewItem(std::move(item), *quantity);
}

Result<domain::Member> newMemberOf(const JsonValue& body) {
    const auto object = body.object();
    if (!object) return pass(object);
    const auto name = object->text("name", 1, domain::kNameMost);
    if (!name) return pass(name);
    const auto address = object->optionalText("address", 0, kAddressMost);
    if (!address) return pass(address);
    domain::Member member;
    member.name = *name;
    member.address = address->value_or("");
    return member;
}

}  // namespace rushlab::roles
