// Sorted sets: adding, ranks and scores. Ranges are in sorted_set_ranges.cpp.
#include <cmath>

#include "engines/kv/embedded/command.h"
#include "engines/kv/embedded/replies.h"
#include "engines/kv/embedded/scanning.h"
#include "engines/kv/embedded/sorted_set_ranges.h"

namespace rushlab::kv::embedded {
namespace {

struct AddRequest {
    bool onlyNew = false;        // NX
    bool onlyPresent = false;    // XX
    bool onlyGreater = false;    // GT
    bool onlyLess = false;       // LT
    bool countsChanges = false;  // CH
    bool increments = false;     // INCR
    std::vector<ScoredMember> members;
};

// Reads the options and leaves `position` at the first score.
void readAddOptions(const Call& call, std::size_t& position, AddRequest& request) {
    for (; position < call.count(); ++position) {
        const std::string_view option = call[position];
        if (is(option, "NX")) {
            request.onlyNew = true;
        } else if (is(option, "XX")) {
            request.onlyPresent = true;
        } else if (is(option, "GT")) {
            request.onlyGreater = true;
        } else if (is(option, "LT")) {
            request.onlyLess = true;
        } else if (is(option, "CH")) {
            request.countsChanges = true;
        } else if (is(option, "INCR")) {
            request.increments = true;
        } else {
            return;
        }
    }
}

std::optional<Reply> readAdd(const Call& call, AddRequest& request) {
    std::size_t position = 2;
    readAddOptions(call, position, request);
    const std::size_t left = call.count() - position;
    if (left == 0 || left % 2 != 0) return syntaxError();
    if (request.onlyNew && request.onlyPresent)
        return Reply::error("ERR XX and NX options at the same time are not compatible");
    if ((request.onlyGreater && (request.onlyNew || request.onlyLess)) || (request.onlyLess && request.onlyNew))
        return Reply::error("ERR GT, LT, and/or NX options at the same time are not compatible");
    if (request.increments && left != 2)
        return Reply::error("ERR INCR option supports a single increment-element pair");
    for (; position < call.count(); position += 2) {
        const auto score = readDouble(call[position]);
        if (!score) return notAFloat();
        request.members.push_back({std::string(call[position + 1]), *score});
    }
    return std::nullopt;
}

enum class Added : std::uint8_t { Refused, Unchanged, Changed, New, NotANumber };

// Sets `score` to what the member then has.
Added addOne(SortedSet& set, const AddRequest& request, const std::string& member, double& score) {
    const double* held = set.score(member);
    if (held ? request.onlyNew : request.onlyPresent) return Added::Refused;
    if (held && request.increments) {
        score += *held;
        if (std::isnan(score)) return Added::NotANumber;
    }
    if (held && ((request.onlyGreater && score <= *held) || (request.onlyLess && score >= *held)))
        return Added::Refused;
    const bool unchanged = held && *held == score;
    const bool isNew = !held;
    set.set(member, score);
    if (isNew) return Added::New;
    return unchanged ? Added::Unchanged : Added::Changed;
}

Reply addAll(const Call& call, AddRequest& request) {
    const auto present = call.store.find<SortedSet>(call[1]);
    if (present.wrongType) return wrongType();
    if (!present && request.onlyPresent) return request.increments ? Reply::nil() : Reply::integer(0);
    const auto set = call.store.findOrMake<SortedSet>(call[1]);
    std::int64_t added = 0, changed = 0;
    for (auto& [member, score] : request.members) {
        const Added outcome = addOne(*set, request, member, score);
        if (outcome == Added::NotANumber) return Reply::error("ERR resulting score is not a number (NaN)");
        added += outcome == Added::New ? 1 : 0;
        changed += outcome == Added::New || outcome == Added::Changed ? 1 : 0;
        if (request.increments) return outcome == Added::Refused ? Reply::nil() : Reply::text(writeDouble(score));
    }
    return Reply::integer(request.countsChanges ? changed : added);
}

Reply add(const Call& call) {
    AddRequest request;
    if (auto refusal = readAdd(call, request)) return std::move(*refusal);
    return addAll(call, request);
}

Reply incrementBy(const Call& call) {
    const auto by = readDouble(call[2]);
    if (!by) return notAFloat();
    AddRequest request;
    request.increments = true;
    request.members.push_back({std::string(call[3]), *by});
    return addAll(call, request);
}

Reply removeMembers(const Call& call) {
    const auto set = call.store.find<SortedSet>(call[1]);
    if (set.wrongType) return wrongType();
    if (!set) return Reply::integer(0);
    std::int64_t removed = 0;
    for (const std::string_view member : call.arguments.subspan(2))
        removed += set->remove(member) ? 1 : 0;
    call.store.removeIfEmpty(call[1], *set);
    return Reply::integer(removed);
}

Reply score(const Call& call) {
    const auto set = call.store.find<SortedSet>(call[1]);
    if (set.wrongType) return wrongType();
    const double* found = set ? set->score(call[2]) : nullptr;
    return found ? Reply::text(writeDouble(*found)) : Reply::nil();
}

Reply size(const Call& call) {
    const auto set = call.store.find<SortedSet>(call[1]);
    if (set.wrongType) return wrongType();
    return Reply::integer(set ? static_cast<std::int64_t>(set->size()) : 0);
}

Reply rankFrom(const Call& call, bool fromHighest) {
    const auto set = call.store.find<SortedSet>(call[1]);
    if (set.wrongType) return wrongType();
    if (!set || !set->score(call[2])) return Reply::nil();
    const std::size_t rank = set->rank(call[2]);
    return Reply::integer(static_cast<std::int64_t>(fromHighest ? set->size() - 1 - rank : rank));
}

Reply rank(const Call& call) {
    return rankFrom(call, false);
}
Reply reverseRank(const Call& call) {
    return rankFrom(call, true);
}

Reply popEnd(const Call& call, bool highest) {
    if (call.count() > 3) return syntaxError();
    const auto count = call.count() == 3 ? readInteger(call[2]) : 1;
    if (!count || *count < 0) return Reply::error("ERR value is out of range, must be positive");
    const auto set = call.store.find<SortedSet>(call[1]);
    if (set.wrongType) return wrongType();
    if (!set) return Reply::array({});
    const std::size_t popped = std::min(static_cast<std::size_t>(*count), set->size());
    auto members = set->slice(highest ? set->size() - popped : 0, popped);
    if (highest) std::reverse(members.begin(), members.end());
    for (const ScoredMember& member : members)
        set->remove(member.member);
    call.store.removeIfEmpty(call[1], *set);
    return listMembers(std::move(members), true);
}

Reply popLowest(const Call& call) {
    return popEnd(call, false);
}
Reply popHighest(const Call& call) {
    return popEnd(call, true);
}

Reply scan(const Call& call) {
    ScanRequest request;
    if (auto refusal = readScan(call, 2, false, request)) return std::move(*refusal);
    const auto set = call.store.find<SortedSet>(call[1]);
    if (set.wrongType) return wrongType();
    const Dictionary<double> none;
    return scanPage(set ? set->members() : none, request, [&](const auto& node, Reply::Array& page) {
        if (!request.wants(node.key)) return;
        page.push_back(Reply::text(node.key));
        page.push_back(Reply::text(writeDouble(node.value)));
    });
}

constexpr Command kCommands[] = {
    {"zadd", -4, kWrites | kGrows, add},
    {"zincrby", 4, kWrites | kGrows, incrementBy},
    {"zrem", -3, kWrites, removeMembers},
    {"zscore", 3, kReads, score},
    {"zcard", 2, kReads, size},
    {"zrank", 3, kReads, rank},
    {"zrevrank", 3, kReads, reverseRank},
    {"zpopmin", -2, kWrites, popLowest},
    {"zpopmax", -2, kWrites, popHighest},
    {"zscan", -3, kReads, scan},
    {"zcount", 4, kReads, countInRange},
    {"zrange", -4, kReads, range},
    {"zrangebyscore", -4, kReads, rangeByScore},
    {"zremrangebyscore", 4, kWrites, removeRangeByScore},
};

}  // namespace

std::span<const Command> sortedSetCommands() {
    return kCommands;
}

}  // namespace rushlab::kv::embedded
