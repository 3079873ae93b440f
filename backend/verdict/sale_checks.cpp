#include "verdict/sale_checks.h"

#include <algorithm>

#include "verdict/sale_view.h"

namespace rushlab::verdict {
namespace {

void addSoldOut(ItemSums& sums, std::int64_t units) {
    sums.soldOut += units;
    sums.soldOutLeast = sums.soldOutLeast == 0 ? units : std::min(sums.soldOutLeast, units);
}

void addUndecided(ItemSums& sums, std::int64_t units) {
    sums.undecided += units;
    sums.undecidedLeast = sums.undecidedLeast == 0 ? units : std::min(sums.undecidedLeast, units);
}

void addAttempt(ItemSums& sums, const Attempt& attempt, bool cameTooLate) {
    const std::int64_t units = attempt.units;
    sums.unitsMost = std::max(sums.unitsMost, units);
    const bool turnedAway = attempt.outcome == Outcome::Rejected && attempt.code == domain::Code::TooManyRequests;
    if (turnedAway || attempt.outcome == Outcome::Failed || attempt.outcome == Outcome::Unknown)
        addUndecided(sums, units);
    else
        ++sums.decided;
    if (cameTooLate) return addSoldOut(sums, units);
    switch (attempt.outcome) {
        case Outcome::Ok:
            sums.accepted += units;
            break;
        case Outcome::Rejected:
            if (attempt.code == domain::Code::SoldOut) addSoldOut(sums, units);
            break;
        case Outcome::Failed:
            if (attempt.wasSent()) sums.failed += units;
            break;
        case Outcome::Unknown:
            sums.unknown += units;
            break;
    }
}

}  // namespace

SaleView::SaleView(const Record& ownRecord, const StoresState& ownStores, const SaleExpectations& ownExpectations)
    : record(ownRecord), stores(ownStores), expectations(ownExpectations) {
    for (const ItemState& state : stores.items)
        sums[state.item.value] = {};
    for (const StoredOrder& order : stores.orders) {
        ItemSums& ofItem = sums[order.item.value];
        if (neverHadUnits(order)) continue;
        (domain::holdsUnits(order.status) ? ofItem.holding : ofItem.returned) += order.units;
    }
    for (const Attempt& attempt : record.attempts) {
        addAttempt(sums[attempt.item.value], attempt, cameTooLate(attempt));
        if (attempt.outcome == Outcome::Unknown) ++unknownOf[attempt.member.value];
        if (attempt.outcome == Outcome::Failed && attempt.wasSent()) failedOf[attempt.member.value] = &attempt;
        if (attempt.outcome == Outcome::Ok && domain::isUuid(attempt.orderId()))
            promises.push_back({orderKeyOf(attempt.orderId()), &attempt});
    }
    std::ranges::sort(promises, {}, &Promise::key);
    auto unknownLeft = unknownOf;
    for (const StoredOrder& order : stores.orders) {
        const auto asked = unknownLeft.find(order.member.value);
        if (asked == unknownLeft.end() || asked->second == 0 || isPromised(order.key)) continue;
        if (order.createdAt < record.beganAt || neverHadUnits(order)) continue;
        --asked->second;
        sums[order.item.value].undecided -= order.units;
    }
}

bool SaleView::neverHadUnits(const StoredOrder& order) const {
    return expectations.takesInWorker && order.status == domain::OrderStatus::Canceled;
}

bool SaleView::cameTooLate(const Attempt& attempt) const {
    if (attempt.outcome != Outcome::Ok || !domain::isUuid(attempt.orderId())) return false;
    const auto orders = stored(orderKeyOf(attempt.orderId()));
    return !orders.empty() && neverHadUnits(orders.front());
}

const ItemState* SaleView::item(domain::ItemId id) const {
    const auto found = std::ranges::find(stores.items, id, &ItemState::item);
    return found == stores.items.end() ? nullptr : &*found;
}

std::span<const StoredOrder> SaleView::stored(OrderKey key) const {
    const auto range = std::ranges::equal_range(stores.orders, key, {}, &StoredOrder::key);
    return {range.begin(), range.end()};
}

bool SaleView::isPromised(OrderKey key) const {
    return std::ranges::binary_search(promises, key, {}, &Promise::key);
}

bool SaleView::isMoving() const {
    return !stores.drained ||
           std::ranges::any_of(stores.queues, [](const QueueState& queue) { return queue.ready + queue.unacked > 0; });
}

std::vector<Check> checkSale(const Record& record, const StoresState& stores, const SaleExpectations& expectations) {
    SaleView view(record, stores, expectations);
    std::vector<Check> checks;
    checkRecord(checks, record);
    checkStock(checks, view);
    checkOrders(checks, view);
    checkAgreement(checks, view);
    checkDrained(checks, stores.queues, stores.outboxRows, stores.deadLetterCount, stores.drained);
    checkDeadLetters(checks, stores.deadLetterCount, stores.deadLetters);
    checkAnswers(checks, record, expectations.mayFail,
                 fmt::format("{} of them turned out to be in the database", view.unknownDone));
    return checks;
}

}  // namespace rushlab::verdict
