// A strict, incremental parser of RFC 6455 frames, for either side of a connection. However the bytes are cut into
// pieces, what comes out is the same, and no bytes make it do anything undefined. It works on the buffer from its first
// byte on: what it has told of is taken off at the next call, and a message in one frame is never copied.
// One thread at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "io/read_buffer.h"
#include "io/websocket_frame.h"

namespace rushlab::io {

enum class WebSocketEvent : std::uint8_t { NeedsMore, Message, Ping, Pong, Close, Refused };

class WebSocketParser {
  public:
    // RFC 6455 5.1: a client masks its frames, a server does not; either the other way round is refused.
    enum class From : std::uint8_t { Client, Server };

    explicit WebSocketParser(From from, std::size_t messageBytesMost)
        : m_from(from), m_messageBytesMost(messageBytesMost) {}

    // The next event that the buffer holds. After Close or Refused nothing follows.
    WebSocketEvent parse(ReadBuffer& buffer);

    // Of the event that was told last: a message, what a ping or a pong carries, a close's reason. Valid until the next
    // parse().
    std::string_view payload() const { return m_payload; }
    bool isText() const { return m_messageOpcode == WebSocketOpcode::Text; }
    // Of a Close: its code; nothing where it had none (RFC 6455 7.1.5).
    unsigned closeCode() const { return m_closeCode; }
    const WebSocketFault& fault() const { return m_fault; }

  private:
    struct Head {
        WebSocketOpcode opcode{};
        bool isLast = false;
        bool isMasked = false;
        std::size_t headBytes = 0;
        std::uint64_t payloadBytes = 0;
    };
    enum class HeadFound : std::uint8_t { NotYet, Yes, Refused };

    WebSocketEvent refuse(WebSocketClose code, std::string_view sentence);
    HeadFound readHead(const ReadBuffer& buffer, Head& head);
    WebSocketEvent onData(const Head& head, std::string_view payload);
    WebSocketEvent onClose(std::string_view payload);

    From m_from;
    std::size_t m_messageBytesMost;
    std::size_t m_told = 0;  // of the buffer's front
    std::string m_fragments;
    bool m_inMessage = false;
    WebSocketOpcode m_messageOpcode{};
    std::string_view m_payload;
    unsigned m_closeCode = 0;
    bool m_ended = false;
    WebSocketFault m_fault;
};

}  // namespace rushlab::io
