// The text of a Lua script and its SHA-1, by which engines that have seen it know it again.
// Any thread; immutable.
#pragma once

#include <string>
#include <string_view>

namespace rushlab::kv {

// As 40 lower-case hex digits.
std::string sha1Hex(std::string_view bytes);

class Script {
  public:
    explicit Script(std::string text) : m_text(std::move(text)), m_sha1(sha1Hex(m_text)) {}

    const std::string& text() const { return m_text; }
    const std::string& sha1() const { return m_sha1; }

  private:
    std::string m_text;
    std::string m_sha1;
};

}  // namespace rushlab::kv
