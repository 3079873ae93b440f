// A server's side of one WebSocket (RFC 6455), after the handshake: messages come out of read() one by one, frames go
// out gathered.
// Guarantees: pings are answered and a close is answered, whatever else goes on; a frame is sent whole or not at all,
// in the order of send(); what waits for a reader is bounded: one who lets more gather is told why and dropped, and
// costs nobody else anything.
// Belongs to its loop's thread; one coroutine reads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/gathered_writes.h"
#include "io/handoff.h"
#include "io/http_message.h"
#include "io/stream.h"
#include "io/websocket_parser.h"

namespace rushlab::io {

struct WebSocketOptions {
    std::size_t messageBytesMost = 64 * 1024;
    std::size_t waitingBytesMost = 1024 * 1024;
    int kernelBytes = 64 * 1024;  // what the kernel keeps beside that; it takes twice as much
    Milliseconds closeWithin{2'000};  // for the other side to answer a close, and for the last frames to go out
};

class WebSocket final : private GatheredWrites::Writer {
  public:
    WebSocket(Loop& loop, GatheredWrites& writes, HttpTakenOver taken, const WebSocketOptions& options);
    ~WebSocket();

    // Waits for the next message. False: the connection has ended, or ends; then finish() is all that is left to do.
    Awaitable<bool> read();
    // Of the message that read() found; valid until the next read().
    std::string_view message() const { return m_parser.payload(); }
    bool isText() const { return m_parser.isText(); }

    void send(SharedFrame frame);
    // Says goodbye. Messages that still come are dropped until the other side has answered.
    void close(WebSocketClose code, std::string_view reason);
    // As if the other side had gone: for one that is not heard any more.
    void giveUp(std::string reason);
    bool isClosing() const { return m_closing; }

    // Waits until what was sent before the end has gone out, as far as it does. Once, after the last read().
    Awaitable<> finish();
    // Why it has ended, for people; empty before that, and where the other side just said goodbye.
    const std::string& reason() const { return m_reason; }
    bool wasTooSlow() const { return m_tooSlow; }

    // When bytes last came.
    SteadyTime lastHeard() const { return m_lastHeard; }
    std::size_t waitingBytes() const { return m_waitingBytes; }

  private:
    void writeGathered() override;
    void wait(SharedFrame frame);
    bool waitsTooMuch(const SharedFrame& frame) const;
    bool gather(std::string& block);
    void written(std::size_t bytes);
    void onBroken(std::string reason);
    Awaitable<> drain();
    void dropWaiting();

    Loop& m_loop;
    GatheredWrites& m_writes;
    Stream& m_stream;
    UniqueFunction<void()>& m_onStopping;
    const WebSocketOptions& m_options;
    StreamDeadline m_deadline;
    ReadBuffer m_buffer;
    WebSocketParser m_parser;
    std::vector<SharedFrame> m_waiting;
    std::size_t m_next = 0;         // of m_waiting
    std::size_t m_nextWritten = 0;  // bytes of that one
    std::size_t m_waitingBytes = 0;
    std::optional<Giver<bool>> m_whenDrained;
    bool m_draining = false;
    bool m_closing = false;  // a close frame was sent
    bool m_broken = false;
    bool m_tooSlow = false;
    std::string m_reason;
    SteadyTime m_lastHeard;
};

}  // namespace rushlab::io
