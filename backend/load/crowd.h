// The users of one load on its loop: connects them, lets them go, follows them to their end.
// Internal to the load. Belongs to its loop's thread; LiveCounts may be read from any.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <vector>

#include "load/arrivals.h"
#include "load/load.h"
#include "load/request_writer.h"
#include "load/user_connection.h"

namespace rushlab::load {

class Crowd {
  public:
    Crowd(io::Loop& loop, const LoadPlan& plan, const Clock& clock, LiveCounts& live,
          const std::atomic<bool>& interrupted);
    ~Crowd();

    io::Awaitable<Result<>> run();
    LoadOutcome takeOutcome() { return std::move(m_outcome); }

  private:
    using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                    boost::asio::wait_traits<std::chrono::steady_clock>, io::Executor>;
    struct User;
    struct Due {  // an arrival that waits for a free connection
        std::chrono::nanoseconds intended;
        std::uint64_t number;
    };

    io::Awaitable<> connectSome();
    io::Awaitable<> connectAll();
    void release();
    io::Awaitable<> followToTheEnd();
    void stopEarly(std::string why);

    io::Awaitable<> liveClosed(User& user, Closed closed);
    io::Awaitable<> liveBurst(User& user, Burst burst);
    io::Awaitable<> serveArrivals(User& user);
    io::Awaitable<> bringArrivals(Open open);
    void dropLate(const Open& open);

    // One order, and what the user does with it; intended is when the user wanted to.
    io::Awaitable<> order(User& user, domain::MemberId member, std::chrono::nanoseconds intended);
    io::Awaitable<verdict::Attempt> attempt(User& user, domain::MemberId member, Choice choice,
                                            std::chrono::nanoseconds intended);
    io::Awaitable<> pay(User& user, verdict::Attempt accepted);
    void record(const verdict::Attempt& attempt);

    static io::Awaitable<> wait(Timer& timer);
    io::Awaitable<> napUntil(Timer& timer, std::chrono::nanoseconds sinceBegin);
    std::chrono::nanoseconds now() const;
    domain::MemberId memberOf(std::uint64_t number) const;
    void userIsDone();

    io::Loop& m_loop;
    const LoadPlan& m_plan;
    const Clock& m_clock;
    LiveCounts& m_live;
    const std::atomic<bool>& m_interrupted;
    AnswerReader m_reader;
    std::vector<std::unique_ptr<User>> m_users;
    RequestWriter m_requests;
    LoadOutcome m_outcome;
    SteadyTime m_began{};
    std::size_t m_nextToConnect = 0;
    std::size_t m_left = 0;  // coroutines that have not ended
    bool m_stopping = false;
    bool m_arrivalsOver = false;
    std::deque<Due> m_due;
    Timer m_pace;     // the arrivals wait for the next one's time
    Timer m_idle;     // connections of an open load wait for an arrival
    Timer m_changed;  // the one who follows waits for the last
};

}  // namespace rushlab::load
