// Mails through an SMTP server: a connection a mail, spoken to by a coroutine of the caller's own loop.
// Guarantees those of mailer.h; whether a text was handed over is known to the byte: the final dot is written by
// itself. Any loop's coroutines; holds nothing that they share.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "engines/mail/mailer.h"

namespace rushlab::mail {

class SmtpMailer final : public Mailer {
  public:
    // "smtp://host:port", port 25 where there is none. Opens no connection yet. Invalid: not such a URL, or one with a
    // login, which is not spoken here.
    static Result<std::unique_ptr<SmtpMailer>> open(const std::string& url, const Clock& clock);

    io::Awaitable<Result<Receipt>> send(Mail mail, Deadline deadline, io::Cancellation* cancellation) override;
    std::string describe() const override;

  private:
    struct Key {
        explicit Key() = default;
    };

  public:
    SmtpMailer(Key, std::string host, std::uint16_t port, const Clock& clock);  // open() is the way

  private:
    const std::string m_host;
    const std::uint16_t m_port;
    const Clock& m_clock;
};

}  // namespace rushlab::mail
