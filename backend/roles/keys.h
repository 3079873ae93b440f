// The key-value engine's keys in this shop, each with who owns it. Everything here may be lost at any time.
// Any thread; pure.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "base/clock.h"
#include "domain/ids.h"

namespace rushlab::roles::keys {

// auth: a login; the value is the member's number. TTL: settings.sessionKept, sliding.
inline std::string session(std::string_view token) {
    return fmt::format("session:{}", token);
}
// order strategies: units that may still be taken (a number). Made from the database by whoever misses it first.
inline std::string stock(domain::ItemId item) {
    return fmt::format("stock:{}", item.value);
}
// order strategies: since when that number is missing (ms since 1970). It is made anew once no order can be about to be
// published that took from the lost one.
inline std::string stockLost(domain::ItemId item) {
    return fmt::format("stock-lost:{}", item.value);
}
// order strategies: units taken for orders that the database does not know yet. A sorted set of "orderId:count" by when
// they are overdue (ms since 1970); a member that was removed here gives its units back exactly once.
inline std::string reservations(domain::ItemId item) {
    return fmt::format("reservations:{}", item.value);
}
// Items that have reservations (a set of numbers), for the scheduler.
constexpr std::string_view kReservedItems = "reserved-items";
// order, stock, item: what is looked up aside (JSON of an item, a number of stock).
inline std::string cachedItem(domain::ItemId item) {
    return fmt::format("cache:item:{}", item.value);
}
inline std::string cachedStock(domain::ItemId item) {
    return fmt::format("cache:stock:{}", item.value);
}
// A lock on whatever it names.
inline std::string lock(std::string_view name) {
    return fmt::format("lock:{}", name);
}
// order strategies: who placed an order that is on its way through the queue (a member's number). The worker removes it
// once the order is stored, if no request can repeat that order. TTL: kPendingKept.
constexpr Milliseconds kPendingKept{600'000};
inline std::string pending(const domain::OrderId& order) {
    return fmt::format("pending:{}", order.value);
}
// order strategies: that the units of an order, which the database returned, were added to the item's number.
inline std::string returned(const domain::OrderId& order, domain::ItemId item) {
    return fmt::format("returned:{}:{}", order.value, item.value);
}
// scheduler: that an order which held units for too long is being ended: it takes no more, and gives none back by
// itself. TTL: kEndedKept, longer than any request that has not read the order's row yet.
constexpr Milliseconds kEndedKept{600'000};
inline std::string ended(const domain::OrderId& order) {
    return fmt::format("ended:{}", order.value);
}
// scheduler: the last tick of a job that was done (a number).
inline std::string lastTick(std::string_view job) {
    return fmt::format("tick:{}", job);
}
// order: the answer that a route gave under this key. TTL: settings.idempotencyKept.
inline std::string idempotency(std::string_view route, domain::MemberId member, std::string_view key) {
    return fmt::format("idempotency:{}:{}:{}", route, member.value, key);
}
// worker: coupon ids that are free to give away (a list).
constexpr std::string_view kFreeCoupons = "coupons:free";
// mail ways (list, list-reliable): mails that wait to be sent (a list of JSON, the oldest at its right end).
constexpr std::string_view kMails = "mails:waiting";
// mail ways (list-reliable): who carries mails (a set of names), that one of them lives (TTL: a few heartbeats), and
// what is on its way with it (a list of the same JSON).
constexpr std::string_view kMailCarriers = "mails:carriers";
inline std::string mailCarrierAlive(std::string_view carrier) {
    return fmt::format("mails:alive:{}", carrier);
}
inline std::string mailsUnderWay(std::string_view carrier) {
    return fmt::format("mails:under-way:{}", carrier);
}
// scheduler: a day's figures (a hash: lines:ROOM, views:ITEM, orders:ITEM, units:ITEM, amount:ITEM), and how far the
// event log was counted into them (a hash of offsets by topic:partition). Both are made anew from the log, and
// orders of today and yesterday from the database. TTL of a day's: kDayKept.
constexpr Milliseconds kDayKept{8LL * 86'400'000};
inline std::string dayStatistics(std::string_view day) {
    return fmt::format("statistics:{}", day);
}
constexpr std::string_view kCountedOffsets = "statistics:offsets";
// chat: the channel on which each instance tells the others its lines.
constexpr std::string_view kChatChannel = "chat:lines";
// order strategies (mq-list): unit ids of an item that are free (a list).
inline std::string freeUnits(domain::ItemId item) {
    return fmt::format("units:{}", item.value);
}

}  // namespace rushlab::roles::keys
