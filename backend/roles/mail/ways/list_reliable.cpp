// The list's repair: LMOVE puts what a carrier takes into a list of what is on its way with that carrier, LREM takes it
// out once it was handed over, and a reaper moves back what belongs to carriers that are silent. A clean stop leaves
// what waits to others, unless the engine ends with this program.
#include "base/random.h"
#include "roles/keys.h"
#include "roles/mail/mail_message.h"
#include "roles/mail/postman.h"
#include "roles/mail/ways/all.h"

namespace rushlab::roles {
namespace {

constexpr Milliseconds kWait{100};
constexpr Milliseconds kAgainAfter{100};
constexpr Milliseconds kWithin{2'000};
constexpr Milliseconds kSilentFor{3'000};  // then a carrier is dead
constexpr Milliseconds kHeartbeat{1'000};

class ReliableListCarrier final : public MailCarrier {
  public:
    explicit ReliableListCarrier(RoleContext& context)
        : m_context(context),
          m_elseLost(context.ports.keyValue.traits().endsWithProgram),
          m_postman(context, m_elseLost ? WhenStopping::GoOn : WhenStopping::LeaveIt),
          m_name(newName()),
          m_reaped(context.metrics.counter("rushlab_mails_reaped_total",
                                           "Mails that were moved back from carriers that are silent.")) {}

    io::Awaitable<Result<>> prepare(Deadline deadline) override {
        const auto alive = co_await showLife(deadline);
        m_isKnown = alive.has_value();
        co_return alive;
    }

    void start() override {
        for (std::size_t n = 0; n < m_context.settings.mailsAtOnce; ++n)
            m_context.tasks.spawn(takeAndSend());
        m_context.tasks.spawn(liveAndReap());
    }

    // It goes on under another name: what is on its way with the old one is the reaper's once that was silent for long
    // enough.
    void drop() override {
        m_isKnown = false;
        std::exchange(m_lost, std::make_shared<io::Cancellation>())->cancel();
    }

    io::Awaitable<Result<std::uint64_t>> backlog(Deadline deadline) override {
        kv::KeyValue& keyValue = m_context.ports.keyValue;
        const auto waiting = co_await keyValue.listLength(keys::kMails, deadline);
        if (!waiting) co_return pass(waiting);
        const auto carriers = co_await keyValue.setMembers(keys::kMailCarriers, deadline);
        if (!carriers) co_return pass(carriers);
        auto sum = static_cast<std::uint64_t>(*waiting);
        for (const std::string& carrier : *carriers) {
            const auto underWay = co_await keyValue.listLength(keys::mailsUnderWay(carrier), deadline);
            if (!underWay) co_return pass(underWay);
            sum += static_cast<std::uint64_t>(*underWay);
        }
        co_return sum;
    }

  private:
    std::string newName() const { return m_context.instance + "-" + randomToken(4); }
    bool goesOn() const { return !m_context.tasks.stopping() || (m_elseLost && !m_isDrained); }

    io::Awaitable<> takeAndSend() {
        kv::KeyValue& keyValue = m_context.ports.keyValue;
        while (goesOn()) {
            if (!m_isKnown) {
                co_await io::sleepFor(kAgainAfter);
                continue;
            }
            const std::shared_ptr<io::Cancellation> lost = m_lost;
            const std::string own = keys::mailsUnderWay(m_name);
            const auto taken =
                co_await keyValue.blockingMove(keys::kMails, own, kv::End::Right, kv::End::Left, Deadline::in(kWait));
            if (!taken) co_await io::sleepFor(kAgainAfter);
            if (!taken || !*taken) continue;
            const auto mail = decodeMail(**taken, m_parser);
            MailFate fate = MailFate::Refused;
            if (mail)
                fate = co_await m_postman.deliver(*mail, lost.get());
            else
                m_context.log.warning("An element of {} is no mail: {}", keys::kMails, mail.error().message);
            if (fate == MailFate::Abandoned) continue;  // the reaper of another moves it back
            const auto removed = co_await keyValue.listRemove(own, 1, **taken, Deadline::in(kWithin));
            if (!removed) m_context.log.warning("A mail that was sent may be sent again: {}", removed.error().message);
        }
    }

    // First the sign of life, then the name: whoever finds the name finds the sign.
    io::Awaitable<Result<>> showLife(Deadline deadline) {
        kv::SetOptions options;
        options.timeToLive = kSilentFor;
        const auto alive =
            co_await m_context.ports.keyValue.set(keys::mailCarrierAlive(m_name), "1", options, deadline);
        if (!alive) co_return pass(alive);
        const auto named = co_await m_context.ports.keyValue.setAdd(keys::kMailCarriers, m_name, deadline);
        if (!named) co_return pass(named);
        co_return Result<>();
    }

    io::Awaitable<> liveAndReap() {
        while (goesOn()) {
            if (!m_isKnown) m_name = newName();
            const auto alive = co_await showLife(Deadline::in(kWithin));
            m_isKnown = m_isKnown || alive;
            if (!alive) m_context.log.warning("{} cannot show that it lives: {}", m_name, alive.error().message);
            const auto reaped = co_await reap(Deadline::in(kWithin));
            if (!reaped) m_context.log.warning("The reaper of mails failed: {}", reaped.error().message);
            if (co_await m_context.tasks.sleepFor(kHeartbeat)) continue;
            // It stops: until nothing waits, nor is on its way with anybody.
            co_await io::sleepFor(kAgainAfter);
            const auto left = co_await backlog(Deadline::in(kWithin));
            m_isDrained = left && *left == 0;
        }
    }

    io::Awaitable<Result<>> reap(Deadline deadline) {
        kv::KeyValue& keyValue = m_context.ports.keyValue;
        const auto carriers = co_await keyValue.setMembers(keys::kMailCarriers, deadline);
        if (!carriers) co_return pass(carriers);
        for (const std::string& carrier : *carriers) {
            const auto alive = co_await keyValue.exists(keys::mailCarrierAlive(carrier), deadline);
            if (!alive) co_return pass(alive);
            if (*alive) continue;
            // Oldest first, to where they are taken next. The name goes last: a reaper that dies leaves it to another.
            for (;;) {
                const auto moved = co_await keyValue.move(keys::mailsUnderWay(carrier), keys::kMails, kv::End::Left,
                                                          kv::End::Right, deadline);
                if (!moved) co_return pass(moved);
                if (!*moved) break;
                m_reaped.add();
            }
            const auto forgotten = co_await keyValue.setRemove(keys::kMailCarriers, carrier, deadline);
            if (!forgotten) co_return pass(forgotten);
        }
        co_return Result<>();
    }

    RoleContext& m_context;
    const bool m_elseLost;
    bool m_isDrained = false;  // while it stops
    Postman m_postman;
    JsonParser m_parser;
    std::shared_ptr<io::Cancellation> m_lost = std::make_shared<io::Cancellation>();
    std::string m_name;
    bool m_isKnown = false;  // to whoever would reap what is on its way with it
    Counter& m_reaped;
};

}  // namespace

std::unique_ptr<MailCarrier> makeReliableListCarrier(RoleContext& context) {
    return std::make_unique<ReliableListCarrier>(context);
}

}  // namespace rushlab::roles
