// base/: histograms merge into what all values would have made, and their percentiles are right within a bucket.
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

#include "base/histogram.h"
#include "base/random.h"
#include "tests/support/test_program.h"

namespace rushlab::test::base_histogram {
using namespace std::chrono_literals;

namespace {

using Values = std::vector<std::int64_t>;

// From nanoseconds to days, as often small as large.
Values drawValues() {
    const auto seeds = *rc::gen::container<Values>(rc::gen::inRange<std::int64_t>(0, std::int64_t{1} << 50));
    Values values;
    for (const std::int64_t seed : seeds)
        values.push_back(seed >> (static_cast<std::uint64_t>(seed) % 50));
    return values;
}

Histogram of(const Values& values) {
    Histogram histogram;
    for (const std::int64_t value : values)
        histogram.record(std::chrono::nanoseconds(value));
    return histogram;
}

}  // namespace

class BaseHistogram : public QObject {
    Q_OBJECT
  private slots:
    void bucketsFollowEachOtherWithoutGaps() {
        for (std::size_t bucket = 0; bucket + 1 < HistogramBuckets::kCount; ++bucket) {
            QCOMPARE(HistogramBuckets::of(HistogramBuckets::lowest(bucket)), bucket);
            QCOMPARE(HistogramBuckets::of(HistogramBuckets::highest(bucket)), bucket);
            QCOMPARE(HistogramBuckets::highest(bucket) + 1, HistogramBuckets::lowest(bucket + 1));
            const double width =
                static_cast<double>(HistogramBuckets::lowest(bucket + 1) - HistogramBuckets::lowest(bucket));
            QVERIFY(width <= std::max(1.0, 0.016 * static_cast<double>(HistogramBuckets::lowest(bucket))));
        }
        QCOMPARE(HistogramBuckets::of(UINT64_MAX), HistogramBuckets::kCount - 1);
    }

    void mergedIsAsIfAllValuesHadGoneIn() {
        QVERIFY(rc::check([] {
            const Values one = drawValues(), other = drawValues();
            Values all = one;
            all.insert(all.end(), other.begin(), other.end());
            Histogram merged = of(one);
            merged.merge(of(other));
            RC_ASSERT(merged == of(all));
        }));
    }

    void whatCameSinceIsTheRest() {
        QVERIFY(rc::check([] {
            const Values one = drawValues(), other = drawValues();
            Histogram both = of(one);
            both.merge(of(other));
            const Histogram rest = both.since(of(one));
            RC_ASSERT(rest.count() == other.size());
            const Histogram expected = of(other);
            for (const double share : {0.5, 0.9, 1.0}) {
                const auto difference = std::abs((rest.percentile(share) - expected.percentile(share)).count());
                RC_ASSERT(static_cast<double>(difference) <=
                          1 + 0.016 * static_cast<double>(expected.percentile(share).count()));
            }
        }));
    }

    void percentilesAreRightWithinABucket() {
        QVERIFY(rc::check([] {
            Values values = drawValues();
            RC_PRE(!values.empty());
            const Histogram histogram = of(values);
            std::ranges::sort(values);
            for (const double share : {0.0, 0.25, 0.5, 0.95, 0.999, 1.0}) {
                const auto rank = std::max<std::size_t>(
                    1, static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size()))));
                const std::int64_t exact = values[rank - 1];
                const std::int64_t told = histogram.percentile(share).count();
                RC_ASSERT(told >= exact);
                RC_ASSERT(static_cast<double>(told) <= 1.016 * static_cast<double>(exact) + 1);
            }
            RC_ASSERT(histogram.min().count() == values.front());
            RC_ASSERT(histogram.max().count() == values.back());
            std::uint64_t inBars = 0;
            for (const Histogram::Bar& bar : histogram.bars())
                inBars += bar.count;
            RC_ASSERT(inBars == values.size());
        }));
    }

    void anEmptyOneSaysNothing() {
        const Histogram empty;
        QVERIFY(empty.empty());
        QCOMPARE(empty.percentile(0.99), 0ns);
        QCOMPARE(empty.min(), 0ns);
        QCOMPARE(empty.mean(), 0ns);
        QVERIFY(empty.bars().empty());
        Histogram negative;  // a clock that was set back
        negative.record(-5ns);
        QCOMPARE(negative.max(), 0ns);
    }

    void theLiveOneReadsAsTheOther() {
        LiveHistogram live;
        Histogram plain;
        QVERIFY(live.read() == plain);
        Random random(3);
        for (int i = 0; i < 10'000; ++i) {
            const std::chrono::nanoseconds value(random.below(1'000'000'000));
            live.record(value);
            plain.record(value);
        }
        QVERIFY(live.read() == plain);
    }
};

RUSHLAB_TEST(BaseHistogram)

}  // namespace rushlab::test::base_histogram
#include "base_histogram.moc"
