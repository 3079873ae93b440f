// verdict/: an outage that was survived passes every check, and each fault that is planted fails its own.
#include "tests/support/made_up_sale.h"
#include "tests/support/test_program.h"
#include "verdict/outage_checks.h"

namespace rushlab::test::verdict_outage {
using namespace rushlab::test;
using verdict::Meanwhile;

namespace {

constexpr std::size_t kBefore = 4;
constexpr std::size_t kMeanwhile = 6;

// Ten orders, the last six of them while a part was away; of those that were refused, each came again.
struct MadeUpOutage {
    explicit MadeUpOutage(Meanwhile meanwhile) {
        const bool refused = meanwhile == Meanwhile::Refused;
        sale.expectations.mayFail = refused;
        outage = {meanwhile, kBefore, kMeanwhile, {3, 1, 0}, {3, 1, 0}};
        if (meanwhile == Meanwhile::Queued) outage.atItsEnd.inQueue += kMeanwhile;
        if (meanwhile == Meanwhile::Held) outage.atItsEnd.held += kMeanwhile;
        if (!refused) return;
        auto& attempts = sale.record.attempts;
        const std::vector<verdict::Attempt> again(attempts.begin() + kBefore, attempts.end());
        for (std::size_t at = kBefore; at < attempts.size(); ++at)
            answer(at, Outcome::Failed, Code::EngineUnavailable, 503);
        attempts.insert(attempts.end(), again.begin(), again.end());
    }

    void answer(std::size_t at, Outcome outcome, Code code, std::uint16_t status) {
        verdict::Attempt& attempt = sale.record.attempts[at];
        attempt.outcome = outcome;
        attempt.code = code;
        attempt.status = status;
        attempt.order = {};
    }
    std::vector<verdict::Check> checks() const {
        return verdict::checkOutage(sale.record, sale.stores, sale.expectations, outage);
    }
    QStringList faults(Verdict which) const {
        QStringList names;
        for (const verdict::Check& check : checks()) {
            if (check.outcome == which) names << QString::fromStdString(check.name);
        }
        return names;
    }
    QStringList fails() const { return faults(Verdict::Fail); }
    QStringList unknowns() const { return faults(Verdict::Unknown); }

    Sale sale{10, 10};
    verdict::Outage outage;
};

}  // namespace

class VerdictOutage : public QObject {
    Q_OBJECT
  private slots:
    void anOutageThatWasSurvivedPasses() {
        for (const Meanwhile meanwhile : {Meanwhile::Queued, Meanwhile::Held, Meanwhile::Refused}) {
            const MadeUpOutage outage(meanwhile);
            QCOMPARE(outage.fails() + outage.unknowns(), QStringList());
        }
    }

    void anAcceptedOrderThatIsLost() {
        MadeUpOutage outage(Meanwhile::Held);
        outage.sale.stores.orders.pop_back();
        outage.sale.item().quantity = outage.sale.item().keyValueStock.emplace(1);
        QCOMPARE(outage.fails(), (QStringList{"completed", "lost"}));
        // While it may still be on its way nobody can tell.
        outage.sale.stores.drained = false;
        QCOMPARE(outage.fails(), QStringList());
        QCOMPARE(outage.unknowns(), (QStringList{"completed", "lost", "drained"}));
    }

    void anOrderThatIsCompletedAndThatNobodyWasPromised() {
        MadeUpOutage outage(Meanwhile::Queued);
        outage.sale.stores.orders.push_back(
            {keyOf(90), domain::MemberId{190}, kItem, 1, kBegan + Milliseconds{1}, OrderStatus::Completed, 1});
        outage.sale.item().initial = 11;
        QCOMPARE(outage.fails(), (QStringList{"completed", "phantom"}));
    }

    void anOrderThatWasRefusedThoughItWasToBeHeld() {
        MadeUpOutage outage(Meanwhile::Held);
        outage.answer(9, Outcome::Failed, Code::EngineUnavailable, 503);
        outage.sale.stores.orders.pop_back();
        outage.sale.item().quantity = outage.sale.item().keyValueStock.emplace(1);
        outage.outage.atItsEnd.held -= 1;
        QCOMPARE(outage.fails(), (QStringList{"answeredMeanwhile", "failedRequests"}));
    }

    void anOrderWithoutAnAnswerIsNotKnown() {
        MadeUpOutage outage(Meanwhile::Queued);
        outage.answer(9, Outcome::Unknown, Code::OutcomeUnknown, 504);
        QCOMPARE(outage.fails(), QStringList());
        QCOMPARE(outage.unknowns(), (QStringList{"answeredMeanwhile", "unknownAnswers"}));
    }

    void anOrderThatWasAcceptedThoughTheQueueWasAway() {
        MadeUpOutage outage(Meanwhile::Refused);
        outage.sale.record.attempts[kBefore] = outage.sale.record.attempts[kBefore + kMeanwhile];
        outage.sale.record.attempts.erase(outage.sale.record.attempts.begin() + kBefore + kMeanwhile);
        QCOMPARE(outage.fails(), (QStringList{"answeredMeanwhile", "waited"}));
    }

    void anOrderThatWasRefusedForAnotherReason() {
        MadeUpOutage outage(Meanwhile::Refused);
        outage.answer(kBefore, Outcome::Failed, Code::InternalServerError, 500);
        QCOMPARE(outage.fails(), (QStringList{"answeredMeanwhile"}));
    }

    void whoWasSaidToBeAwayAndWasNot() {
        MadeUpOutage outage(Meanwhile::Queued);
        outage.outage.atItsEnd.completed += 2;
        QCOMPARE(outage.fails(), (QStringList{"stoodStill"}));
    }

    void anAcceptedOrderThatNothingDurableHolds() {
        for (const Meanwhile meanwhile : {Meanwhile::Queued, Meanwhile::Held}) {
            MadeUpOutage outage(meanwhile);
            (meanwhile == Meanwhile::Held ? outage.outage.atItsEnd.held : outage.outage.atItsEnd.inQueue) -= 1;
            QCOMPARE(outage.fails(), (QStringList{"waited"}));
        }
    }

    void nobodyWhoOrderedMeanwhileTestsNothing() {
        MadeUpOutage outage(Meanwhile::Held);
        outage.outage.count = 0;
        outage.outage.atItsEnd.held = 0;
        QCOMPARE(outage.unknowns(), (QStringList{"answeredMeanwhile"}));
    }
};

RUSHLAB_TEST(VerdictOutage)

}  // namespace rushlab::test::verdict_outage
#include "verdict_outage.moc"
