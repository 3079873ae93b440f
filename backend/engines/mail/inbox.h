// What a mail sink took over, and the sink itself as whoever stages something with it sees it: its letters, its
// manners, its counts.
//
// Guarantees: a letter is in the inbox, on the disk, before its sender is told so; letters are numbered in the order in
// which they were taken over, and none is ever changed. Any thread; the inbox from any loop's coroutines.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/deadline.h"
#include "base/result.h"
#include "io/loop.h"

namespace rushlab::mail {

// A letter as a list shows it.
struct Letter {
    std::int64_t number = 0;  // from 1
    WallTime at{};            // when it was taken over
    std::string messageId;    // without the angle brackets; empty where it has none
    std::string from;         // of the envelope
    std::vector<std::string> to;
    std::string subject;  // decoded, UTF-8

    friend bool operator==(const Letter&, const Letter&) = default;
};

struct WholeLetter {
    Letter letter;
    std::string content;  // as it came, with the lines that the sink put before it
    std::string text;     // what a person reads of it, UTF-8
};

class Inbox {
  public:
    static constexpr std::size_t kPageMost = 1'000;

    virtual ~Inbox() = default;

    virtual io::Awaitable<Result<std::uint64_t>> count(Deadline deadline) = 0;
    // Those numbered above `after`, the oldest first.
    virtual io::Awaitable<Result<std::vector<Letter>>> since(std::int64_t after, std::size_t limit,
                                                             Deadline deadline) = 0;
    // Those numbered below `before` (0: all), the newest first, whose subject, sender or recipients hold these words.
    virtual io::Awaitable<Result<std::vector<Letter>>> search(std::string words, std::int64_t before, std::size_t limit,
                                                              Deadline deadline) = 0;
    virtual io::Awaitable<Result<std::optional<WholeLetter>>> find(std::int64_t number, Deadline deadline) = 0;
};

// How a sink behaves, so that a scenario can have a slow or a moody mail server.
struct Manners {
    Milliseconds beforeText{0};    // it keeps the sender waiting before it takes the text: nothing is handed over yet
    Milliseconds beforeAnswer{0};  // and once it has the text, before it says so: the sender does not know
    double refusedForNow = 0;      // the share of recipients that are answered 451, 0 to 1
    double refusedForGood = 0;     // and 550
    std::uint64_t seed = 1;        // of who is refused

    // So that a mail takes this long: half of it before the server has the text, half before it says so.
    static Manners taking(Milliseconds whole) {
        Manners manners;
        manners.beforeText = whole / 2;
        manners.beforeAnswer = whole - whole / 2;
        return manners;
    }

    friend bool operator==(const Manners&, const Manners&) = default;
};

struct SinkCounts {
    std::size_t connections = 0;  // now
    std::uint64_t accepted = 0;   // connections
    std::uint64_t letters = 0;    // that were taken over
    std::uint64_t underWay = 0;   // now: after MAIL, not answered yet
    std::uint64_t refused = 0;    // commands, recipients and texts
    std::uint64_t brokenOff = 0;  // senders who went away in the middle of a letter
};

// A letter whose recipient is known, and whose sender has no answer yet.
struct LetterUnderWay {
    std::uint64_t attempt = 0;  // one of its own each time that a letter comes, from 1; the later, the greater
    std::string to;             // the first recipient
    bool isStored = false;      // it is in the inbox, and its sender does not know that
    std::string carrier{};      // as its sender called itself

    friend bool operator==(const LetterUnderWay&, const LetterUnderWay&) = default;
};

struct SinkOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: a free one
    std::string portSetting = "--port-base";
    Manners manners{};
};

class Sink {
  public:
    virtual ~Sink() = default;
    virtual Inbox& inbox() = 0;
    virtual std::uint16_t port() const = 0;
    virtual std::string url() const = 0;                  // "smtp://127.0.0.1:1025"
    virtual void setManners(const Manners& manners) = 0;  // for letters that begin from now on
    // While it holds still no letter gets any farther: none is stored, and none answered. Returns once that is so.
    virtual void holdStill(bool still) = 0;
    virtual SinkCounts counts() const = 0;
    // In the order of their attempts. One that was broken off may be among them for a moment, beside the next.
    virtual std::vector<LetterUnderWay> underWay() const = 0;
};

}  // namespace rushlab::mail
