// Commands on keys, whatever they hold: removal, expiry, renaming, scans.
#include <fmt/format.h>

#include "engines/kv/embedded/command.h"
#include "engines/kv/embedded/expiry.h"
#include "engines/kv/embedded/replies.h"
#include "engines/kv/embedded/scanning.h"

namespace rushlab::kv::embedded {
namespace {

std::string_view typeName(const Value& value) {
    static constexpr std::string_view kNames[] = {"string", "list", "hash", "set", "zset"};
    return kNames[value.index()];
}

Reply removeKeys(const Call& call) {
    std::int64_t removed = 0;
    for (const std::string_view key : call.arguments.subspan(1))
        if (call.store.find(key)) removed += call.store.remove(key) ? 1 : 0;
    return Reply::integer(removed);
}

Reply exists(const Call& call) {
    std::int64_t found = 0;
    for (const std::string_view key : call.arguments.subspan(1))
        found += call.store.find(key) ? 1 : 0;
    return Reply::integer(found);
}

Reply type(const Call& call) {
    const Entry* entry = call.store.find(call[1]);
    return Reply::status(entry ? typeName(entry->value) : "none");
}

struct ExpireConditions {
    bool ifNone = false;     // NX
    bool ifAny = false;      // XX
    bool ifLater = false;    // GT; no expiry counts as the latest of all
    bool ifEarlier = false;  // LT

    bool hold(std::int64_t held, std::int64_t wanted) const {
        if (ifNone && held != kNeverExpires) return false;
        if (ifAny && held == kNeverExpires) return false;
        if (ifLater && wanted <= held) return false;
        return !ifEarlier || wanted < held;
    }
};

std::optional<Reply> readExpireConditions(const Call& call, ExpireConditions& conditions) {
    for (const std::string_view option : call.arguments.subspan(3)) {
        if (is(option, "NX")) {
            conditions.ifNone = true;
        } else if (is(option, "XX")) {
            conditions.ifAny = true;
        } else if (is(option, "GT")) {
            conditions.ifLater = true;
        } else if (is(option, "LT")) {
            conditions.ifEarlier = true;
        } else {
            return Reply::error(fmt::format("ERR Unsupported option {}", option));
        }
    }
    if (conditions.ifNone && (conditions.ifAny || conditions.ifLater || conditions.ifEarlier))
        return Reply::error("ERR NX and XX, GT or LT options at the same time are not compatible");
    if (conditions.ifLater && conditions.ifEarlier)
        return Reply::error("ERR GT and LT options at the same time are not compatible");
    return std::nullopt;
}

Reply expireAs(const Call& call, ExpiryUnit unit, std::string_view name) {
    ExpireConditions conditions;
    if (auto refusal = readExpireConditions(call, conditions)) return std::move(*refusal);
    const auto time = readAnyExpiry(call, 2, unit, name);
    if (!time.has_value()) return time.error();
    Entry* entry = call.store.find(call[1]);
    if (!entry || !conditions.hold(entry->expiresAtMs, *time)) return Reply::integer(0);
    call.store.setExpiry(*entry, *time);
    call.store.find(call[1]);  // a time that has passed removes the key at once
    return Reply::integer(1);
}

Reply expire(const Call& call) {
    return expireAs(call, ExpiryUnit::Seconds, "expire");
}
Reply expireMs(const Call& call) {
    return expireAs(call, ExpiryUnit::Milliseconds, "pexpire");
}
Reply expireAt(const Call& call) {
    return expireAs(call, ExpiryUnit::UnixSeconds, "expireat");
}
Reply expireAtMs(const Call& call) {
    return expireAs(call, ExpiryUnit::UnixMilliseconds, "pexpireat");
}

// -2: no such key; -1: it never expires.
template <class Tell>
Reply tellExpiry(const Call& call, Tell&& tell) {
    const Entry* entry = call.store.find(call[1]);
    if (!entry) return Reply::integer(-2);
    return Reply::integer(entry->expiresAtMs == kNeverExpires ? -1 : tell(entry->expiresAtMs));
}

Reply timeToLive(const Call& call) {
    return tellExpiry(call, [&](std::int64_t at) { return (at - call.store.nowMs() + 500) / 1000; });
}
Reply timeToLiveMs(const Call& call) {
    return tellExpiry(call, [&](std::int64_t at) { return at - call.store.nowMs(); });
}
Reply expireTime(const Call& call) {
    return tellExpiry(call, [](std::int64_t at) { return (at + 500) / 1000; });
}
Reply expireTimeMs(const Call& call) {
    return tellExpiry(call, [](std::int64_t at) { return at; });
}

Reply persist(const Call& call) {
    Entry* entry = call.store.find(call[1]);
    if (!entry || entry->expiresAtMs == kNeverExpires) return Reply::integer(0);
    call.store.setExpiry(*entry, kNeverExpires);
    return Reply::integer(1);
}

void renameTo(const Call& call) {
    if (call[1] == call[2]) return;
    call.store.rename(call[1], call[2]);
    if (call.store.find<List>(call[2])) call.effects.listGrew(call[2]);
}

Reply rename(const Call& call) {
    if (!call.store.find(call[1])) return noSuchKey();
    renameTo(call);
    return Reply::ok();
}

Reply renameIfAbsent(const Call& call) {
    if (!call.store.find(call[1])) return noSuchKey();
    if (call.store.find(call[2])) return Reply::integer(0);
    renameTo(call);
    return Reply::integer(1);
}

Reply keys(const Call& call) {
    Reply::Array found;
    for (const auto& node : call.store.keys().nodes())
        if (call.store.isLive(node.value) && matchesGlob(call[1], node.key)) found.push_back(Reply::text(node.key));
    return Reply::array(std::move(found));
}

Reply scan(const Call& call) {
    ScanRequest request;
    if (auto refusal = readScan(call, 1, true, request)) return std::move(*refusal);
    return scanPage(call.store.keys(), request, [&](const auto& node, Reply::Array& page) {
        if (!call.store.isLive(node.value) || !request.wants(node.key)) return;
        if (request.type && *request.type != typeName(node.value.value)) return;
        page.push_back(Reply::text(node.key));
    });
}

Reply keyCount(const Call& call) {
    return Reply::integer(static_cast<std::int64_t>(call.store.keys().size()));
}

Reply flush(const Call& call) {
    if (call.count() > 2 || (call.count() == 2 && !is(call[1], "SYNC") && !is(call[1], "ASYNC"))) return syntaxError();
    call.store.clear();
    return Reply::ok();
}

constexpr Command kCommands[] = {
    {"del", -2, kWrites, removeKeys},
    {"unlink", -2, kWrites, removeKeys},
    {"exists", -2, kReads, exists},
    {"type", 2, kReads, type},
    {"expire", -3, kWrites, expire},
    {"pexpire", -3, kWrites, expireMs},
    {"expireat", -3, kWrites, expireAt},
    {"pexpireat", -3, kWrites, expireAtMs},
    {"ttl", 2, kReads, timeToLive},
    {"pttl", 2, kReads, timeToLiveMs},
    {"expiretime", 2, kReads, expireTime},
    {"pexpiretime", 2, kReads, expireTimeMs},
    {"persist", 2, kWrites, persist},
    {"rename", 3, kWrites, rename},
    {"renamenx", 3, kWrites, renameIfAbsent},
    {"keys", 2, kReads, keys},
    {"scan", -2, kReads, scan},
    {"dbsize", 1, kReads, keyCount},
    {"flushall", -1, kWrites, flush},
    {"flushdb", -1, kWrites, flush},
};

}  // namespace

std::span<const Command> keyCommands() {
    return kCommands;
}

}  // namespace rushlab::kv::embedded
