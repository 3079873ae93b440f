// What a message is as bytes, and that damaged bytes are refused.
#include "base/random.h"
#include "engines/queue/content.h"
#include "engines/queue/message_queue.h"
#include "tests/support/test_program.h"

namespace rushlab::test::queue_content {
using namespace rushlab::queue;
using namespace std::chrono_literals;

namespace {

Message sample() {
    Message message;
    message.exchange = "orders";
    message.routingKey = "order.7";
    message.body = std::string("body\0with zero", 14);
    message.headers = {{"a", "1"}, {"", ""}};
    message.messageId = "id";
    message.ttl = 5s;
    message.mandatory = true;
    return message;
}

std::vector<Death> deaths() {
    return {{"retry", DeathReason::Expired, 300, "", "retry", WallTime{Milliseconds{1'795'219'199'007}}, {}},
            {"work", DeathReason::Rejected, 1, "orders", "order.7", WallTime{Milliseconds{0}}, 0ms}};
}

}  // namespace

class QueueContent : public QObject {
    Q_OBJECT
  private slots:
    void whatIsWrittenIsRead() {
        const auto content = Content::encode(sample(), deaths());
        QVERIFY(content.message() == sample());
        QVERIFY(content.deaths() == deaths());
        QCOMPARE(content.bodySize(), sample().body.size());
        const auto stored = Content::fromStored(content.bytes());
        QVERIFY(stored && stored->message() == sample() && stored->deaths() == deaths());
    }

    void anEmptyMessageIsOne() {
        const auto content = Content::encode({}, {});
        QVERIFY(content.message() == Message{});
        QVERIFY(Content::fromStored(content.bytes()).has_value());
    }

    void shortenedBytesAreRefused() {
        const auto content = Content::encode(sample(), deaths());
        const auto whole = content.bytes();
        for (std::size_t size = 0; size + sample().body.size() < whole.size(); ++size)
            QVERIFY(!Content::fromStored(whole.substr(0, size)));
    }

    void changedBytesAreRefusedOrReadWithoutHarm() {
        const auto content = Content::encode(sample(), deaths());
        Random random(1);
        int refused = 0;
        for (int i = 0; i < 20'000; ++i) {
            std::string bytes(content.bytes());
            for (std::uint64_t changes = 1 + random.below(3); changes > 0; --changes)
                bytes[random.below(bytes.size())] = static_cast<char>(random.next());
            const auto read = Content::fromStored(bytes);
            if (!read) {
                ++refused;
                continue;
            }
            QVERIFY(read->message().body.size() == read->bodySize());
            QVERIFY(read->deaths().size() < bytes.size());
        }
        QVERIFY(refused > 1000);
    }

    void aRateIsThatOfTheLastWholeSeconds() {
        Meter meter;
        const WallTime start{Milliseconds{10'000'000}};
        for (int ms = 0; ms < 10'000; ++ms)
            meter.add(start + Milliseconds(ms), 2);
        QCOMPARE(meter.read(start + 10s).total, 20'000U);
        QCOMPARE(meter.read(start + 10s).ratePerSecond, 2000.0);
        QCOMPARE(meter.read(start + 12s).ratePerSecond, 1200.0);
        QCOMPARE(meter.read(start + 60s).ratePerSecond, 0.0);
        meter.add(start + 60s, 5);
        QCOMPARE(meter.read(start + 61s).ratePerSecond, 1.0);
    }
};

RUSHLAB_TEST(QueueContent)

}  // namespace rushlab::test::queue_content
#include "queue_content.moc"
