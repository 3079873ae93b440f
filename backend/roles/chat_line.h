// A line of a chat: what a client says in a room, as it goes to the other clients, to the other instances and into the
// event log, in one JSON form:
//
//     {"id":"...","roomId":"lobby","sender":"42","content":"hello","sentAt":"...","origin":"chat-1/9f2c","number":17}
//
// Any thread; plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"

namespace rushlab::roles {

struct ChatLine {
    std::string id;  // the same however often its sender repeats it: what was archived is not archived again
    std::string room;
    std::string sender;  // a member's number
    std::string content;
    WallTime sentAt{};
    // The instance that took it, one life of it, and which of its lines in this room it is, counting from 1: whoever
    // misses a number has missed a line.
    std::string origin;
    std::uint64_t number = 0;

    friend bool operator==(const ChatLine&, const ChatLine&) = default;
};

constexpr std::size_t kRoomLengthMost = 64;
// Letters, digits and -._ only.
bool isRoom(std::string_view text);

std::string asJson(const ChatLine& line);
// All but the time, which an event's record has.
Result<ChatLine> chatLineIn(JsonParser& parser, std::string_view json);

}  // namespace rushlab::roles
