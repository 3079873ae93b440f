// A lab as a picture of who talks to whom: its instances, queues and engines in groups, groups in columns from the
// buyers to the database, and what flows between them.
// Guarantees: made from what two snapshots say and from nothing else, so any number of instances and queues has its
// place; a role that is not known stands among the services. Pure values and functions; any thread.
#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

#include "lab/snapshot.h"

namespace rushlab::ui {

enum class NodeKind : std::uint8_t { Buyers, Instance, Queue, Engine };
enum class NodeState : std::uint8_t {
    Untold,  // nobody says of it whether it is up
    Up,
    Paused,
    Down
};

struct TopologyNode {
    QString id;    // "order-1"; "queue orders"; "engine database"; "buyers": the same as long as the lab lives
    QString name;  // as the backend says it; empty for buyers and engines, whose words are the window's
    NodeKind kind = NodeKind::Instance;
    NodeState state = NodeState::Untold;
    std::uint16_t port = 0;

    // Instances, and for the buyers and the database what reaches them.
    std::uint64_t requests = 0, accepted = 0, completed = 0;
    double requestsRate = 0, acceptedRate = 0, completedRate = 0;  // a second

    // Queues; those that belong to it ("orders.retry.1", "orders.dlq") are counted here.
    std::uint64_t ready = 0, unacked = 0, retrying = 0, dead = 0;
    std::size_t consumers = 0;

    // The key-value engine: of what is watched.
    std::optional<std::int64_t> stock = {};

    friend bool operator==(const TopologyNode&, const TopologyNode&) = default;
};

// Those of one role, or one queue or engine; they stand together.
struct TopologyGroup {
    QString id;  // "order", "queue orders"
    int column = 0;
    std::vector<TopologyNode> nodes;
};

// Between groups.
struct TopologyEdge {
    QString from, to;
    std::optional<double> rate;  // a second; nothing where nobody counts it
    bool inOrders = false;       // else requests

    friend bool operator==(const TopologyEdge&, const TopologyEdge&) = default;
};

struct Topology {
    std::vector<TopologyGroup> groups;
    std::vector<TopologyEdge> edges;

    const TopologyNode* find(const QString& id) const;
    const TopologyGroup* group(const QString& id) const;
};

// What is to be seen now; rates are from `before` to `now`, and 0 where there is no before.
Topology topologyOf(const lab::Snapshot& now, const lab::Snapshot* before);

// The same nodes in the same places, whatever they do.
bool sameShape(const Topology& one, const Topology& other);

// The words for what the picture shows.
QString nameOf(const TopologyNode& node);
QString wordOf(NodeState state);
QString consumersOf(const TopologyNode& queue);
QString perSecond(double rate);
QString grouped(std::uint64_t number);
// One line: "order-1: up, port 8082, 120 requests a second".
QString sentenceOf(const TopologyNode& node);
// All of it as text, a line a node, for those who do not see the picture.
QString textOf(const Topology& topology);

}  // namespace rushlab::ui
