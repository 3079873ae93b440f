// A shop that is stopped, or killed, in the middle of orders, and started again on the same data: what was accepted is
// completed, once.
#include "base/random.h"
#include "tests/e2e/shop_process.h"
#include "tests/support/test_program.h"

namespace rushlab::test::serve_restart {
using namespace rushlab::test;

namespace {

constexpr int kOrders = 1'500;
constexpr int kAtOnce = 30;
constexpr int kAnswersBefore = kOrders / 5;
constexpr int kMembersFrom = 100;

// So that there is always something on its way.
const QStringList kFarAway{"--delays", "cloud"};

struct Accepted {
    int member = 0;
    QString order;
};

// What curl was told until the shop was gone.
struct Told {
    QList<Accepted> accepted;
    int undecided = 0;  // an error of the shop's own: the order may have been accepted all the same
};

}  // namespace

class ServeRestart : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    // The words of one curl that sends every order, many at once, and writes each answer into a file of its own.
    static QString ordersAsConfig(const QString& url, int item, const QString& answers) {
        QString config;
        for (int n = 0; n < kOrders; ++n) {
            config += QString(
                          "url = \"%1\"\nheader = \"Authorization: %2\"\nheader = \"Content-Type: "
                          "application/json\"\ndata = \"{\\\"itemNumber\\\":%3,\\\"count\\\":1}\"\n"
                          "output = \"%4/%5\"\nmax-time = 20\n")
                          .arg(url)
                          .arg(kMembersFrom + n)
                          .arg(item)
                          .arg(answers)
                          .arg(n);
            if (n + 1 < kOrders) config += "next\n";
        }
        return config;
    }

    // `inTheMiddle` ends the shop after so many answers, while others are on their way.
    static Told orderUntilItIsGone(ShopProcess& shop, int item, int answersBefore,
                                   const std::function<void()>& inTheMiddle) {
        const QTemporaryDir folder;
        QFile config(folder.filePath("orders"));
        const QString answers = folder.filePath("answers");
        if (!config.open(QIODevice::WriteOnly) || !QDir().mkdir(answers)) return {};
        config.write(ordersAsConfig(shop.api("/order"), item, answers).toUtf8());
        config.close();
        QProcess curl;
        curl.start("curl", {"--parallel", "--parallel-immediate", "--parallel-max", QString::number(kAtOnce),
                            "--silent", "--config", config.fileName()});
        const auto answered = [&] { return QDir(answers).entryList(QDir::Files).size(); };
        if (!QTest::qWaitFor([&] { return answered() >= answersBefore; }, 60'000)) return {};
        inTheMiddle();
        if (!curl.waitForFinished(100'000)) return {};
        Told told;
        for (int n = 0; n < kOrders; ++n) {
            QFile file(answers + "/" + QString::number(n));
            if (!file.open(QIODevice::ReadOnly)) continue;
            const QJsonObject answer = QJsonDocument::fromJson(file.readAll()).object();
            const int status = answer["status"].toInt();
            if (status == 202) told.accepted += {kMembersFrom + n, answer["data"].toString()};
            if (status >= 500) ++told.undecided;
        }
        return told;
    }

    void allAreCompleted(const QString& data, int item, const Told& told) {
        const QList<Accepted>& accepted = told.accepted;
        QVERIFY2(accepted.size() >= kOrders / 10, qPrintable(QString::number(accepted.size())));
        QVERIFY2(accepted.size() < kOrders, "it had answered all of them before it was ended");
        ShopProcess again;
        QVERIFY2(again.start(data), qPrintable(again.why()));
        const auto completed = [&] {
            const Answer found = curl(asUser(1) + QStringList{again.api("/orders?status=COMPLETED&page=0&size=1")});
            return found.data()["total"].toInt(-1);
        };
        // Those that were on their way may have been accepted too: their answers were cut off.
        QTRY_VERIFY_WITH_TIMEOUT(completed() >= accepted.size(), 60'000);
        QVERIFY2(completed() <= accepted.size() + told.undecided + kAtOnce,
                 qPrintable(QString("%1 of %2 and %3").arg(completed()).arg(accepted.size()).arg(told.undecided)));
        for (int n = 0; n < accepted.size(); n += 25) {
            const Answer order =
                curl(asUser(accepted[n].member) + QStringList{again.api("/order/" + accepted[n].order)});
            QVERIFY2(order.data()["status"].toString() == "COMPLETED", qPrintable(order.shown()));
        }
        const QString stock = again.api(QString("/stock/%1").arg(item));
        QTRY_COMPARE_WITH_TIMEOUT(curl({stock}).data().toInt(), kOrders - completed(), 30'000);
        QCOMPARE(again.stop(), 0);
    }

    int addItem(ShopProcess& shop) {
        const QString body = QString(R"({"name":"bear","price":1,"stockQuantity":%1})").arg(kOrders);
        return post(shop.api("/items"), body).data()["itemNumber"].toInt();
    }

  private slots:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void whatWasAcceptedOutlivesAStop() {
        const QString data = m_folder.filePath("stopped");
        ShopProcess shop;
        QVERIFY2(shop.start(data, kFarAway), qPrintable(shop.why()));
        const int item = addItem(shop);
        int status = -1;
        const Told told = orderUntilItIsGone(shop, item, kAnswersBefore, [&] { status = shop.stop(); });
        QCOMPARE(status, 0);
        allAreCompleted(data, item, told);
    }

    // With RUSHLAB_TEST_KILLS=50 so many sales are killed, each at another moment.
    void whatWasAcceptedOutlivesAKill_data() {
        QTest::addColumn<int>("answersBefore");
        const int kills = std::max(1, qEnvironmentVariableIntValue("RUSHLAB_TEST_KILLS"));
        rushlab::Random random(20'261'129);
        for (int kill = 1; kill <= kills; ++kill) {
            const int answers = kAnswersBefore + static_cast<int>(random.below(kOrders * 2 / 5));
            QTest::addRow("kill %d, after %d answers", kill, answers) << answers;
        }
    }
    void whatWasAcceptedOutlivesAKill() {
        QFETCH(int, answersBefore);
        const QTemporaryDir folder;
        const QString data = folder.filePath("killed");
        ShopProcess shop;
        QVERIFY2(shop.start(data, kFarAway), qPrintable(shop.why()));
        const int item = addItem(shop);
        const Told told = orderUntilItIsGone(shop, item, answersBefore, [&] { shop.kill(); });
        allAreCompleted(data, item, told);
    }
};

RUSHLAB_TEST(ServeRestart)

}  // namespace rushlab::test::serve_restart
#include "serve_restart.moc"
