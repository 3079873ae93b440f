// Passwords by Argon2id on threads of their own, few on purpose: each hash takes 64 MiB and some 50 ms of a core.
// Guarantees: logins are served before sign-ups, so that a storm of sign-ups does not stop logins; what waits is bounded
// (Full); what nobody waits for any more is not begun. A password that is verified for a user who does not exist takes
// as long as another.
// Calls belong to the loop that it was made for; it ends its threads, and whoever waits learns that it is Unavailable.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/deadline.h"
#include "base/result.h"
#include "io/handoff.h"
#include "io/loop.h"

namespace rushlab::roles {

struct PasswordPoolCounts {
    std::size_t loginsWaiting = 0;
    std::size_t signUpsWaiting = 0;
};

class PasswordPool {
  public:
    PasswordPool(io::Loop& loop, int threads, std::size_t waitingMost = 1'000);
    ~PasswordPool();
    PasswordPool(const PasswordPool&) = delete;
    PasswordPool& operator=(const PasswordPool&) = delete;

    // For a sign-up: what is stored of the password.
    io::Awaitable<Result<std::string>> hash(std::string password, Deadline deadline);
    // For a login: whether it is the password. Nothing stored (no such user): false, after the same work.
    io::Awaitable<Result<bool>> verify(std::string password, std::optional<std::string> stored, Deadline deadline);

    PasswordPoolCounts waiting() const;  // any thread

  private:
    // One of the two, by whether it has a stored hash to compare with.
    template <class T>
    struct Job {
        std::string password;
        std::string stored;
        io::Giver<Result<T>> giver;

        Job(std::string ownPassword, std::string ownStored, io::Giver<Result<T>> ownGiver)
            : password(std::move(ownPassword)), stored(std::move(ownStored)), giver(std::move(ownGiver)) {}
    };
    using Login = Job<bool>;
    using SignUp = Job<std::string>;

    template <class T>
    io::Awaitable<Result<T>> run(std::deque<Job<T>>& queue, std::string password, std::string stored,
                                 Deadline deadline);
    void work(const std::stop_token& stop);
    bool takeNext(std::optional<Login>& login, std::optional<SignUp>& signUp, const std::stop_token& stop);

    io::Loop& m_loop;
    const std::size_t m_waitingMost;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Login> m_logins;    // under m_mutex
    std::deque<SignUp> m_signUps;  // under m_mutex
    std::vector<std::jthread> m_threads;
};

// What the password of a user who does not exist is compared with.
std::string_view hashOfNobody();

}  // namespace rushlab::roles
