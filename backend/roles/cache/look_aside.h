// A look-aside cache: what is asked for again is answered from the key-value engine, what is missing is loaded once.
//
//     io::Awaitable<Result<std::string>> load(ItemId item, Deadline deadline);     // a named coroutine, not a closure
//     LookAside::Loader loader = [this, item](Deadline within) { return load(item, within); };
//     const auto text = co_await m_cache.get(keys::cachedItem(item), std::move(loader), deadline);
//
// Guarantees: of all who miss a key at the same time one loads it: in an instance by a shared wait, across instances by
// a lock in the key-value engine. What was loaded before forget() is never stored after it: the lock is the loader's
// lease, forget() removes it with the value, and who has lost it cannot store. An engine that is away, or a lock whose
// holder died, makes it slower and never wrong. An error is not kept: the next one asks again.
// Make it while the role is built (its metrics are). Belongs to its role's loop; outlives nothing that waits in it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/unique_function.h"
#include "io/handoff.h"
#include "roles/role.h"

namespace rushlab::roles {

class LookAside {
  public:
    using Loader = UniqueFunction<io::Awaitable<Result<std::string>>(Deadline)>;

    // `what` names it in the metrics: "item".
    LookAside(RoleContext& context, std::string_view what, Milliseconds timeToLive);

    io::Awaitable<Result<std::string>> get(std::string key, Loader loader, Deadline deadline);
    // What the engine holds now, without loading.
    io::Awaitable<Result<std::optional<std::string>>> peek(std::string key, Deadline deadline);
    // After what it tells of was changed and committed.
    io::Awaitable<Result<>> forget(std::string key, Deadline deadline);

  private:
    // One load, and all who wait for it here.
    struct Flight {
        std::vector<io::Giver<Result<std::string>>> waiting;
    };

    io::Awaitable<Result<std::string>> join(std::string key, Loader loader, Deadline deadline);
    io::Awaitable<> fly(std::string key, Loader loader, std::shared_ptr<Flight> flight);
    io::Awaitable<Result<std::string>> loadOrWait(std::string key, Loader& loader, Deadline deadline);
    io::Awaitable<Result<std::string>> loadAndStore(std::string key, std::string token, Loader& loader,
                                                    Deadline deadline);
    io::Awaitable<Result<std::string>> load(Loader& loader, Deadline deadline);

    RoleContext& m_context;
    Milliseconds m_timeToLive;
    kv::Script m_lease;
    kv::Script m_store;
    kv::Script m_release;
    std::unordered_map<std::string, std::shared_ptr<Flight>> m_flights;
    Counter& m_hits;
    Counter& m_misses;
    Counter& m_loads;
    LiveHistogram& m_hitLatency;
    LiveHistogram& m_missLatency;
};

// The same for whoever changes something without caching it itself (a worker that completes orders).
io::Awaitable<Result<>> forgetCached(kv::KeyValue& keyValue, std::vector<std::string> keys, Deadline deadline);

}  // namespace rushlab::roles
