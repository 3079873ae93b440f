#include "verdict/collect.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "domain/order_message.h"

namespace rushlab::verdict {
namespace {

constexpr std::int64_t kOrdersAPage = 5'000;
constexpr std::int64_t kOrdersAPageLeast = 500;  // of up to 100 lines each: still under what a query may answer
constexpr std::int64_t kCouponsAPage = 50'000;
constexpr std::int64_t kHeldMost = 100'000;
constexpr std::uint64_t kDeadLettersMost = 20;
constexpr std::uint64_t kDeadLettersAPage = 1'000;

template <class T>
using Answer = io::Awaitable<Result<T>>;

struct ItemRow {
    domain::Item item;
    std::int64_t initial = 0;
    std::int64_t quantity = 0;
};

Result<ItemRow> readItem(sql::Session& session, domain::ItemId item) {
    auto rows = session.query(
        "SELECT i.type, i.start_at, s.initial, s.quantity FROM items i JOIN stock s ON s.item_id = i.id WHERE i.id = ?",
        {item});
    if (!rows) return pass(std::move(rows));
    if (rows->empty())
        return fail(ErrorCode::NotFound, "item {} is not in the database, so its sale cannot be checked", item.value);
    const sql::Row row = rows->first();
    ItemRow found;
    found.item.type = domain::itemTypeOf(row.text(0)).value_or(domain::ItemType::General);
    if (!row.isNull(1)) found.item.startAt = row.wallTime(1);
    found.initial = row.integer(2);
    found.quantity = row.integer(3);
    return found;
}

// "orderId:count"
std::int64_t unitsOfHeld(std::string_view member) {
    const auto colon = member.rfind(':');
    std::int64_t units = 1;
    if (colon != std::string_view::npos)
        std::from_chars(member.data() + colon + 1, member.data() + member.size(), units);
    return units;
}

Answer<ItemState> collectItem(Stores stores, WatchedItem watched, Deadline deadline) {
    auto read = [item = watched.item](sql::Session& session) { return readItem(session, item); };
    auto row = co_await stores.database.read(deadline, std::move(read));
    if (!row) co_return pass(std::move(row));
    ItemState state;
    state.item = watched.item;
    state.type = row->item.type;
    state.startAt = row->item.startAt;
    state.initial = row->initial;
    state.quantity = row->quantity;
    const auto number = co_await stores.keyValue.get(watched.stockKey, deadline);
    if (!number) co_return pass(number);
    if (*number) {
        std::int64_t units = 0;
        const std::string& text = **number;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), units);
        if (error != std::errc() || end != text.data() + text.size()) {
            co_return fail(ErrorCode::Corrupt, "the key-value engine's stock of item {} is \"{}\", which is no number",
                           watched.item.value, text);
        }
        state.keyValueStock = units;
    }
    constexpr double kAll = std::numeric_limits<double>::infinity();
    auto held = co_await stores.keyValue.sortedRange(watched.reservationsKey, -kAll, kAll, kHeldMost, deadline);
    if (!held) co_return pass(std::move(held));
    for (kv::ScoredMember& member : *held) {
        state.heldUnits += unitsOfHeld(member.member);
        state.heldOrders.push_back(std::move(member.member));
    }
    co_return state;
}

Result<sql::Rows> readOrders(sql::Session& session, const std::string& after, std::int64_t most) {
    return session.query(
        "SELECT o.id, o.status, o.member_id, o.created_at, l.item_id, l.count FROM (SELECT id, status, member_id, "
        "created_at FROM orders WHERE id > ? ORDER BY id LIMIT ?) o LEFT JOIN order_lines l ON l.order_id = o.id "
        "ORDER BY o.id, l.line",
        {after, most});
}

// Adds a page's rows; the last id that was seen, or nothing where there was none.
Result<std::string> addOrders(const sql::Rows& rows, const std::vector<ItemState>& items,
                              std::vector<StoredOrder>& orders) {
    std::string last;
    for (const sql::Row row : rows) {
        if (!domain::isUuid(row.text(0))) {
            return fail(ErrorCode::Corrupt, "the database holds an order \"{}\" whose id is no UUID", row.text(0));
        }
        last = row.text(0);
        StoredOrder order;
        order.key = orderKeyOf(last);
        order.status = domain::orderStatusOf(row.text(1)).value_or(domain::OrderStatus::Pending);
        order.member = domain::MemberId{row.integer(2)};
        order.createdAt = row.wallTime(3);
        if (!row.isNull(4)) {
            order.item = domain::ItemId{row.integer(4)};
            if (std::ranges::none_of(items, [&](const ItemState& item) { return item.item == order.item; })) continue;
            order.units = row.integer(5);
            order.lines = 1;
        }
        if (!orders.empty() && orders.back().key == order.key && orders.back().item == order.item) {
            orders.back().units += order.units;
            if (orders.back().lines < 255) ++orders.back().lines;
        } else {
            orders.push_back(order);
        }
    }
    return last;
}

Answer<void> collectOrders(Stores stores, StoresState& state, Deadline deadline) {
    std::string after;
    for (std::int64_t most = kOrdersAPage;;) {
        auto read = [after, most](sql::Session& session) { return readOrders(session, after, most); };
        auto rows = co_await stores.database.read(deadline, std::move(read));
        if (!rows && rows.error().code == ErrorCode::Full && most > kOrdersAPageLeast) {
            most = kOrdersAPageLeast;  // orders of many lines
            continue;
        }
        if (!rows) co_return pass(std::move(rows));
        if (rows->empty()) break;
        auto last = addOrders(*rows, state.items, state.orders);
        if (!last) co_return pass(std::move(last));
        after = std::move(*last);
    }
    std::ranges::sort(state.orders, [](const StoredOrder& one, const StoredOrder& other) {
        return std::pair(one.key, one.item) < std::pair(other.key, other.item);
    });
    co_return Result<>();
}

DeadLetter readDeadLetter(const std::string& queue, const queue::Delivery& delivery, JsonParser& parser) {
    DeadLetter letter{queue, delivery.message.messageId, "", 0};
    if (const auto order = domain::decodeOrderMessage(delivery.message.body, parser)) letter.order = order->id.value;
    for (const auto& [name, value] : delivery.message.headers) {
        if (name == "x-failure") letter.why = value;
        if (name == "x-attempt") std::from_chars(value.data(), value.data() + value.size(), letter.retries);
    }
    return letter;
}

struct QueuesSeen {
    std::vector<QueueState> queues;
    std::uint64_t deadLetterCount = 0;
    std::vector<DeadLetter> deadLetters;
};

Answer<QueuesSeen> collectQueues(Stores stores, WatchedQueues watched, Deadline deadline) {
    QueuesSeen seen;
    for (const std::string& name : watched.mustBeEmpty) {
        const auto stats = co_await stores.queue.stats(name, deadline);
        if (!stats) co_return pass(stats);
        seen.queues.push_back({name, stats->ready, stats->unacked});
    }
    if (watched.deadLetters.empty()) co_return seen;
    const auto stats = co_await stores.queue.stats(watched.deadLetters, deadline);
    if (!stats) co_return pass(stats);
    seen.deadLetterCount = stats->ready + stats->unacked;
    if (seen.deadLetterCount == 0) co_return seen;
    const auto letters = co_await stores.queue.browse(watched.deadLetters, 0, kDeadLettersMost, deadline);
    if (!letters) co_return pass(letters);
    JsonParser parser;
    for (const queue::Delivery& delivery : *letters)
        seen.deadLetters.push_back(readDeadLetter(watched.deadLetters, delivery, parser));
    co_return seen;
}

Result<std::int64_t> countOf(sql::Session& session, std::string_view query) {
    auto rows = session.query(query);
    if (!rows) return pass(std::move(rows));
    return rows->first().integer(0);
}

Result<sql::Rows> readCoupons(sql::Session& session, const std::string& after) {
    return session.query(
        "SELECT id, account_id FROM coupons WHERE account_id IS NOT NULL AND id > ? ORDER BY id LIMIT ?",
        {after, kCouponsAPage});
}

}  // namespace

io::Awaitable<Result<StoresState>> collectSale(Stores stores, std::vector<WatchedItem> items, WatchedQueues queues,
                                               Deadline deadline) {
    StoresState state;
    for (const WatchedItem& item : items) {
        auto collected = co_await collectItem(stores, item, deadline);
        if (!collected) co_return pass(std::move(collected));
        state.items.push_back(std::move(*collected));
    }
    if (auto collected = co_await collectOrders(stores, state, deadline); !collected)
        co_return pass(std::move(collected));
    auto seen = co_await collectQueues(stores, std::move(queues), deadline);
    if (!seen) co_return pass(std::move(seen));
    state.queues = std::move(seen->queues);
    state.deadLetterCount = seen->deadLetterCount;
    state.deadLetters = std::move(seen->deadLetters);
    auto count = [](sql::Session& session) { return countOf(session, "SELECT COUNT(*) FROM outbox"); };
    const auto rows = co_await stores.database.read(deadline, std::move(count));
    if (!rows) co_return pass(rows);
    state.outboxRows = static_cast<std::uint64_t>(*rows);
    co_return state;
}

io::Awaitable<Result<std::vector<DeadLetter>>> collectDeadLetters(queue::WorkQueue& queue, std::string name,
                                                                  Deadline deadline) {
    std::vector<DeadLetter> letters;
    JsonParser parser;
    while (true) {
        const auto page = co_await queue.browse(name, letters.size(), kDeadLettersAPage, deadline);
        if (!page) co_return pass(page);
        for (const queue::Delivery& delivery : *page)
            letters.push_back(readDeadLetter(name, delivery, parser));
        if (page->size() < kDeadLettersAPage) co_return letters;
    }
}

io::Awaitable<Result<CouponState>> collectCoupons(Stores stores, WatchedQueues queues, Deadline deadline) {
    CouponState state;
    auto count = [](sql::Session& session) { return countOf(session, "SELECT COUNT(*) FROM coupons"); };
    const auto made = co_await stores.database.read(deadline, std::move(count));
    if (!made) co_return pass(made);
    state.made = static_cast<std::uint64_t>(*made);
    for (std::string after;;) {
        auto read = [after](sql::Session& session) { return readCoupons(session, after); };
        auto rows = co_await stores.database.read(deadline, std::move(read));
        if (!rows) co_return pass(std::move(rows));
        for (const sql::Row row : *rows)
            state.issued.push_back({std::string(row.text(0)), row.integer(1)});
        if (static_cast<std::int64_t>(rows->size()) < kCouponsAPage) break;
        after = state.issued.back().coupon;
    }
    auto seen = co_await collectQueues(stores, std::move(queues), deadline);
    if (!seen) co_return pass(std::move(seen));
    state.queues = std::move(seen->queues);
    state.deadLetterCount = seen->deadLetterCount;
    state.deadLetters = std::move(seen->deadLetters);
    co_return state;
}

}  // namespace rushlab::verdict
