// The key-value port: keys that come and go. Scans see what stays, what has expired is gone, memory is bounded.
#include "tests/contract/kv_engines.h"
#include "tests/support/test_program.h"

namespace rushlab::test::kv_keyspace {
using namespace std::chrono_literals;

class KvKeyspace : public QObject {
    Q_OBJECT
  private slots:
    // SCAN: "a full iteration always retrieves all the elements that were present in the collection from the start to
    // the end of a full iteration" (redis.io, SCAN, guarantees).
    void aScanSeesAllThatStaysWhateverComesAndGoes_data() { test::addKeyValueEngines(); }
    void aScanSeesAllThatStaysWhateverComesAndGoes() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        for (int i = 0; i < 200; ++i)
            ask(loop, *engine, fmt::format("SET stays:{} 1", i));
        for (int i = 0; i < 2000; ++i)
            ask(loop, *engine, fmt::format("SET goes:{} 1", i));
        std::set<std::string> seen;
        std::string cursor = "0";
        int step = 0;
        do {
            const auto page = loop.runUntilDone(engine->scan(cursor, "stays:*", 20, Deadline::in(10s)));
            QVERIFY(page);
            seen.insert(page->keys.begin(), page->keys.end());
            cursor = page->nextCursor;
            // The table shrinks, then grows, under the scan.
            for (int i = 0; i < 60 && step < 30; ++i)
                ask(loop, *engine, fmt::format("DEL goes:{}", step * 60 + i));
            for (int i = 0; i < 200 && step >= 30; ++i)
                ask(loop, *engine, fmt::format("SET comes:{} 1", step * 200 + i));
            QVERIFY(++step < 10'000);
        } while (cursor != "0");
        QCOMPARE(seen.size(), 200U);
    }

    void whatHasExpiredIsNeverSeen_data() { test::addKeyValueEngines(); }
    void whatHasExpiredIsNeverSeen() {
        io::Loop loop;
        ManualClock clock;
        const auto engine = test::openKeyValue(clock);
        QCOMPARE(ask(loop, *engine, "SET k v PX 1000"), std::string("OK"));
        QCOMPARE(ask(loop, *engine, "SET other v"), std::string("OK"));
        clock.advance(999ms);
        QCOMPARE(ask(loop, *engine, "PTTL k"), std::string("(integer) 1"));
        QCOMPARE(ask(loop, *engine, "GET k"), std::string("\"v\""));
        clock.advance(1ms);
        QCOMPARE(ask(loop, *engine, "KEYS *"), std::string("[\"other\"]"));
        QCOMPARE(ask(loop, *engine, "SCAN 0"), std::string("[\"0\", [\"other\"]]"));
        QCOMPARE(ask(loop, *engine, "SET k w XX"), std::string("(nil)"));
        QCOMPARE(ask(loop, *engine, "SET k w KEEPTTL"), std::string("OK"));
        QCOMPARE(ask(loop, *engine, "PTTL k"), std::string("(integer) -1"));
    }

    void whatNobodyAsksForIsRemovedInTime() {
        io::Loop loop;
        ManualClock clock;
        const auto engine = test::openKeyValue(clock);
        const std::size_t before = engine->statistics().usedBytes;
        for (int i = 0; i < 1000; ++i)
            ask(loop, *engine, fmt::format("SET session:{} token PX 1000", i));
        QVERIFY(engine->statistics().usedBytes > before + 1000 * 20);
        clock.advance(1s);
        for (int i = 0; i < 1100; ++i)
            ask(loop, *engine, "GET absent");
        QCOMPARE(engine->statistics().keys, 0U);
        QCOMPARE(engine->statistics().usedBytes, before);
    }

    void aFullStoreRefusesToGrowAndStillFrees() {
        io::Loop loop;
        const RealClock clock;
        kv::EmbeddedKeyValueOptions options;
        options.core.memoryBytesMax = 100'000;
        const auto engine = test::openKeyValue(clock, options);
        const std::string kFull = "(error) OOM command not allowed when used memory > 'maxmemory'.";
        std::string reply;
        int stored = 0;
        for (; stored < 10'000; ++stored) {
            reply = ask(loop, *engine, fmt::format("RPUSH l{} {}", stored % 10, std::string(100, 'x')));
            if (reply == kFull) break;
        }
        QCOMPARE(reply, kFull);
        QVERIFY(stored > 300 && stored < 1000);
        const auto full = loop.runUntilDone(engine->set("k", "v", Deadline::in(1s)));
        QVERIFY(!full);
        QCOMPARE(full.error().code, ErrorCode::Full);
        QCOMPARE(ask(loop, *engine, "LLEN l1").substr(0, 9), std::string("(integer)"));
        QCOMPARE(ask(loop, *engine, "DEL l1"), std::string("(integer) 1"));
        QCOMPARE(ask(loop, *engine, "SET k v"), std::string("OK"));
    }

    void commandsAreCountedByName() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        ask(loop, *engine, "SET k 1");
        ask(loop, *engine,
            std::vector<std::string>{"EVAL", "redis.call('incr', 'k') return redis.call('INCR', 'k')", "0"});
        std::map<std::string, std::uint64_t> counts;
        for (const auto& [name, count] : engine->statistics().commands)
            counts[name] = count;
        QCOMPARE(counts, (std::map<std::string, std::uint64_t>{{"set", 1}, {"incr", 2}, {"eval", 1}}));
    }
};

RUSHLAB_TEST(KvKeyspace)

}  // namespace rushlab::test::kv_keyspace
#include "kv_keyspace.moc"
