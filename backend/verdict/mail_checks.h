// Whether every mail that was promised is in the inbox, once: what the senders were told, held against the letters of a
// mail server that stood outside.
// Plain values; any thread.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "verdict/check.h"

namespace rushlab::verdict {

// Somebody who signed up, with an address that nobody else has.
struct SignUpAttempt {
    std::string address;
    int status = 0;  // of the answer; 0: no whole answer

    bool wasPromised() const { return status == 201; }
    bool isUnknown() const { return status == 0 || status >= 500; }  // it may have been made all the same
};

struct DeliveredMail {
    std::string address;
    std::string messageId;  // the mail's id, and behind an @ who made it
    WallTime at{};          // when the server had it on its disk
};

// When whoever carried mails was killed. What was handed over before that and not noted yet may come again: its sender
// died before it knew, or could say so.
struct MailFault {
    WallTime to{};                             // surely dead
    std::set<std::string, std::less<>> noted;  // the ids of the mails that it had noted as handed over
};

struct MailRecord {
    std::vector<SignUpAttempt> signUps;
    std::vector<DeliveredMail> letters;  // in the order of their arrival
    std::vector<MailFault> faults;
    bool isQuiet = false;          // at the end nothing waited, nor was on its way
    bool faultMetNothing = false;  // whoever was killed was in the middle of no mail
};

struct MailCount {
    std::size_t promised = 0;
    std::size_t delivered = 0;  // of those who signed up, however often
    std::size_t lost = 0;
    std::size_t explained = 0;   // copies that came because of a kill
    std::size_t duplicated = 0;  // and those that nothing explains
};

MailCount countMails(const MailRecord& record);
// promised, lost, duplicated, strangers.
std::vector<Check> checkMails(const MailRecord& record);

}  // namespace rushlab::verdict
