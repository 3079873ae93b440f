#include "engines/kv/arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace rushlab::kv {

Arguments::Arguments(const Arguments& other) : m_count(other.m_count) {
    if (m_count > kInside)
        m_outside = other.m_outside;
    else
        std::copy_n(other.m_inside.begin(), m_count, m_inside.begin());
    if (other.m_written.empty()) return;
    m_written = other.m_written;
    rebase(other.m_written.data(), other.m_written.size());
}

void Arguments::addOutside(std::string_view text) {
    if (m_count == kInside) m_outside.assign(m_inside.begin(), m_inside.end());
    m_outside.push_back(text);
}

void Arguments::rebase(const char* from, std::size_t size) {
    const std::less<> before;
    std::string_view* const texts = m_count <= kInside ? m_inside.data() : m_outside.data();
    for (std::size_t i = 0; i < m_count; ++i) {
        std::string_view& text = texts[i];
        if (before(text.data(), from) || !before(text.data(), from + size)) continue;
        text = std::string_view(m_written.data() + (text.data() - from), text.size());
    }
}

void Arguments::write(std::string_view digits) {
    std::vector<char> grown;
    grown.reserve(m_written.size() + digits.size());
    grown.insert(grown.end(), m_written.begin(), m_written.end());
    grown.insert(grown.end(), digits.begin(), digits.end());
    m_written.swap(grown);
    if (!grown.empty()) rebase(grown.data(), grown.size());
    add(std::string_view(m_written.data() + m_written.size() - digits.size(), digits.size()));
}

Arguments& Arguments::addNumber(std::int64_t number) {
    const fmt::format_int digits(number);
    write({digits.data(), digits.size()});
    return *this;
}

Arguments& Arguments::addNumber(double number) {
    write(fmt::format("{}", number));  // the shortest text that reads back as the same number
    return *this;
}

}  // namespace rushlab::kv
