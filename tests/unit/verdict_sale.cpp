// verdict/: a sale that was right passes every check, and each fault that is planted fails its own, with the orders
// that show it.
#include "tests/support/made_up_sale.h"
#include "tests/support/test_program.h"

namespace rushlab::test::verdict_sale {
using namespace rushlab::test;

class VerdictSale : public QObject {
    Q_OBJECT
  private slots:
    void aRightSalePasses() {
        for (const auto& [stock, buyers, units] : {std::tuple{10, 30, 1}, {10, 5, 1}, {10, 30, 3}, {0, 5, 1}}) {
            const Sale sale(stock, buyers, units);
            COMPARE_FAULTS(sale);
            QCOMPARE(sale.verdict(), Verdict::Pass);
        }
        QCOMPARE(Sale().check("sold").expected, "10");
        QCOMPARE(Sale().check("sold").actual, "10");
        QCOMPARE(Sale(10, 5).check("sold").expected, "5");
    }

    void keysAreUuids() {
        const std::string uuid = "0197a000-0123-7def-8000-0123456789ab";
        QCOMPARE(toText(verdict::orderKeyOf(uuid)), uuid);
        QVERIFY(verdict::orderKeyOf(uuid) < verdict::orderKeyOf("0197a000-0123-7def-8000-0123456789ac"));
    }

    void moreOrdersThanUnits() {
        Sale sale;
        sale.item().initial = 8;  // as if two of the ten had not been there
        QCOMPARE(sale.check("oversold").outcome, Verdict::Fail);
        QCOMPARE(sale.check("oversold").actual, "2");
        QCOMPARE(sale.check("oversold").evidence.size(), 2U);
        QVERIFY(names(sale.check("oversold"), toText(keyOf(9))));
        QVERIFY(sale.check("oversold").says.find("10 units, of 8 that there were: 2 too many") != std::string::npos);
        QCOMPARE(sale.check("sold").actual, "10");
        QCOMPARE(sale.check("sold").expected, "8");
        QCOMPARE(sale.verdict(), Verdict::Fail);
    }

    void aUnitTakenTwice() {
        Sale sale;
        sale.item().quantity = sale.item().keyValueStock.emplace(2);
        sale.item().initial = 13;  // three more than orders hold, and only two are left
        sale.record.attempts.resize(10);
        COMPARE_FAULTS(sale, "storesAgree");
        QVERIFY(names(sale.check("storesAgree"), "units were taken that no order holds"));
        QCOMPARE(sale.verdict(), Verdict::Fail);
    }

    void unitsLeftWhileBuyersWereRefused() {
        Sale sale;
        sale.item().initial = 12;
        sale.item().quantity = sale.item().keyValueStock.emplace(2);
        COMPARE_FAULTS(sale, "sold", "undersold");
        QCOMPARE(sale.check("undersold").actual, "2");
        QCOMPARE(sale.verdict(), Verdict::Fail);
        // Somebody whose order never was answered may have held them.
        Sale maybe;
        maybe.item().initial = 12;
        maybe.item().quantity = maybe.item().keyValueStock.emplace(2);
        for (std::size_t buyer = 10; buyer < 12; ++buyer) {
            maybe.record.attempts[buyer].outcome = Outcome::Unknown;
            maybe.record.attempts[buyer].code = Code::OutcomeUnknown;
        }
        QCOMPARE(maybe.check("undersold").outcome, Verdict::Unknown);
        QCOMPARE(maybe.verdict(), Verdict::Unknown);
        // What does not suffice for the next order may be left.
        COMPARE_FAULTS(Sale(11, 30, 3));
    }

    void aStrategyThatAcceptsBeforeItKnows() {
        Sale sale;
        sale.expectations.takesInWorker = true;
        for (std::size_t buyer = 10; buyer < 30; ++buyer) {
            verdict::Attempt& attempt = sale.record.attempts[buyer];
            attempt.outcome = Outcome::Ok;
            const auto key = keyOf(static_cast<std::int64_t>(buyer));
            std::ranges::copy(toText(key), attempt.order.begin());
            sale.stores.orders.push_back({key, attempt.member, kItem, 1, kBegan, OrderStatus::Canceled, 1});
        }
        COMPARE_FAULTS(sale);
        QCOMPARE(sale.check("sold").expected, "10");
        // Canceled although a unit was left.
        sale.item().initial = 11;
        sale.item().quantity = sale.item().keyValueStock.emplace(1);
        COMPARE_FAULTS(sale, "sold", "undersold");
        sale.expectations.takesInWorker = false;
        QVERIFY(names(sale.check("lost"), "was canceled"));
    }

    void anAcceptedOrderDropped() {
        Sale sale;
        sale.stores.orders.erase(sale.stores.orders.begin() + 4);
        ++sale.item().quantity;
        ++*sale.item().keyValueStock;
        QCOMPARE(sale.check("lost").outcome, Verdict::Fail);
        QCOMPARE(sale.check("lost").actual, "1");
        QVERIFY(names(sale.check("lost"), toText(keyOf(4))));
        QCOMPARE(sale.verdict(), Verdict::Fail);
        // While the queue is not empty it may yet come.
        sale.stores.queues[0].unacked = 1;
        QCOMPARE(sale.check("lost").outcome, Verdict::Unknown);
    }

    void anOrderThatIsNotCompleted_data() {
        QTest::addColumn<OrderStatus>("status");
        for (const auto status :
             {OrderStatus::Pending, OrderStatus::Reserved, OrderStatus::Expired, OrderStatus::Canceled})
            QTest::newRow(std::string(domain::name(status)).c_str()) << status;
    }
    void anOrderThatIsNotCompleted() {
        QFETCH(OrderStatus, status);
        Sale sale;
        sale.order(2).status = status;
        QCOMPARE(sale.check("lost").outcome, Verdict::Fail);
        QVERIFY(names(sale.check("lost"), toText(keyOf(2))));
    }

    void whoWasCanceledByTheWorkerIsNotLostButMustHaveComeTooLate() {
        Sale sale;
        sale.expectations.takesInWorker = true;
        sale.order(2).status = OrderStatus::Canceled;
        QCOMPARE(sale.check("lost").outcome, Verdict::Pass);
        ++sale.item().quantity;
        ++*sale.item().keyValueStock;
        QCOMPARE(sale.check("storesAgree").outcome, Verdict::Pass);
        QCOMPARE(sale.check("undersold").outcome, Verdict::Fail);
    }

    void acceptedWithoutAnId() {
        Sale sale;
        sale.record.attempts[3].order = {};
        QVERIFY(names(sale.check("lost"), "member 103"));
        QCOMPARE(sale.check("phantom").outcome, Verdict::Fail);
    }

    void anOrderCompletedTwice() {
        Sale lines;  // its units stand in it twice
        lines.order(5).units = 2;
        lines.order(5).lines = 2;
        QVERIFY(names(lines.check("duplicated"), toText(keyOf(5))));
        QCOMPARE(lines.verdict(), Verdict::Fail);

        Sale stock;  // the stock fell twice for it
        stock.item().initial = 11;
        stock.record.attempts.resize(10);
        QCOMPARE(stock.check("storesAgree").outcome, Verdict::Fail);

        Sale told;  // two buyers were told the same
        told.record.attempts[6].order = told.record.attempts[5].order;
        QVERIFY(names(told.check("duplicated"), "again"));
        told.expectations.repeatsAreOne = true;
        told.record.attempts[6].member = told.record.attempts[5].member;
        QCOMPARE(told.check("duplicated").outcome, Verdict::Pass);
    }

    void anothersOrder() {
        Sale sale;
        sale.order(1).member = domain::MemberId{999};
        QVERIFY(names(sale.check("duplicated"), "belongs to member 999"));
    }

    void anOrderNobodyAskedFor() {
        Sale sale;
        sale.stores.orders.push_back(
            {keyOf(500), domain::MemberId{999}, kItem, 1, kBegan + 1ms, OrderStatus::Completed, 1});
        QVERIFY(names(sale.check("phantom"), toText(keyOf(500))));
        QCOMPARE(sale.check("phantom").outcome, Verdict::Fail);
        // From before this load.
        sale.stores.orders.back().createdAt = kBegan - 1ms;
        QCOMPARE(sale.check("phantom").outcome, Verdict::Pass);
        // Its asker may stand in the part of the record that is missing.
        sale.stores.orders.back().createdAt = kBegan + 1ms;
        sale.record.whole = false;
        QCOMPARE(sale.check("phantom").outcome, Verdict::Unknown);
    }

    void anUnansweredAttemptExplainsAnOrder() {
        Sale sale;
        sale.record.attempts[3].outcome = Outcome::Unknown;
        sale.record.attempts[3].order = {};
        sale.record.attempts[3].status = 0;
        COMPARE_FAULTS(sale);
        QCOMPARE(sale.check("unknownAnswers").actual, "1");
        QVERIFY(sale.check("unknownAnswers").says.find("1 of them") != std::string::npos);
        // Refused for a reason that says that nothing was done, it explains none.
        sale.record.attempts[3].outcome = Outcome::Failed;
        sale.record.attempts[3].code = Code::EngineUnavailable;
        QCOMPARE(sale.check("phantom").outcome, Verdict::Fail);
        QVERIFY(names(sale.check("phantom"), "ENGINE_UNAVAILABLE"));
    }

    void theKeyValueEngineIsOff() {
        Sale sale;
        sale.item().keyValueStock = 3;
        COMPARE_FAULTS(sale, "storesAgree");
        QCOMPARE(sale.verdict(), Verdict::Fail);
        sale.expectations.countsInKeyValue = false;
        COMPARE_FAULTS(sale);
        // What is held for orders on their way is told, and accounts for the difference.
        Sale held;
        held.item().initial = 11;
        held.record.attempts.resize(10);
        held.item().quantity = 1;
        held.item().keyValueStock = 0;
        held.item().heldUnits = 1;
        held.item().heldOrders = {"x:1"};
        COMPARE_FAULTS(held, "heldUnits");
        QCOMPARE(held.verdict(), Verdict::Unknown);
        Sale forgotten;
        forgotten.item().keyValueStock.reset();
        QCOMPARE(forgotten.verdict(), Verdict::Unknown);
    }

    void whatIsOnItsWayOrDead() {
        Sale sale;
        sale.stores.queues[1].ready = 3;
        COMPARE_FAULTS(sale, "drained");
        QCOMPARE(sale.verdict(), Verdict::Unknown);
        Sale outbox;
        outbox.stores.outboxRows = 2;
        QCOMPARE(outbox.verdict(), Verdict::Unknown);
        Sale dead;
        dead.stores.deadLetterCount = 1;
        dead.stores.deadLetters = {{"orders.dlq", toText(keyOf(1)), "poison"}};
        COMPARE_FAULTS(dead, "deadLetters");
        QVERIFY(names(dead.check("deadLetters"), "poison"));
        // Queues are idle; that does not make dead letters done.
        QVERIFY(dead.check("drained").says.find("1 dead letters") != std::string::npos);
        QCOMPARE(dead.verdict(), Verdict::Fail);
    }

    void failedRequestsWhereNoneMayFail() {
        Sale sale(10, 10);
        verdict::Attempt failed = sale.record.attempts[0];
        failed.outcome = Outcome::Failed;
        failed.code = Code::LockTimeout;
        failed.status = 503;
        failed.order = {};
        failed.member = domain::MemberId{900};
        sale.record.attempts.push_back(failed);
        COMPARE_FAULTS(sale);
        sale.expectations.mayFail = false;
        COMPARE_FAULTS(sale, "failedRequests");
        QVERIFY(names(sale.check("failedRequests"), "503 LOCK_TIMEOUT"));
        // A time-out is unknown, never failed.
        sale.record.attempts.back().outcome = Outcome::Unknown;
        sale.record.attempts.back().status = 0;
        COMPARE_FAULTS(sale, "unknownAnswers");
        QCOMPARE(sale.verdict(), Verdict::Unknown);
    }

    void aGeneratorThatWasKilledProvesNothing() {
        Sale sale;
        sale.record.whole = false;
        COMPARE_FAULTS(sale, "record");
        QCOMPARE(sale.verdict(), Verdict::Unknown);
        sale.record.cutShort = "its 600 s were over";
        QVERIFY(sale.check("record").says.find("its 600 s were over") != std::string::npos);
        // Nor does it hide what is surely wrong.
        sale.item().initial = 8;
        QCOMPARE(sale.verdict(), Verdict::Fail);
    }

    void evidenceNamesTheFirstTwenty() {
        Sale sale(100, 100);
        sale.stores.orders.clear();
        QCOMPARE(sale.check("lost").actual, "100");
        QCOMPARE(sale.check("lost").evidence.size(), 20U);
    }

    void aSaleThatDecidedNothingProvesNothing() {
        COMPARE_FAULTS(Sale(10, 0), "sold");
        QCOMPARE(Sale(10, 0).verdict(), Verdict::Unknown);
        for (const Outcome outcome : {Outcome::Failed, Outcome::Unknown, Outcome::Rejected}) {
            Sale sale;
            for (verdict::Attempt& attempt : sale.record.attempts) {
                attempt.outcome = outcome;
                attempt.code = outcome == Outcome::Rejected ? Code::TooManyRequests : Code::EngineUnavailable;
                attempt.order = {};
            }
            sale.stores.orders.clear();
            sale.item().quantity = sale.item().keyValueStock.emplace(10);
            COMPARE_FAULTS(sale, "sold");
            QCOMPARE(sale.verdict(), Verdict::Unknown);
        }
        // One that was never sent may have wanted the unit that is left; where none is left it changes nothing.
        Sale one(10, 9);
        one.record.attempts.push_back(one.record.attempts.back());
        one.record.attempts.back().outcome = Outcome::Failed;
        one.record.attempts.back().sent = {};
        one.record.attempts.back().order = {};
        COMPARE_FAULTS(one, "sold");
        one.record.attempts.back().code = Code::TooManyRequests;
        QVERIFY(one.check("record").says.find("1 of them were dropped") != std::string::npos);
        Sale soldOut(9, 9);
        soldOut.record.attempts.push_back(one.record.attempts.back());
        COMPARE_FAULTS(soldOut);
    }

    void whatWasNotWaitedForMayYetCome() {
        Sale sale;
        sale.stores.drained = false;
        COMPARE_FAULTS(sale, "drained");
        sale.stores.orders.erase(sale.stores.orders.begin() + 4);
        sale.item().quantity = sale.item().keyValueStock.emplace(1);
        QCOMPARE(sale.verdict(), Verdict::Unknown);
    }

    void whereNothingMayFailARefusalIsAFailure() {
        Sale sale;
        sale.expectations.mayFail = false;
        COMPARE_FAULTS(sale, "failedRequests");
        QCOMPARE(sale.verdict(), Verdict::Fail);
    }
};

RUSHLAB_TEST(VerdictSale)

}  // namespace rushlab::test::verdict_sale
#include "verdict_sale.moc"
