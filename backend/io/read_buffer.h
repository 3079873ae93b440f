// The bytes that were received and not yet used up, in one piece of memory that grows with need and is reused.
// Views into it are valid until room() or consume() is called.
// One thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace rushlab::io {

class ReadBuffer {
  public:
    // What an idle connection costs: a call between services fits, a larger one makes it grow, and it stays so.
    static constexpr std::size_t kBytesAtFirst = 512;

    char* data() { return m_memory.get() + m_begin; }
    const char* data() const { return m_memory.get() + m_begin; }
    std::size_t size() const { return m_end - m_begin; }
    bool empty() const { return m_begin == m_end; }

    // Where the next bytes go: never empty.
    std::span<char> room();
    void added(std::size_t bytes) { m_end += bytes; }
    // Copies bytes in, for what was received elsewhere.
    void append(std::span<const char> bytes);
    // Takes bytes off the front.
    void consume(std::size_t bytes);
    // Takes bytes out of the middle: what stood behind them moves down.
    void erase(std::size_t from, std::size_t bytes);

  private:
    // A buffer that a large body has grown is given back once it is empty.
    static constexpr std::size_t kKeptBytesMost = 64 * 1024;

    std::unique_ptr<char[]> m_memory;
    std::size_t m_capacity = 0;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

}  // namespace rushlab::io
