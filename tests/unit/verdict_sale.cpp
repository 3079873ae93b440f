// verdict/: a sale that was right passes every check, and each fault that is planted fails its own, with the orders
// that show it.
#include <QtTest>

#include "verdict/order_key.h"
#include "verdict/sale_checks.h"

using namespace rushlab;
using namespace std::chrono_literals;
using domain::Code;
using domain::OrderStatus;
using verdict::Outcome;
using verdict::Verdict;

namespace {

constexpr domain::ItemId kItem{7};
const WallTime kBegan{Milliseconds{1'700'000'000'000}};

verdict::OrderKey keyOf(std::int64_t number) {
    return {0x0197a00000007000ULL, 0x8000000000000000ULL + static_cast<std::uint64_t>(number)};
}

// A sale of some units to some buyers that went as it should: the first ones got one each.
struct Sale {
    explicit Sale(int stock = 10, int buyers = 30, std::int32_t units = 1) {
        record.beganAt = kBegan;
        record.whole = true;
        int left = stock;
        for (int buyer = 0; buyer < buyers; ++buyer) {
            verdict::Attempt attempt;
            attempt.sent = 1ms;
            attempt.answered = 5ms;
            attempt.member = domain::MemberId{100 + buyer};
            attempt.item = kItem;
            attempt.units = units;
            const bool sold = left >= units;
            attempt.outcome = sold ? Outcome::Ok : Outcome::Rejected;
            attempt.code = sold ? Code::Accepted : Code::SoldOut;
            attempt.status = sold ? 202 : 409;
            if (sold) {
                left -= units;
                std::ranges::copy(toText(keyOf(buyer)), attempt.order.begin());
                stores.orders.push_back({keyOf(buyer), attempt.member, kItem, units, kBegan + Milliseconds{1 + buyer},
                                         OrderStatus::Completed, 1});
            }
            record.attempts.push_back(attempt);
        }
        verdict::ItemState item;
        item.item = kItem;
        item.initial = stock;
        item.quantity = left;
        item.keyValueStock = left;
        stores.items.push_back(item);
        stores.queues = {{"orders", 0, 0}, {"orders.retry.1", 0, 0}};
    }

    std::vector<verdict::Check> checks() const { return verdict::checkSale(record, stores, expectations); }
    verdict::Check check(std::string_view name) const {
        for (verdict::Check& check : checks()) {
            if (check.name == name) return check;
        }
        qFatal("there is no check %s", std::string(name).c_str());
        return {};
    }
    Verdict verdict() const { return verdict::overall(checks()); }
    // Every check that does not pass.
    QStringList faults() const {
        QStringList names;
        for (const verdict::Check& check : checks()) {
            if (check.outcome != Verdict::Pass) names << QString::fromStdString(check.name);
        }
        return names;
    }
    verdict::ItemState& item() { return stores.items.front(); }
    verdict::StoredOrder& order(std::size_t number) { return stores.orders[number]; }
    void makeTimeDeal() {
        item().type = domain::ItemType::TimeDeal;
        item().startAt = kBegan;
    }
    void pay(std::size_t buyer) {
        verdict::Payment payment;
        payment.outcome = Outcome::Ok;
        payment.order = record.attempts[buyer].order;
        record.payments.push_back(payment);
    }

    verdict::Record record;
    verdict::StoresState stores;
    verdict::SaleExpectations expectations{.countsInKeyValue = true};
};

#define COMPARE_FAULTS(sale, ...) QCOMPARE((sale).faults(), (QStringList{__VA_ARGS__}))

bool names(const verdict::Check& check, std::string_view what) {
    return std::ranges::any_of(check.evidence, [&](const std::string& line) { return line.find(what) != line.npos; });
}

}  // namespace

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

    void anEarlySale() {
        Sale sale;
        sale.makeTimeDeal();
        for (std::size_t buyer = 0; buyer < 10; ++buyer)
            sale.pay(buyer);
        COMPARE_FAULTS(sale);
        sale.item().startAt = kBegan + 4ms;
        QCOMPARE(sale.check("earlySale").outcome, Verdict::Fail);
        QCOMPARE(sale.check("earlySale").actual, "3");
        QVERIFY(names(sale.check("earlySale"), toText(keyOf(0))));
        QVERIFY(!names(sale.check("earlySale"), toText(keyOf(3))));
        // The database's clock may be wrong; the buyers' is not.
        Sale answered;
        answered.makeTimeDeal();
        answered.item().startAt = kBegan + 100ms;
        for (auto& order : answered.stores.orders)
            order.createdAt = kBegan + 200ms;
        QVERIFY(names(answered.check("earlySale"), "member 100"));
    }

    void unitsOfExpiredOrdersComeBackOnce() {
        Sale sale(10, 10);
        sale.makeTimeDeal();
        for (std::size_t buyer = 0; buyer < 10; ++buyer) {
            if (buyer < 4)
                sale.order(buyer).status = OrderStatus::Expired;
            else
                sale.pay(buyer);
        }
        sale.item().quantity = 4;
        sale.item().keyValueStock = 4;
        COMPARE_FAULTS(sale);
        QCOMPARE(sale.check("returnedOnce").expected, "4");
        // Never, and twice.
        for (const int quantity : {0, 8}) {
            sale.item().quantity = quantity;
            QCOMPARE(sale.check("returnedOnce").outcome, Verdict::Fail);
            QCOMPARE(sale.check("returnedOnce").actual, std::to_string(quantity));
        }
        sale.item().quantity = 4;
        sale.item().keyValueStock = 8;
        QCOMPARE(sale.check("returnedOnce").outcome, Verdict::Fail);
    }

    void paymentsAndOrdersBelongTogether() {
        Sale sale(10, 10);
        sale.makeTimeDeal();
        for (std::size_t buyer = 0; buyer < 10; ++buyer) {
            sale.order(buyer).status = buyer < 9 ? OrderStatus::Completed : OrderStatus::Reserved;
            if (buyer < 9) sale.pay(buyer);
        }
        COMPARE_FAULTS(sale);
        sale.order(9).status = OrderStatus::Completed;
        QVERIFY(names(sale.check("payments"), "nobody paid"));
        sale.order(9).status = OrderStatus::Reserved;
        sale.order(0).status = OrderStatus::Expired;
        QVERIFY(names(sale.check("payments"), "was paid, and is EXPIRED"));
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

QTEST_GUILESS_MAIN(VerdictSale)
#include "verdict_sale.moc"
