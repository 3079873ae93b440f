// A lab as those see it who look on and give orders: a window, later a remote one. Samples and events come out, orders
// go in; a lab that has closed keeps the samples of its last ten seconds and its orders' ways, so that nothing that
// happened in its last moment is missed.
// Guarantees: what looks (number ... orders) returns at once, from any thread, for as long as somebody holds this;
// orders may take seconds and are Conflict once the lab is closed.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "lab/seen_message.h"
#include "lab/seen_record.h"
#include "lab/snapshot.h"

namespace rushlab::lab {

class Lab;

enum class Purpose : std::uint8_t {
    Shop,  // stays until the program ends
    Run,   // a scenario's own, gone with its run
};

// A step of an order's way: where it was, what was done to it, when.
struct OrderStep {
    std::chrono::microseconds at{};  // since the lab was opened
    std::string where;               // the instance: "gateway-1", "order-2", "worker-1"
    std::string what;                // as roles/order_ways.h names it: "arrived", "forwarded", "units taken", "stored"
    std::string detail{};            // where it was forwarded to, as what it was stored; often empty

    friend bool operator==(const OrderStep&, const OrderStep&) = default;
};

class LiveLab {
  public:
    virtual ~LiveLab() = default;

    // Labs are numbered in the order in which they were opened; no two have the same.
    virtual std::uint64_t number() const = 0;
    virtual Purpose purpose() const = 0;
    // What it is for: "The shop", "lua-mq, seed 7".
    virtual const std::string& label() const = 0;
    virtual bool isOpen() const = 0;
    // As Lab says it.
    virtual std::vector<std::shared_ptr<const Snapshot>> snapshots(std::chrono::milliseconds since) const = 0;
    virtual std::vector<LabEvent> events(std::uint64_t afterNumber) const = 0;
    // The ids of orders whose way is known, the oldest first: the first few thousand of a lab.
    virtual std::vector<std::string> orders() const = 0;
    // In the order of time; empty where nothing is known of it.
    virtual std::vector<OrderStep> wayOf(const std::string& orderId) const = 0;

    // Orders: not from the thread that draws.
    virtual Result<> kill(const std::string& instance) = 0;
    virtual Result<> stop(const std::string& instance) = 0;
    virtual Result<> start(const std::string& instance) = 0;
    // It stays, keeps its connections and its lease for as long as that lasts, and does nothing.
    virtual Result<> pause(const std::string& instance) = 0;
    virtual Result<> resume(const std::string& instance) = 0;
    // An instance of the chat neither tells the others nor hears them, until it is mended or started anew.
    virtual Result<> cutLink(const std::string& instance) = 0;
    virtual Result<> mendLink(const std::string& instance) = 0;
    // One more of a role; its name.
    virtual Result<std::string> add(const std::string& role) = 0;
    // What QueueDesk says of each.
    virtual Result<std::size_t> dropConsumers(const std::string& queue) = 0;
    virtual Result<> dropConsumer(const std::string& queue, std::uint64_t consumer) = 0;
    virtual Result<> slowConsumer(const std::string& queue, const std::string& name,
                                  std::chrono::milliseconds aMessage) = 0;
    virtual Result<std::vector<SeenMessage>> browse(const std::string& queue, std::uint64_t from,
                                                    std::uint64_t limit) = 0;
    virtual Result<std::size_t> publish(const NewMessage& message) = 0;
    virtual Result<std::uint64_t> purge(const std::string& queue) = 0;
    virtual Result<std::vector<std::string>> redrive(const RedriveOrder& order) = 0;
    // What StreamDesk says of each.
    virtual Result<SeenRecords> records(const RecordsAsked& asked) = 0;
    virtual Result<std::vector<SeenLine>> lines(const LinesAsked& asked) = 0;
};

// Who is told of the labs that a run opens.
class LabObserver {
  public:
    virtual ~LabObserver() = default;
    virtual void opened(Lab& lab, const std::string& label) = 0;
    // Still whole; when this returns nobody looks at it any more.
    virtual void closing(Lab& lab) = 0;
};

}  // namespace rushlab::lab
