#include "io/websocket_frame.h"

#include <algorithm>
#include <cstring>

#include "base/utf8.h"

namespace rushlab::io {
namespace {

void appendBigEndian(std::string& out, std::uint64_t number, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        out += static_cast<char>(number >> static_cast<unsigned>(shift));
}

}  // namespace

void appendFrame(std::string& out, WebSocketOpcode opcode, bool isLast, std::string_view payload,
                 const std::uint32_t* mask) {
    const std::uint64_t maskBit = mask ? 0x80 : 0;
    out += static_cast<char>((isLast ? 0x80U : 0U) | static_cast<unsigned>(opcode));
    if (payload.size() < 126) {
        appendBigEndian(out, maskBit | payload.size(), 1);
    } else if (payload.size() <= 0xFFFF) {
        appendBigEndian(out, maskBit | 126U, 1);
        appendBigEndian(out, payload.size(), 2);
    } else {
        appendBigEndian(out, maskBit | 127U, 1);
        appendBigEndian(out, payload.size(), 8);
    }
    if (mask) out.append(reinterpret_cast<const char*>(mask), sizeof *mask);
    const std::size_t from = out.size();
    out += payload;
    if (mask) applyMask({out.data() + from, payload.size()}, *mask);
}

std::string frameOf(WebSocketOpcode opcode, std::string_view payload) {
    std::string frame;
    frame.reserve(payload.size() + 10);
    appendFrame(frame, opcode, true, payload, nullptr);
    return frame;
}

std::string maskedFrameOf(WebSocketOpcode opcode, std::string_view payload, std::uint32_t mask) {
    std::string frame;
    frame.reserve(payload.size() + 14);
    appendFrame(frame, opcode, true, payload, &mask);
    return frame;
}

std::string closePayload(WebSocketClose code, std::string_view reason) {
    std::string payload;
    appendBigEndian(payload, static_cast<std::uint16_t>(code), 2);
    return payload += utf8Start(reason, kControlBytesMost - payload.size());
}

// 1004 to 1006 and 1015 stand for what was never sent (RFC 6455 7.4.1); 1012 to 1014 were registered with IANA later;
// 3000 and up belong to frameworks and programs (7.4.2).
bool isCloseCode(unsigned code) {
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

void applyMask(std::span<char> bytes, std::uint32_t mask) {
    const std::uint64_t wide = (static_cast<std::uint64_t>(mask) << 32U) | mask;
    std::size_t at = 0;
    for (; at + sizeof wide <= bytes.size(); at += sizeof wide) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, &bytes[at], sizeof eight);
        eight ^= wide;
        std::memcpy(&bytes[at], &eight, sizeof eight);
    }
    char four[sizeof mask];
    std::memcpy(four, &mask, sizeof mask);
    for (; at < bytes.size(); ++at)
        bytes[at] = static_cast<char>(bytes[at] ^ four[at % sizeof mask]);
}

}  // namespace rushlab::io
