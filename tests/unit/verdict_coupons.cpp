// verdict/: what was given away is held against what was promised, and a giveaway that served nobody proves nothing.
#include "tests/support/test_program.h"
#include "verdict/sale_checks.h"

namespace rushlab::test::verdict_coupons {
using namespace std::chrono_literals;
using verdict::Outcome;
using verdict::Verdict;

class VerdictCoupons : public QObject {
    Q_OBJECT
  private slots:
    void coupons() {
        verdict::Record record;
        record.whole = true;
        verdict::CouponState state;
        state.made = 3;
        state.queues = {{"coupons", 0, 0}};
        for (int account = 1; account <= 5; ++account) {
            verdict::Attempt attempt;
            attempt.member = domain::MemberId{account};
            attempt.outcome = Outcome::Ok;
            attempt.sent = 1ms;
            record.attempts.push_back(attempt);
        }
        state.issued = {{"a", 1}, {"b", 2}, {"c", 5}};
        const auto verdictOf = [&] { return verdict::overall(verdict::checkCoupons(record, state, true)); };
        QCOMPARE(verdictOf(), Verdict::Pass);
        state.issued[2].account = 1;  // one account has two
        QCOMPARE(verdictOf(), Verdict::Fail);
        state.issued[2].account = 99;  // one that never asked
        QCOMPARE(verdictOf(), Verdict::Fail);
        state.issued[2] = {"a", 5};  // one coupon to two
        QCOMPARE(verdictOf(), Verdict::Fail);
        state.issued.resize(2);  // one left over while three were promised one
        QCOMPARE(verdictOf(), Verdict::Fail);
        state.queues[0].ready = 1;  // it may yet come
        QCOMPARE(verdictOf(), Verdict::Unknown);
        state.queues[0].ready = 0;
        record.attempts.resize(2);
        QCOMPARE(verdictOf(), Verdict::Pass);
        record.whole = false;
        QCOMPARE(verdictOf(), Verdict::Unknown);
    }

    void aGiveawayThatServedNobodyProvesNothing() {
        verdict::Record record;
        record.whole = true;
        verdict::CouponState state;
        state.made = 3;
        const auto verdictOf = [&] { return verdict::overall(verdict::checkCoupons(record, state, true)); };
        QCOMPARE(verdictOf(), Verdict::Unknown);
        verdict::Attempt attempt;
        attempt.member = domain::MemberId{1};
        attempt.outcome = Outcome::Failed;
        attempt.code = domain::Code::EngineUnavailable;
        record.attempts.push_back(attempt);
        QCOMPARE(verdictOf(), Verdict::Unknown);
        // Another was served: whether the first would have been is still not known, as there are some left.
        attempt.member = domain::MemberId{2};
        attempt.outcome = Outcome::Ok;
        record.attempts.push_back(attempt);
        state.issued = {{"a", 2}};
        QCOMPARE(verdictOf(), Verdict::Unknown);
        state.made = 1;
        QCOMPARE(verdictOf(), Verdict::Pass);
        // Told that there are none, while there are.
        record.attempts[0].outcome = Outcome::Rejected;
        record.attempts[0].code = domain::Code::SoldOut;
        QCOMPARE(verdictOf(), Verdict::Pass);
        state.made = 2;
        QCOMPARE(verdictOf(), Verdict::Fail);
        state.drained = false;
        QCOMPARE(verdictOf(), Verdict::Unknown);
    }
};

RUSHLAB_TEST(VerdictCoupons)

}  // namespace rushlab::test::verdict_coupons
#include "verdict_coupons.moc"
