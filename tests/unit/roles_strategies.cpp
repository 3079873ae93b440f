// roles/order: forty buyers at once, on two instances, for ten units: every strategy sells what it should, on every
// engine that can do its mechanism.
#include "tests/support/test_program.h"
#include "tests/unit/roles_shop.h"

namespace rushlab::test::roles_strategies {
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kUnits = 10;
constexpr int kBuyers = 40;

std::string shown(const std::vector<Answered>& answers) {
    for (const Answered& answer : answers) {
        if (answer.status != 201 && answer.status != 202 && !answer.says("SOLD_OUT")) return answer.body;
    }
    return "";
}

void addRows() {
    QTest::addColumn<QString>("strategy");
    QTest::addColumn<bool>("postgres");
    QTest::addColumn<std::int64_t>("count");
    for (const roles::StrategyInfo& info : roles::allStrategies()) {
        const QString id = QString::fromUtf8(info.id.data(), static_cast<qsizetype>(info.id.size()));
        // What happens in the key-value engine alone is the same on every database.
        const bool inDatabase = !info.queued && info.id != "lua";
        for (const bool postgres : {false, true}) {
            for (const std::int64_t count : {1, 3}) {
                if (postgres && !inDatabase) continue;
                const QString name = QStringLiteral("%1, %2 units, %3")
                                         .arg(id, QString::number(count), postgres ? "PostgreSQL" : "SQLite");
                QTest::newRow(name.toUtf8().constData()) << id << postgres << count;
            }
        }
    }
}

}  // namespace

class RolesStrategies : public QObject {
    Q_OBJECT

  private slots:
    void sellsWhatItShould_data() { addRows(); }
    void sellsWhatItShould() {
        QFETCH(const QString, strategy);
        QFETCH(const bool, postgres);
        QFETCH(const std::int64_t, count);
        if (postgres) SKIP_WITHOUT_POSTGRES();
        Shop shop(postgres);
        const roles::StrategyInfo& info = *roles::findStrategy(strategy.toStdString());
        shop.settings.strategy = info.id;
        if (info.needsRowLocks && !postgres) {
            const auto refused = shop.tryOpen();
            QVERIFY(!refused && refused.error().code == ErrorCode::Invalid);
            QVERIFY2(refused.error().message.find("PostgreSQL") != std::string::npos, refused.error().message.c_str());
            return;
        }
        const auto one = shop.open(1), two = shop.open(2);
        const std::vector<roles::RoleHost*> hosts{one.get(), two.get()};
        const auto right = static_cast<std::size_t>(kUnits / count);
        std::size_t accepted = 0, all = 0;
        // A strategy without a guard oversells only if buyers meet, which a busy machine can keep from happening once.
        const int sales = info.expectation == roles::Expectation::Right ? 1 : 10;
        for (int sale = 0; sale < sales && accepted <= right; ++sale) {
            const auto answers = sell(hosts, shop.addItem(kUnits).value, count, info.id != "mq-list");
            accepted = test::countOf(answers, info.queued ? 202 : 201);
            all += accepted;
            const std::string other = shown(answers);
            QVERIFY2(other.empty(), other.c_str());
        }
        if (info.id == "mq-list")
            QCOMPARE(accepted, static_cast<std::size_t>(kBuyers));
        else if (info.expectation == roles::Expectation::Right)
            QCOMPARE(accepted, right);
        else
            QVERIFY2(accepted > right, qPrintable(QString("sold to %1 only").arg(accepted)));
        if (info.queued) {
            QCOMPARE(shop.queued(), accepted);
            return;
        }
        QCOMPARE(shop.soldUnits(), static_cast<std::int64_t>(all) * count);
        if (info.expectation == roles::Expectation::Right) QCOMPARE(shop.units("initial - quantity"), shop.soldUnits());
    }

  private:
    // Both instances know the item before the crowd comes: else whoever looks it up first is served before the other.
    static std::vector<Answered> sell(const std::vector<roles::RoleHost*>& hosts, std::int64_t item, std::int64_t count,
                                      bool tellFirst) {
        Buyers buyers;
        for (roles::RoleHost* host : hosts) {
            if (tellFirst && !buyers.send(*host, Buyers::order(1, item, 1'000)).says("SOLD_OUT"))
                qFatal("an order for more than there is was not refused");
        }
        std::vector<Buyers::Wish> wishes;
        for (int buyer = 1; buyer <= kBuyers; ++buyer)
            wishes.push_back(Buyers::order(buyer, item, count));
        return buyers.send(hosts, std::move(wishes));
    }
};

RUSHLAB_TEST(RolesStrategies)

}  // namespace rushlab::test::roles_strategies
#include "roles_strategies.moc"
