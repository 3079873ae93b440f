// A crowd in a chat: clients that listen, some of which talk, over real WebSockets that speak STOMP; and what each of
// them heard, against what was said.
// Guarantees: every line carries who said it, which one it is and when it was meant to be said, so that what is
// missing, out of its order or there twice is seen by each listener, and latency counts from the intended time. Who is
// cut off comes back, elsewhere where there is another instance, and says again what was not confirmed. runChat blocks
// its calling thread; ChatCounts may be read from any.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/histogram.h"
#include "base/result.h"
#include "io/http_client.h"

namespace rushlab::load {

struct ChatPlan {
    std::vector<io::HttpEndpoint> instances;  // clients take them in turn
    // Where they are by now, for who comes back; on the load's thread. Nothing: where they were.
    std::function<std::vector<io::HttpEndpoint>()> instancesNow;
    std::size_t clients = 2'000;
    std::size_t talkers = 100;  // the first of the clients
    std::size_t rooms = 1;      // clients take them in turn
    std::string roomName = "room";
    std::uint64_t lines = 1'000;  // all together
    // 0: each talker says its next line once it has heard its last one.
    double linesPerSecond = 100;
    bool confirmed = false;  // each line asks for its receipt, and is said again until it has it
    std::size_t lineBytes = 120;
    std::size_t slowReaders = 0;  // the last of the clients: they stop reading once they have subscribed
    std::int64_t firstMember = 1;
    Milliseconds heartBeat{10'000};
    Milliseconds settleFor{0};        // between the last subscription and the first line
    Milliseconds hearWithin{10'000};  // after the last line was said
};

// What has happened so far.
struct ChatCounts {
    std::atomic<std::uint64_t> connected{0};
    std::atomic<std::uint64_t> said{0};
    std::atomic<std::uint64_t> confirmed{0};
    std::atomic<std::uint64_t> heard{0};
    std::atomic<std::uint64_t> reconnects{0};
    std::atomic<std::uint64_t> gapLines{0};  // lines that an instance told it had missed, once for each listener
    LiveHistogram delivery;
};

struct ChatOutcome {
    Histogram delivery;  // from the intended time, of every line at every listener
    std::uint64_t said = 0;
    std::uint64_t confirmed = 0;
    std::uint64_t heard = 0;
    std::uint64_t expected = 0;  // lines times those who listen to their room
    std::uint64_t missed = 0;    // not heard by a listener that was there for it or for a later one
    // Of them: its talker and its listener both kept their connections.
    std::uint64_t missedUndisturbed = 0;
    std::uint64_t disordered = 0;  // behind a later one of the same talker
    std::uint64_t twice = 0;       // again, although it was said once
    std::uint64_t saidAgain = 0;   // heard again, and it was said again
    std::uint64_t gapLines = 0;
    std::uint64_t reconnects = 0;
    std::chrono::nanoseconds took{};  // from the first line to the last that was heard
    std::chrono::nanoseconds cpuTime{};
    std::vector<std::string> evidence;  // of what went wrong, as far as it is worth telling
    std::string cutShort;               // why not everything was said; empty: it was

    double deliveriesPerSecond() const;
};

// Who said a line, and which one of his it is: read from its words. False: it is none of a crowd's.
bool readSpokenLine(std::string_view content, std::uint32_t& talker, std::uint32_t& number);

// Invalid: the plan. Unavailable: not all clients could come in.
Result<ChatOutcome> runChat(const ChatPlan& plan, ChatCounts& live, const std::atomic<bool>& interrupted);

}  // namespace rushlab::load
