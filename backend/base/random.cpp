#include "base/random.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <bit>
#include <cmath>
#include <span>
#include <vector>

#include "base/result.h"

namespace rushlab {
namespace {

std::uint64_t splitMix(std::uint64_t& state) {
    state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t mixed = state;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31);
}

void fillSecurely(std::span<unsigned char> bytes) {
    if (sodium_init() < 0) abortBecause("libsodium could not start: there is no source of secure random bytes");
    randombytes_buf(bytes.data(), bytes.size());
}

}  // namespace

Random::Random(std::uint64_t seed) {
    for (auto& word : m_state)
        word = splitMix(seed);
}

std::uint64_t Random::next() {
    const std::uint64_t result = std::rotl(m_state[1] * 5, 7) * 9;
    const std::uint64_t shifted = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= shifted;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

std::uint64_t Random::below(std::uint64_t bound) {
    if (bound == 0) return 0;
    // Values under this limit would make the small results likelier.
    const std::uint64_t limit = (0 - bound) % bound;
    std::uint64_t value = next();
    while (value < limit)
        value = next();
    return value % bound;
}

double Random::unit() {
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

double Random::exponential(double mean) {
    return -mean * std::log1p(-unit());
}

Random Random::fork() {
    return Random(next());
}

std::string randomToken(std::size_t bytes) {
    std::vector<unsigned char> raw(bytes);
    fillSecurely(raw);
    std::string text;
    text.reserve(bytes * 2);
    for (const unsigned char byte : raw)
        fmt::format_to(std::back_inserter(text), "{:02x}", byte);
    return text;
}

std::string randomUuid() {
    std::array<unsigned char, 16> raw{};
    fillSecurely(raw);
    raw[6] = static_cast<unsigned char>((raw[6] & 0x0F) | 0x40);
    raw[8] = static_cast<unsigned char>((raw[8] & 0x3F) | 0x80);
    std::string text;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        fmt::format_to(std::back_inserter(text), "{:02x}", raw[i]);
    }
    return text;
}

}  // namespace rushlab
