// A sale that went as it should, made up, for tests to break: what buyers were told and what the stores hold.
// One thread.
#pragma once

#include <QtTest>

#include "verdict/order_key.h"
#include "verdict/sale_checks.h"

namespace rushlab::test {

using namespace std::chrono_literals;
using domain::Code;
using domain::OrderStatus;
using verdict::Outcome;
using verdict::Verdict;

constexpr domain::ItemId kItem{7};
inline const WallTime kBegan{Milliseconds{1'700'000'000'000}};

inline verdict::OrderKey keyOf(std::int64_t number) {
    return {0x0197a00000007000ULL, 0x8000000000000000ULL + static_cast<std::uint64_t>(number)};
}

// A sale of some units to some buyers that went as it should: the first ones got one each.
struct Sale {
    explicit Sale(int stock = 10, int buyers = 30, std::int32_t units = 1) {
        record.beganAt = kBegan;
        record.whole = true;
        int left = stock;
        for (int buyer = 0; buyer < buyers; ++buyer) {
            verdict::Attempt attempt;
            attempt.sent = 1ms;
            attempt.answered = 5ms;
            attempt.member = domain::MemberId{100 + buyer};
            attempt.item = kItem;
            attempt.units = units;
            const bool sold = left >= units;
            attempt.outcome = sold ? Outcome::Ok : Outcome::Rejected;
            attempt.code = sold ? Code::Accepted : Code::SoldOut;
            attempt.status = sold ? 202 : 409;
            if (sold) {
                left -= units;
                std::ranges::copy(toText(keyOf(buyer)), attempt.order.begin());
                stores.orders.push_back({keyOf(buyer), attempt.member, kItem, units, kBegan + Milliseconds{1 + buyer},
                                         OrderStatus::Completed, 1});
            }
            record.attempts.push_back(attempt);
        }
        verdict::ItemState item;
        item.item = kItem;
        item.initial = stock;
        item.quantity = left;
        item.keyValueStock = left;
        stores.items.push_back(item);
        stores.queues = {{"orders", 0, 0}, {"orders.retry.1", 0, 0}};
    }

    std::vector<verdict::Check> checks() const { return verdict::checkSale(record, stores, expectations); }
    verdict::Check check(std::string_view name) const {
        for (verdict::Check& check : checks()) {
            if (check.name == name) return check;
        }
        qFatal("there is no check %s", std::string(name).c_str());
        return {};
    }
    Verdict verdict() const { return verdict::overall(checks()); }
    // Every check that does not pass.
    QStringList faults() const {
        QStringList names;
        for (const verdict::Check& check : checks()) {
            if (check.outcome != Verdict::Pass) names << QString::fromStdString(check.name);
        }
        return names;
    }
    verdict::ItemState& item() { return stores.items.front(); }
    verdict::StoredOrder& order(std::size_t number) { return stores.orders[number]; }
    // It opens a second after the load began; one came before that, and was told so.
    void makeTimeDeal() {
        item().type = domain::ItemType::TimeDeal;
        item().startAt = kBegan;
        record.beganAt = kBegan - 1s;
        verdict::Attempt early = record.attempts.back();
        early.outcome = Outcome::Rejected;
        early.code = Code::NotOpen;
        early.status = 409;
        early.order = {};
        for (verdict::Attempt& attempt : record.attempts) {
            attempt.sent += 1s;
            attempt.answered += 1s;
        }
        record.attempts.push_back(early);
    }
    void pay(std::size_t buyer) {
        verdict::Payment payment;
        payment.outcome = Outcome::Ok;
        payment.order = record.attempts[buyer].order;
        record.payments.push_back(payment);
    }

    verdict::Record record;
    verdict::StoresState stores;
    verdict::SaleExpectations expectations{.countsInKeyValue = true};
};

#define COMPARE_FAULTS(sale, ...) QCOMPARE((sale).faults(), (QStringList{__VA_ARGS__}))

inline bool names(const verdict::Check& check, std::string_view what) {
    return std::ranges::any_of(check.evidence, [&](const std::string& line) { return line.find(what) != line.npos; });
}

}  // namespace rushlab::test
