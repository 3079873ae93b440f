// What is seen of a lab: its state at a moment, and what happened to it.
// Guarantees: a Snapshot never changes once it is made. Plain values; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "io/http_client.h"

namespace rushlab::lab {

struct InstanceState {
    std::string role;
    std::string name;
    io::HttpEndpoint endpoint;
    bool running = false;
    bool paused = false;  // running, and standing still
    // Since the lab was opened, former lives too.
    std::uint64_t requests = 0;   // that it took on; those of every role (/health ...) left out
    std::uint64_t accepted = 0;   // orders
    std::uint64_t completed = 0;  // orders
};

// How the work queue is laid out: the same object as long as nothing of it changes.
struct QueueWiring {
    struct Exchange {
        std::string name;
        std::string type;  // "direct", "topic", "fanout"
        friend bool operator==(const Exchange&, const Exchange&) = default;
    };
    struct Binding {
        std::string exchange;
        std::string queue;
        std::string key;
        friend bool operator==(const Binding&, const Binding&) = default;
    };
    struct Queue {
        std::string name;
        std::optional<std::chrono::milliseconds> messageTtl{};
        std::optional<std::string> deadLetterExchange{};  // "" is the default exchange
        std::string deadLetterKey{};                      // empty: a dead letter keeps its own
        friend bool operator==(const Queue&, const Queue&) = default;
    };
    std::vector<Exchange> exchanges;  // but for the default one, to which each queue is bound by its name
    std::vector<Binding> bindings;
    std::vector<Queue> queues;
    friend bool operator==(const QueueWiring&, const QueueWiring&) = default;
};

// The event log and what becomes of the chat's lines: who reads them into the archive, and how far that is. Asked once
// a second; the same object until then.
struct Streams {
    // Where the archive's group stands in a partition that it reads.
    struct Reading {
        std::int64_t committed = 0;
        std::int64_t lag = 0;             // records that it has still to read
        std::chrono::milliseconds age{};  // of the oldest of them
        std::string owner;                // the instance that reads it; empty: nobody does
        friend bool operator==(const Reading&, const Reading&) = default;
    };
    struct Partition {
        std::int64_t firstOffset = 0;
        std::int64_t nextOffset = 0;
        std::int64_t bytes = 0;
        std::optional<Reading> reading{};
        friend bool operator==(const Partition&, const Partition&) = default;
    };
    struct Topic {
        std::string name;
        std::vector<Partition> partitions;
        friend bool operator==(const Topic&, const Topic&) = default;
    };
    std::chrono::milliseconds at{};  // since the lab was opened
    std::vector<Topic> topics;
    // Lines of the chat, each as its own witness has it, those of former days too.
    std::uint64_t said = 0;    // the chat's instances: what was in the log when the lab opened, and what was said since
    std::uint64_t logged = 0;  // the event log
    std::uint64_t archived = 0;  // the archive
    // Of those that were said: what waits for the event log, and what died with its instance before it was there.
    // Whoever said such a line has no receipt of it. One that is said again may be logged twice; it is archived once.
    std::uint64_t waiting = 0;
    std::uint64_t died = 0;

    std::int64_t lag() const;               // of all partitions that are read
    std::chrono::milliseconds age() const;  // the greatest of them
};

// What a chart draws, ten times a second or more often.
struct Snapshot {
    std::chrono::milliseconds at{};  // since the lab was opened
    std::vector<InstanceState> instances;
    struct Queue {
        std::string name;
        std::uint64_t ready = 0;
        std::uint64_t unacked = 0;
        std::size_t consumers = 0;
        std::uint64_t published = 0;  // these four since the engine started
        std::uint64_t delivered = 0;
        std::uint64_t acked = 0;
        std::uint64_t redelivered = 0;
        struct Consumer {
            std::uint64_t id = 0;  // of its channel: another one, once it was dropped and has come back
            std::string name;
            std::uint32_t prefetch = 0;  // 0: unlimited
            std::uint64_t unacked = 0;
            std::chrono::milliseconds slowedBy{};  // for each message
        };
        std::vector<Consumer> who{};
    };
    std::vector<Queue> queues;
    std::shared_ptr<const QueueWiring> wiring{};  // nothing where nobody told yet
    struct ChatHouse {
        std::string instance;          // "chat-2"; of the instances, too
        std::int64_t clients = 0;      // connected
        std::uint64_t lines = 0;       // these two since the lab was opened, former lives too: what was said here,
        std::uint64_t deliveries = 0;  // and how often a line was told to somebody who listens here
        bool isCut = false;            // from the other instances: it neither tells them nor hears them
        friend bool operator==(const ChatHouse&, const ChatHouse&) = default;
    };
    std::vector<ChatHouse> chats;
    std::shared_ptr<const Streams> streams{};  // the same
    std::uint64_t accepted = 0;                // orders since the lab was opened
    std::uint64_t completed = 0;
    std::uint64_t soldOut = 0;
    std::uint64_t failed = 0;
    std::vector<std::pair<std::int64_t, std::int64_t>> stock;  // item, units that may still be taken
    struct Latency {                                           // of orders over the last second
        std::uint64_t count = 0;
        std::chrono::nanoseconds p50{}, p95{}, p99{};
    };
    Latency orderLatency;
    double cpuShareBackend = 0;  // of one processor; the load's threads and the window's left out
    double cpuShareLoad = 0;     // of the threads that play the buyers
    double cpuShareWindow = 0;   // of the main thread: the one that draws, where there is a window
    std::size_t residentBytes = 0;
};

struct LabEvent {
    std::uint64_t number = 0;
    std::chrono::milliseconds at{};
    std::string kind;  // "killed", "started", "link cut", "consumer dropped", "fault"
    std::string what;
};

}  // namespace rushlab::lab
