// The promises of the work queue that a planted bug must break: each check says what broke, or nothing.
// Written against the port, so that the same check judges an engine and a planted variant of it.
#pragma once

#include <QTemporaryDir>
#include <filesystem>
#include <set>

#include "base/clock.h"
#include "engines/queue/embedded_work_queue.h"
#include "io/loop.h"

namespace rushlab::queue::promises {

using namespace std::chrono_literals;

inline Deadline soon() {
    return Deadline::in(10s);
}

// An engine on a private folder, and the loop that its callers run on.
class Bench {
  public:
    Bench() {
        m_options.file = std::filesystem::path(m_folder.path().toStdString()) / "queue.db";
        m_options.faults = std::make_shared<storage::DiskFaults>();
        reopen(m_options);
    }
    // The disk as a kill would leave it, opened by another engine while this one still runs.
    std::unique_ptr<EmbeddedWorkQueue> afterKill() {
        const std::filesystem::path copy(m_copy.path().toStdString());
        std::filesystem::remove_all(copy);
        std::filesystem::copy(m_options.file.parent_path(), copy, std::filesystem::copy_options::recursive);
        return opened(EmbeddedOptions{.file = copy / "queue.db", .faults = nullptr});
    }
    void reopen(EmbeddedOptions options) {
        m_engine.reset();
        m_options = std::move(options);
        m_engine = opened(m_options);
    }
    template <class T>
    T run(io::Awaitable<T> task) {
        return m_loop.runUntilDone(std::move(task));
    }
    EmbeddedWorkQueue& engine() { return *m_engine; }
    EmbeddedOptions options() const { return m_options; }
    storage::DiskFaults& faults() { return *m_options.faults; }
    io::Loop& loop() { return m_loop; }

    // The bodies of a queue's ready messages, in order.
    std::vector<std::string> bodies(WorkQueue& queue, const std::string& name) {
        const auto seen = run(queue.browse(name, 0, UINT64_MAX, soon()));
        if (!seen) return {seen.error().message};
        std::vector<std::string> all;
        for (const auto& delivery : *seen)
            all.push_back(delivery.message.body);
        return all;
    }

  private:
    std::unique_ptr<EmbeddedWorkQueue> opened(EmbeddedOptions options) {
        auto made = EmbeddedWorkQueue::open(std::move(options), m_clock);
        if (!made) abortBecause(made.error().message);
        return std::move(*made);
    }

    QTemporaryDir m_folder, m_copy;
    RealClock m_clock;
    io::Loop m_loop;
    EmbeddedOptions m_options;
    std::unique_ptr<EmbeddedWorkQueue> m_engine;
};

inline Message messageTo(std::string queue, std::string body) {
    Message message;
    message.routingKey = std::move(queue);
    message.body = std::move(body);
    return message;
}

inline ConsumerOptions holding(std::uint32_t prefetch) {
    ConsumerOptions options;
    options.prefetch = prefetch;
    return options;
}

// Fills the queue "work" with the bodies "0", "1" ...
inline std::string publishNumbers(Bench& bench, WorkQueue& queue, int count) {
    if (!bench.run(queue.declareQueue("work", {}, soon()))) return "the queue could not be declared";
    for (int i = 0; i < count; ++i) {
        if (!bench.run(queue.publish(messageTo("work", std::to_string(i)), soon())))
            return "a well disk did not confirm";
    }
    return {};
}

// "A confirm means the message is on disk or already consumed and acked": also when the disk refuses in the middle.
inline std::string confirmedSurvivesAKill(Bench& bench, WorkQueue& queue) {
    if (auto broken = publishNumbers(bench, queue, 10); !broken.empty()) return broken;
    std::set<std::string> confirmed;
    for (int i = 0; i < 10; ++i)
        confirmed.insert(std::to_string(i));
    bench.faults().full = true;
    for (int i = 10; i < 20; ++i) {
        if (bench.run(queue.publish(messageTo("work", std::to_string(i)), soon()))) confirmed.insert(std::to_string(i));
    }
    const auto left = bench.afterKill();
    bench.faults().full = false;
    for (const auto& body : bench.bodies(*left, "work"))
        confirmed.erase(body);
    return confirmed.empty() ? "" : "message " + *confirmed.begin() + " was confirmed and is lost after a kill";
}

// An acknowledgement that said yes keeps its message away after a kill; what was not acknowledged is still there.
inline std::string ackedStaysAwayAfterAKill(Bench& bench, WorkQueue& queue) {
    if (auto broken = publishNumbers(bench, queue, 20); !broken.empty()) return broken;
    auto consumer = bench.run(queue.openConsumer("work", {}, soon()));
    if (!consumer) return consumer.error().message;
    std::set<std::string> acked, kept;
    for (int i = 0; i < 20; ++i) {
        const auto delivery = bench.run((*consumer)->next(soon()));
        if (!delivery || !*delivery) return "a stored message was not delivered";
        const auto& body = (*delivery)->message.body;
        if (i % 2 == 1) {
            kept.insert(body);
            continue;
        }
        if (i == 10) bench.faults().full = true;
        if (bench.run((*consumer)->ack((*delivery)->tag, false, soon()))) acked.insert(body);
    }
    if (acked.size() < 5) return "a well disk did not take an acknowledgement";
    const auto left = bench.afterKill();
    bench.faults().full = false;
    for (const auto& body : bench.bodies(*left, "work")) {
        if (acked.contains(body)) return "message " + body + " was acknowledged and came back after a kill";
        kept.erase(body);
    }
    return kept.empty() ? "" : "message " + *kept.begin() + " was never acknowledged and is lost";
}

// What is requeued stands where it stood, with the redelivered flag, whether refused or lost with its consumer.
inline std::string requeueKeepsThePlace(Bench& bench, WorkQueue& queue) {
    if (auto broken = publishNumbers(bench, queue, 6); !broken.empty()) return broken;
    auto consumer = bench.run(queue.openConsumer("work", holding(4), soon()));
    if (!consumer) return consumer.error().message;
    std::vector<DeliveryTag> tags;
    for (int i = 0; i < 4; ++i) {
        const auto delivery = bench.run((*consumer)->next(soon()));
        if (!delivery || !*delivery) return "a message within the prefetch was not delivered";
        tags.push_back((*delivery)->tag);
    }
    if (!bench.run((*consumer)->ack(tags[0], false, soon()))) return "an acknowledgement failed";
    if (!bench.run((*consumer)->nack(tags[2], true, false, soon()))) return "a requeue failed";
    consumer->reset();
    const auto seen = bench.run(queue.browse("work", 0, 100, soon()));
    if (!seen) return seen.error().message;
    std::string order;
    for (const auto& delivery : *seen)
        order += delivery.message.body + (delivery.redelivered ? "r " : " ");
    // 4 had been handed out when the acknowledgement made room; 2 went out again before 5.
    return order == "1r 2r 3r 4r 5 " ? "" : "the order after the requeue is " + order;
}

}  // namespace rushlab::queue::promises
