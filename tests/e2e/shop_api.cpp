// Every call of the shop's API as curl sees it, and what is refused.
#include "tests/e2e/shop_process.h"
#include "tests/support/test_program.h"

namespace rushlab::test::shop_api {
using namespace rushlab::test;

class ShopApi : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    ShopProcess m_shop;
    QString m_token;

    QString api(const QString& path) const { return m_shop.api(path); }
    QStringList bearer(const QString& token) const { return {"-H", "Authorization: Bearer " + token}; }

    int addItem(const QString& more = "", int stock = 10) {
        const Answer made = post(
            api("/items"), QString(R"({"name":"곰 인형","price":12000,"stockQuantity":%1%2})").arg(stock).arg(more));
        if (made.status != 201) qWarning("%s", qPrintable(made.shown()));
        return made.data()["itemNumber"].toInt();
    }
    QString order(int item, int user, int count = 1) {
        const Answer placed =
            post(api("/order"), QString(R"({"itemNumber":%1,"count":%2})").arg(item).arg(count), asUser(user));
        if (placed.status != 202) qWarning("%s", qPrintable(placed.shown()));
        return placed.data().toString();
    }
    QString statusOf(const QString& orderId, int user) {
        return curl(asUser(user) + QStringList{api("/order/" + orderId)}).data()["status"].toString();
    }

  private slots:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        QVERIFY2(m_shop.start(m_folder.filePath("data"), {"--admin-token", "open-sesame", "--tls", "on"}),
                 qPrintable(m_shop.why()));
    }

    void everyRoleTellsHowItIs() {
        for (const char* instance : {"gateway-1", "registry-1", "auth-1", "item-1", "stock-1", "order-1", "order-2",
                                     "worker-1", "scheduler-1", "scheduler-2"}) {
            const QString at = m_shop.endpoint(instance);
            QVERIFY2(!at.isEmpty(), instance);
            QCOMPARE(curl({at + "/health"}).status, 200);
            const Answer metrics = curl({at + "/metrics"});
            QVERIFY2(metrics.status == 200, instance);
        }
        const Answer description = curl({m_shop.endpoint("order-1") + "/openapi.json"});
        QVERIFY2(description.json()["paths"].toObject().contains("/order"), qPrintable(description.shown()));
    }

    void accountsAreMadeAndUsed() {
        const QString body = R"({"username":"kim","password":"correct horse","email":"kim@example.com"})";
        EXPECT_ANSWER(post(api("/auth/signup"), body), 201, "CREATED");
        EXPECT_ANSWER(post(api("/auth/signup"), body), 409, "DUPLICATE_RESOURCE");
        EXPECT_ANSWER(post(api("/auth/signup"), R"({"username":"x"})"), 400, "VALIDATION_ERROR");
        EXPECT_ANSWER(post(api("/auth/login"), R"({"username":"kim","password":"wrong horse"})"), 401, "UNAUTHORIZED");
        const Answer login = post(api("/auth/login"), R"({"username":"kim","password":"correct horse"})");
        QVERIFY2(login.status == 200, qPrintable(login.shown()));
        m_token = login.data()["token"].toString();
        QCOMPARE(m_token.size(), 64);
        QVERIFY2(login.head.contains("SESSION=" + m_token.toUtf8()), login.head);
        const Answer me = curl(bearer(m_token) + QStringList{api("/auth/me")});
        QVERIFY2(me.status == 200 && me.body.contains("kim"), qPrintable(me.shown()));
        QCOMPARE(curl({"-H", "Cookie: SESSION=" + m_token, api("/auth/me")}).status, 200);
        EXPECT_ANSWER(curl({api("/auth/me")}), 401, "UNAUTHORIZED");
        EXPECT_ANSWER(curl(bearer(QString(64, 'a')) + QStringList{api("/auth/me")}), 401, "INVALID_TOKEN");
        QCOMPARE(post(api("/auth/logout"), "", bearer(m_token)).status, 200);
        QCOMPARE(curl(bearer(m_token) + QStringList{api("/auth/me")}).status, 401);
    }

    void theCatalogueIsPublicAndItsCacheIsNot() {
        const int item = addItem();
        QVERIFY(item > 0);
        const QString path = QString("/item/%1").arg(item);
        QVERIFY(curl({api("/item")}).data().toArray().size() >= 1);
        QCOMPARE(curl({api(path)}).data()["name"].toString(), QString("곰 인형"));
        QCOMPARE(curl({api(path + "/price")}).data().toInt(), 12'000);
        QCOMPARE(curl({api(QString("/stock/%1").arg(item))}).data().toInt(), 10);
        EXPECT_ANSWER(curl({api("/item/999999")}), 404, "NOT_FOUND");
        EXPECT_ANSWER(curl({api(path + "/cache")}), 404, "NOT_FOUND");
        EXPECT_ANSWER(curl({api(QString("/stock/%1/cache").arg(item))}), 404, "NOT_FOUND");
        EXPECT_ANSWER(curl({api("/instances")}), 404, "NOT_FOUND");
        EXPECT_ANSWER(curl({"-X", "PUT", api(path)}), 405, "METHOD_NOT_ALLOWED");
        EXPECT_ANSWER(post(api("/items"), R"({"name":"x","price":-1,"stockQuantity":1})"), 400, "VALIDATION_ERROR");
    }

    void anOrderIsAcceptedAndCompleted() {
        const int item = addItem();
        const QString id = order(item, 42);
        QCOMPARE(id.size(), 36);
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(id, 42), QString("COMPLETED"), 30'000);
        QCOMPARE(curl(asUser(43) + QStringList{api("/order/" + id)}).status, 403);
        EXPECT_ANSWER(curl(asUser(42) + QStringList{api("/order/00000000-0000-7000-8000-000000000000")}), 404,
                      "NOT_FOUND");
    }

    void anOrderThatCannotBeIsRefused() {
        const int item = addItem("", 1);
        const auto place = [&](const QString& body) { return post(api("/order"), body, asUser(7)); };
        const QString good = QString(R"({"itemNumber":%1,"count":1})").arg(item);
        EXPECT_ANSWER(place("{"), 400, "INVALID_INPUT");
        EXPECT_ANSWER(place(QString(R"({"itemNumber":%1,"count":0})").arg(item)), 400, "VALIDATION_ERROR");
        EXPECT_ANSWER(place(R"({"itemNumber":999999,"count":1})"), 404, "NOT_FOUND");
        EXPECT_ANSWER(post(api("/order"), good), 401, "UNAUTHORIZED");
        EXPECT_ANSWER(place(good), 202, "ACCEPTED");
        EXPECT_ANSWER(place(good), 409, "SOLD_OUT");
        const int later = addItem(R"(,"type":"TIME_DEAL","startAt":"2999-01-01T00:00:00Z")");
        EXPECT_ANSWER(place(QString(R"({"itemNumber":%1,"count":1})").arg(later)), 409, "NOT_OPEN");
    }

    void theSameKeyIsTheSameOrder() {
        const int item = addItem();
        const QString body = QString(R"({"itemNumber":%1,"count":1})").arg(item);
        const QStringList key = asUser(9) + QStringList{"-H", "Idempotency-Key: once"};
        const Answer first = post(api("/order"), body, key);
        const Answer second = post(api("/order"), body, key);
        QVERIFY2(first.status == 202 && second.data() == first.data(), qPrintable(first.shown() + second.shown()));
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(first.data().toString(), 9), QString("COMPLETED"), 30'000);
    }

    void aTimeDealIsReservedAndPaidOnce() {
        const int item = addItem(R"(,"type":"TIME_DEAL","startAt":"2020-01-01T00:00:00Z")", 5);
        const QString id = order(item, 11, 2);
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(id, 11), QString("RESERVED"), 30'000);
        const Answer paid = post(api("/order/" + id), "", asUser(11));
        QVERIFY2(paid.status == 200 && paid.data().toInt() == 3, qPrintable(paid.shown()));
        EXPECT_ANSWER(post(api("/order/" + id), "", asUser(11)), 409, "ORDER_STATE_CONFLICT");
    }

    void manyLinesAreOneOrderThatCanBeCanceled() {
        const int first = addItem("", 5);
        const int second = addItem("", 5);
        const Answer member = post(api("/members"), R"({"name":"Lee","address":"Busan"})");
        QVERIFY2(member.status == 201, qPrintable(member.shown()));
        const int id = curl({api("/members")}).data().toArray().last()["memberId"].toInt();
        QVERIFY2(id > 0, qPrintable(curl({api("/members")}).shown()));
        const QString body =
            QString(R"({"memberId":%1,"orderItems":[{"itemId":%2,"count":1},{"itemId":%3,"count":2}]})");
        const QString lines = body.arg(id).arg(first).arg(second);
        EXPECT_ANSWER(post(api("/orders"), lines), 401, "UNAUTHORIZED");
        EXPECT_ANSWER(post(api("/orders"), lines, asUser(id + 1)), 403, "ACCESS_DENIED");
        const Answer placed = post(api("/orders"), lines, asUser(id));
        QVERIFY2(placed.status == 201, qPrintable(placed.shown()));
        EXPECT_ANSWER(post(api("/orders"), body.arg(id).arg(first).arg(999'999), asUser(id)), 404, "NOT_FOUND");
        const Answer found =
            curl(asUser(id) + QStringList{api("/orders?memberName=Lee&status=COMPLETED&page=0&size=5")});
        QVERIFY2(found.status == 200 && found.body.contains(placed.data().toString().toUtf8()),
                 qPrintable(found.shown()));
        // Where an order goes is its member's alone to see.
        QVERIFY2(found.body.contains("Busan"), qPrintable(found.shown()));
        const Answer others =
            curl(asUser(id + 1) + QStringList{api("/orders?memberName=Lee&status=COMPLETED&page=0&size=5")});
        QVERIFY2(others.body.contains(placed.data().toString().toUtf8()) && !others.body.contains("Busan"),
                 qPrintable(others.shown()));
        const QString cancel = api("/orders/" + placed.data().toString() + "/cancel");
        QCOMPARE(curl(asUser(id) + QStringList{"-X", "DELETE", cancel}).status, 200);
        EXPECT_ANSWER(curl(asUser(id) + QStringList{"-X", "DELETE", cancel}), 409, "ORDER_STATE_CONFLICT");
        const QString stock = api(QString("/stock/%1").arg(second));
        QTRY_COMPARE_WITH_TIMEOUT(curl({stock}).data().toInt(), 5, 30'000);
    }

    void couponsAreMadeAndGivenAway() {
        EXPECT_ANSWER(post(api("/coupons"), R"({"count":3})"), 201, "CREATED");
        EXPECT_ANSWER(post(api("/coupons/issue"), R"({"accountId":5})", asUser(5)), 202, "ACCEPTED");
        EXPECT_ANSWER(post(api("/coupons/issue"), R"({"accountId":"five"})", asUser(5)), 400, "VALIDATION_ERROR");
    }

    void deadLettersAreTheAdministrators() {
        EXPECT_ANSWER(curl(asUser(1) + QStringList{api("/worker/dlq")}), 403, "ACCESS_DENIED");
        QCOMPARE(curl(bearer("open-sesame") + QStringList{api("/worker/dlq")}).status, 200);
        const QString redrive = api("/worker/dlq/reprocess?dryRun=true&batchSize=10&target=main");
        QCOMPARE(post(redrive, "", bearer("open-sesame")).status, 200);
        EXPECT_ANSWER(post(redrive, "", asUser(1)), 403, "ACCESS_DENIED");
    }

    void messagesAreKoreanForWhoAsks() {
        const Answer answer = curl({"-H", "Accept-Language: ko-KR,ko;q=0.9,en;q=0.8", api("/item/999999")});
        QCOMPARE(answer.status, 404);
        QVERIFY2(answer.message().contains("찾을 수 없습니다"), qPrintable(answer.shown()));
        QVERIFY2(answer.head.toLower().contains("x-trace-id:"), answer.head);
        QVERIFY(answer.json()["timestamp"].toString().endsWith('Z'));
    }

    void aForgedUserIsNobody() {
        const int item = addItem();
        const QString body = QString(R"({"itemNumber":%1,"count":1})").arg(item);
        EXPECT_ANSWER(post(api("/order"), body, {"-H", "X-User-Id: 1"}), 401, "UNAUTHORIZED");
        const Answer own = post(api("/order"), body, asUser(21) + QStringList{"-H", "X-User-Id: 22"});
        QVERIFY2(own.status == 202, qPrintable(own.shown()));
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(own.data().toString(), 21), QString("COMPLETED"), 30'000);
        QCOMPARE(curl(asUser(22) + QStringList{api("/order/" + own.data().toString())}).status, 403);
    }

    void whatIsTooLargeOrTooSlowIsRefused() {
        QFile large(m_folder.filePath("large"));
        QVERIFY(large.open(QIODevice::WriteOnly));
        large.write(QByteArray(2 << 20, 'x'));
        large.close();
        // Curl asks first whether so much may come (Expect: 100-continue).
        EXPECT_ANSWER(post(api("/order"), "@" + large.fileName(), asUser(1)), 413, "PAYLOAD_TOO_LARGE");
        // One that does not ask may see the connection end before it reads why (RFC 9112 9.6).
        const Answer pushed = post(api("/order"), "@" + large.fileName(), asUser(1) + QStringList{"-H", "Expect:"});
        QVERIFY2(pushed.status == 413 || pushed.status == 0, qPrintable(pushed.shown()));
        EXPECT_ANSWER(curl({api("/item")}), 200, "OK");
        // A request whose head never ends.
        const QUrl gateway(m_shop.endpoint("gateway-1"));
        QTcpSocket slow;
        slow.connectToHost(gateway.host(), static_cast<quint16>(gateway.port()));
        QVERIFY(slow.waitForConnected(30'000));
        slow.write("POST /api/order HTTP/1.1\r\nHost: shop\r\n");
        QVERIFY(slow.waitForReadyRead(60'000));
        QVERIFY2(slow.readAll().startsWith("HTTP/1.1 408"), "the sender is too slow");
    }

    void theSecondPortSpeaksTls() {
        const Answer answer = curl({"--insecure", m_shop.endpoint("gateway-2") + "/api/item"});
        QVERIFY(m_shop.endpoint("gateway-2").startsWith("https://"));
        QVERIFY2(answer.status == 200, qPrintable(answer.shown() + answer.head));
    }

    void itStopsWhenItIsToldTo() { QCOMPARE(m_shop.stop(), 0); }

    void limitsOfUsersSessionsAndPaymentsAreKept() {
        ShopProcess strict;
        QVERIFY2(strict.start(m_folder.filePath("strict"), {"--session-kept", "100ms", "--payment-failure-rate", "1"}),
                 qPrintable(strict.why()));
        const QString account = R"({"username":"park","password":"correct horse","email":"park@example.com"})";
        QCOMPARE(post(strict.api("/auth/signup"), account).status, 201);
        const Answer login = post(strict.api("/auth/login"), account);
        const QStringList session = bearer(login.data()["token"].toString());
        QTRY_COMPARE_WITH_TIMEOUT(
            [&] {
                QTest::qWait(300);  // longer than a session that nobody uses is kept
                return curl(session + QStringList{strict.api("/auth/me")}).code();
            }(),
            QString("EXPIRED_TOKEN"), 30'000);
        const Answer made =
            post(strict.api("/items"), R"({"name":"deal","price":1,"stockQuantity":5,"type":"TIME_DEAL","startAt":0})");
        QVERIFY2(made.status == 201, qPrintable(made.shown()));
        const QString body = QString(R"({"itemNumber":%1,"count":1})").arg(made.data()["itemNumber"].toInt());
        const QString id = post(strict.api("/order"), body, asUser(3)).data().toString();
        QTRY_COMPARE_WITH_TIMEOUT(curl(asUser(3) + QStringList{strict.api("/order/" + id)}).data()["status"].toString(),
                                  QString("RESERVED"), 30'000);
        const Answer declined = post(strict.api("/order/" + id), "", asUser(3));
        EXPECT_ANSWER(declined, 402, "PAYMENT_DECLINED");
        QVERIFY2(declined.message().contains("reserved until 20"), qPrintable(declined.message()));
    }

    void aUserWhoAsksTooOftenIsToldToWait() {
        ShopProcess limited;
        QVERIFY2(limited.start(m_folder.filePath("limited"), {"--user-rate", "0.01"}), qPrintable(limited.why()));
        Answer last;
        for (int n = 0; n < 60 && last.status != 429; ++n)
            last = post(limited.api("/order"), R"({"itemNumber":1,"count":1})", asUser(3));
        EXPECT_ANSWER(last, 429, "TOO_MANY_REQUESTS");
        QVERIFY2(last.head.toLower().contains("retry-after:"), last.head);
    }

    void beyondLoopbackNoNumberIsALogin() {
        QProcess program;
        program.start(RUSHLAB_PROGRAM,
                      {"serve", "--bind", "0.0.0.0", "--trust-user-number", "on", "--data", m_folder.filePath("open")});
        QVERIFY(program.waitForFinished(60'000));
        QCOMPARE(program.exitCode(), 64);
        QVERIFY(program.readAllStandardError().contains("auth.trust-user-number"));
    }
};

RUSHLAB_TEST(ShopApi)

}  // namespace rushlab::test::shop_api
#include "shop_api.moc"
