// base/: the small values that everything is built of.
#include <set>
#include <string>

#include "base/clock.h"
#include "base/deadline.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "base/unique_function.h"
#include "tests/support/test_program.h"

namespace rushlab::test::base_values {

class BaseValues : public QObject {
    Q_OBJECT
  private slots:
    void errorCarriesItsSentence() {
        const Result<int> failed = fail(ErrorCode::NotFound, "item {} is not in the shop", 7);
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::NotFound);
        QCOMPARE(failed.error().message, std::string("item 7 is not in the shop"));
        const Result<std::string> handedOn = pass(failed);
        QCOMPARE(handedOn.error(), failed.error());
    }

    void randomIsTheSameForTheSameSeed() {
        Random one(42), other(42), different(43);
        bool differs = false;
        for (int i = 0; i < 100; ++i) {
            const auto number = one.next();
            QCOMPARE(other.next(), number);
            differs = differs || different.next() != number;
        }
        QVERIFY(differs);
    }

    void randomBelowIsEvenAndBounded() {
        Random random(1);
        std::array<int, 6> counts{};
        for (int i = 0; i < 60'000; ++i)
            ++counts.at(random.below(6));
        for (const int count : counts)
            QVERIFY2(count > 9'500 && count < 10'500, "a side of the die is loaded");
        QCOMPARE(random.below(0), 0U);
        QCOMPARE(random.below(1), 0U);
    }

    void randomExponentialHasItsMean() {
        Random random(2);
        double sum = 0;
        for (int i = 0; i < 100'000; ++i)
            sum += random.exponential(5.0);
        QVERIFY(std::abs(sum / 100'000 - 5.0) < 0.1);
    }

    void tokensAndUuidsDoNotRepeat() {
        std::set<std::string> seen;
        for (int i = 0; i < 1000; ++i) {
            const auto token = randomToken(32);
            const auto uuid = randomUuid();
            QCOMPARE(token.size(), 64U);
            QCOMPARE(uuid.size(), 36U);
            QCOMPARE(uuid[14], '4');
            QVERIFY(std::string("89ab").find(uuid[19]) != std::string::npos);
            QVERIFY(seen.insert(token).second && seen.insert(uuid).second);
        }
    }

    void manualClockMovesOnlyWhenTold() {
        ManualClock clock;
        const auto steady = clock.steadyNow();
        const auto wall = clock.wallNow();
        QVERIFY(clock.steadyNow() == steady);
        clock.advance(Milliseconds(1500));
        QVERIFY(clock.steadyNow() - steady == Milliseconds(1500));
        QVERIFY(clock.wallNow() - wall == Milliseconds(1500));
    }

    void wallTimeIsWrittenAsIso8601() {
        QCOMPARE(toIso8601(WallTime{Milliseconds{0}}), std::string("1970-01-01T00:00:00.000Z"));
        QCOMPARE(toIso8601(WallTime{Milliseconds{1'795'219'199'007}}), std::string("2026-11-20T23:59:59.007Z"));
    }

    void deadlinesCompareAndCombine() {
        const SteadyTime now = SteadyTime{Milliseconds{1000}};
        const auto soon = Deadline::at(now + Milliseconds(1));
        QVERIFY(!soon.passed(now));
        QVERIFY(soon.passed(now + Milliseconds(1)));
        QVERIFY(Deadline::never().earlier(soon) == soon);
        QVERIFY(Deadline::never().isNever());
        QVERIFY(!Deadline::never().passed(now));
    }

    void uniqueFunctionOwnsWhatItHolds() {
        auto counter = std::make_shared<int>(0);
        struct Large {
            std::shared_ptr<int> counter;
            std::array<char, 200> padding{};
            void operator()() const { ++*counter; }
        };
        UniqueFunction<void()> small([counter] { ++*counter; });
        UniqueFunction<void()> large(Large{counter});
        small();
        large();
        UniqueFunction<void()> moved(std::move(large));
        QVERIFY(!large);
        moved();
        QCOMPARE(*counter, 3);
        QCOMPARE(counter.use_count(), 3);
        moved = std::move(small);
        QCOMPARE(counter.use_count(), 2);
        moved.reset();
        QCOMPARE(counter.use_count(), 1);
    }
};

RUSHLAB_TEST(BaseValues)

}  // namespace rushlab::test::base_values
#include "base_values.moc"
