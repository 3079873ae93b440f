#include "ui/pages/topology.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <map>

namespace rushlab::ui {
namespace {

enum Column { kBuyers, kGateways, kServices, kBetween, kWorkers, kStores };

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Topology)
};

int columnOf(const QString& role) {
    if (role == "gateway" || role == "registry") return kGateways;
    if (role == "worker" || role == "scheduler") return kWorkers;
    return kServices;
}

const lab::InstanceState* findInstance(const lab::Snapshot* snapshot, const std::string& name) {
    if (!snapshot) return nullptr;
    const auto found = std::ranges::find(snapshot->instances, name, &lab::InstanceState::name);
    return found == snapshot->instances.end() ? nullptr : &*found;
}

// The shortest name of a queue that this one continues: "orders" of "orders.retry.1".
const lab::Snapshot::Queue* parentOf(const lab::Snapshot::Queue& queue, const lab::Snapshot& snapshot) {
    const lab::Snapshot::Queue* parent = nullptr;
    for (const lab::Snapshot::Queue& other : snapshot.queues) {
        if (queue.name.starts_with(other.name + ".") && (!parent || other.name.size() < parent->name.size()))
            parent = &other;
    }
    return parent;
}

class Maker {
  public:
    Maker(const lab::Snapshot& now, const lab::Snapshot* before)
        : m_now(now),
          m_before(before),
          m_seconds(before ? std::chrono::duration<double>(now.at - before->at).count() : 0) {}

    Topology make() {
        TopologyGroup& buyers = addGroup("buyers", kBuyers);
        buyers.nodes.push_back({.id = "buyers", .name = {}, .kind = NodeKind::Buyers});
        for (const lab::InstanceState& instance : m_now.instances)
            addInstance(instance);
        addEngine("key-value", kBetween);
        addQueues();
        addEngine("database", kStores);
        addEngine("event log", kStores);
        addEdges();
        return std::move(m_made);
    }

  private:
    double rate(std::uint64_t now, std::uint64_t before) const {
        return m_seconds > 0 && now > before ? static_cast<double>(now - before) / m_seconds : 0;
    }

    TopologyGroup& addGroup(const QString& id, int column) {
        const auto found = std::ranges::find(m_made.groups, id, &TopologyGroup::id);
        if (found != m_made.groups.end()) return *found;
        return m_made.groups.emplace_back(TopologyGroup{id, column, {}});
    }

    void addInstance(const lab::InstanceState& instance) {
        TopologyNode node;
        node.id = node.name = QString::fromStdString(instance.name);
        node.state = !instance.running ? NodeState::Down : instance.paused ? NodeState::Paused : NodeState::Up;
        node.port = instance.endpoint.port;
        node.requests = instance.requests;
        node.accepted = instance.accepted;
        node.completed = instance.completed;
        if (const lab::InstanceState* before = findInstance(m_before, instance.name)) {
            node.requestsRate = rate(instance.requests, before->requests);
            node.acceptedRate = rate(instance.accepted, before->accepted);
            node.completedRate = rate(instance.completed, before->completed);
        }
        const QString role = QString::fromStdString(instance.role);
        addGroup(role, columnOf(role)).nodes.push_back(std::move(node));
        if (role == "gateway") {
            TopologyNode& buyers = m_made.groups.front().nodes.front();
            const TopologyNode& gateway = addGroup(role, kGateways).nodes.back();
            buyers.requests += gateway.requests;
            buyers.requestsRate += gateway.requestsRate;
            buyers.accepted += gateway.accepted;
            buyers.acceptedRate += gateway.acceptedRate;
        }
    }

    void addQueues() {
        for (const lab::Snapshot::Queue& queue : m_now.queues) {
            const lab::Snapshot::Queue* parent = parentOf(queue, m_now);
            const QString name = QString::fromStdString(parent ? parent->name : queue.name);
            TopologyGroup& group = addGroup("queue " + name, kBetween);
            if (group.nodes.empty()) group.nodes.push_back({.id = group.id, .name = name, .kind = NodeKind::Queue});
            TopologyNode& node = group.nodes.front();
            if (!parent) {
                node.ready = queue.ready;
                node.unacked = queue.unacked;
                node.consumers = queue.consumers;
            } else if (queue.name.ends_with(".dlq")) {
                node.dead += queue.ready + queue.unacked;
            } else {
                node.retrying += queue.ready + queue.unacked;
            }
        }
    }

    void addEngine(const char* name, int column) {
        const QString id = QString("engine %1").arg(name);
        TopologyNode node{.id = id, .name = {}, .kind = NodeKind::Engine};
        if (id == "engine database") {
            node.completed = m_now.completed;
            node.completedRate = m_before ? rate(m_now.completed, m_before->completed) : 0;
        }
        if (id == "engine key-value" && !m_now.stock.empty()) {
            node.stock = 0;
            for (const auto& [item, units] : m_now.stock)
                *node.stock += units;
        }
        addGroup(id, column).nodes.push_back(std::move(node));
    }

    double sumOf(const QString& group, double TopologyNode::*rate) const {
        const TopologyGroup* found = m_made.group(group);
        double sum = 0;
        for (const TopologyNode& node : found ? found->nodes : std::vector<TopologyNode>{})
            sum += node.*rate;
        return sum;
    }

    void connect(const QString& from, const QString& to, std::optional<double> rate = {}, bool inOrders = false) {
        if (m_made.group(from) && m_made.group(to)) m_made.edges.push_back({from, to, rate, inOrders});
    }

    // What a strategy completes by itself goes from the order role straight to the database; the rest by the queue.
    void addEdges() {
        connect("buyers", "gateway", sumOf("gateway", &TopologyNode::requestsRate));
        for (const TopologyGroup& group : m_made.groups) {
            if (group.column != kServices) continue;
            connect("gateway", group.id, sumOf(group.id, &TopologyNode::requestsRate));
            connect(group.id, "engine key-value");
        }
        const double accepted = sumOf("order", &TopologyNode::acceptedRate);
        const double atOnce = sumOf("order", &TopologyNode::completedRate);
        const double later = sumOf("worker", &TopologyNode::completedRate);
        for (const TopologyGroup& group : m_made.groups) {
            if (!group.id.startsWith("queue ")) continue;
            const bool orders = group.id == "queue orders";
            connect("order", group.id, orders ? std::optional(std::max(0.0, accepted - atOnce)) : std::nullopt, orders);
            connect(group.id, "worker", orders ? std::optional(later) : std::nullopt, orders);
        }
        connect("order", "engine database", atOnce, true);
        connect("worker", "engine database", later, true);
        connect("worker", "engine event log");
        connect("scheduler", "engine database");
    }

    const lab::Snapshot& m_now;
    const lab::Snapshot* m_before;
    const double m_seconds;
    Topology m_made;
};

QString queueSentence(const TopologyNode& node) {
    QStringList parts{Words::tr("%1 ready").arg(grouped(node.ready)),
                      Words::tr("%1 unacked").arg(grouped(node.unacked)), consumersOf(node)};
    if (node.retrying > 0) parts += Words::tr("%1 to be tried again").arg(grouped(node.retrying));
    if (node.dead > 0) parts += Words::tr("%1 dead").arg(grouped(node.dead));
    return parts.join(", ");
}

QString instanceSentence(const TopologyNode& node) {
    QStringList parts{wordOf(node.state), Words::tr("port %1").arg(node.port),
                      Words::tr("%1 requests a second").arg(perSecond(node.requestsRate))};
    if (node.accepted > 0) parts += Words::tr("%1 orders accepted").arg(grouped(node.accepted));
    if (node.completed > 0) parts += Words::tr("%1 orders completed").arg(grouped(node.completed));
    return parts.join(", ");
}

}  // namespace

const TopologyNode* Topology::find(const QString& id) const {
    for (const TopologyGroup& group : groups) {
        const auto found = std::ranges::find(group.nodes, id, &TopologyNode::id);
        if (found != group.nodes.end()) return &*found;
    }
    return nullptr;
}

const TopologyGroup* Topology::group(const QString& id) const {
    const auto found = std::ranges::find(groups, id, &TopologyGroup::id);
    return found == groups.end() ? nullptr : &*found;
}

Topology topologyOf(const lab::Snapshot& now, const lab::Snapshot* before) {
    return Maker(now, before).make();
}

bool sameShape(const Topology& one, const Topology& other) {
    const auto sameGroup = [](const TopologyGroup& a, const TopologyGroup& b) {
        return a.id == b.id && a.column == b.column &&
               std::ranges::equal(a.nodes, b.nodes, {}, &TopologyNode::id, &TopologyNode::id);
    };
    return std::ranges::equal(one.groups, other.groups, sameGroup);
}

QString nameOf(const TopologyNode& node) {
    if (!node.name.isEmpty()) return node.name;
    if (node.id == "buyers") return Words::tr("Buyers");
    if (node.id == "engine key-value") return Words::tr("Key-value");
    if (node.id == "engine database") return Words::tr("Database");
    return Words::tr("Event log");
}

QString wordOf(NodeState state) {
    switch (state) {
        case NodeState::Untold:
            return {};
        case NodeState::Up:
            return Words::tr("up");
        case NodeState::Paused:
            return Words::tr("paused");
        case NodeState::Down:
            return Words::tr("down");
    }
    return {};
}

QString consumersOf(const TopologyNode& queue) {
    if (queue.consumers == 0) return Words::tr("no consumer");
    return queue.consumers == 1 ? Words::tr("1 consumer") : Words::tr("%1 consumers").arg(grouped(queue.consumers));
}

QString perSecond(double rate) {
    const bool fine = rate > 0 && rate < 9.95;
    return QLocale().toString(rate, 'f', fine ? 1 : 0);
}

QString grouped(std::uint64_t number) {
    return QLocale().toString(static_cast<qulonglong>(number));
}

QString sentenceOf(const TopologyNode& node) {
    QString what;
    switch (node.kind) {
        case NodeKind::Buyers:
            what = Words::tr("%1 requests a second").arg(perSecond(node.requestsRate));
            break;
        case NodeKind::Instance:
            what = instanceSentence(node);
            break;
        case NodeKind::Queue:
            what = queueSentence(node);
            break;
        case NodeKind::Engine:
            if (node.id == "engine database")
                what = Words::tr("%1 orders a second stored as completed").arg(perSecond(node.completedRate));
            else if (node.stock)
                what = Words::tr("%1 units left").arg(QLocale().toString(static_cast<qlonglong>(*node.stock)));
            break;
    }
    return what.isEmpty() ? nameOf(node) : QString("%1: %2").arg(nameOf(node), what);
}

QString textOf(const Topology& topology) {
    QStringList lines;
    for (const TopologyGroup& group : topology.groups) {
        for (const TopologyNode& node : group.nodes)
            lines += sentenceOf(node);
    }
    return lines.join('\n');
}

}  // namespace rushlab::ui
