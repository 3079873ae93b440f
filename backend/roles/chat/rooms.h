// Who listens to which room on this instance. What is said there is written once for all whose subscription has the
// same id and version, and shared by them. Belongs to one loop's thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "io/stomp_frame.h"
#include "io/websocket_frame.h"

namespace rushlab::roles::chat {

// Where a client subscribes to a room.
constexpr std::string_view kTopicPrefix = "/topic/room.";

class Listener {
  public:
    virtual void deliver(const io::SharedFrame& frame) = 0;

  protected:
    ~Listener() = default;
};

// A MESSAGE to one subscription, in a WebSocket's frame.
io::SharedFrame messageTo(std::string_view subscription, std::string_view destination, std::string_view id,
                          std::string_view json, io::StompVersion version);

class Rooms {
  public:
    // A subscription, for leave().
    struct Seat {
        std::string room;
        io::StompVersion version{};
        std::string subscription;
    };

    void join(const Seat& seat, Listener& listener);
    void leave(const Seat& seat, Listener& listener);
    bool isHeard(std::string_view room) const { return m_rooms.contains(room); }
    // How many it went to.
    std::size_t say(std::string_view room, std::string_view id, std::string_view json) const;

  private:
    struct Row {  // all whose frames are alike
        io::StompVersion version{};
        std::string subscription;
        std::vector<Listener*> listeners;
        // Where each sits, so that one of thousands leaves at once.
        std::unordered_map<Listener*, std::size_t> places;
    };
    using Room = std::vector<Row>;
    static Row* rowOf(Room& room, const Seat& seat);

    std::map<std::string, Room, std::less<>> m_rooms;
};

}  // namespace rushlab::roles::chat
