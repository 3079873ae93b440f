#include "roles/worker/coupon_giving.h"

#include "roles/keys.h"
#include "roles/lease.h"

namespace rushlab::roles {
namespace {

constexpr int kRounds = 50;  // of pop and write, for one batch
constexpr Milliseconds kRefillLease{5'000};
constexpr Milliseconds kWhileOthersRefill{20};

struct Assigned {
    std::vector<CouponRequest> without;  // those that no id was left for
    std::uint64_t given = 0;
    std::uint64_t known = 0;
};

Result<bool> isKnown(sql::Session& session, const CouponRequest& request) {
    const auto found = session.query("SELECT 1 FROM coupon_requests WHERE id = ?", {request.id});
    if (!found) return pass(found);
    return !found->empty();
}

Result<bool> assignOne(sql::Session& session, const std::string& coupon, const CouponRequest& request, WallTime now) {
    const auto changed = session.execute("UPDATE coupons SET account_id = ? WHERE id = ? AND account_id IS NULL",
                                         {request.account, coupon});
    if (!changed) return pass(changed);
    if (*changed == 0) return false;  // given away already: the list was refilled while this id was under way
    const auto kept =
        session.execute("INSERT INTO coupon_requests (id, account_id, coupon_id, made_at) VALUES (?, ?, ?, ?)",
                        {request.id, request.account, coupon, now});
    if (!kept) return pass(kept);
    return true;
}

Result<Assigned> assign(sql::Session& session, const std::vector<CouponRequest>& requests,
                        const std::vector<std::string>& ids, WallTime now) {
    Assigned assigned;
    std::size_t next = 0;
    for (const CouponRequest& request : requests) {
        const auto known = isKnown(session, request);
        if (!known) return pass(known);
        if (*known) {
            ++assigned.known;
            continue;
        }
        bool has = false;
        while (!has && next < ids.size()) {
            const auto done = assignOne(session, ids[next++], request, now);
            if (!done) return pass(done);
            has = *done;
        }
        if (has) {
            ++assigned.given;
        } else {
            assigned.without.push_back(request);
        }
    }
    return assigned;
}

auto assigning(std::vector<CouponRequest> requests, std::vector<std::string> ids, WallTime now) {
    return [requests = std::move(requests), ids = std::move(ids), now](sql::Session& session) {
        return assign(session, requests, ids, now);
    };
}

auto readingFree(std::int64_t most) {
    return [most](sql::Session& session) -> Result<std::vector<std::string>> {
        const auto found = session.query("SELECT id FROM coupons WHERE account_id IS NULL ORDER BY id LIMIT ?", {most});
        if (!found) return pass(found);
        std::vector<std::string> ids;
        for (const sql::Row row : *found)
            ids.emplace_back(row.text(0));
        return ids;
    };
}

}  // namespace

CouponGiving::CouponGiving(RoleContext& context)
    : m_context(context),
      m_given(context.metrics.counter("rushlab_coupons_given_total", "Coupons that were given to an account.")),
      m_known(
          context.metrics.counter("rushlab_coupons_known_total", "Requests for a coupon that were answered before.")),
      m_soldOut(context.metrics.counter("rushlab_coupons_sold_out_total", "Requests that no coupon was left for.")),
      m_refills(context.metrics.counter("rushlab_coupons_refills_total",
                                        "Refills of the list of free coupons from the database.")) {}

io::Awaitable<Result<std::vector<Handled>>> CouponGiving::handle(Messages messages, Deadline deadline) {
    std::vector<Handled> handled(messages.size());
    Requests requests;
    for (std::size_t at = 0; at < messages.size(); ++at) {
        auto request = decodeCouponRequest(messages[at]->body, m_parser);
        if (request) {
            requests.push_back(*std::move(request));
        } else {
            handled[at] = Handled(Handled::What::Poison, "This is no request: " + request.error().message);
        }
    }
    const auto given = co_await give(std::move(requests), deadline);
    if (!given) co_return pass(given);
    co_return handled;
}

io::Awaitable<Result<>> CouponGiving::give(Requests requests, Deadline deadline) {
    for (int round = 0; !requests.empty() && round < kRounds; ++round) {
        auto ids = co_await pop(requests.size(), deadline);
        if (!ids) co_return pass(ids);
        const bool ranOut = ids->empty();
        // Without an id, too: those that came again are answered before the others are told that nothing is left.
        auto work = assigning(std::move(requests), *std::move(ids), m_context.clock.wallNow());
        auto assigned = co_await m_context.ports.database.transact(deadline, std::move(work));
        if (!assigned) co_return pass(assigned);
        m_given.add(assigned->given);
        m_known.add(assigned->known);
        requests = std::move(assigned->without);
        if (!ranOut || requests.empty()) continue;
        const auto more = co_await refill(deadline);
        if (!more) co_return pass(more);
        if (!*more) {
            m_soldOut.add(requests.size());
            co_return Result<>();
        }
    }
    if (requests.empty()) co_return Result<>();
    co_return fail(ErrorCode::Full, "{} requests found no coupon in {} rounds; they are tried again", requests.size(),
                   kRounds);
}

io::Awaitable<Result<CouponGiving::Ids>> CouponGiving::pop(std::size_t most, Deadline deadline) {
    kv::Arguments arguments("LPOP", keys::kFreeCoupons);
    arguments.addNumber(static_cast<std::int64_t>(most));
    const auto reply = co_await m_context.ports.keyValue.call(arguments, deadline);
    if (!reply) co_return pass(reply);
    if (reply->isError())
        co_return fail(ErrorCode::Unavailable, "The list of free coupons can not be read: {}", reply->text());
    Ids ids;
    for (const kv::Reply& id : reply->elements())
        ids.push_back(id.text());
    co_return ids;
}

io::Awaitable<Result<bool>> CouponGiving::refill(Deadline deadline) {
    auto lease =
        co_await Lease::tryTake(m_context.ports.keyValue, keys::lock("coupons-refill"), kRefillLease, deadline);
    if (!lease) co_return pass(lease);
    if (!*lease) {
        const bool goOn = co_await m_context.tasks.sleepFor(kWhileOthersRefill);
        if (!goOn) co_return fail(ErrorCode::Unavailable, "The worker stops while another refills the coupons");
        co_return true;
    }
    auto refilled = co_await refillUnderLock(deadline);
    const auto released = co_await (*lease)->release(deadline);
    if (!released) m_context.log.warning("The coupons' lock stays until it lapses: {}", released.error().message);
    co_return refilled;
}

io::Awaitable<Result<bool>> CouponGiving::refillUnderLock(Deadline deadline) {
    const auto length = co_await m_context.ports.keyValue.listLength(keys::kFreeCoupons, deadline);
    if (!length) co_return pass(length);
    if (*length > 0) co_return true;
    auto work = readingFree(m_context.settings.couponsARefill);
    const auto ids = co_await m_context.ports.database.read(deadline, std::move(work));
    if (!ids) co_return pass(ids);
    if (ids->empty()) co_return false;
    m_refills.add();
    const std::vector<std::string_view> views(ids->begin(), ids->end());
    const auto pushed = co_await m_context.ports.keyValue.pushAll(keys::kFreeCoupons, kv::End::Right, views, deadline);
    if (!pushed) co_return pass(pushed);
    co_return true;
}

}  // namespace rushlab::roles
