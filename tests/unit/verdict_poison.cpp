// verdict/: poison that was isolated passes every check, and each fault that is planted fails its own.
#include "tests/support/made_up_sale.h"
#include "tests/support/test_program.h"
#include "verdict/poison_checks.h"

namespace rushlab::test::verdict_poison {
using namespace rushlab::test;

namespace {

constexpr domain::ItemId kPoisoned{8};
constexpr std::size_t kFirst = 2;  // the first orders came while all was well
constexpr std::size_t kPoison = 3;
constexpr std::size_t kOrders = 10;

// Ten orders, the last three of them for an item that the database refuses.
struct MadeUpPoison {
    explicit MadeUpPoison(bool reprocessed) {
        verdict::ItemState poisoned = sale.item();
        sale.item().initial = kOrders - kPoison;
        poisoned.item = kPoisoned;
        poisoned.initial = kPoison;
        poisoned.quantity = 0;
        poisoned.keyValueStock = 0;
        sale.stores.items.push_back(poisoned);
        for (std::size_t at = kOrders - kPoison; at < kOrders; ++at) {
            sale.record.attempts[at].item = kPoisoned;
            sale.order(at).item = kPoisoned;
            run.isolation.letters.push_back({"orders.dlq", idOf(at), "the stock does not cover it", 3});
        }
        run.poisoned = kPoisoned;
        run.first = kFirst;
        run.retryDelays = {1s, 5s, 15s};
        if (reprocessed) run.reprocessing = {{}, kPoison, {}, sale.stores};
        run.isolation.stores = sale.stores;
        run.isolation.stores.orders.resize(kOrders - kPoison);
        run.isolation.stores.items.back().quantity = kPoison;
        run.isolation.stores.deadLetterCount = kPoison;
        run.isolation.deliveries = (kOrders - kFirst - kPoison) + kPoison * 4;
        run.isolation.retries = {kPoison, kPoison, kPoison};
        run.isolation.firstDeadAfter = 21s;
        if (!reprocessed) return;
        for (const verdict::DeadLetter& letter : run.isolation.letters) {
            run.reprocessing->wouldMove.push_back(letter.order);
            run.reprocessing->moved.push_back(letter.order);
        }
    }

    std::string idOf(std::size_t at) const { return std::string(sale.record.attempts[at].orderId()); }
    QStringList faults(Verdict which = Verdict::Fail) const {
        QStringList names;
        for (const verdict::Check& check : verdict::checkPoison(sale.record, sale.expectations, run)) {
            if (check.outcome == which) names << QString::fromStdString(check.name);
        }
        return names;
    }

    Sale sale{kOrders, kOrders};
    verdict::PoisonRun run;
};

}  // namespace

class VerdictPoison : public QObject {
    Q_OBJECT
  private slots:
    void poisonThatWasIsolatedPasses() {
        for (const bool reprocessed : {true, false}) {
            const MadeUpPoison poison(reprocessed);
            QCOMPARE(poison.faults() + poison.faults(Verdict::Unknown), QStringList());
        }
    }

    void aRefusedOrderThatIsNoDeadLetter() {
        MadeUpPoison poison(false);
        poison.run.isolation.letters.pop_back();
        QCOMPARE(poison.faults(), QStringList{"poisonIsolated"});
        poison.run.isolation.stores.drained = false;  // it may still become one
        QVERIFY(!poison.faults().contains("poisonIsolated"));
        QVERIFY(poison.faults(Verdict::Unknown).contains("poisonIsolated"));
    }

    void aDeadLetterThatIsThereTwice() {
        MadeUpPoison poison(false);
        poison.run.isolation.letters.push_back(poison.run.isolation.letters.front());
        QCOMPARE(poison.faults(), QStringList{"poisonIsolated"});
    }

    void anOrderThatIsDeadThoughNothingWasWrongWithIt() {
        MadeUpPoison poison(false);
        poison.run.isolation.letters.push_back({"orders.dlq", poison.idOf(kFirst), "bad luck", 3});
        QCOMPARE(poison.faults(), QStringList{"poisonIsolated"});
    }

    void aRefusedOrderThatIsCompletedAsWell() {
        MadeUpPoison poison(false);
        poison.run.isolation.stores.orders = poison.sale.stores.orders;
        QCOMPARE(poison.faults(), QStringList{"poisonIsolated"});
    }

    void aDeadLetterWithoutAReason() {
        MadeUpPoison poison(false);
        poison.run.isolation.letters.front().why.clear();
        QCOMPARE(poison.faults(), QStringList{"reasons"});
    }

    void aDeadLetterThatWasRetriedTooSeldom() {
        MadeUpPoison poison(false);
        poison.run.isolation.letters.front().retries = 2;
        QCOMPARE(poison.faults(), QStringList{"tries"});
        MadeUpPoison skipping(false);
        skipping.run.isolation.retries[2] -= 1;
        QCOMPARE(skipping.faults(), QStringList{"tries"});
    }

    void aMessageThatGoesRoundAndRound() {
        MadeUpPoison poison(false);
        poison.run.isolation.deliveries += 1;
        QCOMPARE(poison.faults(), QStringList{"deliveries"});
    }

    void aDelayThatWasCutShort() {
        MadeUpPoison poison(false);
        poison.run.isolation.firstDeadAfter = 20'999ms;
        QCOMPARE(poison.faults(), QStringList{"delaysKept"});
        poison.run.isolation.firstDeadAfter.reset();
        QCOMPARE(poison.faults(Verdict::Unknown), QStringList{"delaysKept"});
    }

    void anotherOrderThatWaitedForTheCauseToGo() {
        MadeUpPoison poison(true);
        poison.run.isolation.stores.orders.pop_back();
        QCOMPARE(poison.faults(), QStringList{"restCompleted"});
    }

    void aDryRunThatMovesSomething() {
        MadeUpPoison poison(true);
        poison.run.reprocessing->leftByDryRun -= 1;
        QCOMPARE(poison.faults(), QStringList{"dryRun"});
        MadeUpPoison forgetful(true);
        forgetful.run.reprocessing->wouldMove.pop_back();
        QCOMPARE(forgetful.faults(), QStringList{"dryRun"});
    }

    void aDeadLetterThatIsNotCompletedOnceTheCauseIsGone() {
        MadeUpPoison poison(true);
        poison.run.reprocessing->stores.orders.pop_back();
        QVERIFY(poison.faults().contains("reprocessed"));
        MadeUpPoison twice(true);
        twice.run.reprocessing->moved.push_back(twice.run.reprocessing->moved.front());
        QCOMPARE(twice.faults(), QStringList{"reprocessed"});
    }

    void whereNobodyMetTheCauseNothingIsKnown() {
        MadeUpPoison poison(false);
        poison.run.poisoned = domain::ItemId{99};
        QVERIFY(poison.faults(Verdict::Unknown).contains("poisonIsolated"));
    }
};

RUSHLAB_TEST(VerdictPoison)

}  // namespace rushlab::test::verdict_poison
#include "verdict_poison.moc"
