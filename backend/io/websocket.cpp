#include "io/websocket.h"

#include <fmt/format.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rushlab::io {
namespace {

constexpr std::size_t kPiecesMost = 64;
constexpr std::size_t kBlockBytes = 64 * 1024;
constexpr std::size_t kKeptFramesMost = 64;
constexpr std::size_t kFrameBytesLeast = 64;  // what the smallest frame costs while it waits

}  // namespace

WebSocket::WebSocket(Loop& loop, GatheredWrites& writes, HttpTakenOver taken, const WebSocketOptions& options)
    : m_loop(loop),
      m_writes(writes),
      m_stream(taken.stream),
      m_onStopping(taken.onStopping),
      m_options(options),
      m_deadline(loop, m_stream),
      m_parser(WebSocketParser::From::Client, options.messageBytesMost),
      m_lastHeard(std::chrono::steady_clock::now()) {
    m_buffer.append(taken.alreadyRead);
    m_stream.limitUnread(options.kernelBytes);
    m_onStopping = [this] { close(WebSocketClose::GoingAway, "the server stops"); };
    if (taken.stopping) m_onStopping();
}

WebSocket::~WebSocket() {
    m_onStopping = {};
}

Awaitable<bool> WebSocket::read() {
    while (!m_broken) {
        switch (m_parser.parse(m_buffer)) {
            case WebSocketEvent::Message:
                if (!m_closing) co_return true;
                break;
            case WebSocketEvent::Ping:
                if (!m_closing)
                    send(std::make_shared<const std::string>(frameOf(WebSocketOpcode::Pong, m_parser.payload())));
                break;
            case WebSocketEvent::Pong:
                break;
            case WebSocketEvent::Close:
                if (m_parser.closeCode() == 0) {
                    close(WebSocketClose::Normal, {});
                } else {
                    close(static_cast<WebSocketClose>(m_parser.closeCode()), {});
                }
                co_return false;
            case WebSocketEvent::Refused:
                if (!m_closing) m_reason = m_parser.fault().sentence;
                close(m_parser.fault().code, m_parser.fault().sentence);
                co_return false;
            case WebSocketEvent::NeedsMore:
                IoError error;
                const std::size_t bytes = co_await m_stream.readSome(m_buffer.room(), error);
                if (error) {
                    onBroken("the other side has gone without a word");
                } else {
                    m_lastHeard = std::chrono::steady_clock::now();
                    m_buffer.added(bytes);
                }
        }
    }
    co_return false;
}

void WebSocket::send(SharedFrame frame) {
    if (m_closing || m_broken) return;
    if (!waitsTooMuch(frame)) {
        wait(std::move(frame));
        return;
    }
    dropWaiting();
    m_tooSlow = true;
    m_reason = fmt::format("it reads too slowly: more than {} KiB waited for it", m_options.waitingBytesMost / 1024);
    close(WebSocketClose::PolicyViolated, m_reason);
}

// Many small frames, such as the pongs of one who pings and does not read, cost more than their bytes.
bool WebSocket::waitsTooMuch(const SharedFrame& frame) const {
    return m_waitingBytes + frame->size() > m_options.waitingBytesMost ||
           (m_waiting.size() - m_next) * kFrameBytesLeast > m_options.waitingBytesMost;
}

void WebSocket::wait(SharedFrame frame) {
    m_waitingBytes += frame->size();
    m_waiting.push_back(std::move(frame));
    if (!m_draining) m_writes.soon(*this);
}

// A frame of which a part is written stays: half a frame would make nonsense of the close behind it.
void WebSocket::dropWaiting() {
    const std::size_t kept = m_next + (m_nextWritten > 0 ? 1 : 0);
    for (std::size_t at = kept; at < m_waiting.size(); ++at)
        m_waitingBytes -= m_waiting[at]->size();
    m_waiting.resize(kept);
}

void WebSocket::close(WebSocketClose code, std::string_view reason) {
    if (m_closing || m_broken) return;
    wait(std::make_shared<const std::string>(frameOf(WebSocketOpcode::Close, closePayload(code, reason))));
    m_closing = true;
    m_deadline.set(std::chrono::steady_clock::now() + m_options.closeWithin);
}

void WebSocket::giveUp(std::string reason) {
    onBroken(std::move(reason));
}

void WebSocket::onBroken(std::string reason) {
    if (m_broken) return;
    m_broken = true;
    if (!m_closing && m_reason.empty()) m_reason = std::move(reason);
    m_deadline.set(std::chrono::steady_clock::now());  // whoever reads or writes ends, between two steps as well
}

Awaitable<> WebSocket::finish() {
    if (!m_broken) m_deadline.set(std::chrono::steady_clock::now() + m_options.closeWithin);
    if (!m_draining && !m_broken) writeGathered();
    if (m_draining) {  // bounded: the stream has its deadline
        auto [giver, taker] = handoff<bool>(m_loop);
        m_whenDrained = std::move(giver);
        co_await taker.take(Deadline::never());
    }
    m_deadline.clear();
}

void WebSocket::writeGathered() {
    if (m_draining || m_broken || m_waiting.empty()) return;
    while (m_next < m_waiting.size()) {
        std::array<iovec, kPiecesMost> pieces;
        std::size_t count = 0, bytes = 0;
        for (std::size_t at = m_next; at < m_waiting.size() && count < kPiecesMost; ++at, ++count) {
            const std::size_t from = at == m_next ? m_nextWritten : 0;
            const std::string& frame = *m_waiting[at];
            pieces[count] = {const_cast<char*>(frame.data()) + from, frame.size() - from};
            bytes += frame.size() - from;
        }
        IoError error;
        const std::size_t done = m_stream.writeNow({pieces.data(), count}, error);
        if (error) return onBroken("the other side has gone without a word");
        written(done);
        if (done == bytes) continue;
        m_draining = true;
        m_loop.spawn(drain());
        return;
    }
}

void WebSocket::written(std::size_t bytes) {
    m_waitingBytes -= bytes;
    while (m_next < m_waiting.size() && m_nextWritten + bytes >= m_waiting[m_next]->size()) {
        bytes -= m_waiting[m_next]->size() - m_nextWritten;
        m_nextWritten = 0;
        m_waiting[m_next++] = nullptr;
    }
    m_nextWritten += bytes;
    if (m_next < m_waiting.size()) return;
    m_next = 0;
    m_waiting.clear();
    if (m_waiting.capacity() > kKeptFramesMost) m_waiting.shrink_to_fit();
}

// For a socket that is full, and for TLS: waits where writeGathered() does not.
Awaitable<> WebSocket::drain() {
    std::string block;
    IoError error;
    while (!m_broken && gather(block)) {
        co_await m_stream.writeAll(block, {}, error);
        if (error) {
            onBroken("the other side has gone without a word");
        } else {
            m_waitingBytes -= block.size();
        }
    }
    m_draining = false;
    if (m_whenDrained) m_whenDrained->give(true);
}

// Whole frames, a block of them or a little more; they wait until the block is written.
bool WebSocket::gather(std::string& block) {
    block.clear();
    while (m_next < m_waiting.size() && block.size() < kBlockBytes) {
        block += std::string_view(*m_waiting[m_next]).substr(m_nextWritten);
        m_nextWritten = 0;
        m_waiting[m_next++] = nullptr;
    }
    // At once: one who is always a little behind would never have it empty.
    m_waiting.erase(m_waiting.begin(), m_waiting.begin() + static_cast<std::ptrdiff_t>(std::exchange(m_next, 0)));
    return !block.empty();
}

}  // namespace rushlab::io
