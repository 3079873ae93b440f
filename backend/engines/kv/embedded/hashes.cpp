// Hashes: fields and their values under one key.
#include <fmt/format.h>

#include "engines/kv/embedded/command.h"
#include "engines/kv/embedded/replies.h"
#include "engines/kv/embedded/scanning.h"

namespace rushlab::kv::embedded {
namespace {

Reply setFields(const Call& call) {
    if (call.count() % 2 != 0) return wrongArity(is(call[0], "HMSET") ? "hmset" : "hset");
    const auto hash = call.store.findOrMake<Hash>(call[1]);
    if (hash.wrongType) return wrongType();
    std::int64_t added = 0;
    for (std::size_t i = 2; i < call.count(); i += 2)
        added += hash->set(call[i], call[i + 1]) ? 1 : 0;
    return is(call[0], "HMSET") ? Reply::ok() : Reply::integer(added);
}

Reply setIfAbsent(const Call& call) {
    const auto hash = call.store.findOrMake<Hash>(call[1]);
    if (hash.wrongType) return wrongType();
    if (hash->find(call[2])) return Reply::integer(0);
    hash->set(call[2], call[3]);
    return Reply::integer(1);
}

Reply get(const Call& call) {
    const auto hash = call.store.find<Hash>(call[1]);
    if (hash.wrongType) return wrongType();
    const std::string* value = hash ? hash->find(call[2]) : nullptr;
    return value ? Reply::text(*value) : Reply::nil();
}

Reply getMany(const Call& call) {
    const auto hash = call.store.find<Hash>(call[1]);
    if (hash.wrongType) return wrongType();
    Reply::Array values;
    for (const std::string_view field : call.arguments.subspan(2)) {
        const std::string* value = hash ? hash->find(field) : nullptr;
        values.push_back(value ? Reply::text(*value) : Reply::nil());
    }
    return Reply::array(std::move(values));
}

Reply list(const Call& call, bool fields, bool values) {
    const auto hash = call.store.find<Hash>(call[1]);
    if (hash.wrongType) return wrongType();
    Reply::Array listed;
    if (hash) {
        for (const auto& node : hash->fields().nodes()) {
            if (fields) listed.push_back(Reply::text(node.key));
            if (values) listed.push_back(Reply::text(node.value));
        }
    }
    return Reply::array(std::move(listed));
}

Reply getAll(const Call& call) {
    return list(call, true, true);
}
Reply fieldNames(const Call& call) {
    return list(call, true, false);
}
Reply fieldValues(const Call& call) {
    return list(call, false, true);
}

Reply removeFields(const Call& call) {
    const auto hash = call.store.find<Hash>(call[1]);
    if (hash.wrongType) return wrongType();
    if (!hash) return Reply::integer(0);
    std::int64_t removed = 0;
    for (const std::string_view field : call.arguments.subspan(2))
        removed += hash->remove(field) ? 1 : 0;
    call.store.removeIfEmpty(call[1], *hash);
    return Reply::integer(removed);
}

Reply exists(const Call& call) {
    const auto hash = call.store.find<Hash>(call[1]);
    if (hash.wrongType) return wrongType();
    return Reply::integer(hash && hash->find(call[2]) ? 1 : 0);
}

Reply length(const Call& call) {
    const auto hash = call.store.find<Hash>(call[1]);
    if (hash.wrongType) return wrongType();
    return Reply::integer(hash ? static_cast<std::int64_t>(hash->fields().size()) : 0);
}

Reply incrementBy(const Call& call) {
    const auto by = readInteger(call[3]);
    if (!by) return notAnInteger();
    const auto found = call.store.find<Hash>(call[1]);
    if (found.wrongType) return wrongType();
    const std::string* value = found ? found->find(call[2]) : nullptr;
    const auto held = value ? readInteger(*value) : 0;
    if (!held) return Reply::error("ERR hash value is not an integer");
    std::int64_t sum = 0;
    if (__builtin_add_overflow(*held, *by, &sum)) return Reply::error("ERR increment or decrement would overflow");
    const fmt::format_int digits(sum);
    call.store.findOrMake<Hash>(call[1])->set(call[2], {digits.data(), digits.size()});
    return Reply::integer(sum);
}

Reply scan(const Call& call) {
    ScanRequest request;
    if (auto refusal = readScan(call, 2, false, request)) return std::move(*refusal);
    const auto hash = call.store.find<Hash>(call[1]);
    if (hash.wrongType) return wrongType();
    const Dictionary<std::string> none;
    return scanPage(hash ? hash->fields() : none, request, [&](const auto& node, Reply::Array& page) {
        if (!request.wants(node.key)) return;
        page.push_back(Reply::text(node.key));
        page.push_back(Reply::text(node.value));
    });
}

constexpr Command kCommands[] = {
    {"hset", -4, kWrites | kGrows, setFields},
    {"hmset", -4, kWrites | kGrows, setFields},
    {"hsetnx", 4, kWrites | kGrows, setIfAbsent},
    {"hget", 3, kReads, get},
    {"hmget", -3, kReads, getMany},
    {"hgetall", 2, kReads, getAll},
    {"hkeys", 2, kReads, fieldNames},
    {"hvals", 2, kReads, fieldValues},
    {"hdel", -3, kWrites, removeFields},
    {"hexists", 3, kReads, exists},
    {"hlen", 2, kReads, length},
    {"hincrby", 4, kWrites | kGrows, incrementBy},
    {"hscan", -3, kReads, scan},
};

}  // namespace

std::span<const Command> hashCommands() {
    return kCommands;
}

}  // namespace rushlab::kv::embedded
