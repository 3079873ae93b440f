#include "load/load_plan.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "domain/item.h"

namespace rushlab::load {
namespace {

constexpr std::size_t kConnectionsMost = 60'000;  // of one address to another, and the files of a process

constexpr double kThinkingMost = 3;        // a user's thinking times add up to less than this many times their mean
constexpr double kArrivalsLateMost = 1.5;  // so does the last of many arrivals at a rate
constexpr Milliseconds kAtLeast{10'000};
constexpr Milliseconds kAtMost{7LL * 24 * 3'600 * 1'000};

double milliseconds(Milliseconds time) {
    return static_cast<double>(time.count());
}

double spanOf(const Closed& closed, double anAttempt) {
    const double lasting = milliseconds(closed.lasting);
    if (closed.ordersEach == 0) return lasting + anAttempt;
    const double orders = static_cast<double>(closed.ordersEach);
    const double all = orders * (anAttempt + kThinkingMost * milliseconds(closed.thinkTime));
    return lasting > 0 ? std::min(all, lasting + anAttempt) : all;
}

double spanOf(const Open& open, double anAttempt) {
    const double all = kArrivalsLateMost * 1'000 * static_cast<double>(open.requests) / open.perSecond;
    const double lasting = milliseconds(open.lasting);
    const double arriving = open.requests == 0 ? lasting : lasting > 0 ? std::min(all, lasting) : all;
    return arriving + milliseconds(open.lateMost) + anAttempt;
}

double spanOf(const Burst& burst, double anAttempt) {
    return static_cast<double>(burst.ordersEach) * anAttempt;
}

Result<> validateArrivals(const Closed& closed) {
    if (closed.ordersEach > 0 || closed.lasting > Milliseconds{0}) return {};
    return fail(ErrorCode::Invalid,
                "a closed load has no end: set how many orders each user makes, or how long it lasts");
}

Result<> validateArrivals(const Open& open) {
    if (!(open.perSecond > 0))
        return fail(ErrorCode::Invalid, "an open load's rate is {}/s: it must be above 0", open.perSecond);
    if (open.requests > 0 || open.lasting > Milliseconds{0}) return {};
    return fail(ErrorCode::Invalid, "an open load has no end: set how many requests come, or how long it lasts");
}

Result<> validateArrivals(const Burst& burst) {
    if (burst.ordersEach > 0) return {};
    return fail(ErrorCode::Invalid, "a burst's users have nothing to send: set how many orders each makes");
}

Result<> validateTargets(const LoadPlan& plan) {
    if (plan.targets.empty()) return fail(ErrorCode::Invalid, "a load needs a target to send to");
    for (const io::HttpEndpoint& target : plan.targets) {
        boost::system::error_code error;
        boost::asio::ip::make_address(target.host, error);
        if (error) {
            return fail(ErrorCode::Invalid, "the load's target {} is not an address: give one, such as 127.0.0.1",
                        io::toText(target));
        }
        if (target.tls && !plan.tls) {
            return fail(ErrorCode::Invalid,
                        "the load's target {} speaks TLS, and the plan has no certificates to check it by",
                        io::toText(target));
        }
    }
    return {};
}

Result<> validateOrders(const LoadPlan& plan) {
    if (plan.what == What::Order && plan.items.empty())
        return fail(ErrorCode::Invalid, "a load of orders needs an item to order");
    if (plan.unitsLeast < 1 || plan.unitsMost < plan.unitsLeast || plan.unitsMost > domain::kCountMost) {
        return fail(ErrorCode::Invalid, "an order has from {} to {} units: it must be from 1 to {}", plan.unitsLeast,
                    plan.unitsMost, domain::kCountMost);
    }
    const bool open = std::holds_alternative<Open>(plan.arrivals);
    if (open && (plan.payments.share > 0 || plan.notOpenAgainAfter > Milliseconds{0})) {
        return fail(ErrorCode::Invalid,
                    "payments and waiting for the opening are for users, and a load at a rate has none: use a burst or "
                    "a closed load");
    }
    if (plan.payments.share < 0 || plan.payments.share > 1 || plan.payments.delayMost < plan.payments.delayLeast) {
        return fail(ErrorCode::Invalid,
                    "the share of orders that are paid is from 0 to 1, and the shorter delay comes first");
    }
    return {};
}

}  // namespace

std::size_t connectionsOf(const LoadPlan& plan) {
    if (const auto* closed = std::get_if<Closed>(&plan.arrivals)) return closed->users;
    if (const auto* burst = std::get_if<Burst>(&plan.arrivals)) return burst->users;
    return std::get<Open>(plan.arrivals).connections;
}

Milliseconds mayTake(const LoadPlan& plan) {
    const double one = milliseconds(plan.connectWithin + plan.answerWithin);
    double anAttempt = one;
    if (plan.payments.share > 0)
        anAttempt += milliseconds(plan.payments.delayMost) + one * static_cast<double>(plan.payments.triesMost);
    const double span =
        std::visit([anAttempt](const auto& arrivals) { return spanOf(arrivals, anAttempt); }, plan.arrivals);
    return std::clamp(Milliseconds(static_cast<std::int64_t>(std::min(span, milliseconds(kAtMost)))), kAtLeast,
                      kAtMost);
}

Result<> validate(const LoadPlan& plan) {
    const std::size_t connections = connectionsOf(plan);
    if (connections < 1 || connections > kConnectionsMost) {
        return fail(ErrorCode::Invalid, "a load has {} connections: it must be from 1 to {}", connections,
                    kConnectionsMost);
    }
    if (auto valid = validateTargets(plan); !valid) return valid;
    if (auto valid = validateOrders(plan); !valid) return valid;
    const std::size_t members = plan.members > 0 ? plan.members : connections;
    if (plan.login == Login::Token && plan.tokens.size() < members) {
        return fail(ErrorCode::Invalid, "{} members are to log in by token, and there are {} tokens", members,
                    plan.tokens.size());
    }
    return std::visit([](const auto& arrivals) { return validateArrivals(arrivals); }, plan.arrivals);
}

}  // namespace rushlab::load
