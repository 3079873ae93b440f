// Tells members that an order of theirs was completed, while they listen: read from the event log as it grows, and only
// while anybody listens here, so that a sale without an audience costs nothing.
// Guarantees: at most once, and from the moment of listening on; who needs more asks for the order.
// Belongs to its role's loop.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "domain/ids.h"
#include "io/stomp_frame.h"
#include "roles/chat/rooms.h"
#include "roles/role.h"

namespace rushlab::roles::chat {

// Where a client subscribes to its own orders.
constexpr std::string_view kOrdersDestination = "/user/queue/orders";

class OrderNotices {
  public:
    struct Seat {
        domain::MemberId member{};
        io::StompVersion version{};
        std::string subscription;
    };
    explicit OrderNotices(RoleContext& context);

    // From now on.
    void join(Seat seat, Listener& listener);
    void leave(const Listener& listener, std::string_view subscription);

  private:
    io::Awaitable<> follow(std::uint64_t turn);
    io::Awaitable<> followPartition(int partition, std::int64_t offset, std::uint64_t turn);
    void tell(std::string_view event);

    RoleContext& m_context;
    Counter& m_notices;
    JsonParser m_parser;
    struct Heard {
        Seat seat;
        Listener* listener = nullptr;
    };
    std::unordered_multimap<std::int64_t, Heard> m_listeners;  // by member
    std::uint64_t m_turn = 0;                                  // of listening: odd while somebody listens
};

}  // namespace rushlab::roles::chat
