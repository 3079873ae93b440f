// The core of the embedded key-value engine beside a plain model: any commands on few keys, with time that passes,
// answer the same; and the memory it counts comes back to nothing.
#include <rapidcheck.h>

#include <deque>
#include <set>

#include "base/clock.h"
#include "base/log.h"
#include "engines/kv/embedded/core.h"
#include "engines/kv/embedded/dictionary.h"
#include "engines/kv/embedded/glob.h"
#include "tests/support/test_program.h"

namespace rushlab::test::kv_core {
namespace {

using Texts = std::vector<std::string>;

// One random command, as numbers: readable when RapidCheck shows the shortest failing run.
struct Step {
    int command = 0, key = 0, other = 0, value = 0;
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
    return out << '{' << step.command << ' ' << step.key << ' ' << step.other << ' ' << step.value << '}';
}

// What Redis's documentation says, with nothing clever: a map of variants, each with a time.
class Model {
  public:
    using List = std::deque<std::string>;
    using Hash = std::map<std::string, std::string>;
    using Set = std::set<std::string>;
    using Sorted = std::map<std::string, int>;
    using Value = std::variant<std::string, List, Hash, Set, Sorted>;
    struct Entry {
        Value value;
        std::int64_t expires = -1;
    };

    std::int64_t now = 1000;
    std::map<std::string, Entry> entries;

    Entry* find(const std::string& key) {
        const auto found = entries.find(key);
        if (found == entries.end()) return nullptr;
        if (found->second.expires < 0 || found->second.expires > now) return &found->second;
        entries.erase(found);
        return nullptr;
    }
    template <class T>
    bool otherType(const std::string& key) {
        const Entry* entry = find(key);
        return entry && !std::holds_alternative<T>(entry->value);
    }
    template <class T>
    T& make(const std::string& key) {
        if (!find(key)) entries[key] = Entry{T{}, -1};
        return std::get<T>(entries[key].value);
    }
    template <class T>
    const T* look(const std::string& key) {
        const Entry* entry = find(key);
        return entry ? &std::get<T>(entry->value) : nullptr;
    }
    void drop(const std::string& key) { entries.erase(key); }
};

const char* const kWrong = "(error) WRONGTYPE Operation against a key holding the wrong kind of value";
std::string number(std::int64_t n) {
    return fmt::format("(integer) {}", n);
}
std::string text(const std::string& bytes) {
    return "\"" + bytes + "\"";
}
template <class Range>
std::string list(const Range& range) {
    std::string all = "[";
    for (const auto& each : range)
        all += (all.size() > 1 ? ", " : "") + text(each);
    return all + "]";
}

// The command of a step, and what the model answers.
struct Expected {
    Texts command;
    std::string reply;
};

Expected onText(Model& model, const Step& step, const std::string& key) {
    const std::string value = std::to_string(step.value);
    switch (step.command % 6) {
        case 0: {
            const bool keep = step.other % 2 == 0 && model.find(key);
            const std::int64_t expires = keep ? model.find(key)->expires : -1;
            model.entries[key] = {value, expires};
            return step.other % 2 == 0 ? Expected{{"SET", key, value, "KEEPTTL"}, "OK"}
                                       : Expected{{"SET", key, value}, "OK"};
        }
        case 1: {
            const bool holds = (model.find(key) != nullptr) == (step.other % 2 == 1);
            if (holds) model.entries[key] = {value, model.now + step.value + 1};
            return {{"SET", key, value, "PX", std::to_string(step.value + 1), step.other % 2 == 1 ? "XX" : "NX"},
                    holds ? "OK" : "(nil)"};
        }
        case 2: {
            if (model.otherType<std::string>(key)) return {{"GET", key}, kWrong};
            const auto* held = model.look<std::string>(key);
            return {{"GET", key}, held ? text(*held) : "(nil)"};
        }
        case 3: {
            const Expected refused{{"INCRBY", key, value}, kWrong};
            if (model.otherType<std::string>(key)) return refused;
            auto& held = model.make<std::string>(key);
            held = std::to_string((held.empty() ? 0 : std::stoll(held)) + step.value);
            return {{"INCRBY", key, value}, number(std::stoll(held))};
        }
        case 4: {
            auto* entry = model.find(key);
            if (entry) entry->expires = model.now + step.value - 5;
            return {{"PEXPIRE", key, std::to_string(step.value - 5)}, number(entry ? 1 : 0)};
        }
        default: {
            const auto* entry = model.find(key);
            return {{"PTTL", key}, number(!entry ? -2 : entry->expires < 0 ? -1 : entry->expires - model.now)};
        }
    }
}

Expected onList(Model& model, const Step& step, const std::string& key, const std::string& other) {
    const std::string value = std::to_string(step.value);
    if (step.command % 4 == 3) {
        const Texts command{"LMOVE", key, other, "LEFT", "RIGHT"};
        if (model.otherType<Model::List>(key)) return {command, kWrong};
        if (!model.find(key)) return {command, "(nil)"};
        if (model.otherType<Model::List>(other)) return {command, kWrong};
        const std::string moved = model.look<Model::List>(key)->front();
        model.make<Model::List>(key).pop_front();
        model.make<Model::List>(other).push_back(moved);
        if (model.look<Model::List>(key)->empty()) model.drop(key);
        return {command, text(moved)};
    }
    const bool left = step.other % 2 == 0;
    if (step.command % 4 == 0) {
        const Texts command{left ? "LPUSH" : "RPUSH", key, value};
        if (model.otherType<Model::List>(key)) return {command, kWrong};
        auto& held = model.make<Model::List>(key);
        held.insert(left ? held.begin() : held.end(), value);
        return {command, number(static_cast<std::int64_t>(held.size()))};
    }
    if (step.command % 4 == 1) {
        const Texts command{left ? "LPOP" : "RPOP", key};
        if (model.otherType<Model::List>(key)) return {command, kWrong};
        if (!model.find(key)) return {command, "(nil)"};
        auto& held = model.make<Model::List>(key);
        const std::string popped = left ? held.front() : held.back();
        held.erase(left ? held.begin() : held.end() - 1);
        if (held.empty()) model.drop(key);
        return {command, text(popped)};
    }
    const Texts command{"LRANGE", key, "0", "-1"};
    if (model.otherType<Model::List>(key)) return {command, kWrong};
    const auto* held = model.look<Model::List>(key);
    return {command, held ? list(*held) : "[]"};
}

Expected onHashOrSet(Model& model, const Step& step, const std::string& key) {
    const std::string member = std::to_string(step.value % 5);
    const std::string value = std::to_string(step.value);
    switch (step.command % 6) {
        case 0: {
            if (model.otherType<Model::Hash>(key)) return {{"HSET", key, member, value}, kWrong};
            const bool isNew = model.make<Model::Hash>(key).insert_or_assign(member, value).second;
            return {{"HSET", key, member, value}, number(isNew ? 1 : 0)};
        }
        case 1: {
            if (model.otherType<Model::Hash>(key)) return {{"HGET", key, member}, kWrong};
            const auto* held = model.look<Model::Hash>(key);
            return {{"HGET", key, member}, held && held->contains(member) ? text(held->at(member)) : "(nil)"};
        }
        case 2: {
            if (model.otherType<Model::Hash>(key)) return {{"HDEL", key, member}, kWrong};
            const bool removed = model.find(key) && model.make<Model::Hash>(key).erase(member) > 0;
            if (removed && model.look<Model::Hash>(key)->empty()) model.drop(key);
            return {{"HDEL", key, member}, number(removed ? 1 : 0)};
        }
        case 3: {
            if (model.otherType<Model::Set>(key)) return {{"SADD", key, member}, kWrong};
            return {{"SADD", key, member}, number(model.make<Model::Set>(key).insert(member).second ? 1 : 0)};
        }
        case 4: {
            if (model.otherType<Model::Set>(key)) return {{"SREM", key, member}, kWrong};
            const bool removed = model.find(key) && model.make<Model::Set>(key).erase(member) > 0;
            if (removed && model.look<Model::Set>(key)->empty()) model.drop(key);
            return {{"SREM", key, member}, number(removed ? 1 : 0)};
        }
        default: {
            if (model.otherType<Model::Set>(key)) return {{"SISMEMBER", key, member}, kWrong};
            const auto* held = model.look<Model::Set>(key);
            return {{"SISMEMBER", key, member}, number(held && held->contains(member) ? 1 : 0)};
        }
    }
}

Texts inOrder(const Model::Sorted& sorted) {
    std::vector<std::pair<int, std::string>> places;
    for (const auto& [member, score] : sorted)
        places.emplace_back(score, member);
    std::sort(places.begin(), places.end());
    Texts members;
    for (auto& place : places)
        members.push_back(place.second);
    return members;
}

Expected onSorted(Model& model, const Step& step, const std::string& key) {
    const std::string member = std::to_string(step.other % 7);
    const bool adds = step.command % 4 == 0, removes = step.command % 4 == 1;
    const Texts command = adds                    ? Texts{"ZADD", key, std::to_string(step.value % 4), member}
                          : removes               ? Texts{"ZREM", key, member}
                          : step.command % 4 == 2 ? Texts{"ZRANK", key, member}
                                                  : Texts{"ZRANGE", key, "1", "2", "BYSCORE"};
    if (model.otherType<Model::Sorted>(key)) return {command, kWrong};
    if (adds)
        return {command,
                number(model.make<Model::Sorted>(key).insert_or_assign(member, step.value % 4).second ? 1 : 0)};
    if (removes) {
        const bool removed = model.find(key) && model.make<Model::Sorted>(key).erase(member) > 0;
        if (removed && model.look<Model::Sorted>(key)->empty()) model.drop(key);
        return {command, number(removed ? 1 : 0)};
    }
    const auto* held = model.look<Model::Sorted>(key);
    if (step.command % 4 == 2) {
        if (!held || !held->contains(member)) return {command, "(nil)"};
        const Texts order = inOrder(*held);
        return {command, number(std::find(order.begin(), order.end(), member) - order.begin())};
    }
    Texts found;
    if (held)
        for (const std::string& each : inOrder(*held))
            if (held->at(each) == 1 || held->at(each) == 2) found.push_back(each);
    return {command, list(found)};
}

Expected onKeys(Model& model, const Step& step, const std::string& key, const std::string& other) {
    switch (step.command % 3) {
        case 0: {
            const bool there = model.find(key) != nullptr;
            model.drop(key);
            return {{"DEL", key}, number(there ? 1 : 0)};
        }
        case 1: {
            if (!model.find(key)) return {{"RENAME", key, other}, "(error) ERR no such key"};
            const Model::Entry moved = *model.find(key);
            model.drop(key);
            model.entries[other] = moved;
            return {{"RENAME", key, other}, "OK"};
        }
        default:
            return {{"EXISTS", key, other}, number((model.find(key) ? 1 : 0) + (model.find(other) ? 1 : 0))};
    }
}

Expected expect(Model& model, const Step& step) {
    const std::string key = fmt::format("key:{}", step.key), other = fmt::format("key:{}", step.other);
    switch (step.command % 5) {
        case 0:
            return onText(model, {step.command / 5, step.key, step.other, step.value}, key);
        case 1:
            return onList(model, {step.command / 5, step.key, step.other, step.value}, key, other);
        case 2:
            return onHashOrSet(model, {step.command / 5, step.key, step.other, step.value}, key);
        case 3:
            return onSorted(model, {step.command / 5, step.key, step.other, step.value}, key);
        default:
            return onKeys(model, {step.command / 5, step.key, step.other, step.value}, key, other);
    }
}

std::string callCore(kv::embedded::Core& core, const Texts& command, std::int64_t now) {
    const std::vector<std::string_view> views(command.begin(), command.end());
    return kv::describe(core.call(core.find(command[0]), views, now));
}

rc::Gen<Step> anyStep() {
    return rc::gen::build<Step>(
        rc::gen::set(&Step::command, rc::gen::inRange(0, 120)), rc::gen::set(&Step::key, rc::gen::inRange(0, 4)),
        rc::gen::set(&Step::other, rc::gen::inRange(0, 4)), rc::gen::set(&Step::value, rc::gen::inRange(0, 40)));
}

// With a core whose clock is late, expiry times that are given as spans end late: what the check must catch.
bool coreAnswersAsTheModel(const std::vector<Step>& steps, std::int64_t coreIsLateMs = 0) {
    const RealClock clock;
    auto core = kv::embedded::Core::open({}, clock, Log::silent());
    if (!core) return false;
    Model model;
    for (const Step& step : steps) {
        const bool timePasses = step.command % 7 == 6;
        if (timePasses) model.now += step.value;
        const std::int64_t coreNow = timePasses ? model.now - coreIsLateMs : model.now;
        if (step.command % 11 == 10) (*core)->sweep(coreNow);
        const Expected expected = expect(model, step);
        if (callCore(**core, expected.command, coreNow) != expected.reply) return false;
    }
    const bool somethingHeld = (*core)->store().keys().size() > 0;
    if (somethingHeld && (*core)->store().usedBytes() == 0) return false;
    callCore(**core, {"FLUSHALL"}, model.now);
    return (*core)->store().usedBytes() == 0;
}

std::vector<Step> longRun(std::uint64_t seed) {
    Random random(seed);
    const auto below = [&random](std::uint64_t bound) { return static_cast<int>(random.below(bound)); };
    std::vector<Step> steps;
    for (int i = 0; i < 3000; ++i)
        steps.push_back({below(120), below(4), below(4), below(40)});
    return steps;
}

// A pattern matched as its definition says, by trying everything.
bool matchesSlowly(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) return text.empty();
    if (pattern[0] == '*')
        return matchesSlowly(pattern.substr(1), text) || (!text.empty() && matchesSlowly(pattern, text.substr(1)));
    if (text.empty()) return false;
    return (pattern[0] == '?' || pattern[0] == text[0]) && matchesSlowly(pattern.substr(1), text.substr(1));
}

}  // namespace

class KvCore : public QObject {
    Q_OBJECT
  private slots:
    void anyCommandsAnswerAsTheModelDoes() {
        QVERIFY(rc::check("core and model agree", [] {
            const auto steps = *rc::gen::container<std::vector<Step>>(anyStep());
            RC_ASSERT(coreAnswersAsTheModel(steps));
        }));
        // Longer runs than RapidCheck's sizes give.
        for (std::uint64_t seed = 0; seed < 30; ++seed)
            QVERIFY(coreAnswersAsTheModel(longRun(seed)));
    }

    void aCoreThatExpiresLateIsCaught() {
        bool caught = false;
        for (std::uint64_t seed = 0; seed < 30 && !caught; ++seed)
            caught = !coreAnswersAsTheModel(longRun(seed), 1);
        QVERIFY2(caught, "the planted bug was not seen");
    }

    void globsMatchAsTheirDefinitionSays() {
        QVERIFY(rc::check("fast and slow glob agree", [] {
            // Short ones: the slow way takes exponential time.
            const auto pattern = (*rc::gen::container<std::string>(rc::gen::element('a', 'b', '*', '?'))).substr(0, 10);
            const auto text = (*rc::gen::container<std::string>(rc::gen::element('a', 'b'))).substr(0, 12);
            RC_ASSERT(kv::embedded::matchesGlob(pattern, text) == matchesSlowly(pattern, text));
        }));
    }

    void aDictionaryHoldsWhatAMapHolds() {
        QVERIFY(rc::check("dictionary and map agree", [] {
            kv::embedded::Dictionary<int> dictionary;
            std::map<std::string, int> map;
            for (const int step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 400))) {
                const std::string key = std::to_string(step / 2);
                if (step % 2 == 0) {
                    RC_ASSERT(dictionary.erase(key) == (map.erase(key) > 0));
                } else if (!dictionary.find(key)) {
                    dictionary.insert(key, step);
                    map[key] = step;
                }
                RC_ASSERT(dictionary.size() == map.size());
            }
            std::map<std::string, int> scanned;
            std::uint64_t cursor = 0;
            do {
                cursor = dictionary.scan(
                    cursor, [&](const auto& node) { RC_ASSERT(scanned.emplace(node.key, node.value).second); });
            } while (cursor != 0);
            RC_ASSERT(scanned == map);
        }));
    }
};

RUSHLAB_TEST(KvCore)

}  // namespace rushlab::test::kv_core
#include "kv_core.moc"
