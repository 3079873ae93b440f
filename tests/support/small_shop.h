// Engines in a folder of the test's own, role instances on them, and the shop's rows: what tests of single roles share.
// Belongs to the test's thread; waits are bounded and end as soon as what they wait for is true.
#pragma once

#include <QTemporaryDir>
#include <memory>

#include "domain/order_message.h"
#include "engines/archive/embedded_archive.h"
#include "engines/kv/embedded_key_value.h"
#include "engines/log/embedded_event_log.h"
#include "engines/queue/embedded_work_queue.h"
#include "roles/host.h"
#include "roles/queues.h"
#include "tests/contract/sql_engines.h"

namespace rushlab::test {

// Refuses every transaction while it is told to, as a database that is away does.
class FailingDatabase final : public sql::Database {
  public:
    explicit FailingDatabase(sql::Database& inner) : m_inner(inner) {}

    const sql::Traits& traits() const override { return m_inner.traits(); }
    std::string describe() const override { return m_inner.describe(); }

    std::atomic<bool> away = false;
    std::atomic<int> refused = 0;

  protected:
    io::Awaitable<Result<>> run(Access access, Deadline deadline, Work work) override {
        if (away) {
            ++refused;
            co_return fail(ErrorCode::Unavailable, "The database is away for the test");
        }
        if (access == Access::Read) co_return co_await m_inner.read(deadline, std::move(work));
        co_return co_await m_inner.transact(deadline, std::move(work));
    }

  private:
    sql::Database& m_inner;
};

// The data of a test that runs on each SQL engine.
inline void addSqlEngines() {
    QTest::addColumn<bool>("postgres");
    QTest::newRow("SQLite") << false;
    QTest::newRow("PostgreSQL") << true;
}

class SmallShop {
  public:
    explicit SmallShop(bool postgres = false) : m_own(postgres) {
        sql::Settings sqlSettings;
        sqlSettings.url = m_own.url();
        database = take(sql::openDatabase(sqlSettings, Log::silent()));
        failing.emplace(*database);
        kv::EmbeddedKeyValueOptions keyValueOptions;
        keyValue = take(kv::EmbeddedKeyValue::open(keyValueOptions, m_clock, Log::silent()));
        queue::EmbeddedOptions queueOptions;
        queueOptions.file = path("queue.db");
        queue = take(queue::EmbeddedWorkQueue::open(std::move(queueOptions), m_clock));
        log::EmbeddedLogSettings logSettings;
        logSettings.file = path("log.db");
        log = take(log::EmbeddedEventLog::open(std::move(logSettings)));
        archive::EmbeddedOptions archiveOptions;
        archiveOptions.file = path("archive.db");
        archive = take(archive::EmbeddedArchive::open(std::move(archiveOptions)));
        settings.retryDelays = {5ms, 5ms, 5ms};
    }

    roles::Ports ports() { return {*keyValue, queueInUse ? *queueInUse : *queue, *log, *failing, *archive, mailer}; }
    const Clock& clock() const { return m_clock; }

    Result<std::unique_ptr<roles::RoleHost>> tryOpen(std::string role, std::string instance,
                                                     const roles::RoleMaker& make) {
        roles::HostOptions options;
        options.role = std::move(role);
        options.instance = std::move(instance);
        return roles::RoleHost::open(std::move(options), settings, ports(), m_clock, Log::silent(), make);
    }
    std::unique_ptr<roles::RoleHost> open(std::string role, std::string instance, const roles::RoleMaker& make) {
        return take(tryOpen(std::move(role), std::move(instance), make));
    }

    template <class T>
    T run(io::Awaitable<T> call) {
        return m_loop.runUntilDone(std::move(call));
    }
    io::Loop& loop() { return m_loop; }

    domain::ItemId addItem(std::int64_t stock, std::string_view type = "GENERAL",
                           std::optional<WallTime> startAt = {}) {
        const auto work = [stock, type, startAt](sql::Session& session) -> Result<std::int64_t> {
            const auto made = session.query(
                "INSERT INTO items (name, price, type, start_at, created_at) VALUES ('a thing', 100, ?, ?, ?) "
                "RETURNING id",
                {type, startAt, WallTime{1'700'000'000'000ms}});
            if (!made) return pass(made);
            const std::int64_t id = made->first().integer(0);
            const auto stored =
                session.execute("INSERT INTO stock (item_id, quantity, initial) VALUES (?, ?, ?)", {id, stock, stock});
            if (!stored) return pass(stored);
            return id;
        };
        return {take(transact(*database, work))};
    }

    domain::OrderMessage order(domain::ItemId item, std::int64_t count = 1) {
        domain::OrderMessage message;
        message.id = domain::newOrderId(m_clock.wallNow(), m_random);
        message.member.value = 1 + static_cast<std::int64_t>(m_random.below(1'000'000));
        message.lines.push_back({item, count, 100});
        message.acceptedAt = m_clock.wallNow();
        message.strategy = "lua-mq";
        return message;
    }

    void publish(std::string queueName, std::string body, std::string id) {
        queue::Message message;
        message.routingKey = std::move(queueName);
        message.body = std::move(body);
        message.messageId = std::move(id);
        message.mandatory = true;
        take(run(queue->publish(std::move(message), Deadline::in(20s))));
    }
    void publish(const domain::OrderMessage& message) {
        publish(std::string(roles::kOrderQueue), domain::encode(message), message.id.value);
    }

    std::int64_t quantity(domain::ItemId item) {
        return number(fmt::format("SELECT quantity FROM stock WHERE item_id = {}", item.value));
    }
    std::int64_t number(std::string sql) { return test::number(*database, std::move(sql)); }
    queue::QueueStats stats(std::string name) { return take(run(queue->stats(std::move(name), Deadline::in(20s)))); }
    std::uint64_t depth(std::string name) {
        const auto found = stats(std::move(name));
        return found.ready + found.unacked;
    }
    // Everything that was appended to the topic.
    std::vector<std::string> events(const std::string& topic) {
        std::vector<std::string> values;
        const auto info = take(run(log->describe(topic, Deadline::in(20s))));
        for (int partition = 0; partition < info.settings.partitions; ++partition) {
            const std::int64_t end = info.partitions[static_cast<std::size_t>(partition)].nextOffset;
            for (std::int64_t at = 0; at < end;) {
                log::TopicPartition from(topic, partition);
                const auto records = take(run(log->fetch(std::move(from), at, {}, Deadline::in(20s))));
                for (const auto& record : records)
                    values.emplace_back(record.value());
                at += static_cast<std::int64_t>(records.size());
            }
        }
        return values;
    }

    // False: it did not become true, long as it was waited for.
    template <class Condition>
    bool becomes(Condition condition) {
        const Deadline deadline = Deadline::in(60s);
        while (!condition()) {
            if (deadline.passed()) return false;
            run(io::sleepFor(2ms));
        }
        return true;
    }

    template <class T>
    static T take(Result<T> result) {
        if (!result) qFatal("%s", result.error().message.c_str());
        return *std::move(result);
    }

  private:
    std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }

    RealClock m_clock;
    QTemporaryDir m_folder;
    OwnDatabase m_own;
    io::Loop m_loop;
    Random m_random{1};

  public:
    roles::ShopSettings settings;
    std::unique_ptr<sql::Database> database;
    std::optional<FailingDatabase> failing;
    std::unique_ptr<kv::KeyValue> keyValue;
    std::unique_ptr<queue::WorkQueue> queue;
    std::unique_ptr<log::EventLog> log;
    std::unique_ptr<archive::Archive> archive;
    queue::WorkQueue* queueInUse = nullptr;  // instead of the shop's own, where one is set
    mail::Mailer* mailer = nullptr;          // where mail is sent, the test's own
};

}  // namespace rushlab::test
