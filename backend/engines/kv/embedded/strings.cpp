// Strings and counters.
#include <fmt/format.h>

#include "engines/kv/embedded/command.h"
#include "engines/kv/embedded/expiry.h"
#include "engines/kv/embedded/replies.h"

namespace rushlab::kv::embedded {
namespace {

constexpr std::size_t kTextBytesMax = 512U << 20U;

Reply get(const Call& call) {
    const auto text = call.store.find<std::string>(call[1]);
    if (text.wrongType) return wrongType();
    return text ? Reply::text(*text) : Reply::nil();
}

struct SetRequest {
    bool onlyIfAbsent = false;
    bool onlyIfPresent = false;
    bool answersOld = false;
    bool keepsExpiry = false;
    std::int64_t expiresAtMs = kNeverExpires;
};

// Reads what follows SET key value; an error reply where it makes no sense.
std::optional<Reply> readSetOptions(const Call& call, SetRequest& request) {
    bool expiryGiven = false;
    for (std::size_t i = 3; i < call.count(); ++i) {
        const std::string_view option = call[i];
        if (is(option, "NX") && !request.onlyIfPresent) {
            request.onlyIfAbsent = true;
        } else if (is(option, "XX") && !request.onlyIfAbsent) {
            request.onlyIfPresent = true;
        } else if (is(option, "GET")) {
            request.answersOld = true;
        } else if (is(option, "KEEPTTL") && !expiryGiven) {
            request.keepsExpiry = true;
        } else if (const auto unit = expiryUnit(option);
                   unit && !expiryGiven && !request.keepsExpiry && i + 1 < call.count()) {
            expiryGiven = true;
            const auto time = readExpiry(call, ++i, *unit, "set");
            if (!time.has_value()) return time.error();
            request.expiresAtMs = *time;
        } else {
            return syntaxError();
        }
    }
    return std::nullopt;
}

// An expiry that has passed already leaves no key behind.
void putText(const Call& call, std::string_view key, std::string_view text, std::int64_t expiresAtMs) {
    Entry& entry = call.store.putText(key, text);
    if (expiresAtMs == kNeverExpires) return;
    call.store.setExpiry(entry, expiresAtMs);
    if (expiresAtMs <= call.store.nowMs()) call.store.remove(key);
}

Reply set(const Call& call) {
    if (call.count() == 3) {
        call.store.putText(call[1], call[2]);
        return Reply::ok();
    }
    SetRequest request;
    if (auto refusal = readSetOptions(call, request)) return std::move(*refusal);
    const Entry* held = call.store.find(call[1]);
    Reply old;
    if (request.answersOld) {
        old = get(call);
        if (old.isError()) return old;
    }
    if ((request.onlyIfAbsent && held) || (request.onlyIfPresent && !held)) return old;
    if (request.keepsExpiry)
        call.store.putText(call[1], call[2], Store::Expiry::Keep);
    else
        putText(call, call[1], call[2], request.expiresAtMs);
    return request.answersOld ? old : Reply::ok();
}

Reply setIfAbsent(const Call& call) {
    if (call.store.find(call[1])) return Reply::integer(0);
    call.store.putText(call[1], call[2]);
    return Reply::integer(1);
}

Reply setWithExpiry(const Call& call) {
    const bool seconds = is(call[0], "SETEX");
    const auto time =
        readExpiry(call, 2, seconds ? ExpiryUnit::Seconds : ExpiryUnit::Milliseconds, seconds ? "setex" : "psetex");
    if (!time.has_value()) return time.error();
    putText(call, call[1], call[3], *time);
    return Reply::ok();
}

Reply getSet(const Call& call) {
    Reply old = get(call);
    if (!old.isError()) call.store.putText(call[1], call[2]);
    return old;
}

Reply getDelete(const Call& call) {
    Reply old = get(call);
    if (old.isText()) call.store.remove(call[1]);
    return old;
}

Reply getMany(const Call& call) {
    Reply::Array values;
    for (const std::string_view key : call.arguments.subspan(1)) {
        const auto text = call.store.find<std::string>(key);
        values.push_back(text ? Reply::text(*text) : Reply::nil());
    }
    return Reply::array(std::move(values));
}

Reply setMany(const Call& call) {
    if (call.count() % 2 == 0) return wrongArity("mset");
    for (std::size_t i = 1; i < call.count(); i += 2)
        call.store.putText(call[i], call[i + 1]);
    return Reply::ok();
}

Reply append(const Call& call) {
    const auto text = call.store.find<std::string>(call[1]);
    if (text.wrongType) return wrongType();
    if (!text) {
        call.store.putText(call[1], call[2]);
        return Reply::integer(static_cast<std::int64_t>(call[2].size()));
    }
    if (text->size() + call[2].size() > kTextBytesMax)
        return Reply::error("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    call.store.appendText(*call.store.find(call[1]), call[2]);
    return Reply::integer(static_cast<std::int64_t>(text->size()));
}

Reply length(const Call& call) {
    const auto text = call.store.find<std::string>(call[1]);
    if (text.wrongType) return wrongType();
    return Reply::integer(text ? static_cast<std::int64_t>(text->size()) : 0);
}

Reply getRange(const Call& call) {
    const auto first = readInteger(call[2]), last = readInteger(call[3]);
    if (!first || !last) return notAnInteger();
    const auto text = call.store.find<std::string>(call[1]);
    if (text.wrongType) return wrongType();
    if (!text || (*first < 0 && *last < 0 && *first > *last)) return Reply::text("");
    const auto size = static_cast<std::int64_t>(text->size());
    const Span span = spanOf(*first, *last < -size ? -size : *last, text->size());
    return Reply::text(std::string_view(*text).substr(span.first, span.count));
}

Reply incrementBy(const Call& call, std::int64_t by) {
    const auto text = call.store.find<std::string>(call[1]);
    if (text.wrongType) return wrongType();
    const auto held = text ? readInteger(*text) : 0;
    if (!held) return notAnInteger();
    std::int64_t sum = 0;
    if (__builtin_add_overflow(*held, by, &sum)) return Reply::error("ERR increment or decrement would overflow");
    const fmt::format_int digits(sum);
    call.store.putText(call[1], {digits.data(), digits.size()}, Store::Expiry::Keep);
    return Reply::integer(sum);
}

Reply increment(const Call& call) {
    return incrementBy(call, 1);
}
Reply decrement(const Call& call) {
    return incrementBy(call, -1);
}

Reply incrementByGiven(const Call& call) {
    const auto by = readInteger(call[2]);
    return by ? incrementBy(call, *by) : notAnInteger();
}

Reply decrementByGiven(const Call& call) {
    const auto by = readInteger(call[2]);
    if (!by) return notAnInteger();
    if (*by == std::numeric_limits<std::int64_t>::min()) return Reply::error("ERR decrement would overflow");
    return incrementBy(call, -*by);
}

constexpr Command kCommands[] = {
    {"get", 2, kReads, get},
    {"set", -3, kWrites | kGrows, set},
    {"setnx", 3, kWrites | kGrows, setIfAbsent},
    {"setex", 4, kWrites | kGrows, setWithExpiry},
    {"psetex", 4, kWrites | kGrows, setWithExpiry},
    {"getset", 3, kWrites | kGrows, getSet},
    {"getdel", 2, kWrites, getDelete},
    {"mget", -2, kReads, getMany},
    {"mset", -3, kWrites | kGrows, setMany},
    {"append", 3, kWrites | kGrows, append},
    {"strlen", 2, kReads, length},
    {"getrange", 4, kReads, getRange},
    {"incr", 2, kWrites | kGrows, increment},
    {"decr", 2, kWrites | kGrows, decrement},
    {"incrby", 3, kWrites | kGrows, incrementByGiven},
    {"decrby", 3, kWrites | kGrows, decrementByGiven},
};

}  // namespace

std::span<const Command> stringCommands() {
    return kCommands;
}

}  // namespace rushlab::kv::embedded
