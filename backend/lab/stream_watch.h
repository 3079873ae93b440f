// Asks once a second how the event log stands: its topics, the archive's group in each partition, and how many of the
// chat's lines are said, logged and archived.
// Guarantees: asked in the order archive, log, chat, so that a line on its way is never seen behind before it is seen
// in front; an engine that is slow makes these figures old, and holds nothing else up. Belongs to the loop that runs
// it.
#pragma once

#include <memory>
#include <optional>

#include "io/loop.h"
#include "lab/instances.h"
#include "lab/snapshot.h"

namespace rushlab::lab {

class StreamWatch {
  public:
    StreamWatch(const Instances& instances, roles::Ports ports, SteadyTime opened);

    // Ends with its loop.
    io::Awaitable<> run();
    // Nothing where nobody told yet.
    const std::shared_ptr<const Streams>& latest() const { return m_latest; }

  private:
    io::Awaitable<Result<Streams>> ask(Deadline deadline);
    io::Awaitable<Result<std::vector<Streams::Topic>>> askTopics(Deadline deadline);
    // Of a group that has said nothing of a partition yet: all of it is ahead of it.
    io::Awaitable<Streams::Reading> unread(std::string topic, int partition, Streams::Partition at, Deadline deadline);
    struct ChatCount {
        std::uint64_t said = 0, waiting = 0;
    };
    ChatCount countChat() const;
    void countLines(Streams& streams, const ChatCount& before);

    const Instances& m_instances;
    const roles::Ports m_ports;
    const SteadyTime m_opened;
    // In the log when the lab was opened; known as soon as no line is on its way into it.
    std::optional<std::uint64_t> m_before;
    std::uint64_t m_died = 0;
    std::shared_ptr<const Streams> m_latest;
};

}  // namespace rushlab::lab
