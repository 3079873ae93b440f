#include "app/exercises.h"

#include <algorithm>
#include <vector>

#include "base/random.h"

namespace rushlab::app {
namespace {

constexpr int kRounds = 21;
constexpr std::string_view kMark = "rushlab-doctor-";

// The times of the rounds, and their median.
class Stopwatch {
  public:
    void start() { m_started = std::chrono::steady_clock::now(); }
    void stop() { m_times.push_back(std::chrono::steady_clock::now() - m_started); }
    std::chrono::microseconds median() {
        const auto middle = m_times.begin() + static_cast<std::ptrdiff_t>(m_times.size() / 2);
        std::ranges::nth_element(m_times, middle);
        return std::chrono::ceil<std::chrono::microseconds>(*middle);
    }

  private:
    SteadyTime m_started;
    std::vector<SteadyTime::duration> m_times;
};

// What came back is not what was stored: worse than an engine that is not there.
tl::unexpected<Error> mixedUp(std::string_view what) {
    return fail(ErrorCode::Corrupt, "It answered, but {} was not what had been stored: do not trust it", what);
}

Result<std::string> versionOf(sql::Session& session, std::string_view engine) {
    const auto rows = session.query(engine == "SQLite" ? "SELECT sqlite_version()" : "SHOW server_version");
    if (!rows) return pass(rows);
    return std::string(rows->first().text(0));
}

// A table of its own that is gone with the transaction.
Result<std::string> tryTable(sql::Session& session, const std::string& table) {
    const auto made = session.execute(fmt::format("CREATE TABLE {} (id INTEGER PRIMARY KEY, word TEXT)", table));
    if (!made) return pass(made);
    const auto inserted = session.execute(fmt::format("INSERT INTO {} VALUES (7, ?)", table), {"seven"});
    if (!inserted) return pass(inserted);
    const auto rows = session.query(fmt::format("SELECT word FROM {} WHERE id = 7", table));
    if (!rows) return pass(rows);
    if (rows->size() != 1 || rows->first().text(0) != "seven") return mixedUp("a row");
    const auto dropped = session.execute(fmt::format("DROP TABLE {}", table));
    if (!dropped) return pass(dropped);
    return std::string("dropped");
}

Result<std::int64_t> selectOne(sql::Session& session) {
    const auto rows = session.query("SELECT 1");
    if (!rows) return pass(rows);
    return rows->first().integer(0);
}

}  // namespace

io::Awaitable<Result<Exercised>> exercise(kv::KeyValue& engine, Deadline deadline) {
    const std::string key = std::string(kMark) + randomToken(8);
    kv::SetOptions soonGone;
    soonGone.timeToLive = Milliseconds(60'000);
    Stopwatch watch;
    for (int round = 0; round < kRounds; ++round) {
        const std::string value = std::to_string(round);
        watch.start();
        const auto set = co_await engine.set(key, value, soonGone, deadline);
        if (!set) co_return pass(set);
        const auto got = co_await engine.get(key, deadline);
        if (!got) co_return pass(got);
        watch.stop();
        if (*got != value) co_return mixedUp("a value");
    }
    const auto removed = co_await engine.remove(key, deadline);
    if (!removed) co_return pass(removed);
    co_return Exercised{watch.median(), {}};
}

io::Awaitable<Result<Exercised>> exercise(queue::WorkQueue& engine, Deadline deadline) {
    const std::string name = std::string(kMark) + randomToken(8);
    const queue::QueueOptions plain;
    const auto declared = co_await engine.declareQueue(name, plain, deadline);
    if (!declared) co_return pass(declared);
    Stopwatch watch;
    for (int round = 0; round < kRounds; ++round) {
        queue::Message message;
        message.routingKey = name;
        message.body = std::to_string(round);
        message.mandatory = true;
        watch.start();
        const auto confirmed = co_await engine.publish(std::move(message), deadline);
        if (!confirmed) co_return pass(confirmed);
        watch.stop();
    }
    const queue::ConsumerOptions unlimited;
    auto consumer = co_await engine.openConsumer(name, unlimited, deadline);
    if (!consumer) co_return pass(consumer);
    const auto delivery = co_await (*consumer)->next(deadline);
    if (!delivery) co_return pass(delivery);
    if (!*delivery || (*delivery)->message.body != "0") co_return mixedUp("the first message");
    const auto acked = co_await (*consumer)->ack((*delivery)->tag, false, deadline);
    if (!acked) co_return pass(acked);
    consumer->reset();
    const auto deleted = co_await engine.deleteQueue(name, deadline);
    if (!deleted) co_return pass(deleted);
    co_return Exercised{watch.median(), {}};
}

io::Awaitable<Result<Exercised>> exercise(log::EventLog& engine, Deadline deadline) {
    const std::string topic = std::string(kMark) + randomToken(8);
    const log::TopicSettings onePartition;
    const auto created = co_await engine.createTopic(topic, onePartition, deadline);
    if (!created) co_return pass(created);
    Stopwatch watch;
    for (int round = 0; round < kRounds; ++round) {
        const std::vector<log::Record> records{{"key", std::to_string(round)}};
        watch.start();
        const auto appended = co_await engine.append(topic, records, deadline);
        if (!appended) co_return pass(appended);
        watch.stop();
    }
    const log::TopicPartition partition{topic, 0};
    const auto fetched = co_await engine.fetch(partition, 0, log::FetchLimits(), deadline);
    if (!fetched) co_return pass(fetched);
    if (fetched->empty() || (*fetched->begin()).value() != "0") co_return mixedUp("the first record");
    const auto deleted = co_await engine.deleteTopic(topic, deadline);
    if (!deleted) co_return pass(deleted);
    co_return Exercised{watch.median(), {}};
}

io::Awaitable<Result<Exercised>> exercise(sql::Database& engine, Deadline deadline) {
    const std::string table = "rushlab_doctor_" + randomToken(8);
    const std::string name(engine.traits().engine);
    auto tried = [table](sql::Session& session) { return tryTable(session, table); };
    const auto whole = co_await engine.transact(deadline, std::move(tried));
    if (!whole) co_return pass(whole);
    Stopwatch watch;
    for (int round = 0; round < kRounds; ++round) {
        watch.start();
        const auto one = co_await engine.transact(deadline, &selectOne);
        if (!one) co_return pass(one);
        watch.stop();
    }
    auto asked = [name](sql::Session& session) { return versionOf(session, name); };
    auto version = co_await engine.read(deadline, std::move(asked));
    if (!version) co_return pass(version);
    co_return Exercised{watch.median(), *std::move(version)};
}

io::Awaitable<Result<Exercised>> exercise(archive::Archive& engine, Deadline deadline) {
    const std::string room = std::string(kMark) + randomToken(8);
    Stopwatch watch;
    for (int round = 0; round < kRounds; ++round) {
        std::vector<archive::ChatDocument> documents(1);
        documents.front() = {fmt::format("{}-{}", room, round), room, "doctor", std::to_string(round), WallTime{}};
        watch.start();
        const auto inserted = co_await engine.insertMany(std::move(documents), deadline);
        if (!inserted) co_return pass(inserted);
        watch.stop();
    }
    const auto counted = co_await engine.count(room, deadline);
    if (!counted) co_return pass(counted);
    if (*counted != kRounds) co_return mixedUp("the number of documents");
    co_return Exercised{watch.median(), {}};
}

io::Awaitable<Result<Exercised>> exercise(Mail& engine, Deadline deadline) {
    Stopwatch watch;
    for (int round = 0; round < kRounds; ++round) {
        mail::Mail letter{fmt::format("doctor-{}", round), "doctor@rush.lab", "nobody@rush.lab", "doctor", "seven"};
        watch.start();
        const auto receipt = co_await engine.mailer->send(std::move(letter), deadline);
        if (!receipt) co_return pass(receipt);
        watch.stop();
    }
    const auto counted = co_await engine.sink->inbox().count(deadline);
    if (!counted) co_return pass(counted);
    if (*counted != kRounds) co_return mixedUp("the number of letters");
    co_return Exercised{watch.median(), {}};
}

}  // namespace rushlab::app
