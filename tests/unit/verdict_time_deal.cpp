// verdict/: a sale that opens at a moment and gives units back; each planted fault fails its own check.
#include "tests/support/made_up_sale.h"
#include "tests/support/test_program.h"

namespace rushlab::test::verdict_time_deal {
using namespace rushlab::test;

class VerdictTimeDeal : public QObject {
    Q_OBJECT
  private slots:
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

    // That nothing was sold early says something only where somebody tried.
    void whereNobodyCameEarlyNothingIsKnownOfEarlySales() {
        Sale sale(10, 10);
        sale.makeTimeDeal();
        for (std::size_t buyer = 0; buyer < 10; ++buyer)
            sale.pay(buyer);
        QVERIFY(sale.check("earlySale").says.find("1 requests") != std::string::npos);
        sale.record.attempts.pop_back();
        COMPARE_FAULTS(sale, "earlySale");
        QCOMPARE(sale.verdict(), Verdict::Unknown);
        // It hides nothing.
        sale.item().startAt = kBegan + 4ms;
        QCOMPARE(sale.check("earlySale").outcome, Verdict::Fail);
    }
};

RUSHLAB_TEST(VerdictTimeDeal)

}  // namespace rushlab::test::verdict_time_deal
#include "verdict_time_deal.moc"
