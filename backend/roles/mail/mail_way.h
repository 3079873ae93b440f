// How a mail gets from the request that wants it sent to the mail server: the one thing that differs between the ways
// of sending. A way is one file in ways/, and a row in ways/all.cpp. Senders and carriers belong to their role's loop.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "engines/mail/mailer.h"
#include "roles/role.h"

namespace rushlab::roles {

// The side of who wants a mail sent.
class MailSender {
  public:
    virtual ~MailSender() = default;

    // The way has it when this says yes, with what the way promises. Full: too many wait. OutcomeUnknown: it may have
    // it; sending the same mail again is right where the way knows its id.
    virtual io::Awaitable<Result<>> handOver(mail::Mail mail, Deadline deadline) = 0;
    // Mails that wait in this process, or are on their way from it.
    virtual io::Awaitable<Result<std::uint64_t>> backlog(Deadline deadline) = 0;
};

// The side of who carries them to the mail server; a way that has none sends by itself.
class MailCarrier {
  public:
    virtual ~MailCarrier() = default;

    virtual io::Awaitable<Result<>> prepare(Deadline /*deadline*/) { co_return Result<>(); }
    virtual void start() = 0;  // its tasks belong to the context's group
    virtual void close() {}    // once they have ended: what it holds is given back
    // As if its connection broke in the middle: what is on its way is given up at once, and it begins anew.
    virtual void drop() = 0;
    // Mails that wait for a carrier, or are on their way.
    virtual io::Awaitable<Result<std::uint64_t>> backlog(Deadline deadline) = 0;
};

struct MailWayInfo {
    std::string_view id;         // "list-reliable"
    std::string_view mechanism;  // one line
    std::string_view teaches;    // one line
    bool survivesKill = true;    // of whoever holds a mail on its way; a clean stop loses nothing in any
    bool mayRepeat = true;       // a mail that was handed over, and not acknowledged yet, is sent again
    bool needsKeyValue = false;  // what waits is in the key-value engine, and gone with that
    std::unique_ptr<MailSender> (*makeSender)(RoleContext&) = nullptr;
    std::unique_ptr<MailCarrier> (*makeCarrier)(RoleContext&) = nullptr;  // null: the sender does it
};

std::span<const MailWayInfo> allMailWays();
const MailWayInfo* findMailWay(std::string_view id);

}  // namespace rushlab::roles
