// The built-in mail server: takes every letter over, relays none, and keeps them in its inbox. A loop and a thread of
// its own; each conversation is a coroutine.
// Guarantees: 250 is answered only once the letter is on the disk; a letter that is taken over stays, whatever becomes
// of its sender; who sends too slowly, too much or nonsense is refused with its code and costs the others nothing;
// memory is bounded by the limits. Any thread.
#pragma once

#include "base/log.h"
#include "engines/mail/embedded_inbox.h"
#include "engines/mail/smtp_session.h"

namespace rushlab::mail {

struct SmtpSinkOptions {
    SinkOptions sink{};
    EmbeddedInboxOptions inbox{};
    SmtpLimits limits{};
    std::size_t connectionsMost = 2'000;
    Milliseconds commandWithin{300'000};  // 4.5.3.2.7: five minutes at least
    Milliseconds textWithin{180'000};     // 4.5.3.2.5: each block of the text
    Milliseconds storeWithin{30'000};
};

class SmtpSink final : public Sink {
  public:
    // Listens. Unavailable: the port is taken, or the inbox cannot be opened.
    static Result<std::unique_ptr<SmtpSink>> open(SmtpSinkOptions options, const Clock& clock, const Log& log);
    ~SmtpSink() override;

    Inbox& inbox() override;
    std::uint16_t port() const override { return m_port; }
    std::string url() const override;
    void setManners(const Manners& manners) override;
    void holdStill(bool still) override;
    SinkCounts counts() const override;
    std::vector<LetterUnderWay> underWay() const override;

  private:
    struct Service;
    class Conversation;
    struct Key {
        explicit Key() = default;
    };

  public:
    SmtpSink(Key, std::unique_ptr<EmbeddedInbox> inbox);  // open() is the way

  private:
    std::unique_ptr<EmbeddedInbox> m_inbox;
    io::Loop m_loop;
    std::shared_ptr<Service> m_service;  // shared with the conversations
    std::uint16_t m_port = 0;
};

}  // namespace rushlab::mail
