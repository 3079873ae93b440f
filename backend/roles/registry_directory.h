// The Directory of an instance that has a registry: keeps this instance's lease there, and learns from each answer
// where everybody is.
// Guarantees: between join() and leave() the lease is renewed every heartbeat, and taken anew where the registry has
// forgotten it; while the registry is away the last list stays in use; an instance that could not be reached is left
// out until it has renewed its own lease since; among equally loaded instances they take turns.
// Belongs to one loop's thread.
#pragma once

#include "base/log.h"
#include "roles/directory.h"
#include "roles/task_group.h"

namespace rushlab::roles {

class RegistryDirectory final : public Directory {
  public:
    // The client must outlive it.
    RegistryDirectory(io::Loop& loop, io::HttpClient& http, const Log& log, io::HttpEndpoint registry,
                      Milliseconds heartbeat);

    // Registers, and begins to renew whether or not that succeeded. Unavailable: the registry is not there yet.
    io::Awaitable<Result<>> join(Instance self, Deadline deadline);
    // Ends the renewing, and tells the registry, so that nobody waits for the lease to lapse.
    io::Awaitable<> leave(Deadline deadline);

    std::vector<Instance> instancesOf(std::string_view role) const override;
    std::optional<Instance> leastLoaded(std::string_view role, const Instance* besides) override;
    void began(const Instance& instance) override;
    void ended(const Instance& instance, bool reached) override;

  private:
    struct Known {
        Instance instance;
        std::int64_t renewal = 0;  // the number of its latest one
        std::size_t inFlight = 0;
        bool leftOut = false;
        std::uint64_t chosen = 0;  // when it was chosen last, in choices
    };

    io::Awaitable<> keepLease();
    io::Awaitable<> askAgain();
    io::Awaitable<Result<>> registerSelf(Deadline deadline);
    io::Awaitable<Result<>> renew(Deadline deadline);
    io::Awaitable<Result<int>> ask(io::HttpMethod method, std::string target, Deadline deadline);
    void learn(std::string_view answer);
    void note(const Result<>& told);
    void refreshSoon();
    Known* find(const Instance& instance);

    io::HttpClient& m_http;
    Log m_log;
    io::HttpEndpoint m_registry;
    Milliseconds m_heartbeat;
    Instance m_self;
    TaskGroup m_tasks;
    std::vector<Known> m_known;
    std::uint64_t m_choices = 0;
    bool m_registryAway = false;
    bool m_asking = false;
    SteadyTime m_askedAt{};
};

}  // namespace rushlab::roles
