// The broker against a plain model of one queue with a dead-letter queue behind it: whatever is published, taken,
// settled, dropped, expired and purged, both hold the same messages in the same order, handed to the same consumers.
#include <rapidcheck.h>

#include <set>

#include "engines/queue/broker.h"
#include "tests/support/test_program.h"

namespace rushlab::test::queue_core {
using namespace rushlab::queue;

namespace {

struct Options {
    std::optional<std::int64_t> queueTtlMs;
    std::optional<std::size_t> maxLength;
};

struct Step {
    enum Kind { Publish, Open, Take, Ack, AckUpTo, Requeue, Reject, Drop, Wait, Purge } kind;
    int which;  // consumer, or TTL, or time
    int tag;
};

// RapidCheck shows what it found by this.
[[maybe_unused]] void showValue(const Step& step, std::ostream& to) {
    to << step.kind << '(' << step.which << ',' << step.tag << ')';
}

// A queue as one would write it on a blackboard: a list, looked through from its start each time.
class Model {
  public:
    struct Item {
        int body;
        std::int64_t expiresMs;
        int deliveries = 0;
        friend bool operator==(const Item&, const Item&) = default;
    };
    struct Holder {
        std::size_t prefetch;
        std::map<int, Item> held;  // by tag
        int lastTag = 0, taken = 0;
        bool hasRoom() const { return prefetch == 0 || held.size() < prefetch; }
    };

    explicit Model(Options options) : m_options(options) {}

    void publish(int body, std::optional<std::int64_t> ttlMs, std::int64_t now) {
        std::int64_t lives = std::min(ttlMs.value_or(INT64_MAX), m_options.queueTtlMs.value_or(INT64_MAX));
        insert({body, lives == INT64_MAX ? INT64_MAX : now + lives});
        settle(now);
        expire(now);
    }
    void open(int id, std::size_t prefetch, std::int64_t now) {
        holders[id].prefetch = prefetch;
        turn.push_back(id);
        settle(now);
    }
    std::optional<Item> take(int id) {
        Holder& holder = holders.at(id);
        for (auto& [tag, item] : holder.held) {
            if (tag <= holder.taken) continue;
            holder.taken = tag;
            return item;
        }
        return std::nullopt;
    }
    enum class End { Acked, Requeued, Rejected };
    bool end(int id, int tag, bool upTo, End end, std::int64_t now) {
        Holder& holder = holders.at(id);
        if (tag > holder.taken || !holder.held.contains(tag)) return false;
        for (int each = upTo ? 1 : tag; each <= tag; ++each) {
            const auto found = holder.held.find(each);
            if (found == holder.held.end()) continue;
            if (end == End::Requeued) insert(found->second);
            if (end == End::Rejected) dead.push_back(found->second.body);
            holder.held.erase(found);
        }
        if (std::find(turn.begin(), turn.end(), id) == turn.end() && holder.hasRoom()) turn.push_back(id);
        settle(now);
        return true;
    }
    void drop(int id, std::int64_t now) {
        for (auto& [tag, item] : holders.at(id).held)
            insert(item);
        holders.erase(id);
        std::erase(turn, id);
        settle(now);
    }
    void expire(std::int64_t now) {
        while (!ready.empty() && ready.front().expiresMs <= now)
            bury();
    }

    std::deque<Item> ready;
    std::vector<int> dead;
    std::map<int, Holder> holders;
    std::deque<int> turn;

  private:
    void insert(Item item) {
        const auto place =
            std::find_if(ready.begin(), ready.end(), [&](const Item& is) { return is.body > item.body; });
        ready.insert(place, item);
    }
    void bury() {
        dead.push_back(ready.front().body);
        ready.pop_front();
    }
    void settle(std::int64_t now) {
        while (!ready.empty() && !turn.empty()) {
            if (ready.front().expiresMs < now) {
                bury();
                continue;
            }
            const int id = turn.front();
            turn.pop_front();
            Holder& holder = holders.at(id);
            ++ready.front().deliveries;
            holder.held.emplace(++holder.lastTag, ready.front());
            ready.pop_front();
            if (holder.hasRoom()) turn.push_back(id);
        }
        while (m_options.maxLength && ready.size() > *m_options.maxLength)
            bury();
    }

    Options m_options;
};

// Runs both side by side.
class Pair {
  public:
    // Planted: what is requeued goes to the end of the queue.
    enum class Bug { None, RequeuesAtTheTail };

    explicit Pair(Options options, Bug bug = Bug::None) : m_model(options), m_bug(bug) {
        QueueOptions work;
        work.deadLetterExchange = "";
        work.deadLetterRoutingKey = "dead";
        if (options.queueTtlMs) work.messageTtl = Milliseconds(*options.queueTtlMs);
        if (options.maxLength) work.maxLength = *options.maxLength;
        RC_ASSERT(m_broker.declareQueue("work", work).has_value());
        RC_ASSERT(m_broker.declareQueue("dead", {}).has_value());
    }

    void run(const Step& step) {
        if (m_ids.empty() && step.kind != Step::Publish && step.kind != Step::Wait && step.kind != Step::Purge)
            open(step.which % 4);
        else
            apply(step);
        compare();
    }

  private:
    void apply(const Step& step) {
        const std::size_t chosen = m_ids.empty() ? 0 : static_cast<std::size_t>(step.which) % m_ids.size();
        switch (step.kind) {
            case Step::Publish:
                publish(step.which);
                break;
            case Step::Open:
                open(step.which % 4);
                break;
            case Step::Take:
                take(chosen);
                break;
            case Step::Ack:
                end(chosen, step.tag, false, Model::End::Acked);
                break;
            case Step::AckUpTo:
                end(chosen, step.tag, true, Model::End::Acked);
                break;
            case Step::Requeue:
                end(chosen, step.tag, step.which % 2 == 0, Model::End::Requeued);
                break;
            case Step::Reject:
                end(chosen, step.tag, false, Model::End::Rejected);
                break;
            case Step::Drop:
                RC_ASSERT(m_broker.dropConsumer(m_ids[chosen], now()));
                m_model.drop(static_cast<int>(m_ids[chosen].value), m_nowMs);
                m_ids.erase(m_ids.begin() + static_cast<std::ptrdiff_t>(chosen));
                break;
            case Step::Wait:
                m_nowMs += step.which;
                m_broker.expire(now());
                m_model.expire(m_nowMs);
                break;
            case Step::Purge:
                RC_ASSERT(m_broker.purge("work").value_or(99) == m_model.ready.size());
                m_model.ready.clear();
                break;
        }
    }
    void publish(int which) {
        Message message;
        message.routingKey = "work";
        message.body = std::to_string(++m_published);
        std::optional<std::int64_t> ttlMs;
        if (which % 3 == 0) ttlMs = which;
        if (ttlMs) message.ttl = Milliseconds(*ttlMs);
        const auto routed = m_broker.publish(message, Content::encode(message, {}), now());
        RC_ASSERT(routed && routed->queues == 1U);
        m_model.publish(m_published, ttlMs, m_nowMs);
    }
    void open(int prefetch) {
        ConsumerOptions options;
        options.prefetch = static_cast<std::uint32_t>(prefetch);
        const auto id = m_broker.openConsumer("work", options, now());
        RC_ASSERT(id.has_value());
        m_ids.push_back(*id);
        m_model.open(static_cast<int>(id->value), static_cast<std::size_t>(prefetch), m_nowMs);
    }
    void take(std::size_t chosen) {
        const auto taken = m_broker.take(m_ids[chosen], now());
        RC_ASSERT(taken.has_value());
        const auto expected = m_model.take(static_cast<int>(m_ids[chosen].value));
        RC_ASSERT(taken->has_value() == expected.has_value());
        if (!expected) return;
        RC_ASSERT((*taken)->content.message().body == std::to_string(expected->body));
        RC_ASSERT((*taken)->deliveryCount == static_cast<std::uint64_t>(expected->deliveries));
        RC_ASSERT((*taken)->redelivered == (expected->deliveries > 1));
    }
    void end(std::size_t chosen, int tag, bool upTo, Model::End how) {
        const auto id = m_ids[chosen];
        const auto wanted = static_cast<DeliveryTag>(tag);
        if (m_bug == Bug::RequeuesAtTheTail && how == Model::End::Requeued) {
            requeueAtTheTail(id, wanted, upTo);
            m_model.end(static_cast<int>(id.value), tag, upTo, how, m_nowMs);
            return;
        }
        const auto done = how == Model::End::Acked
                              ? m_broker.ack(id, wanted, upTo, now())
                              : m_broker.nack(id, wanted, how == Model::End::Requeued, upTo, now());
        RC_ASSERT(done.has_value() == m_model.end(static_cast<int>(id.value), tag, upTo, how, m_nowMs));
    }

    void requeueAtTheTail(ConsumerId id, DeliveryTag tag, bool upTo) {
        const auto& held = m_model.holders.at(static_cast<int>(id.value)).held;
        const auto item = held.find(static_cast<int>(tag));
        if (item == held.end() || !m_broker.ack(id, tag, upTo, now())) return;
        Message message;
        message.routingKey = "work";
        message.body = std::to_string(item->second.body);
        RC_ASSERT(m_broker.publish(message, Content::encode(message, {}), now()).has_value());
    }

    void compare() {
        const auto ready = m_broker.browse("work", 0, UINT64_MAX);
        RC_ASSERT(ready && ready->size() == m_model.ready.size());
        for (std::size_t i = 0; i < ready->size(); ++i) {
            RC_ASSERT(ready->at(i).content.message().body == std::to_string(m_model.ready[i].body));
            RC_ASSERT(ready->at(i).redelivered == (m_model.ready[i].deliveries > 0));
        }
        const auto dead = m_broker.browse("dead", 0, UINT64_MAX);
        RC_ASSERT(dead && dead->size() == m_model.dead.size());
        for (std::size_t i = 0; i < dead->size(); ++i)
            RC_ASSERT(dead->at(i).content.message().body == std::to_string(m_model.dead[i]));
        std::size_t held = 0;
        for (const auto& [id, holder] : m_model.holders)
            held += holder.held.size();
        RC_ASSERT(m_broker.stats("work", now()).value().unacked == held);
        // The effects alone, in their order, give the same messages: what the disk will hold.
        for (const auto& insertion : m_broker.effects().insertions)
            m_stored.insert(insertion.number);
        for (const auto number : m_broker.effects().removals)
            RC_ASSERT(m_stored.erase(number) == 1U);
        m_broker.effects().clear();
        RC_ASSERT(m_stored.size() == m_model.ready.size() + m_model.dead.size() + held);
        RC_ASSERT((m_broker.heldBytes() == 0) == m_stored.empty());
        // An expiry is never slept through.
        if (!m_model.ready.empty()) RC_ASSERT(m_broker.soonestExpiryMs() <= m_model.ready.front().expiresMs);
    }

    WallTime now() const { return WallTime{Milliseconds{m_nowMs}}; }

    Model m_model;
    Bug m_bug;
    Broker m_broker;
    std::vector<ConsumerId> m_ids;
    std::set<MessageNumber> m_stored;
    std::int64_t m_nowMs = 1'000'000;
    int m_published = 0;
};

rc::Gen<std::vector<Step>> steps() {
    return rc::gen::container<std::vector<Step>>(
        rc::gen::map(rc::gen::tuple(rc::gen::weightedElement<Step::Kind>({{8, Step::Publish},
                                                                          {2, Step::Open},
                                                                          {8, Step::Take},
                                                                          {4, Step::Ack},
                                                                          {1, Step::AckUpTo},
                                                                          {3, Step::Requeue},
                                                                          {2, Step::Reject},
                                                                          {1, Step::Drop},
                                                                          {2, Step::Wait},
                                                                          {1, Step::Purge}}),
                                    rc::gen::inRange(0, 20), rc::gen::inRange(1, 8)),
                     [](const std::tuple<Step::Kind, int, int>& drawn) {
                         return Step{std::get<0>(drawn), std::get<1>(drawn), std::get<2>(drawn)};
                     }));
}

}  // namespace

class QueueCore : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        // Long runs of cheap steps, unless the caller has settings of his own.
        if (!qEnvironmentVariableIsSet("RC_PARAMS")) qputenv("RC_PARAMS", "max_success=1000");
    }

    void theBrokerDoesWhatThePlainModelDoes() {
        QVERIFY(rc::check("a queue with any options", [] {
            Options options;
            if (*rc::gen::arbitrary<bool>()) options.queueTtlMs = *rc::gen::inRange<std::int64_t>(0, 30);
            if (*rc::gen::arbitrary<bool>()) options.maxLength = *rc::gen::inRange<std::size_t>(0, 6);
            const auto drawn = *rc::gen::scale(3.0, steps());
            Pair pair(options);
            for (const Step& step : drawn)
                pair.run(step);
        }));
    }

    void aRequeueAtTheTailIsCaught() {
        QVERIFY(!rc::check("this must be falsified: a planted bug", [] {
            const auto drawn = *rc::gen::scale(3.0, steps());
            Pair pair({}, Pair::Bug::RequeuesAtTheTail);
            for (const Step& step : drawn)
                pair.run(step);
        }));
    }

    void topicPatternsMatchAsWrittenOutByRecursion() {
        QVERIFY(rc::check("patterns of few words", [] {
            const auto words = rc::gen::resize(
                8, rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>("a", "b", "*", "#")));
            const auto pattern = *words;
            auto key = *words;
            for (auto& word : key)
                word = word == "*" ? "a" : word == "#" ? "b" : word;
            RC_ASSERT(topicMatches(joined(pattern), joined(key)) == matches(pattern, 0, key, 0));
        }));
    }

  private:
    static std::string joined(const std::vector<std::string>& words) {
        std::string text;
        for (const auto& word : words)
            text += (&word == &words.front() ? "" : ".") + word;
        return text;
    }
    // As AMQP 0-9-1, 3.1.3.3, says it; takes exponential time, so the words are few.
    static bool matches(const std::vector<std::string>& pattern, std::size_t at, const std::vector<std::string>& key,
                        std::size_t word) {
        if (at == pattern.size()) return word == key.size();
        if (pattern[at] == "#") {
            if (matches(pattern, at + 1, key, word)) return true;
            return word < key.size() && matches(pattern, at, key, word + 1);
        }
        if (word == key.size()) return false;
        return (pattern[at] == "*" || pattern[at] == key[word]) && matches(pattern, at + 1, key, word + 1);
    }
};

RUSHLAB_TEST(QueueCore)

}  // namespace rushlab::test::queue_core
#include "queue_core.moc"
