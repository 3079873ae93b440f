// When requests of an open load are intended to be sent: independent arrivals at a rate, as of people who do not know
// of each other. Pure; one thread.
#pragma once

#include <chrono>
#include <optional>

#include "base/random.h"
#include "load/load_plan.h"

namespace rushlab::load {

class Arrivals {
  public:
    Arrivals(const Open& open, Random random);

    // Since the load began, each not before the last; nothing: there are no more.
    std::optional<std::chrono::nanoseconds> next();

  private:
    Open m_open;
    Random m_random;
    std::size_t m_given = 0;
    double m_at = 0;  // seconds
};

// One order's choices: which item, how many units. The same for the same plan and random numbers.
struct Choice {
    domain::ItemId item;
    std::int32_t units = 1;
};
Choice choose(const LoadPlan& plan, Random& random);

// The random numbers of one user, or of one purpose, which no other disturbs.
Random randomOf(std::uint64_t seed, std::uint64_t number);

}  // namespace rushlab::load
