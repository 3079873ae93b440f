// The embedded work queue beside the disk's own rate: confirmed publishes of 256 bytes, the whole way through a
// consumer, and a backlog of a million. Optional argument: the folder to measure in (default: /tmp). RabbitMQ is set
// beside it where a broker answers at the URL in RUSHLAB_BENCH_RABBITMQ.
#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "base/clock.h"
#include "engines/queue/embedded_work_queue.h"
#include "io/loop.h"
#include "tests/bench/figures.h"
#include "tests/bench/rabbitmq_reference.h"

using namespace rushlab;
using namespace rushlab::queue;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kBodyBytes = 256;
constexpr int kMillion = 1'000'000;

double secondsSince(SteadyTime start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double residentMegabytes() {
    std::ifstream statm("/proc/self/statm");
    double total = 0, resident = 0;
    statm >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

// Of all threads, in user and system mode: what a machine that is shared with others does not disturb.
double processorSeconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

// What the disk can do: the same bytes appended to a growing file, so many records a flush.
double appendsPerSecond(const std::filesystem::path& folder, std::size_t batch) {
    const auto file = folder / "reference";
    const int handle = ::open(file.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_APPEND, 0600);
    const std::string records(kBodyBytes * batch, 'r');
    const auto start = std::chrono::steady_clock::now();
    int count = 0;
    for (; secondsSince(start) < 1.5; ++count) {
        if (::write(handle, records.data(), records.size()) < 0 || ::fdatasync(handle) != 0)
            abortBecause("the reference file cannot be written");
    }
    const double rate = count * static_cast<double>(batch) / secondsSince(start);
    ::close(handle);
    std::filesystem::remove(file);
    return rate;
}

Message sample() {
    Message message;
    message.routingKey = "work";
    message.body.assign(kBodyBytes, 'm');
    return message;
}

struct Work {
    WorkQueue* queue;
    int left;         // to publish
    int running = 0;  // coroutines
    int toAck = 0;
};

io::Awaitable<> publishInTurn(Work* work) {
    while (work->left > 0) {
        --work->left;
        const auto confirmed = co_await work->queue->publish(sample(), Deadline::in(60s));
        if (!confirmed) abortBecause(confirmed.error().message);
    }
    --work->running;
}

io::Awaitable<> consumeAll(Work* work, Consumer* consumer) {
    while (work->toAck > 0) {
        const auto delivery = co_await consumer->next(Deadline::in(60s));
        if (!delivery || !*delivery) abortBecause("a delivery is missing");
        if (const auto acked = consumer->ackSoon((*delivery)->tag, false); !acked) abortBecause(acked.error().message);
        --work->toAck;
    }
    --work->running;
}

io::Awaitable<> awaitAll(Work* work) {
    while (work->running > 0)
        co_await io::sleepFor(1ms);
}

class Lab {
  public:
    explicit Lab(const std::filesystem::path& folder) {
        EmbeddedOptions options;
        options.file = folder / "queue.db";
        auto opened = EmbeddedWorkQueue::open(options, m_clock);
        if (!opened) abortBecause(opened.error().message);
        m_engine = std::move(*opened);
        if (const auto made = m_loop.runUntilDone(m_engine->declareQueue("work", {}, Deadline::in(10s))); !made)
            abortBecause(made.error().message);
    }
    EmbeddedWorkQueue& engine() { return *m_engine; }

    // Confirmed publishes a second with so many in flight.
    double publishRate(int inFlight, int count) {
        Work work{m_engine.get(), count, inFlight};
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < inFlight; ++i)
            m_loop.spawn(publishInTurn(&work));
        m_loop.runUntilDone(awaitAll(&work));
        return count / secondsSince(start);
    }
    // Messages a second that were published, consumed at this prefetch and acknowledged.
    double throughRate(int inFlight, std::uint32_t prefetch, int count) {
        ConsumerOptions options;
        options.prefetch = prefetch;
        auto consumer = m_loop.runUntilDone(m_engine->openConsumer("work", options, Deadline::in(10s)));
        if (!consumer) abortBecause(consumer.error().message);
        Work work{m_engine.get(), count, inFlight + 1, count};
        const auto start = std::chrono::steady_clock::now();
        m_loop.spawn(consumeAll(&work, consumer->get()));
        for (int i = 0; i < inFlight; ++i)
            m_loop.spawn(publishInTurn(&work));
        m_loop.runUntilDone(awaitAll(&work));
        return count / secondsSince(start);
    }
    // Stored messages a second that are taken and acknowledged.
    double drainRate(std::uint32_t prefetch, int count) {
        ConsumerOptions options;
        options.prefetch = prefetch;
        auto consumer = m_loop.runUntilDone(m_engine->openConsumer("work", options, Deadline::in(10s)));
        if (!consumer) abortBecause(consumer.error().message);
        Work work{m_engine.get(), 0, 1, count};
        const auto start = std::chrono::steady_clock::now();
        m_loop.spawn(consumeAll(&work, consumer->get()));
        m_loop.runUntilDone(awaitAll(&work));
        if (const auto done = m_loop.runUntilDone(m_engine->flushed(Deadline::in(60s))); !done)
            abortBecause(done.error().message);
        return count / secondsSince(start);
    }
    void purge() {
        if (const auto purged = m_loop.runUntilDone(m_engine->purge("work", Deadline::in(60s))); !purged)
            abortBecause(purged.error().message);
    }
    std::uint64_t ready() {
        return m_loop.runUntilDone(m_engine->stats("work", Deadline::in(10s))).value_or(QueueStats{}).ready;
    }

  private:
    RealClock m_clock;
    io::Loop m_loop;
    std::unique_ptr<EmbeddedWorkQueue> m_engine;
};

template <class Measure>
double median(Measure&& measure) {
    std::array<double, 3> figures{};
    for (double& figure : figures)
        figure = measure();
    std::sort(figures.begin(), figures.end());
    return figures[1];
}

struct Beside {
    double ratio = 0;
    double ours = 0;
    double reference() const { return ours / ratio; }

    friend auto operator<=>(const Beside&, const Beside&) = default;
};

// In turns, because the disk is another from one second to the next. Of three pairs the one with the middle ratio.
template <class Reference, class Ours>
Result<Beside> inTurns(Reference&& reference, Ours&& ours) {
    std::array<Beside, 3> pairs{};
    for (Beside& pair : pairs) {
        const Result<double> measured = reference();
        if (!measured) return pass(measured);
        pair.ours = ours();
        pair.ratio = pair.ours / *measured;
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs[1];
}

// Fails where RabbitMQ is not there, or is not any more.
Result<> noteBesideRabbitmq([[maybe_unused]] bench::Figures& figures, [[maybe_unused]] Lab& lab) {
#ifdef RUSHLAB_LIBRABBITMQ
    const char* const url = std::getenv("RUSHLAB_BENCH_RABBITMQ");
    if (!url) return fail(ErrorCode::NotFound, "RUSHLAB_BENCH_RABBITMQ names no broker");
    const auto rabbitmq = bench::RabbitmqReference::open(url, kBodyBytes);
    if (!rabbitmq) return pass(rabbitmq);
    struct Load {
        int inFlight, theirs, ours;
    };
    for (const Load load : {Load{1, 5'000, 5'000}, Load{100, 30'000, 200'000}, Load{1000, 30'000, 300'000}}) {
        const auto pair =
            inTurns([&] { return (*rabbitmq)->publishRate(static_cast<std::size_t>(load.inFlight), load.theirs); },
                    [&] { return lab.publishRate(load.inFlight, load.ours); });
        if (!pair) return pass(pair);
        figures.note(fmt::format("beside RabbitMQ: publish, {} in flight", load.inFlight), pair->ours,
                     pair->reference());
        lab.purge();
    }
    const auto pair = inTurns([&] { return (*rabbitmq)->throughRate(100, 50, 30'000); },
                              [&] { return lab.throughRate(100, 50, 300'000); });
    if (!pair) return pass(pair);
    figures.note("beside RabbitMQ: publish, consume at 50, ack", pair->ours, pair->reference());
    return {};
#else
    return fail(ErrorCode::NotFound, "librabbitmq was not found when this was configured");
#endif
}

}  // namespace

int main(int argc, char** argv) {
    const QTemporaryDir made(QString::fromUtf8(argc > 1 ? argv[1] : "/tmp") + "/queue-XXXXXX");
    const std::filesystem::path folder(made.path().toStdString());
    bench::Figures figures("queue: 256-byte durable messages");
    const double before = residentMegabytes();
    Lab lab(folder);

    const Beside one = *inTurns([&] { return appendsPerSecond(folder, 1); }, [&] { return lab.publishRate(1, 5'000); });
    figures.atLeastShare("publish, 1 in flight, of append + fdatasync", one.ours, one.reference(), 0.7);
    lab.purge();
    double processor = processorSeconds();
    const double hundred = median([&] { return lab.publishRate(100, 200'000); });
    figures.atLeast("publish, 100 in flight", hundred, 200'000, "/s");
    figures.note("  processor time a message, us", (processorSeconds() - processor) / 0.6);
    figures.note("  beside appends of 100 records a flush", hundred, appendsPerSecond(folder, 100));
    lab.purge();
    processor = processorSeconds();
    const double thousand = median([&] { return lab.publishRate(1000, 300'000); });
    figures.atLeast("publish, 1000 in flight", thousand, 400'000, "/s");
    figures.note("  processor time a message, us", (processorSeconds() - processor) / 0.9);
    figures.note("  beside appends of 1000 records a flush", thousand, appendsPerSecond(folder, 1000));
    lab.purge();
    processor = processorSeconds();
    figures.atLeast("publish, consume at prefetch 50, ack", median([&] { return lab.throughRate(100, 50, 300'000); }),
                    150'000, "/s");
    figures.note("  processor time a message, us", (processorSeconds() - processor) / 0.9);
    if (const auto noted = noteBesideRabbitmq(figures, lab); !noted)
        fmt::print("  RabbitMQ is not beside it: {}\n", noted.error().message);

    lab.publishRate(1000, 100'000);
    const double atHundredThousand = lab.publishRate(100, 200'000);
    figures.atLeastShare("publish, 100 in flight, onto 100,000", atHundredThousand, hundred, 0.5);
    lab.publishRate(1000, kMillion - static_cast<int>(lab.ready()));
    figures.atMost("resident with a backlog of 1,000,000, MB", residentMegabytes() - before, 600, "MB");
    const auto start = std::chrono::steady_clock::now();
    lab.engine().stop();
    const double stopped = secondsSince(start);
    if (const auto started = lab.engine().start(); !started) abortBecause(started.error().message);
    figures.atMost("reopening it", secondsSince(start) - stopped, 5, "s");
    figures.note("stopping it, s", stopped);
    if (lab.ready() != kMillion) abortBecause("the backlog did not come back");
    figures.atMost("resident after reopening, MB", residentMegabytes() - before, 600, "MB");
    figures.atLeastShare("publish, 100 in flight, onto 1,000,000", lab.publishRate(100, 200'000), atHundredThousand,
                         0.5);
    figures.note("consume at prefetch 50 and ack, from the disk", lab.drainRate(50, 300'000));
    return figures.exitStatus();
}
