#include "engines/kv/embedded/waiters.h"

namespace rushlab::kv::embedded {

WaiterId Waiters::add(PopRequest request) {
    const WaiterId id = ++m_last;
    for (const std::string& key : request.keys)
        m_lines[key].insert(id);
    m_requests.emplace(id, std::move(request));
    return id;
}

void Waiters::remove(WaiterId id) {
    const auto found = m_requests.find(id);
    if (found == m_requests.end()) return;
    for (const std::string& key : found->second.keys) {
        const auto line = m_lines.find(key);
        if (line == m_lines.end()) continue;  // a key that was named twice
        line->second.erase(id);
        if (line->second.empty()) m_lines.erase(line);
    }
    m_requests.erase(found);
}

std::optional<WaiterId> Waiters::firstAt(std::string_view key) const {
    const auto line = m_lines.find(key);
    if (line == m_lines.end()) return std::nullopt;
    return *line->second.begin();
}

}  // namespace rushlab::kv::embedded
