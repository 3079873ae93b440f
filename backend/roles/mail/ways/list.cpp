// A queue made by hand: LPUSH into a list of the key-value engine, BRPOP by the worker. What was popped is in the
// worker's memory only: a kill there loses it. A clean stop sends what was popped, and all that waits where the engine
// ends with this program.
#include "roles/keys.h"
#include "roles/mail/mail_message.h"
#include "roles/mail/postman.h"
#include "roles/mail/ways/all.h"

namespace rushlab::roles {
namespace {

constexpr Milliseconds kWait{100};
constexpr Milliseconds kAgainAfter{100};

class ListSender final : public MailSender {
  public:
    explicit ListSender(RoleContext& context) : m_context(context) {}

    io::Awaitable<Result<>> handOver(mail::Mail mail, Deadline deadline) override {
        const std::string text = encode(mail);
        const auto pushed = co_await m_context.ports.keyValue.push(keys::kMails, kv::End::Left, text, deadline);
        if (!pushed) co_return pass(pushed);
        co_return Result<>();
    }
    io::Awaitable<Result<std::uint64_t>> backlog(Deadline /*deadline*/) override { co_return std::uint64_t{0}; }

  private:
    RoleContext& m_context;
};

class ListCarrier final : public MailCarrier {
  public:
    explicit ListCarrier(RoleContext& context) : m_context(context), m_postman(context, WhenStopping::GoOn) {}

    void start() override {
        for (std::size_t n = 0; n < m_context.settings.mailsAtOnce; ++n)
            m_context.tasks.spawn(popAndSend());
    }

    void drop() override { std::exchange(m_lost, std::make_shared<io::Cancellation>())->cancel(); }

    io::Awaitable<Result<std::uint64_t>> backlog(Deadline deadline) override {
        const auto waiting = co_await m_context.ports.keyValue.listLength(keys::kMails, deadline);
        if (!waiting) co_return pass(waiting);
        co_return static_cast<std::uint64_t>(*waiting) + m_underWay;
    }

  private:
    bool goesOn() const {
        const bool elseLost = m_context.ports.keyValue.traits().endsWithProgram && !m_isDrained;
        return !m_context.tasks.stopping() || elseLost;
    }

    io::Awaitable<> popAndSend() {
        while (goesOn()) {
            const auto popped =
                co_await m_context.ports.keyValue.blockingPop(keys::kMails, kv::End::Right, Deadline::in(kWait));
            if (!popped) co_await io::sleepFor(kAgainAfter);
            if (popped && !*popped && m_context.tasks.stopping()) m_isDrained = true;
            if (!popped || !*popped) continue;
            ++m_underWay;
            const std::shared_ptr<io::Cancellation> lost = m_lost;
            const auto mail = decodeMail(**popped, m_parser);
            if (mail)
                co_await m_postman.deliver(*mail, lost.get());
            else
                m_context.log.warning("An element of {} is no mail: {}", keys::kMails, mail.error().message);
            --m_underWay;
        }
    }

    RoleContext& m_context;
    Postman m_postman;
    JsonParser m_parser;
    std::shared_ptr<io::Cancellation> m_lost = std::make_shared<io::Cancellation>();
    std::size_t m_underWay = 0;
    bool m_isDrained = false;  // while it stops
};

}  // namespace

std::unique_ptr<MailSender> makeListSender(RoleContext& context) {
    return std::make_unique<ListSender>(context);
}

std::unique_ptr<MailCarrier> makeListCarrier(RoleContext& context) {
    return std::make_unique<ListCarrier>(context);
}

}  // namespace rushlab::roles
