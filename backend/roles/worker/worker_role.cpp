#include "roles/worker/worker_role.h"

#include "roles/admin.h"
#include "roles/answer.h"
#include "roles/mail/mail_way.h"
#include "roles/queues.h"
#include "roles/worker/batch_consumer.h"
#include "roles/worker/chat_archive.h"
#include "roles/worker/coupon_giving.h"
#include "roles/worker/dead_letters.h"
#include "roles/worker/held_order_relay.h"
#include "roles/worker/order_completion.h"
#include "roles/worker/outbox_relay.h"

namespace rushlab::roles {
namespace {

class WorkerRole final : public Role {
  public:
    explicit WorkerRole(RoleContext& context)
        : m_context(context),
          m_relay(context),
          m_heldOrders(context),
          m_completion(context, [this] { m_relay.wake(); }),
          m_orders(context, std::string(kOrderQueue), m_completion),
          m_giving(context),
          m_coupons(context, std::string(kCouponQueue), m_giving),
          m_chatArchive(context),
          m_deadLetters(context) {
        const MailWayInfo* const way = context.ports.mailer ? findMailWay(context.settings.mailWay) : nullptr;
        if (way && way->makeCarrier) m_mails = way->makeCarrier(context);
    }

    void addRoutes(io::HttpRouter& router) override {
        m_deadLetters.addRoutes(router);
        router.add(io::HttpMethod::Get, "/worker/mails", "How many mails wait to be carried, or are on their way",
                   [this](io::HttpRequest& request) { return showMails(request); });
        router.add(io::HttpMethod::Post, "/worker/mails/drop", "Breaks the consumer of mails off in the middle (admin)",
                   [this](io::HttpRequest& request) { return dropMails(request); });
    }

    io::Awaitable<Result<>> start(Deadline deadline) override {
        auto declared = co_await declareShopQueues(m_context.ports.queue, m_context.settings, deadline);
        if (!declared) co_return declared;
        declared = co_await declareShopTopics(m_context.ports.log, deadline);
        if (!declared) co_return declared;
        if (m_mails) {
            declared = co_await m_mails->prepare(deadline);
            if (!declared) co_return declared;
            m_mails->start();
        }
        m_orders.start();
        m_coupons.start();
        m_relay.start();
        m_heldOrders.start();
        m_chatArchive.start();
        co_return Result<>();
    }

    // What was acknowledged is on the disk before the role is gone, so that a clean stop repeats nothing.
    io::Awaitable<> stop(Deadline deadline) override {
        m_orders.close();
        m_coupons.close();
        if (m_mails) m_mails->close();
        co_await m_chatArchive.stop(deadline);
        const auto flushed = co_await m_context.ports.queue.flushed(deadline);
        if (!flushed) m_context.log.warning("Acknowledgements may be repeated: {}", flushed.error().message);
    }

  private:
    io::Awaitable<io::HttpResponse> showMails(io::HttpRequest& request) {
        const Answerer answer(m_context.clock, request);
        Result<std::uint64_t> backlog = std::uint64_t{0};
        if (m_mails) backlog = co_await m_mails->backlog(request.deadline);
        if (!backlog) co_return answer.refused(backlog.error());
        co_return answer.ok(std::to_string(*backlog));
    }

    io::Awaitable<io::HttpResponse> dropMails(io::HttpRequest& request) {
        const Answerer answer(m_context.clock, request);
        if (!isAdmin(request, m_context.settings)) co_return answer.with(domain::Code::AccessDenied);
        if (m_mails) m_mails->drop();
        co_return answer.ok(m_mails ? "1" : "0");
    }

    RoleContext& m_context;
    OutboxRelay m_relay;
    HeldOrderRelay m_heldOrders;
    OrderCompletion m_completion;
    BatchConsumer m_orders;
    CouponGiving m_giving;
    BatchConsumer m_coupons;
    ChatArchive m_chatArchive;
    DeadLetters m_deadLetters;
    std::unique_ptr<MailCarrier> m_mails;  // nothing: no mail is sent, or who wants it sent sends it
};

}  // namespace

std::unique_ptr<Role> makeWorkerRole(RoleContext& context) {
    return std::make_unique<WorkerRole>(context);
}

}  // namespace rushlab::roles
