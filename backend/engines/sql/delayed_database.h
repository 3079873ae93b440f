// A database as if it were farther away, on a slower disk: a transaction takes a round trip for each statement, one to
// commit, and a flush where it wrote.
// Its guarantees are the database's own. The statements' round trips are waited for behind the commit, by the caller's
// coroutine: what they cost a caller is right, but row locks are held no longer than they were.
#pragma once

#include "engines/sql/database.h"
#include "io/delay_line.h"

namespace rushlab::sql {

class DelayedDatabase final : public Database {
  public:
    DelayedDatabase(std::unique_ptr<Database> inner, const DelayProfile& profile, std::uint64_t seed)
        : m_inner(std::move(inner)), m_line(profile, seed) {}

    const Traits& traits() const override { return m_inner->traits(); }
    std::string describe() const override;

  protected:
    io::Awaitable<Result<>> run(Access access, Deadline deadline, Work work) override;

  private:
    std::unique_ptr<Database> m_inner;
    io::DelayLine m_line;
};

}  // namespace rushlab::sql
