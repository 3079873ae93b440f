// The port to a key-value engine: strings that expire, counters, hashes, lists with blocking pops, sets, sorted sets,
// atomic Lua scripts, and channels; with the names, the semantics and the error texts of Redis 7.
//
// Guarantees of every engine: a command, and a script, is atomic; SET with NX answers true to one caller only; blocking
// pops are served first come, first served, and never lose an element; PUBLISH reaches a subscriber at most once and in
// the order of its publisher. What is stored may be lost at any time: it is a cache and a lock, not a record.
//
// Any thread may call, from a coroutine on its own io::Loop; texts that are passed must live until the call was
// awaited.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/deadline.h"
#include "base/result.h"
#include "engines/kv/arguments.h"
#include "engines/kv/reply.h"
#include "engines/kv/script.h"
#include "engines/kv/subscription.h"
#include "io/loop.h"

namespace rushlab::kv {

enum class End : std::uint8_t { Left, Right };  // of a list

struct SetOptions {
    enum class If : std::uint8_t { Always, Absent, Present };
    If condition = If::Always;
    std::optional<Milliseconds> timeToLive = std::nullopt;
    bool keepTimeToLive = false;
};

struct ScanPage {
    std::string nextCursor;  // "0": the scan is complete
    std::vector<std::string> keys;
};

struct ScoredMember {
    std::string member;
    double score = 0;
    friend bool operator==(const ScoredMember&, const ScoredMember&) = default;
};

// What `rushlab doctor` says of an engine.
struct Traits {
    std::string name;
    std::string version;
    std::vector<std::string> differences;  // from Redis, a sentence each
    bool endsWithProgram = false;          // what it holds is gone with the program that opened it
};

struct Statistics {
    std::vector<std::pair<std::string, std::uint64_t>> commands;  // by name, those called at least once; scripts' too
    std::size_t keys = 0;
    std::size_t usedBytes = 0;
    std::size_t waiters = 0;  // blocking pops that wait
    std::size_t subscribers = 0;
    std::uint64_t droppedSubscribers = 0;  // for falling behind, since the start
};

class KeyValue {
  public:
    template <class T>
    using Answer = io::Awaitable<Result<T>>;

    virtual ~KeyValue() = default;

    // Any command, by its name. What the engine refuses is a Reply of kind Error in Redis's words; a Result that failed
    // means that the engine could not be asked (Unavailable), did not answer in time (Timeout) or has no room (Full).
    Answer<Reply> call(Arguments arguments, Deadline deadline);
    // Runs a script by its SHA-1, sending its text only where the engine has not seen it.
    Answer<Reply> eval(const Script& script, ArgumentView keys, ArgumentView arguments, Deadline deadline);
    virtual Answer<std::unique_ptr<Subscription>> subscribe(Topics topics, Deadline deadline) = 0;

    virtual Traits traits() const = 0;
    virtual Statistics statistics() const = 0;

    // Typed forms of call(): an Error reply becomes an Error that carries its words.
    Answer<std::optional<std::string>> get(std::string_view key, Deadline deadline);
    // Whether it was set: false where the condition did not hold.
    Answer<bool> set(std::string_view key, std::string_view value, Deadline deadline);
    Answer<bool> set(std::string_view key, std::string_view value, const SetOptions& options, Deadline deadline);
    Answer<std::int64_t> increment(std::string_view key, std::int64_t by, Deadline deadline);

    Answer<bool> remove(std::string_view key, Deadline deadline);  // whether it was there
    Answer<bool> exists(std::string_view key, Deadline deadline);
    Answer<bool> expire(std::string_view key, Milliseconds timeToLive, Deadline deadline);
    // Nothing: no such key, or one that never expires.
    Answer<std::optional<Milliseconds>> timeToLive(std::string_view key, Deadline deadline);
    Answer<ScanPage> scan(std::string_view cursor, std::string_view pattern, std::int64_t count, Deadline deadline);
    Answer<std::int64_t> keyCount(Deadline deadline);
    Answer<bool> flushAll(Deadline deadline);

    Answer<bool> hashSet(std::string_view key, std::string_view field, std::string_view value, Deadline deadline);
    Answer<std::optional<std::string>> hashGet(std::string_view key, std::string_view field, Deadline deadline);
    Answer<std::vector<std::pair<std::string, std::string>>> hashGetAll(std::string_view key, Deadline deadline);
    Answer<bool> hashRemove(std::string_view key, std::string_view field, Deadline deadline);
    Answer<std::int64_t> hashIncrement(std::string_view key, std::string_view field, std::int64_t by,
                                       Deadline deadline);

    Answer<std::int64_t> push(std::string_view key, End end, std::string_view value, Deadline deadline);
    Answer<std::int64_t> pushAll(std::string_view key, End end, ArgumentView values, Deadline deadline);
    Answer<std::optional<std::string>> pop(std::string_view key, End end, Deadline deadline);
    Answer<std::optional<std::string>> move(std::string_view from, std::string_view to, End fromEnd, End toEnd,
                                            Deadline deadline);
    // These wait until the deadline for an element to come; nothing: none came.
    Answer<std::optional<std::string>> blockingPop(std::string_view key, End end, Deadline deadline);
    Answer<std::optional<std::string>> blockingMove(std::string_view from, std::string_view to, End fromEnd, End toEnd,
                                                    Deadline deadline);
    Answer<std::int64_t> listLength(std::string_view key, Deadline deadline);
    Answer<std::vector<std::string>> listRange(std::string_view key, std::int64_t first, std::int64_t last,
                                               Deadline deadline);
    // Takes out up to `count` equal elements from the left; how many there were.
    Answer<std::int64_t> listRemove(std::string_view key, std::int64_t count, std::string_view value,
                                    Deadline deadline);

    Answer<bool> setAdd(std::string_view key, std::string_view member, Deadline deadline);
    Answer<bool> setRemove(std::string_view key, std::string_view member, Deadline deadline);
    Answer<bool> setContains(std::string_view key, std::string_view member, Deadline deadline);
    Answer<std::vector<std::string>> setMembers(std::string_view key, Deadline deadline);
    Answer<std::int64_t> setSize(std::string_view key, Deadline deadline);

    Answer<bool> sortedAdd(std::string_view key, double score, std::string_view member, Deadline deadline);
    Answer<bool> sortedRemove(std::string_view key, std::string_view member, Deadline deadline);
    Answer<std::optional<double>> sortedScore(std::string_view key, std::string_view member, Deadline deadline);
    Answer<std::int64_t> sortedSize(std::string_view key, Deadline deadline);
    // With scores from `lowest` to `highest`, lowest first, `limit` of them at most.
    Answer<std::vector<ScoredMember>> sortedRange(std::string_view key, double lowest, double highest,
                                                  std::int64_t limit, Deadline deadline);

    // How many subscribers it reached.
    Answer<std::int64_t> publish(std::string_view channel, std::string_view payload, Deadline deadline);

  protected:
    // An engine that can answer this command without waiting does so here and says true: it spares a coroutine frame.
    virtual bool answerAtOnce(ArgumentView /*arguments*/, Reply& /*reply*/) { return false; }
    virtual Answer<Reply> answer(Arguments arguments, Deadline deadline) = 0;

  private:
    template <class T, Result<T> (*convert)(Reply&&)>
    Answer<T> ask(Arguments arguments, Deadline deadline);
};

}  // namespace rushlab::kv
