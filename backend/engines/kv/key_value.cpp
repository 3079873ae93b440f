#include "engines/kv/key_value.h"

#include <charconv>

namespace rushlab::kv {
namespace {

tl::unexpected<Error> refused(const Reply& reply) {
    if (!reply.isError())
        return fail(ErrorCode::Invalid,
                    "the key-value engine answered {}, which is of a kind that this call cannot use", describe(reply));
    const std::string& words = reply.text();
    if (words.starts_with("OOM"))
        return fail(ErrorCode::Full, "the key-value engine has no room left and refused to store: {}", words);
    return fail(ErrorCode::Invalid, "the key-value engine refused the command: {}", words);
}

Result<std::optional<std::string>> toOptionalText(Reply&& reply) {
    if (reply.isText()) return std::move(reply).takeText();
    if (reply.isNil()) return std::nullopt;
    return refused(reply);
}

// BLPOP answers the key it popped from and the element.
Result<std::optional<std::string>> toPoppedText(Reply&& reply) {
    if (reply.isNil()) return std::nullopt;
    auto elements = reply.isArray() ? std::move(reply).takeElements() : Reply::Array{};
    if (elements.size() != 2) return refused(reply);
    return std::move(elements[1]).takeText();
}

Result<bool> toDone(Reply&& reply) {
    if (reply.isStatus()) return true;
    if (reply.isNil()) return false;
    return refused(reply);
}

Result<std::int64_t> toInteger(Reply&& reply) {
    if (reply.isInteger()) return reply.integer();
    return refused(reply);
}

Result<bool> toBool(Reply&& reply) {
    if (reply.isInteger()) return reply.integer() != 0;
    return refused(reply);
}

Result<std::optional<Milliseconds>> toTimeToLive(Reply&& reply) {
    if (!reply.isInteger()) return refused(reply);
    if (reply.integer() < 0) return std::nullopt;
    return Milliseconds(reply.integer());
}

Result<std::vector<std::string>> toTexts(Reply&& reply) {
    if (!reply.isArray()) return refused(reply);
    std::vector<std::string> texts;
    for (Reply& element : std::move(reply).takeElements())
        texts.push_back(std::move(element).takeText());
    return texts;
}

Result<std::vector<std::pair<std::string, std::string>>> toPairs(Reply&& reply) {
    auto texts = toTexts(std::move(reply));
    if (!texts) return pass(std::move(texts));
    std::vector<std::pair<std::string, std::string>> pairs;
    for (std::size_t i = 0; i + 1 < texts->size(); i += 2)
        pairs.emplace_back(std::move((*texts)[i]), std::move((*texts)[i + 1]));
    return pairs;
}

Result<double> toDouble(const std::string& text) {
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec == std::errc{} && read.ptr == text.data() + text.size()) return number;
    return fail(ErrorCode::Invalid, "the key-value engine answered '{}' where a score was expected", text);
}

Result<std::optional<double>> toScore(Reply&& reply) {
    if (reply.isNil()) return std::nullopt;
    if (!reply.isText()) return refused(reply);
    const auto score = toDouble(reply.text());
    if (!score) return pass(score);
    return *score;
}

Result<std::vector<ScoredMember>> toScoredMembers(Reply&& reply) {
    auto pairs = toPairs(std::move(reply));
    if (!pairs) return pass(std::move(pairs));
    std::vector<ScoredMember> members;
    for (auto& [member, text] : *pairs) {
        const auto score = toDouble(text);
        if (!score) return pass(score);
        members.push_back({std::move(member), *score});
    }
    return members;
}

Result<ScanPage> toScanPage(Reply&& reply) {
    auto parts = reply.isArray() ? std::move(reply).takeElements() : Reply::Array{};
    if (parts.size() != 2) return refused(reply);
    auto keys = toTexts(std::move(parts[1]));
    if (!keys) return pass(std::move(keys));
    return ScanPage{std::move(parts[0]).takeText(), std::move(*keys)};
}

// A blocking command is told how many seconds to wait (0: for ever), so that it is the engine that gives up and says
// so: an element popped for a caller who has gone would be lost. Nothing: the deadline has passed.
std::optional<double> commandsOwnWait(Deadline deadline) {
    if (deadline.isNever()) return 0;
    const std::chrono::duration<double> left = deadline.time() - std::chrono::steady_clock::now();
    if (left.count() < 0.001) return std::nullopt;
    return std::min(left.count(), 1e9);
}

Deadline afterTheCommandsOwnWait(Deadline deadline) {
    if (deadline.isNever()) return deadline;
    return Deadline::at(deadline.time() + std::chrono::seconds(2));
}

std::string_view word(End end) {
    return end == End::Left ? "LEFT" : "RIGHT";
}

}  // namespace

template <class T, Result<T> (*convert)(Reply&&)>
io::Awaitable<Result<T>> KeyValue::ask(Arguments arguments, Deadline deadline) {
    Reply reply;
    if (answerAtOnce(arguments.view(), reply)) co_return convert(std::move(reply));
    Result<Reply> answered = co_await answer(std::move(arguments), deadline);
    if (!answered) co_return pass(std::move(answered));
    co_return convert(std::move(*answered));
}

KeyValue::Answer<Reply> KeyValue::call(Arguments arguments, Deadline deadline) {
    Reply reply;
    if (answerAtOnce(arguments.view(), reply)) co_return reply;
    co_return co_await answer(std::move(arguments), deadline);
}

KeyValue::Answer<Reply> KeyValue::eval(const Script& script, ArgumentView keys, ArgumentView arguments,
                                       Deadline deadline) {
    Arguments bySha1{"EVALSHA", script.sha1()};
    bySha1.addNumber(static_cast<std::int64_t>(keys.size())).addAll(keys).addAll(arguments);
    Reply reply;
    if (!answerAtOnce(bySha1.view(), reply)) {
        Result<Reply> answered = co_await answer(bySha1, deadline);
        if (!answered) co_return pass(std::move(answered));
        reply = std::move(*answered);
    }
    if (!reply.isError() || !reply.text().starts_with("NOSCRIPT")) co_return reply;
    Arguments byText{"EVAL", script.text()};
    byText.addNumber(static_cast<std::int64_t>(keys.size())).addAll(keys).addAll(arguments);
    co_return co_await call(std::move(byText), deadline);
}

KeyValue::Answer<std::optional<std::string>> KeyValue::get(std::string_view key, Deadline deadline) {
    return ask<std::optional<std::string>, toOptionalText>({"GET", key}, deadline);
}

KeyValue::Answer<bool> KeyValue::set(std::string_view key, std::string_view value, Deadline deadline) {
    return ask<bool, toDone>({"SET", key, value}, deadline);
}

KeyValue::Answer<bool> KeyValue::set(std::string_view key, std::string_view value, const SetOptions& options,
                                     Deadline deadline) {
    Arguments arguments{"SET", key, value};
    if (options.condition == SetOptions::If::Absent) arguments.add("NX");
    if (options.condition == SetOptions::If::Present) arguments.add("XX");
    if (options.timeToLive) arguments.add("PX").addNumber(static_cast<std::int64_t>(options.timeToLive->count()));
    if (options.keepTimeToLive) arguments.add("KEEPTTL");
    return ask<bool, toDone>(std::move(arguments), deadline);
}

KeyValue::Answer<std::int64_t> KeyValue::increment(std::string_view key, std::int64_t by, Deadline deadline) {
    return ask<std::int64_t, toInteger>(Arguments{"INCRBY", key}.addNumber(by), deadline);
}

KeyValue::Answer<bool> KeyValue::remove(std::string_view key, Deadline deadline) {
    return ask<bool, toBool>({"DEL", key}, deadline);
}

KeyValue::Answer<bool> KeyValue::exists(std::string_view key, Deadline deadline) {
    return ask<bool, toBool>({"EXISTS", key}, deadline);
}

KeyValue::Answer<bool> KeyValue::expire(std::string_view key, Milliseconds timeToLive, Deadline deadline) {
    return ask<bool, toBool>(Arguments{"PEXPIRE", key}.addNumber(static_cast<std::int64_t>(timeToLive.count())),
                             deadline);
}

KeyValue::Answer<std::optional<Milliseconds>> KeyValue::timeToLive(std::string_view key, Deadline deadline) {
    return ask<std::optional<Milliseconds>, toTimeToLive>({"PTTL", key}, deadline);
}

KeyValue::Answer<ScanPage> KeyValue::scan(std::string_view cursor, std::string_view pattern, std::int64_t count,
                                          Deadline deadline) {
    Arguments arguments{"SCAN", cursor, "MATCH", pattern, "COUNT"};
    return ask<ScanPage, toScanPage>(arguments.addNumber(count), deadline);
}

KeyValue::Answer<std::int64_t> KeyValue::keyCount(Deadline deadline) {
    return ask<std::int64_t, toInteger>({"DBSIZE"}, deadline);
}

KeyValue::Answer<bool> KeyValue::flushAll(Deadline deadline) {
    return ask<bool, toDone>({"FLUSHALL"}, deadline);
}

KeyValue::Answer<bool> KeyValue::hashSet(std::string_view key, std::string_view field, std::string_view value,
                                         Deadline deadline) {
    return ask<bool, toBool>({"HSET", key, field, value}, deadline);
}

KeyValue::Answer<std::optional<std::string>> KeyValue::hashGet(std::string_view key, std::string_view field,
                                                               Deadline deadline) {
    return ask<std::optional<std::string>, toOptionalText>({"HGET", key, field}, deadline);
}

KeyValue::Answer<std::vector<std::pair<std::string, std::string>>> KeyValue::hashGetAll(std::string_view key,
                                                                                        Deadline deadline) {
    return ask<std::vector<std::pair<std::string, std::string>>, toPairs>({"HGETALL", key}, deadline);
}

KeyValue::Answer<bool> KeyValue::hashRemove(std::string_view key, std::string_view field, Deadline deadline) {
    return ask<bool, toBool>({"HDEL", key, field}, deadline);
}

KeyValue::Answer<std::int64_t> KeyValue::hashIncrement(std::string_view key, std::string_view field, std::int64_t by,
                                                       Deadline deadline) {
    return ask<std::int64_t, toInteger>(Arguments{"HINCRBY", key, field}.addNumber(by), deadline);
}

KeyValue::Answer<std::int64_t> KeyValue::push(std::string_view key, End end, std::string_view value,
                                              Deadline deadline) {
    return ask<std::int64_t, toInteger>({end == End::Left ? "LPUSH" : "RPUSH", key, value}, deadline);
}

KeyValue::Answer<std::int64_t> KeyValue::pushAll(std::string_view key, End end, ArgumentView values,
                                                 Deadline deadline) {
    Arguments arguments{end == End::Left ? "LPUSH" : "RPUSH", key};
    return ask<std::int64_t, toInteger>(arguments.addAll(values), deadline);
}

KeyValue::Answer<std::optional<std::string>> KeyValue::pop(std::string_view key, End end, Deadline deadline) {
    return ask<std::optional<std::string>, toOptionalText>({end == End::Left ? "LPOP" : "RPOP", key}, deadline);
}

KeyValue::Answer<std::optional<std::string>> KeyValue::move(std::string_view from, std::string_view to, End fromEnd,
                                                            End toEnd, Deadline deadline) {
    return ask<std::optional<std::string>, toOptionalText>({"LMOVE", from, to, word(fromEnd), word(toEnd)}, deadline);
}

KeyValue::Answer<std::optional<std::string>> KeyValue::blockingPop(std::string_view key, End end, Deadline deadline) {
    const auto wait = commandsOwnWait(deadline);
    if (!wait) return pop(key, end, deadline);
    Arguments arguments{end == End::Left ? "BLPOP" : "BRPOP", key};
    return ask<std::optional<std::string>, toPoppedText>(arguments.addNumber(*wait), afterTheCommandsOwnWait(deadline));
}

KeyValue::Answer<std::optional<std::string>> KeyValue::blockingMove(std::string_view from, std::string_view to,
                                                                    End fromEnd, End toEnd, Deadline deadline) {
    const auto wait = commandsOwnWait(deadline);
    if (!wait) return move(from, to, fromEnd, toEnd, deadline);
    Arguments arguments{"BLMOVE", from, to, word(fromEnd), word(toEnd)};
    return ask<std::optional<std::string>, toOptionalText>(arguments.addNumber(*wait),
                                                           afterTheCommandsOwnWait(deadline));
}

KeyValue::Answer<std::int64_t> KeyValue::listLength(std::string_view key, Deadline deadline) {
    return ask<std::int64_t, toInteger>({"LLEN", key}, deadline);
}

KeyValue::Answer<std::vector<std::string>> KeyValue::listRange(std::string_view key, std::int64_t first,
                                                               std::int64_t last, Deadline deadline) {
    return ask<std::vector<std::string>, toTexts>(Arguments{"LRANGE", key}.addNumber(first).addNumber(last), deadline);
}

KeyValue::Answer<std::int64_t> KeyValue::listRemove(std::string_view key, std::int64_t count, std::string_view value,
                                                    Deadline deadline) {
    return ask<std::int64_t, toInteger>(Arguments{"LREM", key}.addNumber(count).add(value), deadline);
}

KeyValue::Answer<bool> KeyValue::setAdd(std::string_view key, std::string_view member, Deadline deadline) {
    return ask<bool, toBool>({"SADD", key, member}, deadline);
}

KeyValue::Answer<bool> KeyValue::setRemove(std::string_view key, std::string_view member, Deadline deadline) {
    return ask<bool, toBool>({"SREM", key, member}, deadline);
}

KeyValue::Answer<bool> KeyValue::setContains(std::string_view key, std::string_view member, Deadline deadline) {
    return ask<bool, toBool>({"SISMEMBER", key, member}, deadline);
}

KeyValue::Answer<std::vector<std::string>> KeyValue::setMembers(std::string_view key, Deadline deadline) {
    return ask<std::vector<std::string>, toTexts>({"SMEMBERS", key}, deadline);
}

KeyValue::Answer<std::int64_t> KeyValue::setSize(std::string_view key, Deadline deadline) {
    return ask<std::int64_t, toInteger>({"SCARD", key}, deadline);
}

KeyValue::Answer<bool> KeyValue::sortedAdd(std::string_view key, double score, std::string_view member,
                                           Deadline deadline) {
    return ask<bool, toBool>(Arguments{"ZADD", key}.addNumber(score).add(member), deadline);
}

KeyValue::Answer<bool> KeyValue::sortedRemove(std::string_view key, std::string_view member, Deadline deadline) {
    return ask<bool, toBool>({"ZREM", key, member}, deadline);
}

KeyValue::Answer<std::optional<double>> KeyValue::sortedScore(std::string_view key, std::string_view member,
                                                              Deadline deadline) {
    return ask<std::optional<double>, toScore>({"ZSCORE", key, member}, deadline);
}

KeyValue::Answer<std::int64_t> KeyValue::sortedSize(std::string_view key, Deadline deadline) {
    return ask<std::int64_t, toInteger>({"ZCARD", key}, deadline);
}

KeyValue::Answer<std::vector<ScoredMember>> KeyValue::sortedRange(std::string_view key, double lowest, double highest,
                                                                  std::int64_t limit, Deadline deadline) {
    Arguments arguments{"ZRANGE", key};
    arguments.addNumber(lowest).addNumber(highest).add("BYSCORE").add("LIMIT").add("0").addNumber(limit);
    return ask<std::vector<ScoredMember>, toScoredMembers>(arguments.add("WITHSCORES"), deadline);
}

KeyValue::Answer<std::int64_t> KeyValue::publish(std::string_view channel, std::string_view payload,
                                                 Deadline deadline) {
    return ask<std::int64_t, toInteger>({"PUBLISH", channel, payload}, deadline);
}

}  // namespace rushlab::kv
