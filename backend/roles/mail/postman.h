// Carries one mail to the mail server until its fate is known: tries again what may be tried again, and remembers what
// was handed over, so that a mail that comes to it a second time is not sent a second time. The server is told which
// instance it carries for.
//
// Guarantees: Sent and Known mean that the server has it. What it can't promise: between the server's yes and the note
// in the database a kill leaves no trace, and the mail is sent again (README.md).
// Belongs to its role's loop.
#pragma once

#include "engines/mail/mailer.h"
#include "roles/role.h"

namespace rushlab::roles {

enum class MailFate : std::uint8_t {
    Sent,
    Known,      // it was handed over before
    Refused,    // for good: sending it again is of no use
    Abandoned,  // given up on the way: its channel is gone, or the role stops; who has it may send it again
};

// Whether a mail that could not be sent yet is left to others once the role stops, or there is nobody to leave it to.
enum class WhenStopping : std::uint8_t { LeaveIt, GoOn };

class Postman {
  public:
    Postman(RoleContext& context, WhenStopping whenStopping);

    io::Awaitable<MailFate> deliver(mail::Mail mail, io::Cancellation* cancellation);

  private:
    io::Awaitable<bool> wasHandedOver(std::string id);
    io::Awaitable<> noteHandedOver(std::string id);
    bool goesOn(const io::Cancellation* cancellation) const;

    RoleContext& m_context;
    const WhenStopping m_whenStopping;
    Counter& m_sent;
    Counter& m_known;
    Counter& m_refused;
    Counter& m_retried;
};

}  // namespace rushlab::roles
