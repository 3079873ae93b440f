// An estimate of the bytes that a store's values take, kept by the values themselves as they grow and shrink.
// One thread at a time.
#pragma once

#include <cstddef>

namespace rushlab::kv::embedded {

class MemoryUse {
  public:
    std::size_t bytes() const { return m_bytes; }
    void add(std::size_t bytes) { m_bytes += bytes; }
    void remove(std::size_t bytes) { m_bytes -= bytes; }

  private:
    std::size_t m_bytes = 0;
};

}  // namespace rushlab::kv::embedded
