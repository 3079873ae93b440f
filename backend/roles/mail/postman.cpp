#include "roles/mail/postman.h"

namespace rushlab::roles {
namespace {

constexpr Milliseconds kPauseLeast{50};
constexpr Milliseconds kPauseMost{2'000};
constexpr int kNoteTriesMost = 5;

}  // namespace

Postman::Postman(RoleContext& context, WhenStopping whenStopping)
    : m_context(context),
      m_whenStopping(whenStopping),
      m_sent(context.metrics.counter("rushlab_mails_sent_total", "Mails that the mail server took over.")),
      m_known(context.metrics.counter("rushlab_mails_known_total",
                                      "Mails that came again after they had been handed over, and were not sent.")),
      m_refused(context.metrics.counter("rushlab_mails_refused_total", "Mails that were refused for good.")),
      m_retried(context.metrics.counter("rushlab_mails_retried_total", "Attempts that failed and were repeated.")) {}

bool Postman::goesOn(const io::Cancellation* cancellation) const {
    if (cancellation && cancellation->cancelled()) return false;
    return m_whenStopping == WhenStopping::GoOn || !m_context.tasks.stopping();
}

io::Awaitable<MailFate> Postman::deliver(mail::Mail mail, io::Cancellation* cancellation) {
    if (co_await wasHandedOver(mail.id)) {
        m_known.add();
        co_return MailFate::Known;
    }
    mail.carrier = m_context.instance + ".rush.lab";
    for (Milliseconds pause = kPauseLeast;; pause = std::min(pause * 2, kPauseMost)) {
        if (cancellation && cancellation->cancelled()) co_return MailFate::Abandoned;
        mail::Mail copy = mail;
        const auto sent = co_await m_context.ports.mailer->send(
            std::move(copy), Deadline::in(m_context.settings.mailWithin), cancellation);
        if (sent) {
            m_sent.add();
            co_await noteHandedOver(std::move(mail.id));
            co_return MailFate::Sent;
        }
        const ErrorCode code = sent.error().code;
        if (code == ErrorCode::Denied || code == ErrorCode::Invalid) {
            m_refused.add();
            m_context.log.warning("The mail {} is not sent: {}", mail.id, sent.error().message);
            co_return MailFate::Refused;
        }
        if (!goesOn(cancellation)) co_return MailFate::Abandoned;
        m_retried.add();
        m_context.log.debug("The mail {} is tried again: {}", mail.id, sent.error().message);
        // Not the group's sleep, which ends at once while it stops: this may have to go on then.
        co_await io::sleepFor(pause);
        if (!goesOn(cancellation)) co_return MailFate::Abandoned;
    }
}

// A database that is away is no reason to keep a mail back: then it may come twice.
io::Awaitable<bool> Postman::wasHandedOver(std::string id) {
    const auto ask = [id](sql::Session& session) -> Result<bool> {
        const auto rows = session.query("SELECT 1 FROM mails_sent WHERE id = ?", {id});
        if (!rows) return pass(rows);
        return !rows->empty();
    };
    const auto known = co_await m_context.ports.database.read(Deadline::in(m_context.settings.answerWithin), ask);
    if (!known) m_context.log.warning("Whether the mail {} was sent is not known: {}", id, known.error().message);
    co_return known.value_or(false);
}

io::Awaitable<> Postman::noteHandedOver(std::string id) {
    for (int tried = 0; tried < kNoteTriesMost; ++tried) {
        const auto note = [id, now = m_context.clock.wallNow()](sql::Session& session) -> Result<std::int64_t> {
            return session.execute("INSERT INTO mails_sent (id, sent_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
                                   {id, now});
        };
        const auto noted =
            co_await m_context.ports.database.transact(Deadline::in(m_context.settings.answerWithin), note);
        if (noted) co_return;
        m_context.log.warning("That the mail {} was sent is not noted yet: {}", id, noted.error().message);
        co_await io::sleepFor(kPauseLeast);
    }
}

}  // namespace rushlab::roles
