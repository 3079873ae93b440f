#include "io/websocket_parser.h"

#include <cstring>

#include "base/utf8.h"

namespace rushlab::io {
namespace {

bool isControl(WebSocketOpcode opcode) {
    return static_cast<unsigned>(opcode) >= 8;
}

bool isKnown(unsigned opcode) {
    return opcode <= 2 || (opcode >= 8 && opcode <= 10);
}

std::uint64_t bigEndian(const char* from, std::size_t bytes) {
    std::uint64_t number = 0;
    for (std::size_t at = 0; at < bytes; ++at)
        number = number << 8U | static_cast<unsigned char>(from[at]);
    return number;
}

}  // namespace

WebSocketEvent WebSocketParser::refuse(WebSocketClose code, std::string_view sentence) {
    m_ended = true;
    m_fault = {code, sentence};
    return WebSocketEvent::Refused;
}

WebSocketEvent WebSocketParser::parse(ReadBuffer& buffer) {
    while (!m_ended) {
        buffer.consume(std::exchange(m_told, 0));
        if (!m_inMessage) m_fragments.clear();
        Head head;
        const HeadFound found = readHead(buffer, head);
        if (found == HeadFound::NotYet) return WebSocketEvent::NeedsMore;
        if (found == HeadFound::Refused) return WebSocketEvent::Refused;
        const auto payloadBytes = static_cast<std::size_t>(head.payloadBytes);
        if (buffer.size() - head.headBytes < payloadBytes) return WebSocketEvent::NeedsMore;
        char* const first = buffer.data() + head.headBytes;
        if (head.isMasked) {
            std::uint32_t mask = 0;
            std::memcpy(&mask, first - sizeof mask, sizeof mask);
            applyMask({first, payloadBytes}, mask);
        }
        m_told = head.headBytes + payloadBytes;
        m_payload = {first, payloadBytes};
        if (head.opcode == WebSocketOpcode::Ping) return WebSocketEvent::Ping;
        if (head.opcode == WebSocketOpcode::Pong) return WebSocketEvent::Pong;
        if (head.opcode == WebSocketOpcode::Close) return onClose(m_payload);
        const WebSocketEvent event = onData(head, m_payload);
        if (event != WebSocketEvent::NeedsMore) return event;
    }
    return WebSocketEvent::Refused;
}

WebSocketParser::HeadFound WebSocketParser::readHead(const ReadBuffer& buffer, Head& head) {
    const auto refused = [this](WebSocketClose code, std::string_view sentence) {
        refuse(code, sentence);
        return HeadFound::Refused;
    };
    if (buffer.size() < 2) return HeadFound::NotYet;
    const auto first = static_cast<unsigned char>(buffer.data()[0]);
    const auto second = static_cast<unsigned char>(buffer.data()[1]);
    if ((first & 0x70U) != 0)
        return refused(WebSocketClose::ProtocolError, "a reserved bit is set, and no extension was agreed on");
    if (!isKnown(first & 0x0FU)) return refused(WebSocketClose::ProtocolError, "a frame's opcode is reserved");
    head.opcode = static_cast<WebSocketOpcode>(first & 0x0FU);
    head.isLast = (first & 0x80U) != 0;
    head.isMasked = (second & 0x80U) != 0;
    if (head.isMasked != (m_from == From::Client))
        return refused(WebSocketClose::ProtocolError,
                       m_from == From::Client ? "a client's frame is not masked" : "a server's frame is masked");
    const unsigned length = second & 0x7FU;
    if (isControl(head.opcode)) {
        if (!head.isLast) return refused(WebSocketClose::ProtocolError, "a control frame is fragmented");
        if (length > kControlBytesMost)
            return refused(WebSocketClose::ProtocolError, "a control frame is longer than 125 bytes");
    } else if ((head.opcode == WebSocketOpcode::Continuation) != m_inMessage) {
        return refused(WebSocketClose::ProtocolError, m_inMessage ? "a message begins in the middle of another one"
                                                                  : "a continuation continues no message");
    }
    const std::size_t lengthBytes = length == 127 ? 8 : length == 126 ? 2 : 0;
    head.headBytes = 2 + lengthBytes + (head.isMasked ? 4 : 0);
    if (buffer.size() < 2 + lengthBytes) return HeadFound::NotYet;
    head.payloadBytes = lengthBytes == 0 ? length : bigEndian(buffer.data() + 2, lengthBytes);
    if ((lengthBytes == 2 && head.payloadBytes < 126) || (lengthBytes == 8 && head.payloadBytes <= 0xFFFF))
        return refused(WebSocketClose::ProtocolError, "a frame's length is written longer than it need be");
    if (head.payloadBytes >> 63U != 0)
        return refused(WebSocketClose::ProtocolError, "a frame's length has its highest bit set");
    if (!isControl(head.opcode) && head.payloadBytes > m_messageBytesMost - m_fragments.size())
        return refused(WebSocketClose::TooBig, "a message is longer than this server takes");
    return buffer.size() < head.headBytes ? HeadFound::NotYet : HeadFound::Yes;
}

WebSocketEvent WebSocketParser::onData(const Head& head, std::string_view payload) {
    if (head.opcode != WebSocketOpcode::Continuation) m_messageOpcode = head.opcode;
    const bool isWhole = head.isLast && !m_inMessage;
    if (!isWhole) {
        m_fragments += payload;
        m_payload = m_fragments;
    }
    m_inMessage = !head.isLast;
    if (m_inMessage) return WebSocketEvent::NeedsMore;
    if (isText() && firstInvalidUtf8(m_payload) != std::string_view::npos)
        return refuse(WebSocketClose::InvalidText, "a text message is no UTF-8");
    return WebSocketEvent::Message;
}

WebSocketEvent WebSocketParser::onClose(std::string_view payload) {
    m_ended = true;
    m_closeCode = 0;
    if (payload.empty()) return WebSocketEvent::Close;
    if (payload.size() == 1) return refuse(WebSocketClose::ProtocolError, "a close frame carries half a code");
    m_closeCode = static_cast<unsigned>(bigEndian(payload.data(), 2));
    m_payload = payload.substr(2);
    if (!isCloseCode(m_closeCode)) return refuse(WebSocketClose::ProtocolError, "a close frame carries no such code");
    if (firstInvalidUtf8(m_payload) != std::string_view::npos)
        return refuse(WebSocketClose::InvalidText, "a close frame's reason is no UTF-8");
    return WebSocketEvent::Close;
}

}  // namespace rushlab::io
