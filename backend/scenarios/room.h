// Whether a run's users find room in this process and on this machine: told before the run, so that a limit of the
// generator's is never booked as the shop's failure.
// Any thread; pure, but for roomHere().
#pragma once

#include <cstddef>

#include "base/result.h"
#include "scenarios/scenario.h"

namespace rushlab::scenarios {

// What there is: files and sockets that the process may have open, local ports that connections to one address may
// have.
struct Room {
    std::size_t files = 0;
    std::size_t ports = 0;
};

// Both ends of every connection are in this process: two files a user, two more for each connection that a gateway has
// to the instances behind it at once, and what the shop has without users.
std::size_t filesNeeded(const Connections& connections);

// Invalid: how many users there are, which limit they meet, how many would fit, how it is raised.
Result<> fitsInto(const Connections& connections, const Room& room);

// Raises the limit of files as far as that is allowed.
Room roomHere(const Connections& connections);

}  // namespace rushlab::scenarios
