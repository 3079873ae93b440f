// A shop of its own whose welcome mails can be watched one by one and cut off in the middle, and the inbox of a mail
// server that stands outside of it: for whoever looks on.
// Guarantees: look() and ways() return at once, from any thread. Everything else may take seconds, one call at a time,
// and is not for the thread that draws.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace rushlab::lab {

enum class MailStage : std::uint8_t {
    Waiting,   // promised, and in the hands of whoever is to carry it
    UnderWay,  // at the mail server's door: it does not have it yet
    Stored,    // in the inbox, and the sender does not know that yet
    Delivered,
    Lost,  // promised; nothing waits any more, and it is not there
};

// One mail, by the number of its sign-up.
struct WatchedMail {
    std::uint64_t number = 0;  // from 1, of this desk
    MailStage stage = MailStage::Waiting;
    int attempts = 0;       // how often it came to the server's door
    int copies = 0;         // in the inbox
    std::string carrier{};  // who brought it to the server's door last: "worker-2"

    friend bool operator==(const WatchedMail&, const WatchedMail&) = default;
};

struct MailCounts {
    std::uint64_t signedUp = 0;  // answered with yes: each is promised a mail
    std::uint64_t delivered = 0;
    std::uint64_t lost = 0;
    std::uint64_t duplicated = 0;  // came more than once
    std::uint64_t wentBack = 0;    // were given up on their way, and came to the server's door again

    friend bool operator==(const MailCounts&, const MailCounts&) = default;
};

struct MailWayCounts {
    std::string way;
    MailCounts counts;

    friend bool operator==(const MailWayCounts&, const MailWayCounts&) = default;
};

enum class NodeState : std::uint8_t { Closed, ComingUp, Up, Down };

struct MailView {
    NodeState node = NodeState::Closed;
    std::string way;
    double signUpsPerSecond = 0;
    bool allSignedUp = false;             // as many as the desk can watch: nobody else does
    MailCounts counts;                    // of the way that is on view
    std::vector<MailWayCounts> everyWay;  // that was tried at this desk, in the order of the ways
    std::vector<WatchedMail> shown;       // of that way: a few hundred, in the order of their numbers
    std::uint64_t letters = 0;            // in the inbox, whoever they are for
};

struct InboxRow {
    std::int64_t number = 0;
    WallTime at{};
    std::string to;
    std::string subject;
    std::string messageId;
};

struct MailDeskOptions {
    std::string way = "queue";
    std::chrono::milliseconds takes{3'000};
    std::size_t atOnce = 20;
};

class MailDesk {
  public:
    virtual ~MailDesk() = default;

    virtual MailView look() const = 0;
    virtual std::vector<std::string> ways() const = 0;  // of sending mails: their ids

    // The shop comes up as a process of its own; another one ends first. What was counted of other ways stays.
    virtual Result<> open(const MailDeskOptions& options) = 0;
    virtual void close() = 0;
    // 0: nobody signs up.
    virtual Result<> signUp(double perSecond) = 0;
    // Of those who carry mails, the one whose mail came to the server's door last; the others go on.
    virtual Result<> killConsumer() = 0;
    virtual Result<> killNode() = 0;  // SIGKILL
    virtual Result<> restart() = 0;

    // Those numbered below `before` (0: all), the newest first, whose subject or recipient holds these words.
    virtual Result<std::vector<InboxRow>> search(const std::string& words, std::int64_t before, std::size_t limit) = 0;
    // What a person reads of it; nothing where there is none of that number.
    virtual Result<std::optional<std::string>> read(std::int64_t number) = 0;
};

}  // namespace rushlab::lab
