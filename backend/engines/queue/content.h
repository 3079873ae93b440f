// A message with all its properties as one immutable run of bytes: what memory holds is what the disk holds.
// Guarantees: one allocation a message, shared by every queue that holds it; stored bytes are checked once, by
// fromStored(), and read without fear from then on.
// Any thread; an immutable value.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engines/queue/work_queue.h"

namespace rushlab::queue {

class Content {
  public:
    Content() = default;
    static Content encode(const Message& message, std::span<const Death> deaths);
    // Nothing where the bytes are not such a content.
    static std::optional<Content> fromStored(std::string_view bytes);

    std::string_view bytes() const { return {m_bytes.get(), m_size}; }
    std::size_t bodySize() const { return m_size - m_bodyAt; }
    // What holding it costs, about.
    std::size_t heldBytes() const { return m_size + kOverheadBytes; }

    Message message() const;
    std::vector<Death> deaths() const;
    explicit operator bool() const { return m_bytes != nullptr; }

  private:
    // The allocation's head and an entry in a queue.
    static constexpr std::size_t kOverheadBytes = 96;

    static Content copyOf(std::string_view bytes, std::uint32_t bodyAt);

    std::shared_ptr<const char[]> m_bytes;
    std::uint32_t m_size = 0;
    std::uint32_t m_bodyAt = 0;
};

}  // namespace rushlab::queue
