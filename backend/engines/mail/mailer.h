// The mail port: hands one letter to a mail server.
//
// Guarantees, the same for every engine: a receipt means that the server has taken the letter over. An error says which
// way to go on: Invalid or Denied, this letter is refused for good and must not be sent again; Unavailable or Timeout,
// it was surely not taken and may be sent again; OutcomeUnknown, it may have been taken: sending it again may deliver
// it twice (its id lets a receiver notice). A Mailer may be called from any loop's coroutines.
#pragma once

#include <string>

#include "base/deadline.h"
#include "base/result.h"
#include "io/cancellation.h"
#include "io/loop.h"

namespace rushlab::mail {

struct Mail {
    std::string id;    // becomes the Message-ID; the same for every attempt
    std::string from;  // bare addresses: name@host
    std::string to;
    std::string subject;    // UTF-8, one line
    std::string text;       // UTF-8
    std::string carrier{};  // the host that hands it over, as it calls itself to the server; empty: rush.lab

    friend bool operator==(const Mail&, const Mail&) = default;
};

struct Receipt {
    std::string answer;  // the server's own words, for people
};

class Mailer {
  public:
    virtual ~Mailer() = default;

    // A call that is given up ends as soon as its connection is cut: Unavailable before the text was handed over,
    // OutcomeUnknown after that. One whose coroutine is destroyed is given up too.
    virtual io::Awaitable<Result<Receipt>> send(Mail mail, Deadline deadline,
                                                io::Cancellation* cancellation = nullptr) = 0;
    // For people: the engine's name, version and where it is.
    virtual std::string describe() const = 0;
};

struct Limits {
    static constexpr std::size_t kAddressBytes = 254;   // RFC 5321 4.5.3.1.3, without the angle brackets
    static constexpr std::size_t kLocalPartBytes = 64;  // RFC 5321 4.5.3.1.1
    static constexpr std::size_t kHostBytes = 253;      // RFC 1035 2.3.4, as it is written
    static constexpr std::size_t kHostLabelBytes = 63;
    static constexpr std::size_t kIdBytes = 200;
    static constexpr std::size_t kSubjectBytes = 900;  // with its name under RFC 5322 2.1.1's 998 a line
    static constexpr std::size_t kTextBytes = 256 * 1024;
};

// Invalid, with the field and what is wrong with it; every engine asks this before it speaks to a server, so that no
// field can smuggle in a header or a command.
Result<> check(const Mail& mail);

// The address rules alone, for sign-up forms.
Result<> checkAddress(std::string_view address);

}  // namespace rushlab::mail
