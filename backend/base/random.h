// Seeded random numbers: the same seed gives the same run on every machine.
// Random belongs to one thread; secure bytes (tokens, salts) come from randomToken.
#pragma once

#include <cstdint>
#include <string>

namespace rushlab {

// xoshiro256**, seeded through splitmix64. Its distributions are our own: the standard ones differ between libraries.
class Random {
  public:
    explicit Random(std::uint64_t seed);

    std::uint64_t next();
    // From 0 to bound - 1, evenly; bound 0 gives 0.
    std::uint64_t below(std::uint64_t bound);
    // From 0 to just under 1.
    double unit();
    bool chance(double probability) { return unit() < probability; }
    // With the given mean, as the gaps between independent arrivals are.
    double exponential(double mean);
    // A stream of its own for a part of the run, so that parts do not disturb each other's numbers.
    Random fork();

  private:
    std::uint64_t m_state[4];
};

// Bytes that nobody can guess, as 2 hex digits each.
std::string randomToken(std::size_t bytes);

// A random (version 4) UUID in its usual writing.
std::string randomUuid();

}  // namespace rushlab
