// What a person does to the queues of a running lab: looks into them, publishes, empties them, sends dead letters back,
// drops and slows consumers. What changes something is an event of the lab.
// Guarantees: looking takes nothing out; a dead letter is confirmed where it goes before it leaves where it was.
// Any thread but a loop's; each call waits until it is done, or for its deadline.
#pragma once

#include <string>
#include <vector>

#include "base/deadline.h"
#include "base/result.h"
#include "lab/seen_message.h"

namespace rushlab::lab {

class EventRing;
class StoppableQueue;

class QueueDesk {
  public:
    static constexpr std::uint64_t kBrowsedMost = 1'000;
    static constexpr std::chrono::milliseconds kSlowMost{2'000};

    QueueDesk(StoppableQueue& queue, SteadyTime opened, EventRing& events);

    // Ready messages, the next one first. NotFound: no such queue.
    Result<std::vector<SeenMessage>> browse(const std::string& queue, std::uint64_t from, std::uint64_t limit,
                                            Deadline deadline);
    // Into how many queues it went. NotFound: into none, or there is no such exchange.
    Result<std::size_t> publish(const NewMessage& message, Deadline deadline);
    // The ready messages; how many. They are gone.
    Result<std::uint64_t> purge(const std::string& queue, Deadline deadline);
    // The ids of those that were moved, or would be. NotFound: one that was named is not there. Invalid: it is no queue
    // of dead letters.
    Result<std::vector<std::string>> redrive(const RedriveOrder& order, Deadline deadline);
    // What the network does to the consumers of a queue; how many there were.
    Result<std::size_t> dropConsumers(const std::string& queue, Deadline deadline);
    // To one of them. NotFound: it is gone already.
    Result<> dropConsumer(const std::string& queue, std::uint64_t consumer, Deadline deadline);
    // Each message comes so much later to it, and to whoever comes under its name; 0: at once. Invalid: too slow.
    Result<> slowConsumer(const std::string& queue, const std::string& name, std::chrono::milliseconds aMessage);

  private:
    void note(std::string kind, std::string what);

    StoppableQueue& m_queue;
    const SteadyTime m_opened;
    EventRing& m_events;
};

}  // namespace rushlab::lab
