// The work queue's tables: what no broker can have written is refused with a sentence, never served.
#include "engines/queue/queue_store.h"
#include "tests/contract/queue_promises.h"
#include "tests/support/test_program.h"

namespace rushlab::test::queue_store {
using namespace rushlab::queue;
using namespace rushlab::queue::promises;

class QueueStoreTest : public QObject {
    Q_OBJECT

    // What opening says once the file has been tampered with.
    static Error afterTampering(const char* sql) {
        Bench bench;
        if (const auto broken = publishNumbers(bench, bench.engine(), 3); !broken.empty()) abortBecause(broken);
        bench.engine().stop();
        {
            auto database = QueueStore::open(bench.options().file, nullptr);
            if (!database) abortBecause(database.error().message);
            if (const auto done = database->execute(sql); !done) abortBecause(done.error().message);
        }
        const auto started = bench.engine().start();
        return started ? Error{ErrorCode::Invalid, "it was served"} : started.error();
    }

  private slots:
    void whatNoBrokerWroteIsRefused_data() {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("words");
        QTest::newRow("a message of noise") << "UPDATE messages SET content = x'FFFFFFFFFF' WHERE id = 2"
                                            << "message 2 cannot be read";
        QTest::newRow("an empty message") << "UPDATE messages SET content = x'' WHERE id = 1"
                                          << "message 1 cannot be read";
        QTest::newRow("a message without its queue") << "UPDATE messages SET queue = 77 WHERE id = 3"
                                                     << "in a queue that is not there";
        QTest::newRow("a binding to nowhere") << "INSERT INTO bindings VALUES ('x', 1, '')"
                                              << "a binding names";
        QTest::newRow("an exchange of no type") << "INSERT INTO exchanges VALUES ('x', 9)"
                                                << "a type that does not exist";
    }
    void whatNoBrokerWroteIsRefused() {
        QFETCH(QString, sql);
        QFETCH(QString, words);
        const Error error = afterTampering(sql.toUtf8().constData());
        QVERIFY2(error.code == ErrorCode::Corrupt, error.message.c_str());
        QVERIFY2(error.message.find(words.toStdString()) != std::string::npos, error.message.c_str());
        QVERIFY(error.message.find("queue.db") != std::string::npos);
        QVERIFY(error.message.find("restore the file") != std::string::npos);
    }

    void anUntouchedFileIsServed() {
        const Error error = afterTampering("SELECT 1");
        QCOMPARE(error.message, std::string("it was served"));
    }

    void removalsLeaveExactlyTheRest() {
        Bench bench;
        QCOMPARE(publishNumbers(bench, bench.engine(), 60), std::string());
        auto consumer = bench.run(bench.engine().openConsumer("work", {}, soon()));
        QVERIFY(consumer.has_value());
        std::vector<std::string> kept;
        std::vector<DeliveryTag> settled;
        for (int i = 0; i < 60; ++i) {
            const auto delivery = bench.run((*consumer)->next(soon()));
            QVERIFY(delivery && *delivery);
            if (i % 7 == 3 || i % 11 == 0)
                kept.push_back((*delivery)->message.body);
            else
                settled.push_back((*delivery)->tag);
        }
        // Out of order and in one flush, so that runs without a gap are found whatever comes first.
        for (auto tag = settled.rbegin(); tag != settled.rend(); ++tag)
            QVERIFY((*consumer)->ackSoon(*tag, false).has_value());
        QVERIFY(bench.run(bench.engine().flushed(soon())).has_value());
        QCOMPARE(bench.bodies(*bench.afterKill(), "work"), kept);
    }
};

RUSHLAB_TEST(QueueStoreTest)

}  // namespace rushlab::test::queue_store
#include "queue_store.moc"
