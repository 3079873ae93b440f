// load/: what a crowd sends, what it writes down of it, and what it says where the shop is slow, silent or gone.
#include <set>
#include <thread>

#include "load/arrivals.h"
#include "load/load.h"
#include "tests/support/test_program.h"
#include "tests/unit/io_test_server.h"

namespace rushlab::test::load_run {
using namespace std::chrono_literals;
using domain::Code;
using verdict::Outcome;

namespace {

// What the shop of these tests has seen; its loop's thread writes, tests read once the load is over.
struct Shop {
    std::atomic<int> stock{0};
    std::atomic<int> requests{0};
    std::atomic<int> refuseAsNotOpen{0};
    std::atomic<int> declinePayments{0};
    std::atomic<bool> silent{false};
    Milliseconds takes{0};
    std::mutex mutex;
    std::multiset<std::string> asked;  // user and body
};

std::string envelope(Code code, const std::string& data) {
    return fmt::format(R"({{"success":{},"status":{},"code":"{}","message":"m","data":{}}})", domain::isSuccess(code),
                       domain::httpStatus(code), domain::name(code), data);
}

io::HttpResponse answer(Code code, const std::string& data = "null") {
    return io::HttpResponse::json(domain::httpStatus(code), envelope(code, data));
}

bool takeOne(std::atomic<int>& count) {
    if (count.load() == 0) return false;
    --count;
    return true;
}

struct Handler {
    Shop& shop;
    io::Awaitable<io::HttpResponse> operator()(io::HttpRequest& request) const { return handle(shop, request); }

    static io::Awaitable<io::HttpResponse> handle(Shop& shop, io::HttpRequest& request) {
        ++shop.requests;
        const std::string user(request.field("Authorization").value_or(request.field("X-User-Id").value_or("-")));
        {
            const std::lock_guard lock(shop.mutex);
            shop.asked.insert(fmt::format("{} {} {}", user, request.path, request.body));
        }
        if (shop.silent) co_await io::sleepFor(1h);
        if (shop.takes > 0ms) co_await io::sleepFor(shop.takes);
        if (request.path != "/api/order") {
            co_return answer(takeOne(shop.declinePayments) ? Code::PaymentDeclined : Code::Ok, "5");
        }
        if (takeOne(shop.refuseAsNotOpen)) co_return answer(Code::NotOpen);
        if (!takeOne(shop.stock)) co_return answer(Code::SoldOut);
        co_return answer(Code::Accepted, fmt::format("\"{}\"", randomUuid()));
    }
};

struct Fixture {
    explicit Fixture(int stock = 0) : server({}, Handler{shop}) {
        shop.stock = stock;
        plan.targets = {{"127.0.0.1", server.port(), false}};
        plan.items = {domain::ItemId{7}};
    }
    load::LoadOutcome run() {
        auto outcome = load::runLoad(plan, clock, live, interrupted);
        if (!outcome) qFatal("%s", outcome.error().message.c_str());
        return std::move(*outcome);
    }

    Shop shop;
    test::TestServer server;
    load::LoadPlan plan;
    RealClock clock;
    load::LiveCounts live;
    std::atomic<bool> interrupted{false};
};

std::size_t countOf(const verdict::Record& record, Outcome outcome) {
    return static_cast<std::size_t>(
        std::ranges::count_if(record.attempts, [&](const auto& attempt) { return attempt.outcome == outcome; }));
}

}  // namespace

class LoadRun : public QObject {
    Q_OBJECT
  private slots:
    void closedUsersMakeTheirOrdersAndEveryAttemptIsWrittenDown() {
        Fixture test(100);
        test.plan.arrivals = load::Closed{.users = 20, .ordersEach = 15};
        test.plan.membersFrom = 1000;
        const auto outcome = test.run();
        QCOMPARE(outcome.record.attempts.size(), 300U);
        QVERIFY(outcome.record.whole);
        QCOMPARE(countOf(outcome.record, Outcome::Ok), 100U);
        QCOMPARE(countOf(outcome.record, Outcome::Rejected), 200U);
        QCOMPARE(test.shop.requests.load(), 300);
        QCOMPARE(test.live.planned.load(), 300U);
        QCOMPARE(test.live.ended.load(), 300U);
        QCOMPARE(test.live.accepted.load(), 100U);
        QCOMPARE(outcome.latency.count(), 300U);
        QCOMPARE(outcome.acceptedLatency.count(), 100U);
        QCOMPARE(outcome.connects, 20U);
        QVERIFY(outcome.cpuTime > 0ns);
        std::set<std::string> ids;
        for (const auto& attempt : outcome.record.attempts) {
            QCOMPARE(attempt.orderId().empty(), attempt.outcome != Outcome::Ok);
            QVERIFY(attempt.sent <= attempt.answered);
            if (!attempt.orderId().empty()) ids.emplace(attempt.orderId());
            QCOMPARE(attempt.code, attempt.outcome == Outcome::Ok ? Code::Accepted : Code::SoldOut);
        }
        QCOMPARE(ids.size(), 100U);
        for (int member = 1000; member < 1020; ++member) {
            const auto body = fmt::format("{} /api/order {}", member, R"({"itemNumber":7,"count":1})");
            QCOMPARE(test.shop.asked.count(body), 15U);
        }
    }

    void aBurstIsIntendedAtOneMoment() {
        Fixture test(1'000);
        test.plan.arrivals = load::Burst{.users = 200};
        test.plan.unitsLeast = 1;
        test.plan.unitsMost = 3;
        test.plan.login = load::Login::UserIdField;
        const auto outcome = test.run();
        QCOMPARE(outcome.record.attempts.size(), 200U);
        std::set<std::int64_t> members;
        std::set<std::int32_t> units;
        for (const auto& attempt : outcome.record.attempts) {
            QCOMPARE(attempt.intended, 0ns);
            members.insert(attempt.member.value);
            units.insert(attempt.units);
        }
        QCOMPARE(members.size(), 200U);
        QVERIFY((units == std::set<std::int32_t>{1, 2, 3}));
        // The same seed asks for the same.
        Fixture again(1'000);
        again.plan.arrivals = test.plan.arrivals;
        again.plan.unitsMost = 3;
        again.plan.login = load::Login::UserIdField;
        again.run();
        QVERIFY(again.shop.asked == test.shop.asked);
    }

    void arrivalsAreSpacedAsTheirRateSays() {
        load::Arrivals arrivals({.perSecond = 1'000, .requests = 20'000}, Random(7));
        load::Arrivals same({.perSecond = 1'000, .requests = 20'000}, Random(7));
        std::chrono::nanoseconds last{0};
        std::size_t count = 0, longerThanMean = 0;
        while (const auto at = arrivals.next()) {
            QCOMPARE(*same.next(), *at);
            QVERIFY(*at >= last);
            if (*at - last > 1ms) ++longerThanMean;
            last = *at;
            ++count;
        }
        QCOMPARE(count, 20'000U);
        // 20 s by the rate; a share of 1/e of exponential gaps is longer than their mean.
        QVERIFY(last > 19s && last < 21s);
        QVERIFY(longerThanMean > 7'000 && longerThanMean < 7'700);
        load::Arrivals lasting({.perSecond = 1'000, .lasting = 500ms}, Random(7));
        std::size_t within = 0;
        while (const auto at = lasting.next()) {
            QVERIFY(*at < 500ms);
            ++within;
        }
        QVERIFY(within > 400 && within < 600);
    }

    void anOpenLoadSendsAllThatItPlanned() {
        Fixture test(1'000'000);
        test.plan.arrivals = load::Open{.perSecond = 2'000, .requests = 400, .connections = 50, .lateMost = 60s};
        test.plan.members = 100;
        const auto outcome = test.run();
        QCOMPARE(outcome.record.attempts.size(), 400U);
        QCOMPARE(countOf(outcome.record, Outcome::Ok), 400U);
        QCOMPARE(outcome.dropped, 0U);
        QVERIFY(outcome.record.whole);
        for (const auto& attempt : outcome.record.attempts)
            QVERIFY(attempt.sent >= attempt.intended);
    }

    void whatNoConnectionWasFreeForIsDroppedAndRecorded() {
        Fixture test(1'000);
        test.shop.takes = 100ms;
        test.plan.arrivals = load::Open{.perSecond = 1'000, .requests = 200, .connections = 2, .lateMost = 50ms};
        const auto outcome = test.run();
        QCOMPARE(outcome.record.attempts.size(), 200U);
        QVERIFY(outcome.dropped > 100);
        QCOMPARE(test.live.dropped.load(), outcome.dropped);
        QCOMPARE(countOf(outcome.record, Outcome::Failed), outcome.dropped);
        QCOMPARE(static_cast<std::size_t>(test.shop.requests.load()), 200 - outcome.dropped);
        for (const auto& attempt : outcome.record.attempts)
            QCOMPARE(attempt.wasSent(), attempt.outcome != Outcome::Failed);
        // Most were dropped: were they left out, all that is left would have been answered in time.
        QCOMPARE(outcome.latency.count(), 200U);
        QCOMPARE(outcome.serviceTime.count(), 200 - outcome.dropped);
        QVERIFY(outcome.latency.percentile(0.01) >= 45ms);
    }

    // Two connections, forty users who come almost at once, a tenth of a second each: the last ones wait two seconds,
    // although none of them is served for longer than the first.
    void waitingForAConnectionIsPartOfTheLatency() {
        Fixture test(1'000);
        test.shop.takes = 100ms;
        test.plan.arrivals = load::Open{.perSecond = 1'000'000, .requests = 40, .connections = 2, .lateMost = 10min};
        const auto outcome = test.run();
        QCOMPARE(outcome.dropped, 0U);
        QCOMPARE(outcome.latency.count(), 40U);
        auto attempts = outcome.record.attempts;
        std::ranges::sort(attempts, {}, &verdict::Attempt::answered);
        QVERIFY(attempts.back().intended < 10ms);
        // Nobody can be answered before the rounds of those who came earlier are over.
        for (std::size_t at = 0; at < attempts.size(); ++at)
            QVERIFY(attempts[at].answered - attempts[at].intended >= 100ms * (at / 2 + 1) - 10ms);
        // A histogram's figure is that of its bar: a little less than the time itself.
        QVERIFY(outcome.latency.percentile(0.5) >= 900ms);
        QVERIFY(outcome.latency.max() >= 1'900ms);
        QVERIFY(outcome.serviceTime.min() < outcome.latency.percentile(0.5));
    }

    void aLoadMayTakeAsLongAsEveryAnswerAtItsLastMoment() {
        load::LoadPlan plan;
        plan.connectWithin = 5s;
        plan.answerWithin = 10s;
        plan.arrivals = load::Closed{.users = 9, .lasting = 2h};
        QCOMPARE(load::mayTake(plan), Milliseconds(2h) + 15s);
        plan.arrivals = load::Burst{.users = 9, .ordersEach = 4};
        QCOMPARE(load::mayTake(plan), Milliseconds(60s));
        plan.payments = {.share = 1, .delayMost = 2s, .triesMost = 3};
        QCOMPARE(load::mayTake(plan), Milliseconds(4 * (15s + 2s + 45s)));
        plan.payments = {};
        plan.arrivals = load::Open{.perSecond = 100, .requests = 6'000, .lateMost = 1s};
        QCOMPARE(load::mayTake(plan), Milliseconds(90s + 1s + 15s));
        plan.arrivals = load::Closed{.users = 9, .ordersEach = 1'000'000'000, .thinkTime = 1h};
        QCOMPARE(load::mayTake(plan), Milliseconds(7 * 24h));
    }

    void whatIsNotAnsweredIsUnknown() {
        Fixture test(10);
        test.shop.silent = true;
        test.plan.arrivals = load::Burst{.users = 5};
        test.plan.answerWithin = 200ms;
        const auto outcome = test.run();
        QCOMPARE(countOf(outcome.record, Outcome::Unknown), 5U);
        QVERIFY(outcome.record.whole);
        for (const auto& attempt : outcome.record.attempts) {
            QVERIFY(attempt.wasSent());
            QCOMPARE(attempt.answered, 0ns);
            QCOMPARE(attempt.status, 0);
        }
        QVERIFY(outcome.latency.min() >= 200ms);
    }

    void aServerThatIsNotThereIsSaid() {
        Fixture test;
        test.plan.targets = {{"127.0.0.1", 1, false}};
        test.plan.arrivals = load::Burst{.users = 100};
        const auto outcome = load::runLoad(test.plan, test.clock, test.live, test.interrupted);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Unavailable);
        QVERIFY(outcome.error().message.find("127.0.0.1:1") != std::string::npos);
    }

    void interruptedOrOutOfTimeIsNotWhole() {
        Fixture test(1'000'000);
        test.shop.silent = true;
        test.plan.arrivals = load::Closed{.users = 3, .ordersEach = 1'000};
        std::jthread interrupter([&] {
            while (test.live.begun.load() < 3)
                std::this_thread::yield();
            test.interrupted = true;
        });
        const auto outcome = test.run();
        QVERIFY(!outcome.record.whole);
        QCOMPARE(countOf(outcome.record, Outcome::Unknown), 3U);
        QCOMPARE(outcome.record.cutShort, "it was interrupted");

        Fixture late(1'000'000);
        late.plan.arrivals = load::Closed{.users = 3, .ordersEach = 1'000, .thinkTime = 1h};
        late.plan.timeMost = 100ms;
        const auto timeOver = late.run();
        QVERIFY(!timeOver.record.whole);
        QVERIFY2(timeOver.record.cutShort.find("were over") != std::string::npos, timeOver.record.cutShort.c_str());
        QVERIFY(timeOver.record.attempts.size() < 3'000);
    }

    void usersAskAgainUntilTheSaleOpensAndPayForWhatTheyGot() {
        Fixture test(10);
        test.shop.refuseAsNotOpen = 25;
        test.shop.declinePayments = 3;
        test.plan.arrivals = load::Burst{.users = 10};
        test.plan.notOpenAgainAfter = 5ms;
        test.plan.payments = {.share = 1, .delayLeast = 1ms, .delayMost = 10ms, .triesMost = 20};
        const auto outcome = test.run();
        QCOMPARE(outcome.record.attempts.size(), 35U);
        QCOMPARE(countOf(outcome.record, Outcome::Ok), 10U);
        QCOMPARE(outcome.record.payments.size(), 13U);
        QCOMPARE(test.live.paid.load(), 10U);
        std::set<std::string> paid;
        for (const auto& payment : outcome.record.payments) {
            QVERIFY(domain::isUuid(payment.orderId()));
            if (payment.outcome == Outcome::Ok) paid.emplace(payment.orderId());
        }
        QCOMPARE(paid.size(), 10U);
    }

    void aPlanThatCannotBeIsRefused_data() {
        QTest::addColumn<int>("flaw");
        QTest::addColumn<QString>("says");
        QTest::newRow("no target") << 0 << "target";
        QTest::newRow("a name") << 1 << "localhost";
        QTest::newRow("no item") << 2 << "item";
        QTest::newRow("no end") << 3 << "no end";
        QTest::newRow("units") << 4 << "from 0 to 1";
        QTest::newRow("no tokens") << 5 << "0 tokens";
        QTest::newRow("payments at a rate") << 6 << "burst";
    }
    void aPlanThatCannotBeIsRefused() {
        QFETCH(int, flaw);
        QFETCH(QString, says);
        load::LoadPlan plan;
        plan.targets = {{"127.0.0.1", 80, false}};
        plan.items = {domain::ItemId{1}};
        plan.arrivals = load::Burst{.users = 1};
        QVERIFY(load::validate(plan));
        if (flaw == 0) plan.targets.clear();
        if (flaw == 1) plan.targets[0].host = "localhost";
        if (flaw == 2) plan.items.clear();
        if (flaw == 3) plan.arrivals = load::Closed{.users = 1};
        if (flaw == 4) plan.unitsLeast = 0;
        if (flaw == 5) plan.login = load::Login::Token;
        if (flaw == 6) {
            plan.arrivals = load::Open{.perSecond = 1, .requests = 1};
            plan.payments.share = 1;
        }
        const auto valid = load::validate(plan);
        QVERIFY(!valid);
        QCOMPARE(valid.error().code, ErrorCode::Invalid);
        QVERIFY2(QString::fromStdString(valid.error().message).contains(says), valid.error().message.c_str());
    }
};

RUSHLAB_TEST(LoadRun)

}  // namespace rushlab::test::load_run
#include "load_run.moc"
