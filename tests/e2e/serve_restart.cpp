// A shop that is stopped, or killed, in the middle of orders, and started again on the same data: what was accepted is
// completed, once.
#include "tests/e2e/shop_process.h"

using namespace rushlab::test;

namespace {

constexpr int kOrders = 120;

}  // namespace

class ServeRestart : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    // The ids of the orders that the shop said it had accepted.
    static QStringList orderUntilItIsGone(ShopProcess& shop, int item, const std::function<void()>& inTheMiddle) {
        QStringList accepted;
        for (int n = 0; n < kOrders; ++n) {
            if (n == kOrders / 2) inTheMiddle();
            const QString body = QString(R"({"itemNumber":%1,"count":1})").arg(item);
            const Answer answer = post(shop.api("/order"), body, asUser(100 + n) + QStringList{"--max-time", "5"});
            if (answer.status == 202) accepted += answer.data().toString();
            if (answer.status == 0) break;
        }
        return accepted;
    }

    void allAreCompleted(const QString& data, int item, const QStringList& accepted) {
        ShopProcess again;
        QVERIFY2(again.start(data), qPrintable(again.why()));
        QVERIFY(accepted.size() >= kOrders / 2);
        const auto completed = [&] {
            const Answer found = curl(asUser(1) + QStringList{again.api("/orders?status=COMPLETED&page=0&size=1")});
            return found.data()["total"].toInt(-1);
        };
        // One order that nobody was told of may have been accepted too: its answer was cut off.
        QTRY_VERIFY_WITH_TIMEOUT(completed() >= accepted.size(), 60'000);
        QVERIFY2(completed() <= accepted.size() + 1, qPrintable(QString::number(completed())));
        for (int n = 0; n < accepted.size(); n += 10) {
            const Answer order = curl(asUser(100 + n) + QStringList{again.api("/order/" + accepted[n])});
            QVERIFY2(order.data()["status"].toString() == "COMPLETED", qPrintable(order.shown()));
        }
        const QString stock = again.api(QString("/stock/%1").arg(item));
        QTRY_COMPARE_WITH_TIMEOUT(curl({stock}).data().toInt(), 1'000 - completed(), 30'000);
        QCOMPARE(again.stop(), 0);
    }

    int addItem(ShopProcess& shop) {
        return post(shop.api("/items"), R"({"name":"bear","price":1,"stockQuantity":1000})")
            .data()["itemNumber"]
            .toInt();
    }

  private slots:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void whatWasAcceptedOutlivesAStop() {
        const QString data = m_folder.filePath("stopped");
        ShopProcess shop;
        QVERIFY2(shop.start(data), qPrintable(shop.why()));
        const int item = addItem(shop);
        int status = -1;
        const QStringList accepted = orderUntilItIsGone(shop, item, [&] { status = shop.stop(); });
        QCOMPARE(status, 0);
        allAreCompleted(data, item, accepted);
    }

    void whatWasAcceptedOutlivesAKill() {
        const QString data = m_folder.filePath("killed");
        ShopProcess shop;
        QVERIFY2(shop.start(data), qPrintable(shop.why()));
        const int item = addItem(shop);
        const QStringList accepted = orderUntilItIsGone(shop, item, [&] { shop.kill(); });
        allAreCompleted(data, item, accepted);
    }
};

QTEST_GUILESS_MAIN(ServeRestart)
#include "serve_restart.moc"
