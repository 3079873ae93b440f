// The STOMP parser on any bytes: nothing undefined happens; frames cut into pieces are understood (or refused) exactly
// as the same frames whole; and what was understood is written and read back as it was. The rules of a session take
// every frame, in any order. The first byte of the input chooses the version and how the rest is cut.
#include <cstdint>
#include <string>
#include <vector>

#include "io/stomp_parser.h"
#include "io/stomp_session.h"

using namespace rushlab;

namespace {

constexpr io::StompLimits kLimits{.frameBytesMost = 2048, .headBytesMost = 1024, .headersMost = 16};

struct Outcome {
    std::vector<io::StompFrame> frames;
    std::string fault;

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome read(io::StompVersion version, const io::StompLimits& limits, std::string_view bytes, std::size_t pieceBytes) {
    io::StompParser parser(limits);
    parser.speak(version);
    io::ReadBuffer buffer;
    Outcome outcome;
    for (std::size_t at = 0; at < bytes.size() && outcome.fault.empty(); at += pieceBytes) {
        buffer.append(bytes.substr(at, pieceBytes));
        io::StompProgress progress = parser.parse(buffer);
        for (; progress == io::StompProgress::Frame; progress = parser.parse(buffer))
            outcome.frames.push_back(parser.frame());
        outcome.fault = parser.fault();
    }
    return outcome;
}

// Its own length is all that writing adds and leaves out.
io::StompFrame withoutLength(io::StompFrame frame) {
    std::erase_if(frame.headers, [](const auto& one) { return one.first == "content-length"; });
    return frame;
}

void checkWriting(const io::StompFrame& frame, io::StompVersion version) {
    const std::string written = io::encoded(frame, version);
    const Outcome again = read(version, {}, written, written.size());
    if (again.frames.size() != 1 || withoutLength(again.frames.front()) != withoutLength(frame))
        abortBecause("a frame was not read back as it was written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto version = static_cast<io::StompVersion>(data[0] % 3);
    Outcome whole = read(version, kLimits, bytes, bytes.size() + 1);
    if (read(version, kLimits, bytes, 1 + data[0] / 3) != whole || read(version, kLimits, bytes, 1) != whole)
        abortBecause("frames cut into pieces were not understood as the same frames whole");
    io::StompSession session({.subscriptionsMost = 4, .transactionsMost = 2, .transactionBytesMost = 1024});
    for (io::StompFrame& frame : whole.frames) {
        checkWriting(frame, version);
        const auto requests = session.take(std::move(frame));
        if (!requests) break;
        for (const io::StompRequest& request : *requests) {
            if (request.kind == io::StompRequest::Kind::Connect) session.connected("fuzz", "1", Milliseconds{1000});
        }
    }
    return 0;
}
