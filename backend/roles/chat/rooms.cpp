#include "roles/chat/rooms.h"

#include <algorithm>

namespace rushlab::roles::chat {

io::SharedFrame messageTo(std::string_view subscription, std::string_view destination, std::string_view id,
                          std::string_view json, io::StompVersion version) {
    io::StompFrame frame{"MESSAGE", {}, std::string(json)};
    frame.with("subscription", subscription).with("message-id", id).with("destination", destination);
    frame.with("content-type", "application/json");
    return std::make_shared<const std::string>(io::frameOf(io::WebSocketOpcode::Text, io::encoded(frame, version)));
}

Rooms::Row* Rooms::rowOf(Room& room, const Seat& seat) {
    const auto found = std::ranges::find_if(
        room, [&seat](const Row& row) { return row.version == seat.version && row.subscription == seat.subscription; });
    return found == room.end() ? nullptr : &*found;
}

void Rooms::join(const Seat& seat, Listener& listener) {
    Room& room = m_rooms[seat.room];
    Row* row = rowOf(room, seat);
    if (!row) row = &room.emplace_back(Row{seat.version, seat.subscription, {}, {}});
    row->places.emplace(&listener, row->listeners.size());
    row->listeners.push_back(&listener);
}

void Rooms::leave(const Seat& seat, Listener& listener) {
    const auto room = m_rooms.find(seat.room);
    Row* const row = room == m_rooms.end() ? nullptr : rowOf(room->second, seat);
    const auto place = row ? row->places.find(&listener) : decltype(row->places.end()){};
    if (!row || place == row->places.end()) return;
    row->listeners[place->second] = row->listeners.back();
    row->places[row->listeners.back()] = place->second;
    row->listeners.pop_back();
    row->places.erase(&listener);
    if (!row->listeners.empty()) return;
    std::erase_if(room->second, [](const Row& one) { return one.listeners.empty(); });
    if (room->second.empty()) m_rooms.erase(room);
}

std::size_t Rooms::say(std::string_view room, std::string_view id, std::string_view json) const {
    const auto found = m_rooms.find(room);
    if (found == m_rooms.end()) return 0;
    const std::string destination = std::string(kTopicPrefix).append(room);
    std::size_t heard = 0;
    for (const Row& row : found->second) {
        const io::SharedFrame frame = messageTo(row.subscription, destination, id, json, row.version);
        for (Listener* const listener : row.listeners)
            listener->deliver(frame);
        heard += row.listeners.size();
    }
    return heard;
}

}  // namespace rushlab::roles::chat
