#include "scenarios/sign_ups.h"

#include <fmt/format.h>

#include <charconv>

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kWaitingMost = 4;  // passwords are hashed no faster for more, and a kill leaves more in doubt
constexpr auto kSignUpWithin = 35s;      // a slow answer is a slow answer, not a failure

}  // namespace

SignUps::SignUps(io::Loop& loop, std::size_t count, double perSecond, std::string tag)
    : m_perSecond(perSecond), m_tag(std::move(tag)), m_client(loop, {}), m_attempts(count), m_loop(loop) {}

void SignUps::goOn(const io::HttpEndpoint& gateway) {
    const SteadyTime now = std::chrono::steady_clock::now();
    if (m_lastAt) m_due += m_perSecond * std::chrono::duration<double>(now - *m_lastAt).count();
    m_lastAt = now;
    for (; m_due >= 1 && !allSent() && m_waiting < kWaitingMost; m_due -= 1) {
        ++m_waiting;
        m_loop.spawn(signUp(gateway, m_sent++));
    }
    m_due = std::min(m_due, 1.0);  // whoever found no room comes later, not in a crowd
}

io::Awaitable<> SignUps::signUp(io::HttpEndpoint gateway, std::size_t number) {
    verdict::SignUpAttempt& attempt = m_attempts[number];
    const std::string name = fmt::format("{}-{}", m_tag, number + 1);
    attempt.address = name + "@rush.lab";
    io::HttpCall call(io::HttpMethod::Post, "/api/auth/signup");
    call.body("application/json",
              fmt::format(R"({{"username":"{}","password":"correct horse","email":"{}"}})", name, attempt.address));
    const Deadline deadline = Deadline::in(kSignUpWithin);
    const auto reply = co_await m_client.call(std::move(gateway), std::move(call), deadline);
    if (reply) attempt.status = reply->status();
    if (attempt.wasPromised()) ++m_promised;
    m_ended.push_back(number);
    --m_waiting;
}

// "u1-17@rush.lab" is the seventeenth.
bool SignUps::wasPromised(std::string_view address) const {
    std::size_t number = 0;
    if (!address.starts_with(m_tag) || address.size() <= m_tag.size() + 1) return false;
    std::from_chars(address.data() + m_tag.size() + 1, address.data() + address.size(), number);
    return number > 0 && number <= m_sent && m_attempts[number - 1].wasPromised();
}

std::vector<verdict::SignUpAttempt> SignUps::attempts() const {
    return {m_attempts.begin(), m_attempts.begin() + static_cast<std::ptrdiff_t>(m_sent)};
}

}  // namespace rushlab::scenarios
