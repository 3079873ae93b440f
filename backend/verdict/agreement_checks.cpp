// Whether the stores tell the same story: what was there, what is in orders, what is left.
#include "verdict/evidence.h"
#include "verdict/sale_view.h"

namespace rushlab::verdict {
namespace {

std::string_view whichWay(std::int64_t tooMany, std::int64_t returned) {
    if (tooMany < 0) return "units were taken that no order holds";
    return returned > 0 ? "units came back more often than they were returned"
                        : "orders hold units that were never taken";
}

Check storesAgree(const SaleView& view) {
    Evidence evidence;
    bool forgotten = false;
    for (const ItemState& item : view.stores.items) {
        const ItemSums& sums = view.sums.at(item.item.value);
        const std::int64_t left = item.initial - sums.holding;
        if (item.quantity != left) {
            evidence.add("item {}: of {} units orders hold {}, so {} are left; the database says {}: {}",
                         item.item.value, item.initial, sums.holding, left, item.quantity,
                         whichWay(item.quantity - left, sums.returned));
        }
        if (!view.expectations.countsInKeyValue) continue;
        if (!item.keyValueStock) {
            forgotten = forgotten || sums.holding > 0;
        } else if (*item.keyValueStock + item.heldUnits != item.quantity) {
            evidence.add(
                "item {}: the key-value engine has {} units and holds {} for orders on their way; the database has {}",
                item.item.value, *item.keyValueStock, item.heldUnits, item.quantity);
        }
    }
    Check check = noneOf("storesAgree", std::move(evidence), "Items whose stock differs between the stores.",
                         view.isMoving() ? Verdict::Unknown : Verdict::Fail);
    if (check.outcome == Verdict::Pass && forgotten) {
        check.outcome = Verdict::Unknown;
        check.says =
            "The key-value engine has lost its number of an item that was sold, so that it cannot be compared.";
    }
    return check;
}

// Only where orders gave their units back.
void returnedOnce(std::vector<Check>& checks, const SaleView& view) {
    std::int64_t returned = 0;
    std::int64_t tooMany = 0;
    Evidence evidence;
    for (const ItemState& item : view.stores.items) {
        const ItemSums& sums = view.sums.at(item.item.value);
        if (sums.returned == 0) continue;
        returned += sums.returned;
        const std::int64_t inDatabase = item.quantity - (item.initial - sums.holding);
        const std::int64_t inKeyValue = view.expectations.countsInKeyValue && item.keyValueStock
                                            ? *item.keyValueStock + item.heldUnits - (item.initial - sums.holding)
                                            : 0;
        tooMany += inDatabase;
        if (inDatabase != 0 || inKeyValue != 0) {
            evidence.add("item {}: {} units were returned; the database is {:+} off, the key-value engine {:+}",
                         item.item.value, sums.returned, inDatabase, inKeyValue);
        }
    }
    if (returned == 0) return;
    Check check = noneOf("returnedOnce", std::move(evidence), "Units of expired and canceled orders go back once.",
                         view.isMoving() || view.stores.outboxRows > 0 ? Verdict::Unknown : Verdict::Fail);
    check.expected = fmt::format("{}", returned);
    check.actual = fmt::format("{}", returned + tooMany);
    checks.push_back(std::move(check));
}

Check heldUnits(const SaleView& view) {
    std::int64_t units = 0;
    Evidence evidence;
    for (const ItemState& item : view.stores.items) {
        units += item.heldUnits;
        for (const std::string& order : item.heldOrders)
            evidence.add("{} of item {}", order, item.item.value);
    }
    Check check = noneOf("heldUnits", std::move(evidence),
                         "Units that nobody has decided on: they go back once they are overdue.", Verdict::Unknown);
    check.actual = fmt::format("{}", units);
    return check;
}

}  // namespace

void checkAgreement(std::vector<Check>& checks, const SaleView& view) {
    checks.push_back(storesAgree(view));
    returnedOnce(checks, view);
    if (view.expectations.countsInKeyValue) checks.push_back(heldUnits(view));
}

}  // namespace rushlab::verdict
