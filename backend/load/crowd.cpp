#include "load/crowd.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace rushlab::load {
namespace {

using std::chrono::nanoseconds;
using verdict::Outcome;

constexpr std::size_t kConnectedAtOnce = 64;       // more would overflow a server's backlog
constexpr Milliseconds kLookEvery{50};             // at the interruption and the clock
constexpr Milliseconds kLastAnswersWithin{1'000};  // once it was interrupted
constexpr Milliseconds kConnectAgainAfter{20};
constexpr int kConnectTries = 5;

Outcome outcomeOf(const Answer& answer) {
    switch (answer.fate) {
        case Answer::Fate::NotSent:
            return Outcome::Failed;
        case Answer::Fate::NoAnswer:
            return Outcome::Unknown;
        case Answer::Fate::Answered:
            break;
    }
    using domain::Code;
    if (answer.status < 300) return Outcome::Ok;
    switch (answer.code) {
        case Code::SoldOut:
        case Code::NotOpen:
        case Code::TooManyRequests:
        case Code::PaymentDeclined:
            return Outcome::Rejected;
        case Code::OutcomeUnknown:
        // Who answers so does not know itself how far it came.
        case Code::InternalServerError:
            return Outcome::Unknown;
        default:
            return Outcome::Failed;
    }
}

domain::Code codeOf(const Answer& answer) {
    if (answer.fate == Answer::Fate::Answered) return answer.code;
    return answer.fate == Answer::Fate::NotSent ? domain::Code::EngineUnavailable : domain::Code::OutcomeUnknown;
}

void addOne(std::atomic<std::uint64_t>& count) {
    count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);  // one thread counts
}

}  // namespace

struct Crowd::User {
    User(Crowd& crowd, std::size_t ownNumber, std::size_t ownTarget)
        : number(ownNumber),
          target(ownTarget),
          random(randomOf(crowd.m_plan.seed, ownNumber)),
          connection(crowd.m_loop, crowd.m_plan.targets[ownTarget], crowd.m_plan.tls, crowd.m_reader),
          timer(crowd.m_loop.executor()) {}

    std::size_t number;
    std::size_t target;
    Random random;
    UserConnection connection;
    Timer timer;
};

Crowd::Crowd(io::Loop& loop, const LoadPlan& plan, const Clock& clock, LiveCounts& live,
             const std::atomic<bool>& interrupted)
    : m_loop(loop),
      m_plan(plan),
      m_clock(clock),
      m_live(live),
      m_interrupted(interrupted),
      m_requests(plan),
      m_pace(loop.executor(), SteadyTime::max()),
      m_idle(loop.executor(), SteadyTime::max()),
      m_changed(loop.executor()) {
    const std::size_t users = connectionsOf(plan);
    m_users.reserve(users);
    for (std::size_t number = 0; number < users; ++number)
        m_users.push_back(std::make_unique<User>(*this, number, number % plan.targets.size()));
    // Who comes first is drawn by lot, not by number.
    Random random = randomOf(plan.seed, users);
    for (std::size_t left = users; left > 1; --left)
        std::swap(m_users[left - 1], m_users[random.below(left)]);
}

Crowd::~Crowd() = default;

io::Awaitable<Result<>> Crowd::run() {
    co_await connectAll();
    if (m_live.connected.load() == 0 && !m_stopping) {
        co_return fail(ErrorCode::Unavailable,
                       "no connection to {} could be made, so that no load was sent; is it running?",
                       io::toText(m_plan.targets.front()));
    }
    release();
    co_await followToTheEnd();
    m_outcome.took = now();
    m_outcome.record.whole = m_outcome.record.cutShort.empty();
    for (const auto& user : m_users)
        m_outcome.connects += user->connection.connects();
    co_return Result<>();
}

io::Awaitable<> Crowd::connectAll() {
    m_left = std::min(kConnectedAtOnce, m_users.size());
    for (std::size_t worker = 0; worker < kConnectedAtOnce && worker < m_users.size(); ++worker)
        m_loop.spawn(connectSome());
    while (m_left > 0) {
        m_changed.expires_after(kLookEvery);
        co_await wait(m_changed);
        if (m_interrupted.load(std::memory_order_relaxed)) stopEarly("it was interrupted");
    }
}

io::Awaitable<> Crowd::connectSome() {
    while (m_nextToConnect < m_users.size() && !m_stopping) {
        User& user = *m_users[m_nextToConnect++];
        for (int tries = 0; tries < kConnectTries && !m_stopping; ++tries) {
            if (co_await user.connection.connect(Deadline::in(m_plan.connectWithin))) {
                addOne(m_live.connected);
                break;
            }
            // Where nothing listens, the others need not be tried at length.
            if (m_live.connected.load() == 0 && tries > 0 && m_nextToConnect >= kConnectedAtOnce) {
                m_nextToConnect = m_users.size();
                break;
            }
            user.timer.expires_after(kConnectAgainAfter);
            co_await wait(user.timer);
        }
    }
    userIsDone();
}

void Crowd::release() {
    m_began = std::chrono::steady_clock::now();
    m_outcome.record.beganAt = m_clock.wallNow();
    m_left = m_users.size();
    if (const auto* closed = std::get_if<Closed>(&m_plan.arrivals)) {
        m_live.planned = closed->users * closed->ordersEach;
        for (const auto& user : m_users)
            m_loop.spawn(liveClosed(*user, *closed));
    } else if (const auto* burst = std::get_if<Burst>(&m_plan.arrivals)) {
        m_live.planned = burst->users * burst->ordersEach;
        for (const auto& user : m_users)
            m_loop.spawn(liveBurst(*user, *burst));
    } else {
        const Open& open = std::get<Open>(m_plan.arrivals);
        m_live.planned = open.requests;
        ++m_left;
        for (const auto& user : m_users)
            m_loop.spawn(serveArrivals(*user));
        m_loop.spawn(bringArrivals(open));
    }
    m_outcome.record.attempts.reserve(m_live.planned.load());
}

io::Awaitable<> Crowd::followToTheEnd() {
    Deadline cutOffAt = Deadline::never();
    const Milliseconds timeMost = m_plan.timeMost > Milliseconds{0} ? m_plan.timeMost : mayTake(m_plan);
    while (m_left > 0) {
        m_changed.expires_after(kLookEvery);
        co_await wait(m_changed);
        if (m_interrupted.load(std::memory_order_relaxed)) stopEarly("it was interrupted");
        if (now() > timeMost)
            stopEarly(fmt::format("its {:.0f} s were over with something still to do",
                                  std::chrono::duration<double>(timeMost).count()));
        if (m_stopping && cutOffAt.isNever()) cutOffAt = Deadline::in(kLastAnswersWithin);
        if (!cutOffAt.isNever() && cutOffAt.passed()) {
            for (const auto& user : m_users)
                user->connection.close();
        }
    }
}

void Crowd::stopEarly(std::string why) {
    if (std::exchange(m_stopping, true)) return;
    m_outcome.record.cutShort = std::move(why);
    m_idle.cancel();
    m_pace.cancel();
    for (const auto& user : m_users)
        user->timer.cancel();
}

io::Awaitable<> Crowd::liveClosed(User& user, Closed closed) {
    // Users who think do not come all at once.
    const bool thinks = closed.thinkTime > Milliseconds{0};
    const double mean = static_cast<double>(nanoseconds(closed.thinkTime).count());
    nanoseconds intended(thinks ? static_cast<std::int64_t>(user.random.unit() * mean) : 0);
    for (std::size_t done = 0; closed.ordersEach == 0 || done < closed.ordersEach; ++done) {
        if (closed.lasting > Milliseconds{0} && intended >= closed.lasting) break;
        if (thinks) co_await napUntil(user.timer, intended);
        if (m_stopping) break;
        co_await order(user, memberOf(user.number), intended);
        intended = now();
        if (thinks) intended += nanoseconds(static_cast<std::int64_t>(user.random.exponential(mean)));
    }
    userIsDone();
}

io::Awaitable<> Crowd::liveBurst(User& user, Burst burst) {
    nanoseconds intended{0};
    for (std::size_t done = 0; done < burst.ordersEach && !m_stopping; ++done) {
        co_await order(user, memberOf(user.number), intended);
        intended = now();
    }
    userIsDone();
}

io::Awaitable<> Crowd::bringArrivals(Open open) {
    Arrivals arrivals(open, randomOf(m_plan.seed, m_users.size() + 1));
    std::uint64_t number = 0;
    for (auto at = arrivals.next(); at && !m_stopping; at = arrivals.next()) {
        if (*at > now()) {
            co_await napUntil(m_pace, *at);
            if (m_stopping) break;
        }
        dropLate(open);
        m_due.push_back({*at, number++});
        m_idle.cancel_one();
    }
    m_arrivalsOver = true;
    m_idle.cancel();
    userIsDone();
}

void Crowd::dropLate(const Open& open) {
    while (!m_due.empty() && now() - m_due.front().intended > open.lateMost) {
        verdict::Attempt dropped;
        dropped.intended = m_due.front().intended;
        dropped.member = memberOf(m_due.front().number);
        Random random = randomOf(m_plan.seed, m_users.size() + 2 + m_due.front().number);
        const Choice choice = choose(m_plan, random);
        dropped.item = choice.item;
        dropped.units = choice.units;
        dropped.outcome = Outcome::Failed;
        dropped.code = domain::Code::TooManyRequests;
        m_due.pop_front();
        addOne(m_live.begun);
        addOne(m_live.dropped);
        ++m_outcome.dropped;
        // It waited at least so long: to leave it out would make a shop that lets people wait look the faster for it.
        const nanoseconds waited = now() - dropped.intended;
        m_live.latency.record(waited);
        m_outcome.latency.record(waited);
        record(dropped);
    }
}

io::Awaitable<> Crowd::serveArrivals(User& user) {
    const Open open = std::get<Open>(m_plan.arrivals);
    while (!m_stopping) {
        dropLate(open);
        if (m_due.empty()) {
            if (m_arrivalsOver) break;
            co_await wait(m_idle);
            continue;
        }
        const Due due = m_due.front();
        m_due.pop_front();
        user.random = randomOf(m_plan.seed, m_users.size() + 2 + due.number);
        co_await order(user, memberOf(due.number), due.intended);
    }
    userIsDone();
}

io::Awaitable<> Crowd::order(User& user, domain::MemberId member, nanoseconds intended) {
    const Choice choice = choose(m_plan, user.random);
    for (;;) {
        const verdict::Attempt done = co_await attempt(user, member, choice, intended);
        record(done);
        if (done.outcome == Outcome::Ok && m_plan.payments.share > 0) co_await pay(user, done);
        if (done.code != domain::Code::NotOpen || m_plan.notOpenAgainAfter == Milliseconds{0} || m_stopping) co_return;
        intended = done.answered + m_plan.notOpenAgainAfter;
        co_await napUntil(user.timer, intended);
        if (m_stopping) co_return;
    }
}

io::Awaitable<verdict::Attempt> Crowd::attempt(User& user, domain::MemberId member, Choice choice,
                                               nanoseconds intended) {
    addOne(m_live.begun);
    verdict::Attempt attempt;
    attempt.intended = intended;
    attempt.member = member;
    attempt.item = choice.item;
    attempt.units = choice.units;
    if (co_await user.connection.connect(Deadline::in(m_plan.connectWithin))) {
        attempt.sent = now();
        Answer answer;
        if (user.connection.begin(m_requests.order(user.target, member, choice)))
            answer = co_await user.connection.finish(Deadline::in(m_plan.answerWithin));
        attempt.answered = answer.fate == Answer::Fate::Answered ? now() : nanoseconds{0};
        attempt.outcome = outcomeOf(answer);
        attempt.status = static_cast<std::uint16_t>(answer.status);
        attempt.code = codeOf(answer);
        attempt.order = answer.id;
    } else {
        attempt.outcome = Outcome::Failed;
        attempt.code = domain::Code::EngineUnavailable;
    }
    co_return attempt;
}

io::Awaitable<> Crowd::pay(User& user, verdict::Attempt accepted) {
    if (!user.random.chance(m_plan.payments.share) || accepted.orderId().empty()) co_return;
    const nanoseconds span = m_plan.payments.delayMost - m_plan.payments.delayLeast;
    verdict::Payment payment;
    payment.order = accepted.order;
    payment.intended = accepted.answered + m_plan.payments.delayLeast +
                       nanoseconds(user.random.below(static_cast<std::uint64_t>(span.count()) + 1));
    for (std::size_t tries = 0; tries < m_plan.payments.triesMost; ++tries) {
        co_await napUntil(user.timer, payment.intended);
        if (m_stopping) co_return;
        Answer answer;
        if (co_await user.connection.connect(Deadline::in(m_plan.connectWithin))) {
            payment.sent = now();
            if (user.connection.begin(m_requests.payment(user.target, accepted.member, payment.orderId())))
                answer = co_await user.connection.finish(Deadline::in(m_plan.answerWithin));
        }
        payment.answered = answer.fate == Answer::Fate::Answered ? now() : nanoseconds{0};
        payment.outcome = outcomeOf(answer);
        payment.status = static_cast<std::uint16_t>(answer.status);
        payment.code = codeOf(answer);
        m_outcome.record.payments.push_back(payment);
        if (payment.outcome == Outcome::Ok) addOne(m_live.paid);
        if (payment.code != domain::Code::PaymentDeclined) co_return;
        payment.intended = now();
    }
}

void Crowd::record(const verdict::Attempt& attempt) {
    switch (attempt.outcome) {
        case Outcome::Ok:
            addOne(m_live.accepted);
            break;
        case Outcome::Rejected:
            addOne(m_live.rejected);
            break;
        case Outcome::Failed:
            addOne(m_live.failed);
            break;
        case Outcome::Unknown:
            addOne(m_live.unknown);
            break;
    }
    addOne(m_live.ended);
    m_outcome.record.attempts.push_back(attempt);
    if (!attempt.wasSent()) return;
    // What never was answered took at least until now.
    const nanoseconds end = attempt.answered.count() > 0 ? attempt.answered : now();
    m_live.latency.record(end - attempt.intended);
    m_outcome.latency.record(end - attempt.intended);
    if (attempt.answered.count() > 0) m_outcome.serviceTime.record(end - attempt.sent);
    if (attempt.outcome == Outcome::Ok) m_outcome.acceptedLatency.record(end - attempt.intended);
}

io::Awaitable<> Crowd::wait(Timer& timer) {
    io::IoError cancelled;
    co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable_t<io::Executor>{}, cancelled));
}

io::Awaitable<> Crowd::napUntil(Timer& timer, nanoseconds sinceBegin) {
    if (m_stopping || sinceBegin <= now()) co_return;
    timer.expires_at(m_began + sinceBegin);
    co_await wait(timer);
}

nanoseconds Crowd::now() const {
    return std::max<nanoseconds>(std::chrono::steady_clock::now() - m_began, nanoseconds{1});
}

domain::MemberId Crowd::memberOf(std::uint64_t number) const {
    const std::uint64_t members = m_plan.members > 0 ? m_plan.members : m_users.size();
    return domain::MemberId{m_plan.membersFrom + static_cast<std::int64_t>(number % members)};
}

void Crowd::userIsDone() {
    if (--m_left == 0) m_changed.cancel();
}

}  // namespace rushlab::load
