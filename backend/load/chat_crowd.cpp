#include "load/chat_crowd.h"

#include <fmt/format.h>
#include <pthread.h>
#include <time.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "load/chat_user.h"

namespace rushlab::load {
namespace {

constexpr std::size_t kConnectingMost = 200;
constexpr Milliseconds kLook{5};
constexpr Milliseconds kQuietFor{3'000};  // and nothing more is on its way to anybody
constexpr Milliseconds kComeInMost{120'000};

class ChatCrowd {
  public:
    ChatCrowd(io::Loop& loop, const ChatPlan& plan, ChatCounts& live, const std::atomic<bool>& interrupted)
        : m_loop(loop), m_plan(plan), m_live(live), m_interrupted(interrupted), m_shared(loop, plan, live) {
        m_shared.heardItself = [this](ChatUser& user) { onHeardItself(user); };
    }

    io::Awaitable<Result<>> run() {
        m_loop.spawn(keepBeating());
        auto here = co_await comeIn();
        if (here) {
            co_await io::sleepFor(m_plan.settleFor);
            co_await talk();
            co_await hearOut();
        }
        co_await end();
        co_return here;
    }

    ChatOutcome takeOutcome() {
        for (const auto& user : m_users)
            user->countMissed(m_users);
        ChatOutcome& outcome = m_shared.outcome;
        outcome.said = m_live.said;
        outcome.confirmed = m_live.confirmed;
        outcome.heard = m_live.heard;
        outcome.gapLines = m_live.gapLines;
        outcome.reconnects = m_live.reconnects;
        outcome.took = std::max(m_shared.lastHeard, m_began) - m_began;
        return std::move(outcome);
    }

  private:
    io::Awaitable<Result<>> comeIn() {
        const SteadyTime until = std::chrono::steady_clock::now() + kComeInMost;
        while (m_live.connected < m_plan.clients) {
            while (m_users.size() < m_plan.clients && m_users.size() - m_live.connected < kConnectingMost) {
                m_users.push_back(std::make_unique<ChatUser>(m_shared, m_users.size()));
                ++m_alive;
                m_loop.spawn(liveOf(*m_users.back()));
            }
            if (m_interrupted) co_return fail(ErrorCode::Unavailable, "it was interrupted");
            if (std::chrono::steady_clock::now() > until)
                co_return fail(ErrorCode::Unavailable, "only {} of {} clients could come in: {}",
                               m_live.connected.load(), m_plan.clients,
                               m_shared.outcome.evidence.empty() ? "nobody said why" : m_shared.outcome.evidence[0]);
            co_await io::sleepFor(kLook);
        }
        co_return Result<>();
    }

    io::Awaitable<> liveOf(ChatUser& user) {
        co_await user.live();
        --m_alive;
    }

    io::Awaitable<> talk() {
        m_began = std::chrono::steady_clock::now();
        if (m_plan.linesPerSecond > 0) {
            const auto gap = std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / m_plan.linesPerSecond));
            while (m_said < m_plan.lines && !m_interrupted) {
                const SteadyTime due = m_began + gap * static_cast<std::int64_t>(m_said);
                if (due > std::chrono::steady_clock::now()) co_await io::sleepUntil(due);
                sayOne(*m_users[m_said % m_plan.talkers], due);
            }
        } else {
            for (std::size_t talker = 0; talker < m_plan.talkers; ++talker)
                onHeardItself(*m_users[talker]);
            // Whoever does not hear its own line says no other.
            while (m_said < m_plan.lines && !m_interrupted && !isQuietSince(m_began))
                co_await io::sleepFor(kLook);
        }
        if (m_said < m_plan.lines)
            m_shared.outcome.cutShort = fmt::format(
                "it {} after {} of {} lines", m_interrupted ? "was interrupted" : "fell silent", m_said, m_plan.lines);
    }

    void onHeardItself(ChatUser& user) {
        if (m_plan.linesPerSecond <= 0 && m_said < m_plan.lines) sayOne(user, std::chrono::steady_clock::now());
    }

    void sayOne(ChatUser& user, SteadyTime due) {
        ++m_said;
        user.say(due.time_since_epoch() / std::chrono::nanoseconds(1));
    }

    bool isQuietSince(SteadyTime begun) const {
        return std::chrono::steady_clock::now() - std::max(m_shared.lastHeard, begun) > kQuietFor;
    }

    // Until everybody has heard everything, or nothing comes any more.
    io::Awaitable<> hearOut() {
        const std::uint64_t listeners = m_plan.clients - m_plan.slowReaders;
        const SteadyTime until = std::chrono::steady_clock::now() + m_plan.hearWithin;
        const SteadyTime begun = std::chrono::steady_clock::now();
        const auto isOver = [&] {
            const bool isConfirmed = !m_plan.confirmed || m_live.confirmed == m_live.said;
            return isConfirmed && (isQuietSince(begun) || m_live.heard * m_plan.rooms >= m_live.said * listeners);
        };
        while (!isOver() && !m_interrupted && std::chrono::steady_clock::now() < until)
            co_await io::sleepFor(kLook);
    }

    io::Awaitable<> end() {
        m_shared.stopping = true;
        for (const auto& user : m_users)
            user->stop();
        const SteadyTime until = std::chrono::steady_clock::now() + m_plan.hearWithin;
        while (m_alive > 0 && std::chrono::steady_clock::now() < until)
            co_await io::sleepFor(kLook);
    }

    // Each client once in a heart-beat's time, a few at a time.
    io::Awaitable<> keepBeating() {
        std::size_t next = 0;
        double due = 0;
        SteadyTime before = std::chrono::steady_clock::now();
        while (!m_shared.stopping) {
            co_await io::sleepFor(Milliseconds{20});
            const SteadyTime now = std::chrono::steady_clock::now();
            const std::chrono::duration<double> passed = now - std::exchange(before, now);
            due += static_cast<double>(m_users.size()) * (passed / m_plan.heartBeat);
            for (; due >= 1; --due)
                m_users[next++ % m_users.size()]->beat();
        }
    }

    io::Loop& m_loop;
    const ChatPlan& m_plan;
    ChatCounts& m_live;
    const std::atomic<bool>& m_interrupted;
    ChatUser::Shared m_shared;
    std::vector<std::unique_ptr<ChatUser>> m_users;
    std::size_t m_alive = 0;
    std::uint64_t m_said = 0;
    SteadyTime m_began{};
};

std::chrono::nanoseconds cpuTimeOfThread() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

Result<> validate(const ChatPlan& plan) {
    if (plan.instances.empty()) return fail(ErrorCode::Invalid, "there is no instance of the chat to go to");
    if (plan.talkers < 1 || plan.talkers + plan.slowReaders > plan.clients)
        return fail(ErrorCode::Invalid, "{} talkers and {} slow readers are not among {} clients", plan.talkers,
                    plan.slowReaders, plan.clients);
    if (plan.rooms < 1 || plan.rooms > plan.clients)
        return fail(ErrorCode::Invalid, "{} clients do not fill {} rooms", plan.clients, plan.rooms);
    return {};
}

Result<ChatOutcome> runHere(const ChatPlan& plan, ChatCounts& live, const std::atomic<bool>& interrupted) {
    io::Loop loop;
    ChatCrowd crowd(loop, plan, live, interrupted);
    const auto cpuBefore = cpuTimeOfThread();
    const auto ran = loop.runUntilDone(crowd.run());
    if (!ran) return pass(ran);
    ChatOutcome outcome = crowd.takeOutcome();
    outcome.cpuTime = cpuTimeOfThread() - cpuBefore;
    return outcome;
}

}  // namespace

double ChatOutcome::deliveriesPerSecond() const {
    const double seconds = std::chrono::duration<double>(took).count();
    return seconds > 0 ? static_cast<double>(heard) / seconds : 0;
}

Result<ChatOutcome> runChat(const ChatPlan& plan, ChatCounts& live, const std::atomic<bool>& interrupted) {
    if (auto valid = validate(plan); !valid) return pass(valid);
    std::optional<Result<ChatOutcome>> outcome;
    {
        std::jthread thread([&] { outcome.emplace(runHere(plan, live, interrupted)); });
        pthread_setname_np(thread.native_handle(), "load");
    }
    return std::move(*outcome);
}

}  // namespace rushlab::load
