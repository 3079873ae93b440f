// What really happened to the first orders of a lab, step after step: when, and at which instance. A lab has such a
// book where somebody looks on; everywhere else an OrderWaysPen has none, and costs the test of a null pointer.
//
// An order has its id from the order role on. What a gateway sees of it is told of its visit, by the trace id that the
// request carries; the order role says which order that is, and every visit of an order (a repeated request) joins the
// one way. A visit that never comes to an order is forgotten when it ends.
// Guarantees: bounded in orders, and in steps of each; steps are told in the order of their time, whoever tells first;
// nothing is awaited under its mutex, and once it is full, a later order costs one comparison (ids grow with time, but
// for those that are made of a key: they cost a look). Any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "domain/ids.h"

namespace rushlab::roles {

enum class WayStep : std::uint8_t {
    // Of the gateway.
    Arrived,
    Forwarded,   // to which instance
    Unanswered,  // by which instance
    Answered,    // with what; of the order role, too
    // Of the order role.
    Received,
    Repeated,
    LockHeld,
    LockReleased,
    StockRead,  // what was left
    Overtaken,
    UnitsTaken,
    UnitsHeldAlready,
    SoldOut,
    Failed,
    OutcomeUnknown,
    UnitsGivenBack,
    Committed,  // the order's units and its rows; as what: "COMPLETED"
    Published,
    Unconfirmed,
    Confirmed,
    Paid,
    PaymentDeclined,
    Canceled,
    // Of the worker.
    TakenFromQueue,
    Redelivered,
    Delayed,  // nothing could be done, all of it is tried again
    PutOff,   // into which queue
    Dead,
    Redriven,  // into which queue
    Stored,    // as what: "COMPLETED"
    KnownAlready,
    NotCovered,
    Acknowledged,
    EventLogged,  // in which topic
    // Of the scheduler.
    Expired,
};
constexpr std::size_t kWaySteps = static_cast<std::size_t>(WayStep::Expired) + 1;

// "units taken"
std::string_view name(WayStep step);

class OrderWays {
  public:
    static constexpr std::size_t kOrdersMost = 5'000;
    static constexpr std::size_t kStepsMost = 64;  // of one order; further ones are not kept

    using Place = std::uint16_t;

    struct Told {
        std::chrono::microseconds at{};  // since the book began
        std::string where;
        WayStep step = WayStep::Arrived;
        std::string detail;

        friend bool operator==(const Told&, const Told&) = default;
    };

    explicit OrderWays(SteadyTime began, std::size_t ordersMost = kOrdersMost)
        : m_began(began), m_ordersMost(ordersMost) {}
    OrderWays(const OrderWays&) = delete;
    OrderWays& operator=(const OrderWays&) = delete;

    // An instance's, for all that it tells.
    Place place(std::string_view instance);

    // False: there is no room for another order, and nothing is to be told of this visit.
    bool openVisit(std::string_view trace);
    void tellVisit(std::string_view trace, Place where, WayStep step, std::string_view detail, SteadyTime at);
    void closeVisit(std::string_view trace);

    // From here on the order is known, if there is room; the visit of this trace is one of it, if there is such a
    // visit.
    void begin(std::string_view order, std::string_view trace);
    // Of an order that is not known nothing is kept.
    void tell(std::string_view order, Place where, WayStep step, std::string_view detail, SteadyTime at);
    // False: nothing is kept that is told of it.
    bool hasRoomFor(std::string_view order) const {
        return !m_full.load(std::memory_order_acquire) || (order <= m_greatest && m_orders.contains(order));
    }

    // The ids, the oldest first.
    std::vector<std::string> orders() const;
    // In the order of time; empty where nothing is known of it.
    std::vector<Told> wayOf(std::string_view order) const;

  private:
    struct Step {
        SteadyTime at;
        Place where = 0;
        std::uint16_t detail = 0;
        WayStep step = WayStep::Arrived;
    };
    using Way = std::vector<Step>;
    struct Visit {
        Way before;          // the order was known
        Way* way = nullptr;  // the order's, once it is
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    template <class Value>
    using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

    std::uint16_t wordOf(std::string_view text);
    void add(Way& way, Place where, WayStep step, std::string_view detail, SteadyTime at);

    const SteadyTime m_began;
    const std::size_t m_ordersMost;
    // Set once: from then on m_orders gets no other entry, and its keys and m_greatest are read without a lock.
    std::atomic<bool> m_full = false;
    mutable std::mutex m_mutex;  // guards what follows, and the ways in m_orders
    ByText<Way> m_orders;
    std::string m_greatest;                         // of the keys of m_orders
    std::vector<const std::string*> m_oldestFirst;  // keys of m_orders
    ByText<Visit> m_visits;
    ByText<std::uint16_t> m_numbers{{"", 0}};  // of the words that instances and details are
    std::vector<const std::string*> m_words{&m_numbers.begin()->first};
};

// What an instance tells the book with, where there is one. Any thread; the book outlives it.
class OrderWaysPen {
  public:
    OrderWaysPen() = default;
    OrderWaysPen(OrderWays* ways, std::string_view instance)
        : m_ways(ways), m_where(ways ? ways->place(instance) : OrderWays::Place{0}) {}

    // For what would have to be made in order to be told.
    bool isWanted() const { return m_ways != nullptr; }

    void begin(const domain::OrderId& order, std::string_view trace, SteadyTime received) const {
        if (!m_ways || !m_ways->hasRoomFor(order.value)) return;
        m_ways->begin(order.value, trace);
        m_ways->tell(order.value, m_where, WayStep::Received, "", received);
    }
    void tell(std::string_view order, WayStep step, std::string_view detail = "") const {
        if (m_ways && m_ways->hasRoomFor(order))
            m_ways->tell(order, m_where, step, detail, std::chrono::steady_clock::now());
    }
    void tell(const domain::OrderId& order, WayStep step, std::string_view detail = "") const {
        tell(order.value, step, detail);
    }

  private:
    friend class OrderVisit;

    OrderWays* m_ways = nullptr;
    OrderWays::Place m_where = 0;
};

// A request for an order, from its arrival at a gateway until it is destroyed.
class OrderVisit {
  public:
    OrderVisit() = default;
    OrderVisit(const OrderWaysPen& pen, std::string_view trace, SteadyTime arrived);
    ~OrderVisit();
    OrderVisit(const OrderVisit&) = delete;
    OrderVisit& operator=(const OrderVisit&) = delete;

    void tell(WayStep step, std::string_view detail = "") const {
        if (m_ways) m_ways->tellVisit(m_trace, m_where, step, detail, std::chrono::steady_clock::now());
    }

  private:
    OrderWays* m_ways = nullptr;  // nothing: it is not told of
    OrderWays::Place m_where = 0;
    std::string m_trace;
};

}  // namespace rushlab::roles
