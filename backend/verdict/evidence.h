// Gathers what speaks against a run: counts all of it, names the first.
// One thread.
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "verdict/check.h"

namespace rushlab::verdict {

class Evidence {
  public:
    static constexpr std::size_t kNamedMost = 20;

    template <class... Args>
    void add(fmt::format_string<Args...> format, Args&&... args) {
        if (m_count++ < kNamedMost) m_named.push_back(fmt::format(format, std::forward<Args>(args)...));
    }
    std::size_t count() const { return m_count; }
    bool empty() const { return m_count == 0; }
    std::vector<std::string> take() { return std::move(m_named); }

  private:
    std::size_t m_count = 0;
    std::vector<std::string> m_named;
};

// A check that nothing may speak against.
inline Check noneOf(std::string name, Evidence evidence, std::string says, Verdict otherwise = Verdict::Fail) {
    Check check;
    check.name = std::move(name);
    check.expected = "0";
    check.actual = fmt::format("{}", evidence.count());
    check.outcome = evidence.empty() ? Verdict::Pass : otherwise;
    check.says = std::move(says);
    check.evidence = evidence.take();
    return check;
}

// A check that one number must be the other.
inline Check exactly(std::string name, std::uint64_t expected, std::uint64_t actual, std::string says,
                     const std::vector<std::string>& evidence = {}) {
    Check check;
    check.name = std::move(name);
    check.expected = fmt::format("{}", expected);
    check.actual = fmt::format("{}", actual);
    check.outcome = expected == actual ? Verdict::Pass : Verdict::Fail;
    check.says = std::move(says);
    if (check.outcome == Verdict::Fail) check.evidence = evidence;
    return check;
}

}  // namespace rushlab::verdict
