#include "io/delay_line.h"

namespace rushlab::io {

// Nothing overtakes what its loop sent before it: that is what one connection does.
SteadyTime DelayLine::arrival(const Loop& loop) {
    const SteadyTime now = std::chrono::steady_clock::now();
    SteadyTime at = now + m_source.draw(m_profile.roundTrip / 2);
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_lastArrivals, [&](const auto& last) { return last.first != &loop && last.second <= now; });
    for (auto& [sender, last] : m_lastArrivals) {
        if (sender != &loop) continue;
        last = at = std::max(at, last + std::chrono::nanoseconds(1));
        return at;
    }
    m_lastArrivals.emplace_back(&loop, at);
    return at;
}

Awaitable<bool> DelayLine::there(Deadline deadline) {
    const SteadyTime at = arrival(Loop::of(co_await boost::asio::this_coro::executor));
    co_await sleepUntil(std::min(at, deadline.time()));
    co_return !deadline.passed();
}

Awaitable<> DelayLine::back(Deadline deadline, std::size_t furtherRoundTrips) {
    auto delay = m_source.draw(m_profile.roundTrip / 2);
    for (std::size_t i = 0; i < furtherRoundTrips; ++i)
        delay += m_source.draw(m_profile.roundTrip);
    return backAfter(delay, deadline);
}

Awaitable<> DelayLine::backFlushed(Deadline deadline, std::size_t furtherRoundTrips) {
    auto delay = m_source.draw(m_profile.roundTrip / 2) + m_source.draw(m_profile.flush);
    for (std::size_t i = 0; i < furtherRoundTrips; ++i)
        delay += m_source.draw(m_profile.roundTrip);
    return backAfter(delay, deadline);
}

Awaitable<> DelayLine::backAfter(std::chrono::nanoseconds delay, Deadline deadline) {
    const SteadyTime now = std::chrono::steady_clock::now();
    const SteadyTime::duration left = deadline.isNever() ? delay : std::max(deadline.time() - now, {});
    co_await sleepFor(std::min<SteadyTime::duration>(delay, left));
}

tl::unexpected<Error> DelayLine::lateOnTheWay(std::string_view engine) const {
    return fail(ErrorCode::Timeout, "the {} was not reached by the deadline, with the delays \"{}\"; nothing was done",
                engine, m_profile.name);
}

}  // namespace rushlab::io
