// How much was sold against how much there was and was wanted.
#include <algorithm>

#include "verdict/evidence.h"
#include "verdict/sale_view.h"

namespace rushlab::verdict {
namespace {

// The orders that the stock did not suffice for: the youngest.
void nameOversold(Evidence& evidence, const SaleView& view, const ItemState& item) {
    std::vector<const StoredOrder*> holders;
    for (const StoredOrder& order : view.stores.orders) {
        if (order.item == item.item && domain::holdsUnits(order.status)) holders.push_back(&order);
    }
    std::ranges::stable_sort(holders, {}, &StoredOrder::createdAt);
    std::int64_t units = 0;
    for (const StoredOrder* order : holders) {
        units += order->units;
        if (units > item.initial) {
            evidence.add("{} of member {}: unit {} of {}", toText(order->key), order->member.value, units,
                         item.initial);
        }
    }
}

Check oversold(const SaleView& view) {
    std::int64_t over = 0, holding = 0, initial = 0;
    Evidence evidence;
    for (const ItemState& item : view.stores.items) {
        const std::int64_t excess = view.sums.at(item.item.value).holding - item.initial;
        if (excess <= 0) continue;
        over += excess;
        holding += view.sums.at(item.item.value).holding;
        initial += item.initial;
        nameOversold(evidence, view, item);
    }
    Check check = noneOf("oversold", std::move(evidence), "Units in orders beyond those that there were.");
    check.actual = fmt::format("{}", over);
    if (over > 0) {
        check.says = fmt::format("Orders hold {} units, of {} that there were: {} too many.", holding, initial, over);
    }
    return check;
}

struct Undersold {
    std::int64_t surely = 0;
    std::int64_t maybe = 0;
};

// Units that are left although somebody was refused who wanted no more than that. What was returned later, or may have
// been in the hands of somebody whose order then failed, was not there to be sold at that moment.
Undersold undersoldOf(const ItemState& item, const ItemSums& sums, bool moving) {
    const std::int64_t left = item.initial - sums.holding - sums.returned;
    if (sums.soldOutLeast == 0 || left < sums.soldOutLeast) return {};
    const std::int64_t wanted = std::min(left, sums.soldOut);
    if (!moving && left - sums.failed - sums.unknown >= sums.soldOutLeast) return {wanted, 0};
    return {0, wanted};
}

Check undersold(const SaleView& view) {
    Undersold all;
    Evidence evidence;
    for (const ItemState& item : view.stores.items) {
        const ItemSums& sums = view.sums.at(item.item.value);
        const Undersold one = undersoldOf(item, sums, view.isMoving());
        all.surely += one.surely;
        all.maybe += one.maybe;
        if (one.surely + one.maybe > 0) {
            evidence.add(
                "item {}: {} of {} units were not sold, and somebody who wanted {} was told that it is sold out",
                item.item.value, item.initial - sums.holding - sums.returned, item.initial, sums.soldOutLeast);
        }
    }
    Check check = noneOf("undersold", std::move(evidence), "Units that were left while buyers were refused.",
                         all.surely > 0 ? Verdict::Fail : Verdict::Unknown);
    check.actual = fmt::format("{}", all.surely + all.maybe);
    if (all.surely == 0 && all.maybe > 0)
        check.says =
            "Units were left while buyers were refused; orders that failed or stayed unanswered may have held them.";
    return check;
}

std::string expectedSales(const SaleView& view) {
    std::int64_t least = 0, most = 0;
    bool exact = true;
    for (const ItemState& item : view.stores.items) {
        const ItemSums& sums = view.sums.at(item.item.value);
        least += std::min(item.initial, sums.accepted + sums.soldOut);
        most += std::min(item.initial, sums.accepted + sums.soldOut + sums.unknown);
        exact = exact && sums.unitsMost <= 1 && sums.returned == 0;
    }
    if (!exact) return fmt::format("at most {}", most);
    return least == most ? fmt::format("{}", most) : fmt::format("{} to {}", least, most);
}

// Nobody can say that all was sold that was wanted, where some who wanted what is left were never served, or nobody
// was.
std::string whyUndecided(const SaleView& view) {
    std::size_t decided = 0;
    for (const ItemState& item : view.stores.items) {
        const ItemSums& sums = view.sums.at(item.item.value);
        decided += sums.decided;
        const std::int64_t left = item.initial - sums.holding - sums.returned;
        if (sums.undecided > 0 && left >= sums.undecidedLeast)
            return fmt::format(
                "{} units of item {} were left, and requests for {} units failed, were turned away or stayed "
                "unanswered: "
                "what the sale would have done with them is not known.",
                left, item.item.value, sums.undecided);
    }
    return decided > 0 ? "" : "The sale decided on no request at all: that nothing went wrong says nothing.";
}

}  // namespace

void checkStock(std::vector<Check>& checks, const SaleView& view) {
    Check over = oversold(view);
    Check under = undersold(view);
    Check sold;
    sold.name = "sold";
    sold.expected = expectedSales(view);
    std::int64_t units = 0;
    for (const ItemState& item : view.stores.items)
        units += view.sums.at(item.item.value).holding;
    sold.actual = fmt::format("{}", units);
    sold.outcome = over.outcome == Verdict::Pass ? under.outcome : over.outcome;
    sold.says = "Units in orders that hold them: as many as there were, or as were wanted if that is less.";
    if (const std::string why = whyUndecided(view); sold.outcome == Verdict::Pass && !why.empty()) {
        sold.outcome = Verdict::Unknown;
        sold.says = why;
    }
    checks.push_back(std::move(sold));
    checks.push_back(std::move(over));
    checks.push_back(std::move(under));
}

}  // namespace rushlab::verdict
