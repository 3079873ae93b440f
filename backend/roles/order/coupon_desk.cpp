#include "roles/order/coupon_desk.h"

#include "roles/coupon_request.h"
#include "roles/multi_row.h"
#include "roles/order/order_request.h"
#include "roles/queues.h"

namespace rushlab::roles {
namespace {

using domain::Code;

constexpr std::int64_t kMadeMost = 100'000;  // by one request

Result<> insertCoupons(sql::Session& session, const std::vector<std::string>& ids) {
    std::vector<sql::Parameter> parameters(ids.begin(), ids.end());
    return insertRows(session, "INSERT INTO coupons (id) VALUES", 1, "", parameters);
}

// PostgreSQL passes over the rows that others are claiming. SQLite has one writer at a time and nobody to pass over:
// the same statement without those words claims the first free row there.
Result<std::string> claimCoupon(sql::Session& session, domain::MemberId account) {
    auto rows = session.query(
        fmt::format("UPDATE coupons SET account_id = ? WHERE id = (SELECT id FROM coupons WHERE account_id IS NULL "
                    "ORDER BY id LIMIT 1 {}) RETURNING id",
                    session.words().skipLocked),
        {account});
    if (!rows) return pass(std::move(rows));
    if (rows->empty()) return fail(ErrorCode::SoldOut, "There is no coupon left.");
    return std::string(rows->first().text(0));
}

}  // namespace

void CouponDesk::addRoutes(io::HttpRouter& router) {
    router.add(io::HttpMethod::Post, "/coupons", "Makes coupons; data is how many",
               [this](io::HttpRequest& request) { return make(request); });
    router.add(io::HttpMethod::Post, "/coupons/issue", "Asks for a coupon for an account",
               [this](io::HttpRequest& request) { return issue(request); });
}

io::Awaitable<io::HttpResponse> CouponDesk::make(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto object = readObject(request, m_parser);
    if (!object) co_return refuse(answer, object.error());
    const auto count = object->integer("count", 1, kMadeMost);
    if (!count) co_return answer.refused(count.error());
    std::vector<std::string> ids;
    ids.reserve(static_cast<std::size_t>(*count));
    while (std::ssize(ids) < *count)
        ids.push_back(domain::newOrderId(m_context.clock.wallNow(), m_context.random).value);
    auto work = [ids = std::move(ids)](sql::Session& session) { return insertCoupons(session, ids); };
    const auto made = co_await m_context.ports.database.transact(request.deadline, std::move(work));
    if (!made) co_return answer.refused(made.error());
    co_return answer.with(Code::Created, "", std::to_string(*count));
}

io::Awaitable<io::HttpResponse> CouponDesk::issue(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto object = readObject(request, m_parser);
    if (!object) co_return refuse(answer, object.error());
    const auto number = object->integer("accountId", 1);
    if (!number) co_return answer.refused(number.error());
    const domain::MemberId account{*number};
    if (m_context.settings.couponsByList) co_return co_await queueUp(answer, account, request.deadline);
    co_return co_await claim(answer, account, request.deadline);
}

io::Awaitable<io::HttpResponse> CouponDesk::queueUp(Answerer answer, domain::MemberId account, Deadline deadline) {
    CouponRequest coupon;
    coupon.id = domain::newOrderId(m_context.clock.wallNow(), m_context.random).value;
    coupon.account = account;
    queue::Message message;
    message.routingKey = kCouponQueue;
    message.body = encode(coupon);
    message.messageId = coupon.id;
    message.mandatory = true;
    const auto sent = co_await m_context.ports.queue.publish(std::move(message), deadline);
    if (!sent) co_return answer.refused(sent.error());
    co_return answer.with(Code::Accepted, "", '"' + coupon.id + '"');
}

io::Awaitable<io::HttpResponse> CouponDesk::claim(Answerer answer, domain::MemberId account, Deadline deadline) {
    auto work = [account](sql::Session& session) { return claimCoupon(session, account); };
    const auto coupon = co_await m_context.ports.database.transact(deadline, std::move(work));
    if (!coupon) co_return answer.refused(coupon.error());
    co_return answer.with(Code::Created, "", '"' + *coupon + '"');
}

}  // namespace rushlab::roles
