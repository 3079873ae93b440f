// Whether coupons went to whom they were promised, one a request.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "verdict/evidence.h"
#include "verdict/sale_view.h"

namespace rushlab::verdict {
namespace {

struct Requests {
    std::size_t accepted = 0;
    std::size_t unknown = 0;
};

// Coupons that were left, although somebody asked who was given none.
Check left(const CouponState& stores, const Record& record, bool moving) {
    std::uint64_t accepted = 0, soldOut = 0, undecided = 0;
    for (const Attempt& attempt : record.attempts) {
        if (attempt.outcome == Outcome::Ok)
            ++accepted;
        else if (attempt.outcome == Outcome::Rejected && attempt.code != domain::Code::TooManyRequests)
            ++soldOut;
        else
            ++undecided;
    }
    const std::uint64_t issued = stores.issued.size();
    const std::uint64_t free = stores.made > issued ? stores.made - issued : 0;
    // Unknown requests that were given one after all are among those that were issued.
    undecided -= std::min(undecided, issued > accepted ? issued - accepted : 0);
    Check check;
    check.name = "left";
    check.expected = "0, or nobody wanted more";
    check.actual = fmt::format("{}", free);
    check.outcome = Verdict::Pass;
    check.says = "Coupons are left only where nobody was refused one.";
    if (accepted + soldOut == 0) {
        check.outcome = Verdict::Unknown;
        check.says = "Not one request was decided on: that nothing went wrong says nothing.";
    } else if (free > 0 && undecided > 0) {
        check.outcome = Verdict::Unknown;
        check.says = fmt::format(
            "Coupons were left, and {} requests failed, were turned away or stayed unanswered: whether they would have "
            "been given one is not known.",
            undecided);
    } else if (free > 0 && soldOut > 0) {
        check.outcome = moving ? Verdict::Unknown : Verdict::Fail;
        check.says = fmt::format("Coupons were left, and {} requests were told that there are none.", soldOut);
    }
    return check;
}

Check issued(const CouponState& stores, const std::unordered_map<std::int64_t, Requests>& requests, bool moving) {
    std::uint64_t accepted = 0, unknown = 0;
    for (const auto& [account, ofAccount] : requests) {
        accepted += ofAccount.accepted;
        unknown += ofAccount.unknown;
    }
    const std::uint64_t least = std::min(stores.made, accepted);
    const std::uint64_t most = std::min(stores.made, accepted + unknown);
    const std::uint64_t actual = stores.issued.size();
    Check check;
    check.name = "issued";
    check.expected = least == most ? fmt::format("{}", least) : fmt::format("{} to {}", least, most);
    check.actual = fmt::format("{}", actual);
    check.outcome = Verdict::Pass;
    if (actual > most) check.outcome = Verdict::Fail;
    if (actual < least) check.outcome = moving ? Verdict::Unknown : Verdict::Fail;
    check.says =
        fmt::format("Of {} coupons and {} accepted requests, the lesser number was given away.", stores.made, accepted);
    return check;
}

Check duplicated(const CouponState& stores, const std::unordered_map<std::int64_t, Requests>& requests, bool whole) {
    Evidence evidence;
    std::unordered_map<std::int64_t, std::size_t> had;
    std::unordered_set<std::string_view> coupons;
    for (const IssuedCoupon& coupon : stores.issued) {
        if (!coupons.insert(coupon.coupon).second) evidence.add("coupon {} was given away twice", coupon.coupon);
        const auto asked = requests.find(coupon.account);
        const std::size_t due = asked == requests.end() ? 0 : asked->second.accepted + asked->second.unknown;
        if (++had[coupon.account] > due)
            evidence.add("coupon {}: account {} asked {} times and has {}", coupon.coupon, coupon.account, due,
                         had[coupon.account]);
    }
    return noneOf("duplicated", std::move(evidence), "Coupons beyond one for each request.",
                  whole ? Verdict::Fail : Verdict::Unknown);
}

Check lost(const CouponState& stores, const std::unordered_map<std::int64_t, Requests>& requests, bool moving) {
    Evidence evidence;
    if (stores.issued.size() < stores.made) {
        std::unordered_map<std::int64_t, std::size_t> had;
        for (const IssuedCoupon& coupon : stores.issued)
            ++had[coupon.account];
        for (const auto& [account, ofAccount] : requests) {
            if (had[account] < ofAccount.accepted)
                evidence.add("account {}: {} requests were accepted, and it has {}", account, ofAccount.accepted,
                             had[account]);
        }
    }
    return noneOf("lost", std::move(evidence), "Accounts that were accepted and have no coupon while some are left.",
                  moving ? Verdict::Unknown : Verdict::Fail);
}

}  // namespace

std::vector<Check> checkCoupons(const Record& record, const CouponState& stores, bool mayFail) {
    std::unordered_map<std::int64_t, Requests> requests;
    for (const Attempt& attempt : record.attempts) {
        if (attempt.outcome == Outcome::Ok) ++requests[attempt.member.value].accepted;
        if (attempt.outcome == Outcome::Unknown) ++requests[attempt.member.value].unknown;
    }
    const bool moving = !stores.drained || std::ranges::any_of(stores.queues, [](const QueueState& queue) {
        return queue.ready + queue.unacked > 0;
    });
    std::vector<Check> checks;
    checkRecord(checks, record);
    checks.push_back(issued(stores, requests, moving));
    checks.push_back(left(stores, record, moving));
    checks.push_back(duplicated(stores, requests, record.whole));
    checks.push_back(lost(stores, requests, moving));
    checkDrained(checks, stores.queues, 0, stores.deadLetterCount, stores.drained);
    checkDeadLetters(checks, stores.deadLetterCount, stores.deadLetters);
    checkAnswers(checks, record, mayFail, "whether they were given a coupon is counted in what was issued");
    return checks;
}

}  // namespace rushlab::verdict
