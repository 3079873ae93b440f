// The WebSocket parser on any bytes: nothing undefined happens, and frames cut into pieces are understood (or refused)
// exactly as the same frames whole. The first byte of the input chooses whose frames they are and how they are cut.
#include <cstdint>
#include <string>

#include "base/result.h"
#include "io/websocket_parser.h"

using namespace rushlab;

namespace {

constexpr std::size_t kMessageBytesMost = 2048;

void note(std::string& text, std::string_view part) {
    text.append(part).append("|");
}

// Every event with all that it tells.
std::string read(io::WebSocketParser::From from, std::string_view bytes, std::size_t pieceBytes) {
    io::WebSocketParser parser(from, kMessageBytesMost);
    io::ReadBuffer buffer;
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += pieceBytes) {
        buffer.append(bytes.substr(at, pieceBytes));
        for (;;) {
            const io::WebSocketEvent event = parser.parse(buffer);
            if (event == io::WebSocketEvent::NeedsMore) break;
            note(text, std::to_string(static_cast<unsigned>(event) * 2 + parser.isText()));
            if (event == io::WebSocketEvent::Refused) {
                note(text, parser.fault().sentence);
                return text;
            }
            note(text, parser.payload());
            if (parser.payload().size() > kMessageBytesMost) abortBecause("a message is longer than the limit");
            if (event == io::WebSocketEvent::Close) return text + std::to_string(parser.closeCode());
        }
    }
    return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto from = data[0] % 2 == 0 ? io::WebSocketParser::From::Client : io::WebSocketParser::From::Server;
    const std::string whole = read(from, bytes, bytes.size() + 1);
    if (read(from, bytes, 1 + data[0] / 2) != whole || read(from, bytes, 1) != whole)
        abortBecause("frames cut into pieces were not understood as the same frames whole");
    return 0;
}
