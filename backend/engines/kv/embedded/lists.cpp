// Lists: both ends, and the pops that wait.
#include <cmath>

#include "engines/kv/embedded/command.h"
#include "engines/kv/embedded/replies.h"

namespace rushlab::kv::embedded {
namespace {

std::int64_t lengthOf(const List& list) {
    return static_cast<std::int64_t>(list.size());
}

Reply pushTo(const Call& call, End end, bool onlyIfPresent) {
    const auto list = onlyIfPresent ? call.store.find<List>(call[1]) : call.store.findOrMake<List>(call[1]);
    if (list.wrongType) return wrongType();
    if (!list) return Reply::integer(0);
    for (const std::string_view element : call.arguments.subspan(2))
        list->push(end, std::string(element));
    call.effects.listGrew(call[1]);
    return Reply::integer(lengthOf(*list));
}

Reply pushLeft(const Call& call) {
    return pushTo(call, End::Left, false);
}
Reply pushRight(const Call& call) {
    return pushTo(call, End::Right, false);
}
Reply pushLeftIfPresent(const Call& call) {
    return pushTo(call, End::Left, true);
}
Reply pushRightIfPresent(const Call& call) {
    return pushTo(call, End::Right, true);
}

Reply popFrom(const Call& call, End end) {
    if (call.count() > 3) return wrongArity(end == End::Left ? "lpop" : "rpop");
    std::optional<std::int64_t> count;
    if (call.count() == 3) {
        count = readInteger(call[2]);
        if (!count || *count < 0) return Reply::error("ERR value is out of range, must be positive");
    }
    const auto list = call.store.find<List>(call[1]);
    if (list.wrongType) return wrongType();
    if (!list) return Reply::nil();
    Reply::Array popped;
    for (std::int64_t left = count.value_or(1); left > 0 && !list->empty(); --left)
        popped.push_back(Reply::text(list->pop(end)));
    call.store.removeIfEmpty(call[1], *list);
    return count ? Reply::array(std::move(popped)) : std::move(popped.front());
}

Reply popLeft(const Call& call) {
    return popFrom(call, End::Left);
}
Reply popRight(const Call& call) {
    return popFrom(call, End::Right);
}

Reply length(const Call& call) {
    const auto list = call.store.find<List>(call[1]);
    if (list.wrongType) return wrongType();
    return Reply::integer(list ? lengthOf(*list) : 0);
}

Reply range(const Call& call) {
    const auto first = readInteger(call[2]), last = readInteger(call[3]);
    if (!first || !last) return notAnInteger();
    const auto list = call.store.find<List>(call[1]);
    if (list.wrongType) return wrongType();
    Reply::Array elements;
    const Span span = list ? spanOf(*first, *last, list->size()) : Span{};
    elements.reserve(span.count);
    for (std::size_t i = 0; i < span.count; ++i)
        elements.push_back(Reply::text(list->at(span.first + i)));
    return Reply::array(std::move(elements));
}

// The index from the left that an index, which may count from the right, stands for.
std::optional<std::size_t> place(std::int64_t index, const List& list) {
    if (index < 0) index += lengthOf(list);
    if (index < 0 || index >= lengthOf(list)) return std::nullopt;
    return static_cast<std::size_t>(index);
}

Reply elementAt(const Call& call) {
    const auto list = call.store.find<List>(call[1]);
    if (list.wrongType) return wrongType();
    if (!list) return Reply::nil();
    const auto index = readInteger(call[2]);
    if (!index) return notAnInteger();
    const auto found = place(*index, *list);
    return found ? Reply::text(list->at(*found)) : Reply::nil();
}

Reply setAt(const Call& call) {
    const auto list = call.store.find<List>(call[1]);
    if (list.wrongType) return wrongType();
    if (!list) return noSuchKey();
    const auto index = readInteger(call[2]);
    if (!index) return notAnInteger();
    const auto found = place(*index, *list);
    if (!found) return Reply::error("ERR index out of range");
    list->set(*found, call[3]);
    return Reply::ok();
}

Reply removeEqual(const Call& call) {
    const auto count = readInteger(call[2]);
    if (!count) return notAnInteger();
    const auto list = call.store.find<List>(call[1]);
    if (list.wrongType) return wrongType();
    if (!list) return Reply::integer(0);
    // No list is longer than this, and its negative can be told.
    const std::int64_t bounded = std::max(*count, -std::numeric_limits<std::int64_t>::max());
    const std::size_t removed = list->removeEqual(call[3], bounded);
    call.store.removeIfEmpty(call[1], *list);
    return Reply::integer(static_cast<std::int64_t>(removed));
}

Reply trim(const Call& call) {
    const auto first = readInteger(call[2]), last = readInteger(call[3]);
    if (!first || !last) return notAnInteger();
    const auto list = call.store.find<List>(call[1]);
    if (list.wrongType) return wrongType();
    if (!list) return Reply::ok();
    const Span span = spanOf(*first, *last, list->size());
    list->keepRange(span.first, span.count);
    call.store.removeIfEmpty(call[1], *list);
    return Reply::ok();
}

std::optional<End> readEnd(std::string_view text) {
    if (is(text, "LEFT")) return End::Left;
    if (is(text, "RIGHT")) return End::Right;
    return std::nullopt;
}

Reply moveNow(const Call& call, const PopRequest& request) {
    auto moved = popNow(call.store, call.effects, request);
    return moved ? std::move(*moved) : Reply::nil();
}

std::optional<PopRequest> readMove(const Call& call) {
    const auto from = readEnd(call[3]), to = readEnd(call[4]);
    if (!from || !to) return std::nullopt;
    return PopRequest{{std::string(call[1])}, *from, std::string(call[2]), *to};
}

Reply move(const Call& call) {
    const auto request = readMove(call);
    return request ? moveNow(call, *request) : syntaxError();
}

Reply moveRightToLeft(const Call& call) {
    return moveNow(call, PopRequest{{std::string(call[1])}, End::Right, std::string(call[2]), End::Left});
}

// Reads how long to wait, in seconds; an error reply where it makes no sense.
std::optional<Reply> readWait(std::string_view text, PopRequest& request) {
    const auto seconds = readDouble(text);
    if (!seconds) return Reply::error("ERR timeout is not a float or out of range");
    if (*seconds < 0) return Reply::error("ERR timeout is negative");
    if (*seconds > 9.2e15) return Reply::error("ERR timeout is out of range");
    request.waitMs = static_cast<std::int64_t>(std::ceil(*seconds * 1000));
    return std::nullopt;
}

Reply popOrWait(const Call& call, PopRequest request) {
    if (auto popped = popNow(call.store, call.effects, request)) return std::move(*popped);
    call.effects.waitFor(std::move(request));
    return Reply::nil();
}

Reply blockingPop(const Call& call, End end) {
    PopRequest request;
    request.from = end;
    if (auto refusal = readWait(call.arguments.back(), request)) return std::move(*refusal);
    for (const std::string_view key : call.arguments.subspan(1, call.count() - 2))
        request.keys.emplace_back(key);
    return popOrWait(call, std::move(request));
}

Reply blockingPopLeft(const Call& call) {
    return blockingPop(call, End::Left);
}
Reply blockingPopRight(const Call& call) {
    return blockingPop(call, End::Right);
}

Reply blockingMove(const Call& call) {
    auto request = readMove(call);
    if (!request) return syntaxError();
    if (auto refusal = readWait(call[5], *request)) return std::move(*refusal);
    return popOrWait(call, std::move(*request));
}

Reply blockingMoveRightToLeft(const Call& call) {
    PopRequest request{{std::string(call[1])}, End::Right, std::string(call[2]), End::Left};
    if (auto refusal = readWait(call[3], request)) return std::move(*refusal);
    return popOrWait(call, std::move(request));
}

constexpr unsigned kBlocks = kWrites | kWaits | kNotFromScript;
constexpr Command kCommands[] = {
    {"lpush", -3, kWrites | kGrows, pushLeft},
    {"rpush", -3, kWrites | kGrows, pushRight},
    {"lpushx", -3, kWrites | kGrows, pushLeftIfPresent},
    {"rpushx", -3, kWrites | kGrows, pushRightIfPresent},
    {"lpop", -2, kWrites, popLeft},
    {"rpop", -2, kWrites, popRight},
    {"llen", 2, kReads, length},
    {"lrange", 4, kReads, range},
    {"lindex", 3, kReads, elementAt},
    {"lset", 4, kWrites | kGrows, setAt},
    {"lrem", 4, kWrites, removeEqual},
    {"ltrim", 4, kWrites, trim},
    {"lmove", 5, kWrites | kGrows, move},
    {"rpoplpush", 3, kWrites | kGrows, moveRightToLeft},
    {"blpop", -3, kBlocks, blockingPopLeft},
    {"brpop", -3, kBlocks, blockingPopRight},
    {"blmove", 6, kBlocks | kGrows, blockingMove},
    {"brpoplpush", 4, kBlocks | kGrows, blockingMoveRightToLeft},
};

}  // namespace

std::optional<Reply> popNow(Store& store, Effects& effects, const PopRequest& request) {
    for (const std::string& key : request.keys) {
        const auto source = store.find<List>(key);
        if (source.wrongType) return wrongType();
        if (!source) continue;
        if (!request.destination) {
            Reply::Array pair;
            pair.push_back(Reply::text(key));
            pair.push_back(Reply::text(source->pop(request.from)));
            store.removeIfEmpty(key, *source);
            return Reply::array(std::move(pair));
        }
        if (store.find<List>(*request.destination).wrongType) return wrongType();
        std::string element = source->pop(request.from);
        Reply answer = Reply::text(element);
        // Moved within one list, it must not vanish in between; a new destination may move the source in memory.
        store.findOrMake<List>(*request.destination)->push(request.to, std::move(element));
        store.removeIfEmpty(key, *store.find<List>(key));
        effects.listGrew(*request.destination);
        return answer;
    }
    return std::nullopt;
}

std::span<const Command> listCommands() {
    return kCommands;
}

}  // namespace rushlab::kv::embedded
