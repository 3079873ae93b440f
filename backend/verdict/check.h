// What a run was held to: each check says what was expected, what was found, and by which orders one sees it.
// Plain values.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rushlab::verdict {

enum class Verdict : std::uint8_t { Pass, Fail, Unknown };
std::string_view name(Verdict verdict);  // "PASS"

struct Check {
    std::string name;      // "oversold"
    std::string expected;  // "0"
    std::string actual;    // "17"
    Verdict outcome = Verdict::Unknown;
    std::string says;                   // one sentence for a person
    std::vector<std::string> evidence;  // order ids and what is wrong with each, the first 20
};

// Fail where any fails, else Unknown where any is unknown or there is none, else Pass.
Verdict overall(std::span<const Check> checks);

}  // namespace rushlab::verdict
