// Those who wait for an element of a list: a line at each key, in order of arrival.
// One thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "engines/kv/embedded/command.h"

namespace rushlab::kv::embedded {

using WaiterId = std::uint64_t;  // grows with arrival

class Waiters {
  public:
    WaiterId add(PopRequest request);
    // Nothing happens where it was served or removed before.
    void remove(WaiterId id);

    std::size_t size() const { return m_requests.size(); }
    bool anyAt(std::string_view key) const { return m_lines.find(key) != m_lines.end(); }
    std::optional<WaiterId> firstAt(std::string_view key) const;
    const PopRequest& request(WaiterId id) const { return m_requests.at(id); }

  private:
    std::map<WaiterId, PopRequest> m_requests;
    std::map<std::string, std::set<WaiterId>, std::less<>> m_lines;
    WaiterId m_last = 0;
};

}  // namespace rushlab::kv::embedded
