// The embedded key-value engine: in memory, volatile on purpose, needs nothing.
//
// One mutex guards a core without threads; every command but a pop that has to wait is answered at once on the caller's
// thread. A script holds the mutex while it runs. An element that was popped for a waiter whose loop is being destroyed
// at that moment goes with it, as it would with a client whose connection breaks. Any thread; it may outlive the loops
// that use it, and they may outlive it: what waits then is told that the engine is unavailable.
#pragma once

#include <memory>

#include "base/clock.h"
#include "base/log.h"
#include "engines/kv/embedded/core.h"
#include "engines/kv/key_value.h"

namespace rushlab::kv {

struct EmbeddedKeyValueOptions {
    embedded::CoreOptions core;
    std::size_t waitersMax = 100'000;
    std::size_t subscribersMax = 100'000;
};

class EmbeddedKeyValue final : public KeyValue {
  public:
    // The clock must outlive the engine.
    static Result<std::unique_ptr<EmbeddedKeyValue>> open(const EmbeddedKeyValueOptions& options, const Clock& clock,
                                                          const Log& log);
    ~EmbeddedKeyValue() override;

    Answer<std::unique_ptr<Subscription>> subscribe(Topics topics, Deadline deadline) override;
    Traits traits() const override;
    Statistics statistics() const override;

  protected:
    bool answerAtOnce(ArgumentView arguments, Reply& reply) override;
    Answer<Reply> answer(Arguments arguments, Deadline deadline) override;

  private:
    class Shared;
    class Waiting;
    class Listening;
    explicit EmbeddedKeyValue(std::shared_ptr<Shared> shared);

    std::shared_ptr<Shared> m_shared;
};

}  // namespace rushlab::kv
