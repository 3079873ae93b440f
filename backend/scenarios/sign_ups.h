// People who sign up at a rate, each with an address of its own, and what each was told.
// Goes on only while its loop is run (runUntilDone of anything). Belongs to one thread.
#pragma once

#include <vector>

#include "io/http_client.h"
#include "verdict/mail_checks.h"

namespace rushlab::scenarios {

class SignUps {
  public:
    SignUps(io::Loop& loop, std::size_t count, double perSecond, std::string tag);

    // Sends those whose time has come. Time begins with the first call after a pause, and nobody catches up for it.
    void goOn(const io::HttpEndpoint& gateway);
    void pause() { m_lastAt.reset(); }
    void setRate(double perSecond) { m_perSecond = perSecond; }

    bool allSent() const { return m_sent == m_attempts.size(); }
    bool allAnswered() const { return allSent() && m_waiting == 0; }
    std::size_t sent() const { return m_sent; }
    std::size_t waiting() const { return m_waiting; }
    std::size_t promised() const { return m_promised; }
    bool wasPromised(std::string_view address) const;
    const verdict::SignUpAttempt& attempt(std::size_t number) const { return m_attempts[number]; }
    // The numbers of those that are over, in the order in which they ended.
    const std::vector<std::size_t>& ended() const { return m_ended; }
    // Those that were sent.
    std::vector<verdict::SignUpAttempt> attempts() const;

  private:
    io::Awaitable<> signUp(io::HttpEndpoint gateway, std::size_t number);

    double m_perSecond;
    const std::string m_tag;
    io::HttpClient m_client;
    std::vector<verdict::SignUpAttempt> m_attempts;
    std::vector<std::size_t> m_ended;
    std::optional<SteadyTime> m_lastAt;
    double m_due = 0;
    std::size_t m_sent = 0;
    std::size_t m_waiting = 0;
    std::size_t m_promised = 0;
    io::Loop& m_loop;
};

}  // namespace rushlab::scenarios
