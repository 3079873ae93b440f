// Sets.
#include "engines/kv/embedded/command.h"
#include "engines/kv/embedded/replies.h"
#include "engines/kv/embedded/scanning.h"

namespace rushlab::kv::embedded {
namespace {

Reply add(const Call& call) {
    const auto set = call.store.findOrMake<Set>(call[1]);
    if (set.wrongType) return wrongType();
    std::int64_t added = 0;
    for (const std::string_view member : call.arguments.subspan(2))
        added += set->add(member) ? 1 : 0;
    return Reply::integer(added);
}

Reply removeMembers(const Call& call) {
    const auto set = call.store.find<Set>(call[1]);
    if (set.wrongType) return wrongType();
    if (!set) return Reply::integer(0);
    std::int64_t removed = 0;
    for (const std::string_view member : call.arguments.subspan(2))
        removed += set->remove(member) ? 1 : 0;
    call.store.removeIfEmpty(call[1], *set);
    return Reply::integer(removed);
}

Reply contains(const Call& call) {
    const auto set = call.store.find<Set>(call[1]);
    if (set.wrongType) return wrongType();
    return Reply::integer(set && set->contains(call[2]) ? 1 : 0);
}

Reply containsEach(const Call& call) {
    const auto set = call.store.find<Set>(call[1]);
    if (set.wrongType) return wrongType();
    Reply::Array answers;
    for (const std::string_view member : call.arguments.subspan(2))
        answers.push_back(Reply::integer(set && set->contains(member) ? 1 : 0));
    return Reply::array(std::move(answers));
}

Reply size(const Call& call) {
    const auto set = call.store.find<Set>(call[1]);
    if (set.wrongType) return wrongType();
    return Reply::integer(set ? static_cast<std::int64_t>(set->members().size()) : 0);
}

Reply members(const Call& call) {
    const auto set = call.store.find<Set>(call[1]);
    if (set.wrongType) return wrongType();
    Reply::Array listed;
    if (set)
        for (const auto& node : set->members().nodes())
            listed.push_back(Reply::text(node.key));
    return Reply::array(std::move(listed));
}

std::string randomMember(const Call& call, const Set& set) {
    return set.members().nodes()[call.effects.random().below(set.members().size())].key;
}

Reply pop(const Call& call) {
    if (call.count() > 3) return syntaxError();
    std::optional<std::int64_t> count;
    if (call.count() == 3) {
        count = readInteger(call[2]);
        if (!count || *count < 0) return Reply::error("ERR value is out of range, must be positive");
    }
    const auto set = call.store.find<Set>(call[1]);
    if (set.wrongType) return wrongType();
    if (!set) return count ? Reply::array({}) : Reply::nil();
    Reply::Array popped;
    for (std::int64_t left = count.value_or(1); left > 0 && !set->empty(); --left) {
        std::string member = randomMember(call, *set);
        set->remove(member);
        popped.push_back(Reply::text(std::move(member)));
    }
    call.store.removeIfEmpty(call[1], *set);
    return count ? Reply::array(std::move(popped)) : std::move(popped.front());
}

// SRANDMEMBER without a count: one member, left where it is.
Reply anyMember(const Call& call) {
    const auto set = call.store.find<Set>(call[1]);
    if (set.wrongType) return wrongType();
    return set ? Reply::text(randomMember(call, *set)) : Reply::nil();
}

Reply moveMember(const Call& call) {
    const auto from = call.store.find<Set>(call[1]);
    if (from.wrongType) return wrongType();
    if (!from) return Reply::integer(0);
    if (call.store.find<Set>(call[2]).wrongType) return wrongType();
    if (call[1] == call[2]) return Reply::integer(from->contains(call[3]) ? 1 : 0);
    if (!from->remove(call[3])) return Reply::integer(0);
    call.store.removeIfEmpty(call[1], *from);
    call.store.findOrMake<Set>(call[2])->add(call[3]);
    return Reply::integer(1);
}

// The members of the first set that are in all (or, with false, in none) of the others.
Reply compare(const Call& call, bool wantedInOthers) {
    std::vector<const Set*> sets;
    for (const std::string_view key : call.arguments.subspan(1)) {
        const auto set = call.store.find<Set>(key);
        if (set.wrongType) return wrongType();
        sets.push_back(set.value);
    }
    Reply::Array found;
    if (!sets.front()) return Reply::array({});
    for (const auto& node : sets.front()->members().nodes()) {
        const bool kept = std::all_of(sets.begin() + 1, sets.end(), [&](const Set* other) {
            return (other && other->contains(node.key)) == wantedInOthers;
        });
        if (kept) found.push_back(Reply::text(node.key));
    }
    return Reply::array(std::move(found));
}

Reply intersection(const Call& call) {
    return compare(call, true);
}
Reply difference(const Call& call) {
    return compare(call, false);
}

Reply unionOf(const Call& call) {
    MemoryUse use;
    Set all(use);
    for (const std::string_view key : call.arguments.subspan(1)) {
        const auto set = call.store.find<Set>(key);
        if (set.wrongType) return wrongType();
        if (!set) continue;
        for (const auto& node : set->members().nodes())
            all.add(node.key);
    }
    Reply::Array listed;
    for (const auto& node : all.members().nodes())
        listed.push_back(Reply::text(node.key));
    return Reply::array(std::move(listed));
}

Reply scan(const Call& call) {
    ScanRequest request;
    if (auto refusal = readScan(call, 2, false, request)) return std::move(*refusal);
    const auto set = call.store.find<Set>(call[1]);
    if (set.wrongType) return wrongType();
    const Dictionary<Nothing> none;
    return scanPage(set ? set->members() : none, request, [&](const auto& node, Reply::Array& page) {
        if (request.wants(node.key)) page.push_back(Reply::text(node.key));
    });
}

constexpr Command kCommands[] = {
    {"sadd", -3, kWrites | kGrows, add}, {"srem", -3, kWrites, removeMembers},
    {"sismember", 3, kReads, contains},  {"smismember", -3, kReads, containsEach},
    {"scard", 2, kReads, size},          {"smembers", 2, kReads, members},
    {"spop", -2, kWrites, pop},          {"srandmember", 2, kReads, anyMember},
    {"smove", 4, kWrites, moveMember},   {"sinter", -2, kReads, intersection},
    {"sdiff", -2, kReads, difference},   {"sunion", -2, kReads, unionOf},
    {"sscan", -3, kReads, scan},
};

}  // namespace

std::span<const Command> setCommands() {
    return kCommands;
}

}  // namespace rushlab::kv::embedded
