// A client of the chat for tests: a blocking socket that speaks WebSocket and STOMP. Every wait is bounded.
// Belongs to the test's thread.
#pragma once

#include <fmt/format.h>

#include <QtTest>
#include <optional>

#include "io/read_buffer.h"
#include "io/stomp_parser.h"
#include "io/websocket_parser.h"
#include "tests/unit/io_raw_socket.h"

namespace rushlab::test {

class ChatTalker {
  public:
    explicit ChatTalker(std::uint16_t port, const std::string& fields = "") : m_socket(RawSocket::connectedTo(port)) {
        m_socket.send(
            fmt::format("GET /ws/chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        "Sec-WebSocket-Protocol: v12.stomp\r\n{}\r\n",
                        fields));
        upgrade = m_socket.readUntil("\r\n\r\n");
    }

    // A frame as a client sends it: "SEND\ndestination:/x\n\nbody".
    void send(std::string_view frame) {
        std::string bytes(frame);
        bytes += '\0';
        sendText(bytes);
    }
    void sendText(std::string_view text) {
        m_socket.send(io::maskedFrameOf(io::WebSocketOpcode::Text, text, 0x12345678));
    }
    // The next STOMP frame; nothing: none came in that time, or the other side has closed (then closeCode is set).
    std::optional<io::StompFrame> next(std::chrono::milliseconds within = std::chrono::seconds(20)) {
        const auto until = std::chrono::steady_clock::now() + within;
        while (std::chrono::steady_clock::now() < until) {
            const io::StompProgress progress = m_stomp.parse(m_bytes);
            if (progress == io::StompProgress::Frame) return std::move(m_stomp.frame());
            if (progress == io::StompProgress::Refused) qFatal("%s", m_stomp.fault().c_str());
            if (!readMessage()) return std::nullopt;
        }
        return std::nullopt;
    }
    // Reads on until such a frame comes.
    std::optional<io::StompFrame> nextOf(std::string_view command) {
        for (auto frame = next(); frame; frame = next()) {
            if (frame->command == command) return frame;
        }
        return std::nullopt;
    }
    bool comeIn(std::int64_t member, std::string_view more = "") {
        send(fmt::format("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:{}\n{}\n", member, more));
        return nextOf("CONNECTED").has_value();
    }
    bool listen(std::string_view destination, std::string_view id = "0") {
        send(fmt::format("SUBSCRIBE\nid:{}\ndestination:{}\nreceipt:listens\n\n", id, destination));
        return nextOf("RECEIPT").has_value();
    }
    void say(std::string_view room, std::string_view content, std::string_view headers = "") {
        send(fmt::format("SEND\ndestination:/pub/chat.send\n{}\n{{\"roomId\":\"{}\",\"content\":\"{}\"}}", headers,
                         room, content));
    }

    std::string upgrade;     // the answer's head
    unsigned closeCode = 0;  // once it was closed
    std::string closeReason;

  private:
    bool readMessage() {
        while (true) {
            switch (m_frames.parse(m_received)) {
                case io::WebSocketEvent::Message:
                    m_bytes.append({m_frames.payload().data(), m_frames.payload().size()});
                    return true;
                case io::WebSocketEvent::Close:
                    closeCode = m_frames.closeCode();
                    closeReason = m_frames.payload();
                    m_socket.close();
                    return false;
                case io::WebSocketEvent::Refused:
                    return false;
                case io::WebSocketEvent::Ping:
                case io::WebSocketEvent::Pong:
                    break;
                case io::WebSocketEvent::NeedsMore:
                    const std::string piece = m_socket.readSome();
                    if (piece.empty()) return false;
                    m_received.append({piece.data(), piece.size()});
            }
        }
    }

    RawSocket m_socket;
    io::ReadBuffer m_received;
    io::WebSocketParser m_frames{io::WebSocketParser::From::Server, 1U << 20U};
    io::ReadBuffer m_bytes;
    io::StompParser m_stomp{io::StompLimits()};
};

}  // namespace rushlab::test
