// engines/log: how records are stored, and which partition a key goes to.
#include "engines/log/event_log.h"
#include "tests/support/test_program.h"

namespace rushlab::test::log_records {
namespace {

log::BlockBytes blockOf(const std::vector<log::Record>& records) {
    std::string bytes;
    for (const log::Record& record : records)
        log::appendStored(bytes, record, WallTime{});
    return std::make_shared<const std::string>(std::move(bytes));
}

}  // namespace

class LogRecords : public QObject {
    Q_OBJECT
  private slots:
    // The hashes are those of Kafka's own test, org.apache.kafka.common.utils.UtilsTest.testMurmur2: modulo 2^31 - 1 a
    // partition number shows (nearly) the whole hash.
    void keysArePlacedAsKafkaPlacesThem_data() {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<int>("hash");
        QTest::newRow("21") << QByteArray("21") << -973932308;
        QTest::newRow("foobar") << QByteArray("foobar") << -790332482;
        QTest::newRow("24 letters") << QByteArray("a-little-bit-long-string") << -985981536;
        QTest::newRow("26 letters") << QByteArray("a-little-bit-longer-string") << -1486304829;
        QTest::newRow("48 letters") << QByteArray("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8") << -58897971;
        QTest::newRow("abc") << QByteArray("abc") << 479470107;
    }
    void keysArePlacedAsKafkaPlacesThem() {
        QFETCH(QByteArray, key);
        QFETCH(int, hash);
        for (const int partitions : {1, 2, 7, 1024, std::numeric_limits<int>::max()}) {
            QCOMPARE(log::partitionOf(key.toStdString(), partitions), (hash & 0x7fffffff) % partitions);
        }
    }

    void aBlockIsReadFromItsMiddle() {
        const auto block = blockOf({{"a", "1"}, {"b", "2"}, {"c", "3"}});
        QCOMPARE(block->size(), 3 * log::storedBytes({"a", "1"}));
        log::Records records;
        QVERIFY(*records.addFromBlock(block, 10, 11, 100, 100));
        QCOMPARE(records.size(), 2U);
        QCOMPARE(records[0].offset(), 11);
        QCOMPARE(records[0].key(), std::string_view("b"));
        QCOMPARE(records.back().value(), std::string_view("3"));
    }

    void boundsHoldOverSeveralBlocks() {
        const auto block = blockOf({{"a", "1"}, {"b", "2"}, {"c", "3"}});
        log::Records records;
        QVERIFY(*records.addFromBlock(block, 0, 0, 5, 100));
        QVERIFY(!*records.addFromBlock(block, 3, 3, 5, 100));
        QCOMPARE(records.size(), 5U);
        log::Records few;
        QVERIFY(!*few.addFromBlock(block, 0, 0, 100, 5));
        QCOMPARE(few.size(), 2U);
    }

    void recordsOutliveTheirBlock() {
        log::Records records;
        {
            const auto block = blockOf({{"key", std::string(100, 'x'), {{"h", "v"}}}});
            QVERIFY(records.addFromBlock(block, 0, 0, 10, 1000));
        }
        QCOMPARE(records[0].value(), std::string_view(std::string(100, 'x')));
        QVERIFY(records[0].headers() == (std::vector<log::Header>{{"h", "v"}}));
    }

    void aBlockThatIsCutIsRefusedAtEveryLength() {
        const auto whole = blockOf({{"k", "value", {{"name", "value"}}}, {"k", "value"}});
        const std::size_t first = log::storedBytes({"k", "value", {{"name", "value"}}});
        for (std::size_t length = 1; length < whole->size(); ++length) {
            if (length == first) continue;  // one whole record
            log::Records records;
            const auto cut = std::make_shared<const std::string>(whole->substr(0, length));
            const auto added = records.addFromBlock(cut, 0, 0, 10, 1000);
            QVERIFY(!added);
            QCOMPARE(added.error().code, ErrorCode::Corrupt);
        }
    }
};

RUSHLAB_TEST(LogRecords)

}  // namespace rushlab::test::log_records
#include "log_records.moc"
