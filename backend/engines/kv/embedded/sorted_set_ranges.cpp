#include "engines/kv/embedded/sorted_set_ranges.h"

#include "engines/kv/embedded/replies.h"

namespace rushlab::kv::embedded {
namespace {

struct Bound {
    double score = 0;
    bool exclusive = false;
};

std::optional<Bound> readBound(std::string_view text) {
    const bool exclusive = text.starts_with('(');
    const auto score = readDouble(exclusive ? text.substr(1) : text);
    if (!score) return std::nullopt;
    return Bound{*score, exclusive};
}

// The ranks of the members whose scores are between the bounds.
Span ranksBetween(const SortedSet& set, const Bound& lowest, const Bound& highest) {
    const std::size_t first = set.countBelow(lowest.score, lowest.exclusive);
    const std::size_t end = set.countBelow(highest.score, !highest.exclusive);
    return end > first ? Span{first, end - first} : Span{};
}

Reply notABound() {
    return Reply::error("ERR min or max is not a float");
}

struct RangeRequest {
    bool byScore = false;
    bool reversed = false;
    bool withScores = false;
    bool limited = false;
    std::int64_t offset = 0;
    std::int64_t limit = -1;  // negative: no limit
};

std::optional<Reply> readRange(const Call& call, bool maySayBy, RangeRequest& request) {
    for (std::size_t i = 4; i < call.count(); ++i) {
        if (is(call[i], "WITHSCORES")) {
            request.withScores = true;
        } else if (maySayBy && is(call[i], "BYSCORE")) {
            request.byScore = true;
        } else if (maySayBy && is(call[i], "REV")) {
            request.reversed = true;
        } else if (maySayBy && is(call[i], "BYLEX")) {
            return Reply::error("ERR BYLEX is not supported by the embedded engine");
        } else if (is(call[i], "LIMIT") && i + 2 < call.count()) {
            const auto offset = readInteger(call[i + 1]), limit = readInteger(call[i + 2]);
            if (!offset || !limit) return notAnInteger();
            request.limited = true;
            request.offset = *offset;
            request.limit = *limit;
            i += 2;
        } else {
            return syntaxError();
        }
    }
    if (request.limited && !request.byScore)
        return Reply::error("ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
    return std::nullopt;
}

// Offset and limit, counted from the end that the range begins at.
Span limited(Span ranks, const RangeRequest& request) {
    if (request.offset < 0 || request.offset >= static_cast<std::int64_t>(ranks.count)) return {};
    const auto skipped = static_cast<std::size_t>(request.offset);
    std::size_t count = ranks.count - skipped;
    if (request.limit >= 0) count = std::min(count, static_cast<std::size_t>(request.limit));
    const std::size_t first = request.reversed ? ranks.first + ranks.count - skipped - count : ranks.first + skipped;
    return {first, count};
}

Reply listRanks(const SortedSet& set, Span ranks, const RangeRequest& request) {
    auto members = set.slice(ranks.first, ranks.count);
    if (request.reversed) std::reverse(members.begin(), members.end());
    return listMembers(std::move(members), request.withScores);
}

Reply byScore(const Call& call, const RangeRequest& request) {
    const auto lowest = readBound(request.reversed ? call[3] : call[2]);
    const auto highest = readBound(request.reversed ? call[2] : call[3]);
    if (!lowest || !highest) return notABound();
    const auto set = call.store.find<SortedSet>(call[1]);
    if (set.wrongType) return wrongType();
    if (!set) return Reply::array({});
    return listRanks(*set, limited(ranksBetween(*set, *lowest, *highest), request), request);
}

Reply byRank(const Call& call, const RangeRequest& request) {
    const auto first = readInteger(call[2]), last = readInteger(call[3]);
    if (!first || !last) return notAnInteger();
    const auto set = call.store.find<SortedSet>(call[1]);
    if (set.wrongType) return wrongType();
    if (!set) return Reply::array({});
    Span ranks = spanOf(*first, *last, set->size());
    if (request.reversed && ranks.count > 0) ranks.first = set->size() - ranks.first - ranks.count;
    return listRanks(*set, ranks, request);
}

}  // namespace

Reply listMembers(std::vector<ScoredMember> members, bool withScores) {
    Reply::Array listed;
    listed.reserve(members.size() * (withScores ? 2 : 1));
    for (ScoredMember& member : members) {
        listed.push_back(Reply::text(std::move(member.member)));
        if (withScores) listed.push_back(Reply::text(writeDouble(member.score)));
    }
    return Reply::array(std::move(listed));
}

Reply range(const Call& call) {
    RangeRequest request;
    if (auto refusal = readRange(call, true, request)) return std::move(*refusal);
    return request.byScore ? byScore(call, request) : byRank(call, request);
}

Reply rangeByScore(const Call& call) {
    RangeRequest request;
    request.byScore = true;
    if (auto refusal = readRange(call, false, request)) return std::move(*refusal);
    return byScore(call, request);
}

Reply countInRange(const Call& call) {
    const auto lowest = readBound(call[2]), highest = readBound(call[3]);
    if (!lowest || !highest) return notABound();
    const auto set = call.store.find<SortedSet>(call[1]);
    if (set.wrongType) return wrongType();
    return Reply::integer(set ? static_cast<std::int64_t>(ranksBetween(*set, *lowest, *highest).count) : 0);
}

Reply removeRangeByScore(const Call& call) {
    const auto lowest = readBound(call[2]), highest = readBound(call[3]);
    if (!lowest || !highest) return notABound();
    const auto set = call.store.find<SortedSet>(call[1]);
    if (set.wrongType) return wrongType();
    if (!set) return Reply::integer(0);
    const Span ranks = ranksBetween(*set, *lowest, *highest);
    for (const ScoredMember& member : set->slice(ranks.first, ranks.count))
        set->remove(member.member);
    call.store.removeIfEmpty(call[1], *set);
    return Reply::integer(static_cast<std::int64_t>(ranks.count));
}

}  // namespace rushlab::kv::embedded
