// What a chat is held to: everybody hears everything, in order and once, but for what is meant to be missed; and the
// archive has all of it. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "verdict/check.h"

namespace rushlab::verdict {

struct ChatHeard {
    // Who may miss lines, and why.
    enum class MayMiss : std::uint8_t { Nobody, WhoWasCutOff, TheOtherInstance };
    MayMiss mayMiss = MayMiss::Nobody;
    std::uint64_t said = 0;
    std::uint64_t expected = 0;  // lines times who listens
    std::uint64_t missed = 0;
    std::uint64_t missedUndisturbed = 0;  // of them: its talker and its listener both kept their connections
    std::uint64_t disordered = 0;
    std::uint64_t twice = 0;
    std::uint64_t gapLines = 0;     // that instances told of, once for each listener
    std::uint64_t cutOff = 0;       // clients that came back
    std::uint64_t slowReaders = 0;  // that stopped reading
    std::uint64_t slowDropped = 0;  // and were told why they are dropped
    bool wasStaged = true;          // what was to happen in the middle did, and the talk went on
    std::string cutShort;           // why not everything was said
    std::vector<std::string> evidence;
};
std::vector<Check> checkHeard(const ChatHeard& heard);

// What the archive has of what was said.
struct ChatArchived {
    std::uint64_t said = 0;  // and confirmed, where that was asked for
    // Nothing: it could not be read to the end.
    std::optional<std::uint64_t> archived;
    std::uint64_t lost = 0;
    std::uint64_t twice = 0;
    std::uint64_t disordered = 0;  // behind a later one of the same talker
    std::vector<std::string> evidence;
};
std::vector<Check> checkArchived(const ChatArchived& archived);

}  // namespace rushlab::verdict
