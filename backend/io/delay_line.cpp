#include "io/delay_line.h"

namespace rushlab::io {

// Nothing overtakes what was sent before it: that is what one connection does.
SteadyTime DelayLine::arrival() {
    const SteadyTime alone = std::chrono::steady_clock::now() + m_source.draw(m_profile.roundTrip / 2);
    const std::lock_guard lock(m_mutex);
    m_lastArrival = std::max(alone, m_lastArrival + std::chrono::nanoseconds(1));
    return m_lastArrival;
}

Awaitable<bool> DelayLine::there(Deadline deadline) {
    const SteadyTime at = arrival();
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
