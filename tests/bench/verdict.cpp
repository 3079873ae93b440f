// How long a verdict on a million orders takes: reading them all from SQLite, and checking them.
//
//     bench_verdict [orders]                   (1,000,000 where nothing is said)
#include <QCoreApplication>
#include <cstdlib>

#include "tests/bench/figures.h"
#include "tests/support/embedded_engines.h"
#include "tests/support/sold_orders.h"
#include "verdict/collect.h"
#include "verdict/sale_checks.h"

using namespace rushlab;

namespace {

verdict::Record recordOf(std::int64_t orders) {
    verdict::Record record;
    record.whole = true;
    for (std::int64_t number = 1; number <= orders; ++number) {
        verdict::Attempt attempt;
        attempt.member = domain::MemberId{number};
        attempt.item = domain::ItemId{test::kSoldItem};
        attempt.units = 1;
        attempt.outcome = verdict::Outcome::Ok;
        attempt.sent = attempt.answered = std::chrono::milliseconds(1);
        std::ranges::copy(test::soldOrderId(number), attempt.order.begin());
        record.attempts.push_back(attempt);
    }
    return record;
}

double secondsSince(SteadyTime from) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

}  // namespace

int main(int argumentCount, char** arguments) {
    const QCoreApplication application(argumentCount, arguments);  // Qt Sql finds its drivers through it
    const std::int64_t orders = argumentCount > 1 ? std::atoll(arguments[1]) : 1'000'000;
    if (orders < 1) {
        fmt::print(stderr, "usage: bench_verdict [orders]\n");
        return 64;
    }
    bench::Figures figures("verdict");
    const RealClock clock;
    const test::EmbeddedEngines engines(clock);
    const roles::Ports ports = engines.ports();
    io::Loop loop;
    auto sell = [orders](sql::Session& session) { return test::sellAtOnce(session, orders); };
    const auto sold =
        loop.runUntilDone(ports.database.transact(Deadline::in(std::chrono::minutes(5)), std::move(sell)));
    if (!sold) abortBecause(sold.error().message);
    const verdict::Record record = recordOf(orders);
    std::vector<verdict::WatchedItem> items{{domain::ItemId{test::kSoldItem}, "stock:1", "reservations:1"}};

    auto began = std::chrono::steady_clock::now();
    const auto state = loop.runUntilDone(verdict::collectSale(
        {ports.keyValue, ports.queue, ports.database}, std::move(items), {}, Deadline::in(std::chrono::minutes(5))));
    if (!state) abortBecause(state.error().message);
    figures.atMost(fmt::format("seconds to collect {} orders", orders), secondsSince(began), 20, "s");
    began = std::chrono::steady_clock::now();
    const auto checks = verdict::checkSale(record, *state, {});
    figures.atMost("seconds to check them", secondsSince(began), 10, "s");
    if (verdict::overall(checks) != verdict::Verdict::Pass) abortBecause("a right sale was not found right");
    return figures.exitStatus();
}
