// Each order by itself: whoever was promised one has it, once, and nobody else has any.
#include <algorithm>

#include "verdict/evidence.h"
#include "verdict/sale_view.h"

namespace rushlab::verdict {
namespace {

using domain::OrderStatus;

std::unordered_set<std::string_view> ordersPaid(const Record& record, Outcome outcome) {
    std::unordered_set<std::string_view> paid;
    for (const Payment& payment : record.payments) {
        if (payment.outcome == outcome) paid.insert(payment.orderId());
    }
    return paid;
}

// Why an accepted order is not what it was promised to be; empty: it is.
std::string_view lossOf(const SaleView& view, const StoredOrder& order) {
    const ItemState* item = view.item(order.item);
    const bool timeDeal = item && item->type == domain::ItemType::TimeDeal;
    switch (order.status) {
        case OrderStatus::Completed:
        case OrderStatus::Paid:
            return "";
        case OrderStatus::Reserved:
            return timeDeal ? "" : "is RESERVED, and nothing will complete it";
        case OrderStatus::Expired:
            return timeDeal ? "" : "was released as overdue";
        case OrderStatus::Pending:
            return "is still PENDING";
        case OrderStatus::Canceled:
            return view.neverHadUnits(order) ? "" : "was canceled";
    }
    return "";
}

Check lost(const SaleView& view) {
    Evidence evidence;
    Evidence mayCome;
    for (const Attempt& attempt : view.record.attempts) {
        if (attempt.outcome != Outcome::Ok) continue;
        if (!domain::isUuid(attempt.orderId())) {
            evidence.add("member {} was answered {} without an order's id", attempt.member.value, attempt.status);
            continue;
        }
        const auto stored = view.stored(orderKeyOf(attempt.orderId()));
        if (stored.empty()) {
            (view.isMoving() ? mayCome : evidence)
                .add("{} of member {}: accepted ({}), and not in the database", attempt.orderId(), attempt.member.value,
                     attempt.status);
            continue;
        }
        const std::string_view loss = lossOf(view, stored.front());
        if (loss.empty()) continue;
        const bool mayStill = stored.front().status == OrderStatus::Pending && view.isMoving();
        (mayStill ? mayCome : evidence)
            .add("{} of member {}: accepted ({}), and {}", attempt.orderId(), attempt.member.value, attempt.status,
                 loss);
    }
    if (evidence.empty() && !mayCome.empty()) {
        return noneOf("lost", std::move(mayCome),
                      "Accepted orders that are not completed, while the queue is not empty.", Verdict::Unknown);
    }
    return noneOf("lost", std::move(evidence), "Orders that were accepted and are not completed.");
}

void compare(Evidence& evidence, const SaleView& view, const Promise& promise) {
    const Attempt& attempt = *promise.attempt;
    for (const StoredOrder& order : view.stored(promise.key)) {
        if (!domain::holdsUnits(order.status) && order.units == 0) continue;  // released before it was stored
        if (order.item != attempt.item || order.units != attempt.units) {
            evidence.add("{} of member {}: asked for {} of item {}, holds {} of item {} in {} lines",
                         toText(promise.key), attempt.member.value, attempt.units, attempt.item.value, order.units,
                         order.item.value, order.lines);
        }
        if (order.member != attempt.member) {
            evidence.add("{} was told to member {} and belongs to member {}", toText(promise.key), attempt.member.value,
                         order.member.value);
        }
    }
}

Check duplicated(const SaleView& view) {
    Evidence evidence;
    const Promise* last = nullptr;
    for (const Promise& promise : view.promises) {
        const bool repeated = last && last->key == promise.key;
        if (repeated && !view.expectations.repeatsAreOne) {
            evidence.add("{} was told to member {} and again to member {}", toText(promise.key),
                         last->attempt->member.value, promise.attempt->member.value);
        }
        if (!repeated) compare(evidence, view, promise);
        last = &promise;
    }
    return noneOf("duplicated", std::move(evidence),
                  "Orders that were given twice, or hold other units than were asked for.");
}

Check phantom(SaleView& view) {
    Evidence evidence;
    auto unknownLeft = view.unknownOf;
    for (const StoredOrder& order : view.stores.orders) {
        if (order.createdAt < view.record.beganAt || !domain::holdsUnits(order.status)) continue;
        if (view.isPromised(order.key)) continue;
        if (const auto unknown = unknownLeft.find(order.member.value);
            unknown != unknownLeft.end() && unknown->second > 0) {
            --unknown->second;
            ++view.unknownDone;
            continue;
        }
        const auto failed = view.failedOf.find(order.member.value);
        if (failed != view.failedOf.end()) {
            evidence.add("{} of member {}: refused with {} {}, and is {}", toText(order.key), order.member.value,
                         failed->second->status, domain::name(failed->second->code), domain::name(order.status));
        } else {
            evidence.add("{} of member {}: nobody was told of it, and it is {}", toText(order.key), order.member.value,
                         domain::name(order.status));
        }
    }
    // Whoever asked for them may stand in the part of the record that was never written.
    return noneOf("phantom", std::move(evidence), "Orders in the database that nobody was promised.",
                  view.record.whole ? Verdict::Fail : Verdict::Unknown);
}

// beganAt is whole milliseconds, rounded down: what this says was before a moment surely was.
WallTime answeredAt(const SaleView& view, const Attempt& attempt) {
    return view.record.beganAt + std::chrono::ceil<Milliseconds>(attempt.answered) + Milliseconds{1};
}

// Requests that were decided on before the sale opened.
std::size_t cameEarly(const SaleView& view) {
    return static_cast<std::size_t>(std::ranges::count_if(view.record.attempts, [&view](const Attempt& attempt) {
        const ItemState* item = view.item(attempt.item);
        return attempt.answered.count() > 0 && item && item->startAt && answeredAt(view, attempt) < *item->startAt;
    }));
}

Check earlySale(const SaleView& view) {
    Evidence evidence;
    for (const StoredOrder& order : view.stores.orders) {
        const ItemState* item = view.item(order.item);
        if (item && item->startAt && order.createdAt < *item->startAt) {
            evidence.add("{} of member {}: accepted {} ms before the sale opened", toText(order.key),
                         order.member.value, (*item->startAt - order.createdAt).count());
        }
    }
    for (const Attempt& attempt : view.record.attempts) {
        if (attempt.outcome != Outcome::Ok) continue;
        const ItemState* item = view.item(attempt.item);
        const WallTime answered = answeredAt(view, attempt);
        if (item && item->startAt && answered < *item->startAt) {
            evidence.add("member {} was answered {}, {} ms before the sale opened", attempt.member.value,
                         attempt.status, (*item->startAt - answered).count());
        }
    }
    Check check = noneOf("earlySale", std::move(evidence), "");
    const std::size_t early = cameEarly(view);
    check.says = fmt::format("Orders from before the sale opened; {} requests came early enough to try.", early);
    if (check.outcome == Verdict::Pass && early == 0) {
        check.outcome = Verdict::Unknown;
        check.says = "Nobody came before the sale opened, so that nothing was put to the test.";
    }
    return check;
}

Check payments(const SaleView& view) {
    Evidence evidence;
    const auto paid = ordersPaid(view.record, Outcome::Ok);
    const auto mayBePaid = ordersPaid(view.record, Outcome::Unknown);
    for (const std::string_view order : paid) {
        const auto stored = view.stored(orderKeyOf(order));
        const bool kept = !stored.empty() && (stored.front().status == OrderStatus::Completed ||
                                              stored.front().status == OrderStatus::Paid);
        if (!kept)
            evidence.add("{} was paid, and is {}", order,
                         stored.empty() ? "not there" : domain::name(stored.front().status));
    }
    for (const StoredOrder& order : view.stores.orders) {
        const ItemState* item = view.item(order.item);
        if (!item || item->type != domain::ItemType::TimeDeal || order.createdAt < view.record.beganAt) continue;
        if (order.status != OrderStatus::Completed && order.status != OrderStatus::Paid) continue;
        const std::string id = toText(order.key);
        if (!paid.contains(id) && !mayBePaid.contains(id))
            evidence.add("{} is {}, and nobody paid for it", id, domain::name(order.status));
    }
    return noneOf("payments", std::move(evidence),
                  "Orders that were paid and are not the buyer's, or the other way round.",
                  view.record.whole ? Verdict::Fail : Verdict::Unknown);
}

}  // namespace

void checkOrders(std::vector<Check>& checks, SaleView& view) {
    checks.push_back(lost(view));
    checks.push_back(duplicated(view));
    checks.push_back(phantom(view));
    const auto isTimeDeal = [](const ItemState& item) {
        return item.type == domain::ItemType::TimeDeal || item.startAt;
    };
    if (!std::ranges::any_of(view.stores.items, isTimeDeal)) return;
    checks.push_back(earlySale(view));
    checks.push_back(payments(view));
}

}  // namespace rushlab::verdict
