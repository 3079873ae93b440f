#include "roles/held_units.h"

#include <array>
#include <charconv>

#include "locks/scripts.h"
#include "roles/keys.h"
#include "roles/outbox.h"
#include "roles/queues.h"

namespace rushlab::roles {
namespace {

constexpr Milliseconds kReturnKept{86'400'000};
constexpr Milliseconds kLoadLease{5'000};  // of the lock under which a number is made anew
constexpr Milliseconds kAskAgain{10};

// What the scripts that take say where it is not how many they have taken.
constexpr std::int64_t kTooFew = -1;
constexpr std::int64_t kEnded = -4;

tl::unexpected<Error> whyNot(const Held& units, std::int64_t said) {
    if (said == kTooFew) return fail(ErrorCode::SoldOut, "Item {} is sold out.", units.item.value);
    if (said == kEnded) {
        return fail(ErrorCode::Unavailable,
                    "Order {} held its units for too long and is being ended; ask again, and its row tells.",
                    units.order.value);
    }
    return fail(ErrorCode::Timeout, "The lock on item {} lapsed before its units were taken; try again.",
                units.item.value);
}

std::string loadLock(domain::ItemId item) {
    return keys::lock("stock-load:" + std::to_string(item.value));
}

std::string memberOf(const Held& units) {
    return units.order.value + ':' + std::to_string(units.count);
}

// "orderId:count", as memberOf() writes it.
std::optional<Held> heldOf(std::string_view text, domain::ItemId item, double takenAt) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    Held held;
    const std::string_view digits = text.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), held.count);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    held.order.value = text.substr(0, colon);
    held.item = item;
    held.takenAt = WallTime{Milliseconds{static_cast<std::int64_t>(takenAt)}};
    return held;
}

std::optional<std::int64_t> numberOf(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

Result<std::int64_t> asNumber(Result<kv::Reply> reply) {
    if (!reply) return pass(std::move(reply));
    if (reply->isInteger()) return reply->integer();
    return fail(ErrorCode::Unavailable, "the key-value engine did not run a script of the sale: {}",
                kv::describe(*reply));
}

struct Unsold {
    std::int64_t count = 0;
    bool isFirst = false;  // nobody has counted it in the key-value engine before, so no order can be on its way
};

Result<bool> unitsAreReturning(sql::Session& session) {
    return outboxHas(session, kUnitsReturned);
}

// What may still be sold, as the database has it; nothing while units that it returned are still on their way. The
// version leaves 0 with the first count, and with every sale.
Result<std::optional<Unsold>> unsold(sql::Session& session, domain::ItemId item) {
    auto rows = session.query("SELECT quantity, version FROM stock WHERE item_id = ?", {item});
    if (!rows) return pass(std::move(rows));
    if (rows->empty()) return fail(ErrorCode::NotFound, "There is no stock of item {}.", item.value);
    // Asked after the stock was read: units that came back in between are seen here, where the other way round they
    // would be in the number, and on their way once more.
    const auto returning = unitsAreReturning(session);
    if (!returning) return pass(returning);
    if (*returning) return std::nullopt;
    Unsold found{rows->first().integer(0), false};
    if (rows->first().integer(1) > 0) return found;
    const auto counted = session.execute("UPDATE stock SET version = 1 WHERE item_id = ? AND version = 0", {item});
    if (!counted) return pass(counted);
    found.isFirst = *counted == 1;
    return found;
}

}  // namespace

HeldUnits::HeldUnits(RoleContext& context)
    : m_context(context),
      m_take(locks::script("take_units")),
      m_takeTested(locks::script("take_tested_units")),
      m_giveBack(locks::script("give_back_units")),
      m_end(locks::script("end_units")),
      m_return(locks::script("return_units")),
      m_install(locks::script("install_stock")),
      m_unlock(locks::script("lock_release")) {}

io::Awaitable<Result<std::int64_t>> HeldUnits::tryTake(const Held& units, std::optional<std::int64_t> fence,
                                                       Deadline deadline) {
    const std::string stock = keys::stock(units.item);
    const std::string reservations = keys::reservations(units.item);
    const std::string pending = keys::pending(units.order);
    const std::string ended = keys::ended(units.order);
    const std::string count = std::to_string(units.count);
    const std::string member = memberOf(units);
    const std::string takenAt = std::to_string(units.takenAt.time_since_epoch().count());
    const std::string who = units.member.value > 0 ? std::to_string(units.member.value) : std::string();
    const std::string kept = std::to_string(keys::kPendingKept.count());
    kv::KeyValue& keyValue = m_context.ports.keyValue;
    if (!fence) {
        const std::array<std::string_view, 4> keys{stock, reservations, pending, ended};
        const std::array<std::string_view, 5> arguments{count, member, takenAt, who, kept};
        co_return asNumber(co_await keyValue.eval(m_take, keys, arguments, deadline));
    }
    const std::string fenceKey = stock + ":fence";
    const std::string fenceText = std::to_string(*fence);
    const std::array<std::string_view, 5> keys{stock, reservations, pending, ended, fenceKey};
    const std::array<std::string_view, 6> arguments{count, member, takenAt, who, kept, fenceText};
    co_return asNumber(co_await keyValue.eval(m_takeTested, keys, arguments, deadline));
}

bool HeldUnits::tookNow(const Held& units, std::int64_t said) const {
    m_context.ways.tell(units.order, said == 1 ? WayStep::UnitsTaken : WayStep::UnitsHeldAlready);
    return said == 1;
}

io::Awaitable<Result<bool>> HeldUnits::take(Held units, Deadline deadline) {
    while (true) {
        const auto taken = co_await tryTake(units, std::nullopt, deadline);
        if (!taken) co_return pass(taken);
        if (*taken >= 0) co_return tookNow(units, *taken);
        if (*taken == kTooFew || *taken == kEnded) co_return whyNot(units, *taken);
        const auto loaded = co_await load(units.item, deadline);
        if (!loaded) co_return pass(loaded);
    }
}

io::Awaitable<Result<std::int64_t>> HeldUnits::left(domain::ItemId item, Deadline deadline) {
    const std::string stock = keys::stock(item);
    while (true) {
        const auto number = co_await m_context.ports.keyValue.get(stock, deadline);
        if (!number) co_return pass(number);
        if (*number) co_return numberOf(**number).value_or(0);
        const auto loaded = co_await load(item, deadline);
        if (!loaded) co_return pass(loaded);
    }
}

io::Awaitable<Result<bool>> HeldUnits::takeTested(Held units, std::int64_t fence, Deadline deadline) {
    const auto taken = co_await tryTake(units, fence, deadline);
    if (!taken) co_return pass(taken);
    if (*taken >= 0) co_return tookNow(units, *taken);
    co_return whyNot(units, *taken);
}

io::Awaitable<Result<>> HeldUnits::load(domain::ItemId item, Deadline deadline) {
    while (true) {
        const auto loaded = co_await tryLoad(item, deadline);
        if (!loaded) co_return pass(loaded);
        if (*loaded) co_return Result<>();
        if (deadline.passed()) {
            co_return fail(ErrorCode::Unavailable,
                           "The number of item {} could not be made anew in the key-value engine in time: orders are "
                           "still on their way through the queue. Try again.",
                           item.value);
        }
        co_await io::sleepFor(kAskAgain);
    }
}

// False: somebody else does it, or it has to wait.
io::Awaitable<Result<bool>> HeldUnits::tryLoad(domain::ItemId item, Deadline deadline) {
    kv::KeyValue& keyValue = m_context.ports.keyValue;
    const std::string stock = keys::stock(item);
    const auto there = co_await keyValue.exists(stock, deadline);
    if (!there) co_return pass(there);
    if (*there) co_return true;
    const std::string lost = keys::stockLost(item);
    const auto since = co_await keyValue.get(lost, deadline);
    if (!since) co_return pass(since);
    const std::int64_t now = m_context.clock.wallNow().time_since_epoch().count();
    if (*since && now - numberOf(**since).value_or(0) <= m_context.settings.orderWithin.count()) co_return false;
    const std::string token = randomToken(16);
    const std::string looking = keys::lock("stock-look:" + std::to_string(item.value));
    const auto locked = co_await lock(looking, token, deadline);
    if (!locked || !*locked) co_return locked;
    const auto loaded = co_await loadAlone(item, token, since->has_value(), deadline);
    co_await unlock(looking, token, deadline);
    co_return loaded;
}

// Looks before it takes the lock under which no units are returned: what it waits for may be just these.
io::Awaitable<Result<bool>> HeldUnits::loadAlone(domain::ItemId item, std::string token, bool hasWaited,
                                                 Deadline deadline) {
    const auto idle = co_await nothingIsOnItsWay(deadline);
    if (!idle || !*idle) co_return idle;
    const std::string loading = loadLock(item);
    const auto locked = co_await lock(loading, token, deadline);
    if (!locked || !*locked) co_return locked;
    const auto number = co_await countUnsold(item, hasWaited, deadline);
    if (!number || !*number) {
        co_await unlock(loading, token, deadline);
        if (!number) co_return pass(number);
        co_return false;
    }
    const std::string stock = keys::stock(item);
    const std::string lost = keys::stockLost(item);
    const std::string count = std::to_string(**number);
    const std::string name = std::to_string(item.value);
    const std::array<std::string_view, 4> keys{stock, loading, keys::kReservedItems, lost};
    const std::array<std::string_view, 3> arguments{count, token, name};
    const auto installed = asNumber(co_await m_context.ports.keyValue.eval(m_install, keys, arguments, deadline));
    if (!installed) co_return pass(installed);
    co_return *installed == 1;
}

io::Awaitable<Result<bool>> HeldUnits::nothingIsOnItsWay(Deadline deadline) {
    const auto idle = co_await ordersAreIdle(m_context.ports, m_context.settings, deadline);
    if (!idle || !*idle) co_return idle;
    const auto returning = [](sql::Session& session) { return unitsAreReturning(session); };
    const auto are = co_await m_context.ports.database.read(deadline, returning);
    if (!are) co_return pass(are);
    co_return !*are;
}

io::Awaitable<Result<bool>> HeldUnits::lock(std::string key, std::string token, Deadline deadline) {
    kv::SetOptions options;
    options.condition = kv::SetOptions::If::Absent;
    options.timeToLive = kLoadLease;
    co_return co_await m_context.ports.keyValue.set(key, token, options, deadline);
}

// What cannot be unlocked lapses.
io::Awaitable<> HeldUnits::unlock(std::string key, std::string token, Deadline deadline) {
    const std::array<std::string_view, 1> keys{key};
    const std::array<std::string_view, 2> arguments{token, ""};
    static_cast<void>(co_await m_context.ports.keyValue.eval(m_unlock, keys, arguments, deadline));
}

// Nothing: not yet. An order that took its units before they were lost may be about to be published, which it is within
// `orderWithin`; until then the database and the queues do not know of it, and it would be sold once more.
io::Awaitable<Result<std::optional<std::int64_t>>> HeldUnits::countUnsold(domain::ItemId item, bool hasWaited,
                                                                          Deadline deadline) {
    const auto idle = co_await ordersAreIdle(m_context.ports, m_context.settings, deadline);
    if (!idle) co_return pass(idle);
    if (!*idle) co_return std::nullopt;
    auto work = [item](sql::Session& session) { return unsold(session, item); };
    const auto found = co_await m_context.ports.database.transact(deadline, std::move(work));
    if (!found && sql::canBeRunAgain(found.error())) co_return std::nullopt;
    if (!found) co_return pass(found);
    if (!*found) co_return std::nullopt;
    if (hasWaited || (*found)->isFirst) co_return (*found)->count;
    const std::string lost = keys::stockLost(item);
    const std::string now = std::to_string(m_context.clock.wallNow().time_since_epoch().count());
    kv::SetOptions options;
    options.condition = kv::SetOptions::If::Absent;
    options.timeToLive = m_context.settings.orderWithin * 10;
    const auto noted = co_await m_context.ports.keyValue.set(lost, now, options, deadline);
    if (!noted) co_return pass(noted);
    co_return std::nullopt;
}

io::Awaitable<Result<bool>> HeldUnits::giveBack(Held units, Deadline deadline) {
    const std::string stock = keys::stock(units.item);
    const std::string reservations = keys::reservations(units.item);
    const std::string pending = keys::pending(units.order);
    const std::string ended = keys::ended(units.order);
    const std::string count = std::to_string(units.count);
    const std::string member = memberOf(units);
    const std::array<std::string_view, 4> keys{stock, reservations, pending, ended};
    const std::array<std::string_view, 2> arguments{count, member};
    const auto given = asNumber(co_await m_context.ports.keyValue.eval(m_giveBack, keys, arguments, deadline));
    if (!given) co_return pass(given);
    if (*given == 1) m_context.ways.tell(units.order, WayStep::UnitsGivenBack);
    co_return *given == 1;
}

io::Awaitable<Result<bool>> HeldUnits::end(Held units, WallTime takenBefore, Deadline deadline) {
    const std::string reservations = keys::reservations(units.item);
    const std::string ended = keys::ended(units.order);
    const std::string member = memberOf(units);
    const std::string before = std::to_string(takenBefore.time_since_epoch().count());
    const std::string kept = std::to_string(keys::kEndedKept.count());
    const std::array<std::string_view, 2> keys{reservations, ended};
    const std::array<std::string_view, 3> arguments{member, before, kept};
    const auto done = asNumber(co_await m_context.ports.keyValue.eval(m_end, keys, arguments, deadline));
    if (!done) co_return pass(done);
    co_return *done == 1;
}

io::Awaitable<Result<>> HeldUnits::settle(Held units, Deadline deadline) {
    const std::string reservations = keys::reservations(units.item);
    const std::string member = memberOf(units);
    const auto removed = co_await m_context.ports.keyValue.sortedRemove(reservations, member, deadline);
    if (!removed) co_return pass(removed);
    co_return Result<>();
}

io::Awaitable<Result<>> HeldUnits::returned(Held units, Deadline deadline) {
    const std::string stock = keys::stock(units.item);
    const std::string mark = keys::returned(units.order, units.item);
    const std::string lock = loadLock(units.item);
    const std::string count = std::to_string(units.count);
    const std::string kept = std::to_string(kReturnKept.count());
    const std::array<std::string_view, 3> keys{stock, mark, lock};
    const std::array<std::string_view, 2> arguments{count, kept};
    while (true) {
        const auto added = asNumber(co_await m_context.ports.keyValue.eval(m_return, keys, arguments, deadline));
        if (!added) co_return pass(added);
        if (*added > 0) m_context.ways.tell(units.order, WayStep::UnitsGivenBack);
        if (*added >= 0) co_return Result<>();
        if (deadline.passed()) {
            co_return fail(ErrorCode::Unavailable, "The number of item {} is being made anew; return its units later.",
                           units.item.value);
        }
        co_await io::sleepFor(kAskAgain);
    }
}

io::Awaitable<Result<std::vector<Held>>> HeldUnits::overdue(WallTime takenBefore, std::size_t most, Deadline deadline) {
    std::vector<Held> found;
    auto items = co_await m_context.ports.keyValue.setMembers(keys::kReservedItems, deadline);
    if (!items) co_return pass(std::move(items));
    for (const std::string& item : *items) {
        if (found.size() >= most) break;
        const auto added = co_await addOverdue(item, takenBefore, most, found, deadline);
        if (!added) co_return pass(added);
    }
    co_return found;
}

io::Awaitable<Result<>> HeldUnits::addOverdue(std::string item, WallTime takenBefore, std::size_t most,
                                              std::vector<Held>& found, Deadline deadline) {
    const auto number = numberOf(item);
    if (!number) co_return Result<>();
    const domain::ItemId id{*number};
    const std::string key = keys::reservations(id);
    const auto highest = static_cast<double>(takenBefore.time_since_epoch().count() - 1);
    const auto limit = static_cast<std::int64_t>(most - found.size());
    auto members = co_await m_context.ports.keyValue.sortedRange(key, 0, highest, limit, deadline);
    if (!members) co_return pass(std::move(members));
    for (const kv::ScoredMember& member : *members) {
        auto held = heldOf(member.member, id, member.score);
        if (!held) continue;
        const std::string pending = keys::pending(held->order);
        const auto who = co_await m_context.ports.keyValue.get(pending, deadline);
        if (!who) co_return pass(who);
        if (*who) held->member.value = numberOf(**who).value_or(0);
        found.push_back(*std::move(held));
    }
    co_return Result<>();
}

}  // namespace rushlab::roles
