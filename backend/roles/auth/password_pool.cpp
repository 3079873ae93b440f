#include "roles/auth/password_pool.h"

#include <sodium.h>

#include <array>

namespace rushlab::roles {
namespace {

// Of a random password that was thrown away; with the limits of all others, so that it takes as long.
constexpr std::string_view kNobodys =
    "$argon2id$v=19$m=65536,t=2,p=1$OHzp2wHlXzeyRzbV42aK5g$Dham/Q01CHvxkRpH62udZ9AsDNW7pX/S3+qascjqEXg";

Result<std::string> hashOf(const std::string& password) {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    const int failed = crypto_pwhash_str(text.data(), password.data(), password.size(),
                                         crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE);
    if (failed != 0) return fail(ErrorCode::Full, "There is no memory to hash a password; try again later.");
    return std::string(text.data());
}

bool isPasswordOf(const std::string& stored, const std::string& password) {
    return crypto_pwhash_str_verify(stored.c_str(), password.data(), password.size()) == 0;
}

void wipe(std::string& secret) {
    sodium_memzero(secret.data(), secret.size());
}

}  // namespace

PasswordPool::PasswordPool(io::Loop& loop, int threads, std::size_t waitingMost)
    : m_loop(loop), m_waitingMost(waitingMost) {
    if (sodium_init() < 0) abortBecause("libsodium could not start: there is no way to hash a password");
    for (int at = 0; at < threads; ++at)
        m_threads.emplace_back([this](const std::stop_token& stop) { work(stop); });
}

PasswordPool::~PasswordPool() {
    for (std::jthread& thread : m_threads)
        thread.request_stop();
    m_threads.clear();
}

io::Awaitable<Result<std::string>> PasswordPool::hash(std::string password, Deadline deadline) {
    co_return co_await run(m_signUps, std::move(password), std::string(), deadline);
}

io::Awaitable<Result<bool>> PasswordPool::verify(std::string password, std::optional<std::string> stored,
                                                 Deadline deadline) {
    std::string compared = std::move(stored).value_or(std::string(kNobodys));
    co_return co_await run(m_logins, std::move(password), std::move(compared), deadline);
}

template <class T>
io::Awaitable<Result<T>> PasswordPool::run(std::deque<Job<T>>& queue, std::string password, std::string stored,
                                           Deadline deadline) {
    auto [giver, taker] = io::handoff<Result<T>>(m_loop);
    {
        const std::lock_guard lock(m_mutex);
        if (queue.size() >= m_waitingMost)
            co_return fail(ErrorCode::Full, "{} wait for their password already; try again later.", queue.size());
        queue.emplace_back(std::move(password), std::move(stored), std::move(giver));
    }
    m_changed.notify_one();
    auto done = co_await taker.take(deadline);
    if (done) co_return *std::move(done);
    if (deadline.passed())
        co_return fail(ErrorCode::Timeout, "The password's turn did not come in time; try again later.");
    co_return fail(ErrorCode::Unavailable, "Passwords are no longer looked at here: this instance is stopping.");
}

bool PasswordPool::takeNext(std::optional<Login>& login, std::optional<SignUp>& signUp, const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    const auto hasWork = [this] { return !m_logins.empty() || !m_signUps.empty(); };
    if (!m_changed.wait(lock, stop, hasWork) || stop.stop_requested()) return false;
    if (!m_logins.empty()) {
        login.emplace(std::move(m_logins.front()));
        m_logins.pop_front();
    } else {
        signUp.emplace(std::move(m_signUps.front()));
        m_signUps.pop_front();
    }
    return true;
}

void PasswordPool::work(const std::stop_token& stop) {
    for (;;) {
        std::optional<Login> login;
        std::optional<SignUp> signUp;
        if (!takeNext(login, signUp, stop)) return;
        if (login) {
            if (login->giver.claim()) login->giver.give(isPasswordOf(login->stored, login->password));
            wipe(login->password);
        } else {
            if (signUp->giver.claim()) signUp->giver.give(hashOf(signUp->password));
            wipe(signUp->password);
        }
    }
}

PasswordPoolCounts PasswordPool::waiting() const {
    const std::lock_guard lock(m_mutex);
    return {m_logins.size(), m_signUps.size()};
}

std::string_view hashOfNobody() {
    return kNobodys;
}

}  // namespace rushlab::roles
