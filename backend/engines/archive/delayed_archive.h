// An archive as if it were farther away, on a slower disk: a call takes a round trip, an insert a flush more.
// Its guarantees are the archive's own.
#pragma once

#include <memory>

#include "engines/archive/archive.h"
#include "io/delay_line.h"

namespace rushlab::archive {

class DelayedArchive final : public Archive {
  public:
    DelayedArchive(std::unique_ptr<Archive> inner, const DelayProfile& profile, std::uint64_t seed)
        : m_inner(std::move(inner)), m_line(profile, seed) {}

    io::Awaitable<Result<std::uint64_t>> insertMany(std::vector<ChatDocument> documents, Deadline deadline) override;
    io::Awaitable<Result<std::uint64_t>> count(std::optional<std::string> room, Deadline deadline) override;
    io::Awaitable<Result<std::vector<ChatDocument>>> page(std::string room, std::optional<Position> before,
                                                          std::size_t limit, Deadline deadline) override;
    io::Awaitable<Result<std::optional<ChatDocument>>> find(std::string id, Deadline deadline) override;
    Traits traits() const override { return m_inner->traits(); }
    std::string describe() const override;

  private:
    std::unique_ptr<Archive> m_inner;
    io::DelayLine m_line;
};

}  // namespace rushlab::archive
