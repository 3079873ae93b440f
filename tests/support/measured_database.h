// A database that counts what it is asked, and answers as late as one across a network would.
// As thread-safe as the one behind it; the delay is waited for on the caller's loop.
#pragma once

#include <atomic>

#include "engines/sql/database.h"

namespace rushlab::test {

class MeasuredDatabase final : public sql::Database {
  public:
    explicit MeasuredDatabase(sql::Database& inner, Milliseconds delay = Milliseconds{0})
        : m_inner(inner), m_delay(delay) {}

    const sql::Traits& traits() const override { return m_inner.traits(); }
    std::string describe() const override { return m_inner.describe(); }

    std::atomic<int> reads = 0;
    std::atomic<int> writes = 0;

  protected:
    io::Awaitable<Result<>> run(Access access, Deadline deadline, Work work) override {
        ++(access == Access::Read ? reads : writes);
        if (m_delay.count() > 0) co_await io::sleepFor(m_delay);
        if (access == Access::Read) co_return co_await m_inner.read(deadline, std::move(work));
        co_return co_await m_inner.transact(deadline, std::move(work));
    }

  private:
    sql::Database& m_inner;
    Milliseconds m_delay;
};

}  // namespace rushlab::test
