// The mail waits in memory for a pool of the auth role's own. A clean stop sends what waits, as far as it is given
// time; a kill loses it.
#include <deque>

#include "roles/mail/postman.h"
#include "roles/mail/ways/all.h"

namespace rushlab::roles {
namespace {

constexpr std::size_t kWaitingMost = 100'000;

class AsyncSender final : public MailSender {
  public:
    explicit AsyncSender(RoleContext& context) : m_context(context), m_postman(context, WhenStopping::GoOn) {}

    io::Awaitable<Result<>> handOver(mail::Mail mail, Deadline /*deadline*/) override {
        if (m_waiting.size() >= kWaitingMost)
            co_return fail(ErrorCode::Full, "{} mails wait to be sent: try again later", m_waiting.size());
        m_waiting.push_back(std::move(mail));
        if (m_working < m_context.settings.mailsAtOnce) {
            ++m_working;
            m_context.tasks.spawn(work());
        }
        co_return Result<>();
    }

    io::Awaitable<Result<std::uint64_t>> backlog(Deadline /*deadline*/) override {
        co_return m_waiting.size() + m_working;
    }

  private:
    // One of the pool; it ends when nothing waits, and the role's stop waits for it.
    io::Awaitable<> work() {
        while (!m_waiting.empty()) {
            mail::Mail mail = std::move(m_waiting.front());
            m_waiting.pop_front();
            co_await m_postman.deliver(std::move(mail), nullptr);
        }
        --m_working;
    }

    RoleContext& m_context;
    Postman m_postman;
    std::deque<mail::Mail> m_waiting;
    std::size_t m_working = 0;
};

}  // namespace

std::unique_ptr<MailSender> makeAsyncSender(RoleContext& context) {
    return std::make_unique<AsyncSender>(context);
}

}  // namespace rushlab::roles
