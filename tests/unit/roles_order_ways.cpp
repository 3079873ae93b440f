// The book of orders' ways: what it keeps, in which order it tells it, where it ends, and many who write at once.
#include <set>
#include <thread>

#include "roles/order_ways.h"
#include "tests/support/test_program.h"

namespace rushlab::test::roles_order_ways {
using namespace rushlab::roles;
using namespace std::chrono_literals;

namespace {

const SteadyTime kBegan{1'000s};

struct Book {
    explicit Book(std::size_t ordersMost = OrderWays::kOrdersMost) : ways(kBegan, ordersMost) {}

    void begin(const std::string& order, const std::string& trace = "") { ways.begin(order, trace); }
    void tell(const std::string& order, WayStep step, std::chrono::microseconds at, std::string_view detail = "") {
        ways.tell(order, place, step, detail, kBegan + at);
    }
    std::vector<WayStep> steps(const std::string& order) const {
        std::vector<WayStep> found;
        for (const OrderWays::Told& told : ways.wayOf(order))
            found.push_back(told.step);
        return found;
    }

    OrderWays ways;
    OrderWays::Place place = ways.place("order-1");
};

using Steps = std::vector<WayStep>;

}  // namespace

class RolesOrderWays : public QObject {
    Q_OBJECT

  private slots:
    void everyStepHasAName() {
        std::set<std::string_view> names;
        for (std::size_t at = 0; at < kWaySteps; ++at)
            names.insert(name(static_cast<WayStep>(at)));
        QCOMPARE(names.size(), kWaySteps);
        QVERIFY(!names.contains(""));
        QCOMPARE(name(WayStep::Arrived), std::string_view("arrived"));
        QCOMPARE(name(WayStep::Expired), std::string_view("expired"));
    }

    void stepsAreToldInTheOrderOfTheirTimeWhoeverToldFirst() {
        Book book;
        book.begin("a");
        book.tell("a", WayStep::Stored, 30us, "COMPLETED");
        book.tell("a", WayStep::UnitsTaken, 10us);
        book.tell("a", WayStep::Published, 20us);
        const std::vector<OrderWays::Told> way = book.ways.wayOf("a");
        QCOMPARE(way, (std::vector<OrderWays::Told>{{10us, "order-1", WayStep::UnitsTaken, ""},
                                                    {20us, "order-1", WayStep::Published, ""},
                                                    {30us, "order-1", WayStep::Stored, "COMPLETED"}}));
        QVERIFY(book.ways.wayOf("b").empty());
    }

    void whatAGatewaySawBeforeTheOrderHadAnIdBelongsToIt() {
        Book book;
        const OrderWaysPen gateway(&book.ways, "gateway-1");
        {
            const OrderVisit visit(gateway, "trace", kBegan + 1us);
            visit.tell(WayStep::Forwarded, "order-1");
            QVERIFY(book.ways.orders().empty());
            book.begin("a", "trace");
            visit.tell(WayStep::Answered, "202");
        }
        QCOMPARE(book.steps("a"), (Steps{WayStep::Arrived, WayStep::Forwarded, WayStep::Answered}));
        const auto way = book.ways.wayOf("a");
        QCOMPARE(way[0].at, 1us);
        QCOMPARE(way[1].where, std::string("gateway-1"));
        QCOMPARE(way[1].detail, std::string("order-1"));
    }

    void aRepeatedRequestIsASecondVisitOfTheOneOrder() {
        Book book;
        const OrderWaysPen gateway(&book.ways, "gateway-1");
        for (const char* trace : {"first", "second"}) {
            const OrderVisit visit(gateway, trace, kBegan + 1us);
            book.begin("a", trace);
            visit.tell(WayStep::Answered);
        }
        QCOMPARE(book.ways.orders(), std::vector<std::string>{"a"});
        QCOMPARE(book.steps("a"), (Steps{WayStep::Arrived, WayStep::Arrived, WayStep::Answered, WayStep::Answered}));
    }

    void aVisitThatComesToNoOrderLeavesNothingAndTakesNoRoom() {
        Book book(1);
        const OrderWaysPen gateway(&book.ways, "gateway-1");
        for (int round = 0; round < 10; ++round) {
            const OrderVisit visit(gateway, "trace", kBegan);
            visit.tell(WayStep::Forwarded);
        }
        book.begin("a", "trace");
        QCOMPARE(book.ways.orders(), std::vector<std::string>{"a"});
        QVERIFY(book.ways.wayOf("a").empty());
    }

    void theFirstOrdersAreKeptAndLaterOnesAreNot() {
        Book book(3);
        for (const char* order : {"c", "a", "b", "d", "e"}) {
            book.begin(order);
            book.tell(order, WayStep::Received, 1us);
        }
        QCOMPARE(book.ways.orders(), (std::vector<std::string>{"c", "a", "b"}));
        QVERIFY(book.ways.wayOf("d").empty());
        QVERIFY(!book.ways.openVisit("trace"));
        book.begin("a");
        book.tell("a", WayStep::Stored, 2us);
        QCOMPARE(book.steps("a"), (Steps{WayStep::Received, WayStep::Stored}));
    }

    // Ids grow with time, but not strictly: instances draw them side by side.
    void anOrderWithAnEarlierIdThanTheLastOneKeptIsStillToldOf() {
        Book book(2);
        book.begin("b");
        book.begin("a");
        book.begin("0");  // earlier than both, and too late
        for (const char* order : {"a", "b", "0", "c"})
            book.tell(order, WayStep::Stored, 10us);
        QCOMPARE(book.steps("a"), Steps{WayStep::Stored});
        QCOMPARE(book.steps("b"), Steps{WayStep::Stored});
        QCOMPARE(book.steps("0"), Steps{});
        QCOMPARE(book.steps("c"), Steps{});
        for (const char* order : {"a", "b"})
            QVERIFY(book.ways.hasRoomFor(order));
        for (const char* order : {"0", "c"})
            QVERIFY(!book.ways.hasRoomFor(order));
    }

    void anOrderThatIsTriedForEverEndsAtItsBound() {
        Book book;
        const OrderWaysPen gateway(&book.ways, "gateway-1");
        book.begin("a");
        for (std::size_t step = 0; step < 2 * OrderWays::kStepsMost; ++step)
            book.tell("a", WayStep::Delayed, 1us);
        const OrderVisit visit(gateway, "trace", kBegan);
        book.begin("a", "trace");
        visit.tell(WayStep::Answered);
        QCOMPARE(book.steps("a").size(), OrderWays::kStepsMost);
    }

    void wordsBeyondTheBoundAreLeftOut() {
        Book book;
        for (int number = 0; number < 20'000; ++number) {
            const std::string order = std::to_string(number % 4'000);
            book.begin(order);
            book.tell(order, WayStep::StockRead, 1us, std::to_string(number));
        }
        QCOMPARE(book.ways.wayOf("7").front().detail, std::string("7"));
        QCOMPARE(book.ways.wayOf("3999").back().detail, std::string());
        QCOMPARE(book.ways.wayOf("3999").back().where, std::string("order-1"));
    }

    void withoutABookNothingIsToldAndNothingIsWanted() {
        const OrderWaysPen none(nullptr, "order-1");
        QVERIFY(!none.isWanted());
        none.begin(domain::OrderId{"a"}, "trace", kBegan);
        none.tell("a", WayStep::UnitsTaken);
        const OrderVisit visit(none, "trace", kBegan);
        visit.tell(WayStep::Answered);
        Book book;
        QVERIFY(OrderWaysPen(&book.ways, "order-1").isWanted());
    }

    // Gateways, order instances and workers tell, and a window reads, until the book is full and beyond.
    void manyTellAndSomebodyReadsAtOnce() {
        constexpr int kThreads = 4;
        constexpr int kOrdersEach = 400;
        constexpr std::size_t kMost = 1'000;
        Book book(kMost);
        std::atomic<bool> done = false;
        std::vector<std::jthread> threads;
        const auto sell = [&book](int thread) {
            const OrderWaysPen pen(&book.ways, "instance-" + std::to_string(thread));
            for (int at = 0; at < kOrdersEach; ++at) {
                const std::string order = std::to_string(thread * kOrdersEach + at);
                const OrderVisit visit(pen, "trace" + order, std::chrono::steady_clock::now());
                pen.begin(domain::OrderId{order}, "trace" + order, std::chrono::steady_clock::now());
                pen.tell(order, WayStep::StockRead, std::to_string(at));
                // Of somebody else's, too, as the worker does.
                pen.tell(std::to_string(at * kThreads), WayStep::Redelivered);
                visit.tell(WayStep::Answered, "202");
            }
        };
        threads.reserve(kThreads + 1);
        for (int thread = 0; thread < kThreads; ++thread)
            threads.emplace_back(sell, thread);
        std::size_t read = 0;
        threads.emplace_back([&] {
            while (!done) {
                for (const std::string& order : book.ways.orders())
                    read += book.ways.wayOf(order).size();
            }
        });
        for (int thread = 0; thread < kThreads; ++thread)
            threads[static_cast<std::size_t>(thread)].join();
        done = true;
        threads.clear();
        const std::vector<std::string> orders = book.ways.orders();
        QCOMPARE(orders.size(), kMost);
        QCOMPARE(std::set<std::string>(orders.begin(), orders.end()).size(), kMost);
        for (const std::string& order : orders) {
            const auto way = book.ways.wayOf(order);
            QVERIFY(std::ranges::is_sorted(way, {}, &OrderWays::Told::at));
            const auto received = [](const OrderWays::Told& told) { return told.step == WayStep::Received; };
            QCOMPARE(std::ranges::count_if(way, received), 1);
        }
    }
};

RUSHLAB_TEST(RolesOrderWays)

}  // namespace rushlab::test::roles_order_ways
#include "roles_order_ways.moc"
