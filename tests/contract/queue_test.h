// What the tests of the work queue's contract share: an engine of their own for each test, and its calls in few words.
// Belongs to the test's thread.
#pragma once

#include <QtTest>

#include "tests/contract/queue_promises.h"

namespace rushlab::queue::promises {

// A delivery, or in its body what came instead.
struct Got : Delivery {
    const std::string& body() const { return message.body; }
};

inline QueueOptions dyingInto(std::string exchange, std::optional<std::string> key = {}) {
    QueueOptions options;
    options.deadLetterExchange = std::move(exchange);
    options.deadLetterRoutingKey = std::move(key);
    return options;
}

inline QueueOptions living(Milliseconds ttl, QueueOptions options = {}) {
    options.messageTtl = ttl;
    return options;
}

inline Message living(Milliseconds ttl, Message message) {
    message.ttl = ttl;
    return message;
}

inline Message via(std::string exchange, std::string key, std::string body = {}) {
    Message message = messageTo(std::move(key), std::move(body));
    message.exchange = std::move(exchange);
    return message;
}

inline bool says(const Error& error, ErrorCode code, std::string_view words) {
    return error.code == code && error.message.find(words) != std::string::npos;
}

using Bodies = std::vector<std::string>;

// For classes of tests to inherit; init() calls begin(), cleanup() calls end().
class QueueTest {
  protected:
    void begin() {
        m_bench = std::make_unique<Bench>();
        m_queue = &m_bench->engine();
    }
    void end() { m_bench.reset(); }

    template <class T>
    T run(io::Awaitable<T> task) {
        return m_bench->run(std::move(task));
    }
    Result<> declare(const std::string& name, QueueOptions options = {}) {
        return run(m_queue->declareQueue(name, std::move(options), soon()));
    }
    Result<Confirm> publish(Message message) { return run(m_queue->publish(std::move(message), soon())); }
    Result<Confirm> publishTo(const std::string& queue, std::string body) {
        return publish(messageTo(queue, std::move(body)));
    }
    std::unique_ptr<Consumer> consume(const std::string& queue, std::uint32_t prefetch = 0,
                                      ConsumerMode mode = ConsumerMode::Push) {
        ConsumerOptions options = holding(prefetch);
        options.name = "tester";
        options.mode = mode;
        auto opened = run(m_queue->openConsumer(queue, std::move(options), soon()));
        if (!opened) abortBecause(opened.error().message);
        return std::move(*opened);
    }
    Got next(Consumer& consumer, SteadyTime::duration within = 5s) {
        auto delivery = run(consumer.next(Deadline::in(within)));
        Got got;
        if (!delivery)
            got.message.body = delivery.error().message;
        else if (!*delivery)
            got.message.body = "(nothing)";
        else
            static_cast<Delivery&>(got) = std::move(**delivery);
        return got;
    }
    QueueStats stats(const std::string& queue) { return run(m_queue->stats(queue, soon())).value_or(QueueStats{}); }
    Bodies bodies(const std::string& queue) { return m_bench->bodies(*m_queue, queue); }
    void pause(SteadyTime::duration span) { run(io::sleepFor(span)); }
    template <class Condition>
    bool waitUntil(Condition condition) {
        for (int i = 0; i < 500 && !condition(); ++i)
            pause(10ms);
        return condition();
    }

    std::unique_ptr<Bench> m_bench;
    WorkQueue* m_queue = nullptr;
};

}  // namespace rushlab::queue::promises

#define MUST(expression)                                                   \
    do {                                                                   \
        const auto outcome = (expression);                                 \
        QVERIFY2(outcome, outcome ? "" : outcome.error().message.c_str()); \
    } while (false)

#define REFUSED(expression, code, words)                                                          \
    do {                                                                                          \
        const auto outcome = (expression);                                                        \
        QVERIFY(!outcome);                                                                        \
        QVERIFY2(says(outcome.error(), ErrorCode::code, words), outcome.error().message.c_str()); \
    } while (false)
