// Frames of RFC 6455: how they are written. One that goes to many is written once and shared.
// Any thread; pure functions.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace rushlab::io {

// RFC 6455 5.2.
enum class WebSocketOpcode : std::uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

constexpr std::size_t kControlBytesMost = 125;  // RFC 6455 5.5: of a ping, a pong or a close

// RFC 6455 7.4.1: why a connection is closed.
enum class WebSocketClose : std::uint16_t {
    Normal = 1000,
    GoingAway = 1001,
    ProtocolError = 1002,
    UnsupportedData = 1003,
    InvalidText = 1007,
    PolicyViolated = 1008,
    TooBig = 1009,
    InternalError = 1011,
};

struct WebSocketFault {
    WebSocketClose code = WebSocketClose::Normal;
    std::string_view sentence;

    friend bool operator==(const WebSocketFault&, const WebSocketFault&) = default;
};

using SharedFrame = std::shared_ptr<const std::string>;

// A whole message in one frame, as a server sends it.
std::string frameOf(WebSocketOpcode opcode, std::string_view payload);
// As a client sends it (RFC 6455 5.3: masked).
std::string maskedFrameOf(WebSocketOpcode opcode, std::string_view payload, std::uint32_t mask);
// One fragment of a message (RFC 6455 5.4); without a mask as a server sends it.
void appendFrame(std::string& out, WebSocketOpcode opcode, bool isLast, std::string_view payload,
                 const std::uint32_t* mask);

// What a close frame carries; a reason too long for it is cut between characters.
std::string closePayload(WebSocketClose code, std::string_view reason);
// RFC 6455 7.4: whether a close frame may carry it.
bool isCloseCode(unsigned code);

// RFC 6455 5.3, both ways; the mask's bytes are as they lie in memory.
void applyMask(std::span<char> bytes, std::uint32_t mask);

}  // namespace rushlab::io
