#include "io/read_buffer.h"

#include <algorithm>
#include <cstring>

namespace rushlab::io {

std::span<char> ReadBuffer::room() {
    if (m_end == m_capacity) {
        if (m_begin > 0 && size() <= m_capacity / 2) {
            std::memmove(m_memory.get(), data(), size());
        } else {
            const std::size_t capacity = std::max(kBytesAtFirst, m_capacity * 2);
            auto memory = std::make_unique_for_overwrite<char[]>(capacity);
            if (!empty()) std::memcpy(memory.get(), data(), size());
            m_memory = std::move(memory);
            m_capacity = capacity;
        }
        m_end = size();
        m_begin = 0;
    }
    return {m_memory.get() + m_end, m_capacity - m_end};
}

void ReadBuffer::append(std::span<const char> bytes) {
    while (!bytes.empty()) {
        const std::span<char> free = room();
        const std::size_t taken = std::min(free.size(), bytes.size());
        std::memcpy(free.data(), bytes.data(), taken);
        added(taken);
        bytes = bytes.subspan(taken);
    }
}

void ReadBuffer::consume(std::size_t bytes) {
    m_begin += bytes;
    if (m_begin < m_end) return;
    m_begin = m_end = 0;
    if (m_capacity > kKeptBytesMost) {
        m_memory.reset();
        m_capacity = 0;
    }
}

void ReadBuffer::erase(std::size_t from, std::size_t bytes) {
    if (bytes == 0) return;
    std::memmove(data() + from, data() + from + bytes, size() - from - bytes);
    m_end -= bytes;
}

}  // namespace rushlab::io
