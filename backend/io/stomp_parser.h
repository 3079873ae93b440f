// A strict, incremental parser of STOMP frames ("Augmented BNF" of the 1.2 specification). However the bytes are cut
// into pieces, what comes out is the same. Heart-beats between frames are passed over.
// One thread at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "io/read_buffer.h"
#include "io/stomp_frame.h"

namespace rushlab::io {

struct StompLimits {
    std::size_t frameBytesMost = 64 * 1024;
    std::size_t headBytesMost = 16 * 1024;  // the command and all headers
    std::size_t headersMost = 64;
};

enum class StompProgress : std::uint8_t { NeedsMore, Frame, Refused };

class StompParser {
  public:
    explicit StompParser(const StompLimits& limits) : m_limits(limits) {}

    // Takes the next frame off the buffer. After Refused nothing follows.
    StompProgress parse(ReadBuffer& buffer);
    StompFrame& frame() { return m_frame; }  // the last one that was found
    // Which one is spoken from now on: before that a CONNECT of any version is read.
    void speak(StompVersion version) { m_version = version; }

    const std::string& fault() const { return m_fault; }

  private:
    StompProgress refuse(std::string sentence);
    enum class HeadFound : std::uint8_t { NotYet, Yes, Refused };
    HeadFound findHead(std::string_view bytes);
    bool readHead(std::string_view head);
    bool readHeader(std::string_view line, bool escapes);
    bool unescape(std::string_view text, std::string& into);
    bool readLength();
    StompProgress takeBody(ReadBuffer& buffer);

    StompLimits m_limits;
    StompVersion m_version = StompVersion::V12;
    StompFrame m_frame;
    std::size_t m_scanned = 0;    // of the buffer, without what is looked for
    std::size_t m_headBytes = 0;  // with the empty line; 0: not found yet
    std::optional<std::size_t> m_bodyBytes;
    bool m_refused = false;
    std::string m_fault;
};

}  // namespace rushlab::io
