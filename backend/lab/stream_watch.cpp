#include "lab/stream_watch.h"

#include <algorithm>

#include "roles/queues.h"

namespace rushlab::lab {
namespace {

using namespace std::chrono_literals;

constexpr auto kAskEvery = 1s;
constexpr auto kAnsweredWithin = 2s;
constexpr std::string_view kSaid = "rushlab_chat_lines_total", kLogged = "rushlab_chat_logged_total";

const log::PartitionLag* lagIn(const std::vector<log::PartitionLag>& lags, const std::string& topic, int partition) {
    const auto found = std::ranges::find(lags, log::TopicPartition(topic, partition), &log::PartitionLag::at);
    return found == lags.end() ? nullptr : &*found;
}

}  // namespace

StreamWatch::StreamWatch(const Instances& instances, roles::Ports ports, SteadyTime opened)
    : m_instances(instances), m_ports(ports), m_opened(opened) {}

io::Awaitable<> StreamWatch::run() {
    for (;;) {
        auto seen = co_await ask(Deadline::in(kAnsweredWithin));
        if (seen) m_latest = std::make_shared<const Streams>(*std::move(seen));
        co_await io::sleepFor(kAskEvery);
    }
}

io::Awaitable<Result<Streams>> StreamWatch::ask(Deadline deadline) {
    Streams streams;
    const auto archived = co_await m_ports.archive.count(std::nullopt, deadline);
    if (!archived) co_return pass(archived);
    streams.archived = *archived;
    const ChatCount before = countChat();
    auto topics = co_await askTopics(deadline);
    if (!topics) co_return pass(topics);
    streams.topics = *std::move(topics);
    countLines(streams, before);
    streams.at = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - m_opened);
    co_return streams;
}

StreamWatch::ChatCount StreamWatch::countChat() const {
    return {m_instances.count("chat", kSaid), m_instances.chatLinesWaiting()};
}

// What was in the log when the lab was opened is told apart from what came since while the chat is quiet: while no line
// is between the two. So is what was said and is not there.
void StreamWatch::countLines(Streams& streams, const ChatCount& before) {
    for (const Streams::Topic& topic : streams.topics) {
        if (topic.name != roles::kChatLines) continue;
        for (const Streams::Partition& partition : topic.partitions)
            streams.logged += static_cast<std::uint64_t>(partition.nextOffset);
    }
    const std::uint64_t loggedHere = m_instances.count("chat", kLogged);
    const ChatCount now = countChat();
    const bool isQuiet = before.said == now.said && before.waiting == 0;
    if (!m_before && isQuiet && loggedHere == now.said && streams.logged >= now.said)
        m_before = streams.logged - now.said;
    if (m_before && isQuiet) m_died = *m_before + now.said - std::min(*m_before + now.said, streams.logged);
    streams.said = m_before ? *m_before + now.said : streams.logged;
    streams.waiting = now.waiting;
    streams.died = m_died;
}

io::Awaitable<Result<std::vector<Streams::Topic>>> StreamWatch::askTopics(Deadline deadline) {
    const auto lags = co_await m_ports.log.lag(std::string(roles::kArchiveGroup), deadline);
    if (!lags) co_return pass(lags);
    const auto names = co_await m_ports.log.topics(deadline);
    if (!names) co_return pass(names);
    std::vector<Streams::Topic> topics;
    for (const std::string& name : *names) {
        const auto told = co_await m_ports.log.describe(name, deadline);
        if (!told) co_return pass(told);
        Streams::Topic topic{name, {}};
        for (const log::PartitionInfo& info : told->partitions) {
            const auto number = static_cast<int>(topic.partitions.size());
            Streams::Partition partition{info.firstOffset, info.nextOffset, info.bytes};
            if (const auto* lag = lagIn(*lags, name, number))
                partition.reading = {lag->committed, lag->messages, lag->age, lag->owner};
            else if (name == roles::kChatLines)
                partition.reading = co_await unread(name, number, partition, deadline);
            topic.partitions.push_back(std::move(partition));
        }
        topics.push_back(std::move(topic));
    }
    co_return topics;
}

io::Awaitable<Streams::Reading> StreamWatch::unread(std::string topic, int partition, Streams::Partition at,
                                                    Deadline deadline) {
    Streams::Reading reading;
    reading.committed = at.firstOffset;
    reading.lag = at.nextOffset - at.firstOffset;
    if (reading.lag == 0) co_return reading;
    const log::FetchLimits one{1, 1};
    log::TopicPartition from(std::move(topic), partition);
    const auto oldest = co_await m_ports.log.fetch(std::move(from), at.firstOffset, one, deadline);
    if (oldest && !oldest->empty()) {
        const auto age = RealClock().wallNow() - (*oldest)[0].timestamp();
        reading.age = std::max(Milliseconds{0}, std::chrono::duration_cast<Milliseconds>(age));
    }
    co_return reading;
}

}  // namespace rushlab::lab
