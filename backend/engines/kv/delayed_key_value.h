// A key-value engine as if it were farther away: each command takes a round trip.
// Its guarantees are the engine's own; what waits to be told (a subscription's messages) comes undelayed.
#pragma once

#include "engines/kv/key_value.h"
#include "io/delay_line.h"

namespace rushlab::kv {

class DelayedKeyValue final : public KeyValue {
  public:
    DelayedKeyValue(std::unique_ptr<KeyValue> inner, const DelayProfile& profile, std::uint64_t seed)
        : m_inner(std::move(inner)), m_line(profile, seed) {}

    Answer<std::unique_ptr<Subscription>> subscribe(Topics topics, Deadline deadline) override;
    Traits traits() const override { return m_inner->traits(); }
    Statistics statistics() const override { return m_inner->statistics(); }

  protected:
    Answer<Reply> answer(Arguments arguments, Deadline deadline) override;

  private:
    std::unique_ptr<KeyValue> m_inner;
    io::DelayLine m_line;
};

}  // namespace rushlab::kv
