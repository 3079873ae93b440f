// How far away an engine is: presets that let one inside this process stand for one across a network, with a slower
// disk.
//
//     name        a call there and back   a flush    stands for
//     none        -                       -          the engine as it is
//     same-host   0.06 ms                 0.1 ms     a server on this machine, a good disk: measured, a round trip to
//                                                    Redis over loopback and fdatasync of an appended record
//     lan         0.5 ms                  1 ms       one data centre: the 500 us round trip of "Latency Numbers Every
//                                                    Programmer Should Know" (J. Dean), a consumer's solid-state disk
//     cloud       1 ms                    3 ms       another zone of a region, and a network disk: AWS promises
//                                                    "single-digit millisecond" for both
//
// Each delay is drawn: seven tenths of its mean always, and an exponential tail with the rest, as networks have.
// DelaySource: any thread; the n-th draw of a seed is the same in every run.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace rushlab {

struct DelayProfile {
    std::string_view name;
    std::chrono::microseconds roundTrip{};
    std::chrono::microseconds flush{};  // added where an engine confirms that something is on its disk

    bool isNone() const { return roundTrip.count() == 0 && flush.count() == 0; }
    friend bool operator==(const DelayProfile&, const DelayProfile&) = default;
};

inline constexpr std::array kDelayProfiles{
    DelayProfile{"none", {}, {}},
    DelayProfile{"same-host", std::chrono::microseconds(60), std::chrono::microseconds(100)},
    DelayProfile{"lan", std::chrono::microseconds(500), std::chrono::microseconds(1'000)},
    DelayProfile{"cloud", std::chrono::microseconds(1'000), std::chrono::microseconds(3'000)}};

// Invalid, with the names there are.
Result<DelayProfile> delayProfile(std::string_view name);

class DelaySource {
  public:
    explicit DelaySource(std::uint64_t seed) : m_seed(seed) {}

    std::chrono::nanoseconds draw(std::chrono::nanoseconds mean);

  private:
    std::uint64_t m_seed;
    std::atomic<std::uint64_t> m_drawn{0};
};

}  // namespace rushlab
