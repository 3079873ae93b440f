// verdict/: whether runs came out as they were expected to: a mechanism that is meant to oversell may fail in that, and
// in what follows from it, and in nothing else.
#include "tests/support/test_program.h"
#include "verdict/run_result.h"

namespace rushlab::test::verdict_run {
using verdict::RunResult;
using verdict::Variant;
using verdict::Verdict;

namespace {

struct Found {
    const char* check;
    Verdict outcome;
};

Variant variant(Verdict expected, std::initializer_list<Found> found) {
    Variant variant;
    variant.expected = expected;
    if (expected == Verdict::Fail) variant.expectedFailures = {"oversold", "sold", "storesAgree"};
    for (const Found& one : found) {
        verdict::Check check;
        check.name = one.check;
        check.outcome = one.outcome;
        variant.checks.push_back(check);
    }
    variant.verdict = verdict::overall(variant.checks);
    return variant;
}

Verdict verdictOf(std::initializer_list<Variant> variants) {
    RunResult result;
    result.variants = variants;
    return result.verdict();
}

}  // namespace

class VerdictRun : public QObject {
    Q_OBJECT
  private slots:
    void anExpectedFailureIsOneOfOverselling() {
        using enum Verdict;
        QCOMPARE(variant(Fail, {{"sold", Fail}, {"oversold", Fail}, {"lost", Pass}}).asExpected(), Pass);
        QCOMPARE(variant(Fail, {{"oversold", Fail}, {"storesAgree", Fail}}).asExpected(), Pass);
        // It should have oversold.
        QCOMPARE(variant(Fail, {{"sold", Pass}, {"oversold", Pass}}).asExpected(), Fail);
        // Nobody expects it to lose orders, to double them, or to fail otherwise.
        for (const char* other : {"lost", "duplicated", "failedRequests", "deadLetters", "phantom"}) {
            QCOMPARE(variant(Fail, {{"oversold", Fail}, {other, Fail}}).asExpected(), Fail);
            QCOMPARE(variant(Fail, {{"oversold", Pass}, {other, Fail}}).asExpected(), Fail);
            QCOMPARE(variant(Fail, {{"oversold", Fail}, {other, Unknown}}).asExpected(), Unknown);
        }
        QCOMPARE(variant(Fail, {{"oversold", Unknown}}).asExpected(), Unknown);
        QCOMPARE(variant(Pass, {{"oversold", Fail}}).asExpected(), Fail);
        QCOMPARE(variant(Pass, {{"oversold", Pass}}).asExpected(), Pass);
        QCOMPARE(variant(Fail, {{"oversold", Fail}, {"sold", Fail}, {"lost", Pass}}).cameOut(),
                 "FAIL in oversold, sold");
        QCOMPARE(variant(Pass, {{"oversold", Pass}}).cameOut(), "PASS");
    }

    void aRunOfSeveralIsAsGoodAsTheWorstOfThem() {
        using enum Verdict;
        const Variant right = variant(Pass, {{"oversold", Pass}});
        const Variant wrong = variant(Pass, {{"oversold", Fail}});
        const Variant oversells = variant(Fail, {{"oversold", Fail}});
        const Variant losesToo = variant(Fail, {{"oversold", Fail}, {"lost", Fail}});
        const Variant undecided = variant(Pass, {{"oversold", Unknown}});
        QCOMPARE(verdictOf({right, oversells}), Pass);
        QCOMPARE(verdictOf({right, losesToo}), Fail);
        QCOMPARE(verdictOf({right, undecided}), Unknown);
        // What could not be decided hides nothing that is surely wrong.
        QCOMPARE(verdictOf({wrong, undecided}), Fail);
        QCOMPARE(verdictOf({undecided, losesToo, right}), Fail);
        // One alone has its own verdict.
        QCOMPARE(verdictOf({oversells}), Fail);
        Variant notRun;
        notRun.notRun = "SQLite has no row locks.";
        QCOMPARE(verdictOf({notRun}), Unknown);
        QCOMPARE(verdictOf({notRun, right}), Pass);
        RunResult interrupted;
        interrupted.variants = {right, right};
        interrupted.interrupted = true;
        QCOMPARE(interrupted.verdict(), Unknown);
    }
};

RUSHLAB_TEST(VerdictRun)

}  // namespace rushlab::test::verdict_run
#include "verdict_run.moc"
