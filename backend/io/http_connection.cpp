#include "io/http_connection.h"

#include <fmt/format.h>

#include <iterator>
#include <optional>

namespace rushlab::io {
namespace {

// Beyond this an answer's body is written from where it is, and gathered answers go out before more are made.
constexpr std::size_t kGatheredBytesMost = 64 * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// After the last answer the other side may still be sending; closing at once would destroy what it has not read yet
// (RFC 9112 9.6), so its bytes are read and dropped for a while.
constexpr std::chrono::milliseconds kLingerMost{3000};
constexpr std::size_t kLingerBytesMost = 4 * 1024 * 1024;

bool hasNoBody(int status) {
    return status < 200 || status == 204 || status == 304;
}

}  // namespace

Awaitable<> HttpConnection::serve(std::shared_ptr<HttpService> service, Socket socket) {
    HttpConnection connection(std::move(service), std::move(socket));
    co_await connection.run();
}

HttpConnection::HttpConnection(std::shared_ptr<HttpService> service, Socket socket)
    : m_service(std::move(service)),
      m_stream(std::move(socket), m_service->options.tls),
      m_deadline(m_service->loop, m_stream),
      m_parser(m_service->options.limits),
      m_peer(m_stream.peer()),
      m_now(std::chrono::steady_clock::now()) {
    m_service->join(*this);
}

HttpConnection::~HttpConnection() {
    m_service->leave(*this);
}

void HttpConnection::onStopping() {
    if (m_phase == Phase::TakenOver && m_onStopping && !m_service->abandoned) return m_onStopping();
    if (m_phase == Phase::Idle || m_phase == Phase::TakenOver) m_stream.cancel();
}

Awaitable<> HttpConnection::run() {
    if (m_stream.isTls()) {
        IoError error;
        m_deadline.set(m_now + m_service->options.receiveWithin);
        co_await m_stream.handshake(error);
        if (error) co_return;
    }
    while (m_open && !m_service->abandoned) {
        const HttpProgress progress = m_parser.parse(m_buffer);
        if (progress == HttpProgress::NeedsMore) {
            if (!prepareRead()) break;
            if (outgoing() && !flushNow()) co_await flushSlowly();
            if (!m_open || (m_phase == Phase::Idle && m_service->stopping)) break;
            if (m_out.capacity() > m_service->spareOutgoing.capacity()) m_out.swap(m_service->spareOutgoing);
            m_deadline.set(m_receiveUntil);
            IoError error;
            const std::size_t bytes = co_await m_stream.readSome(m_buffer.room(), error);
            finishRead(bytes, error);
        } else if (progress == HttpProgress::Refused) {
            refuse(m_parser.fault());
        } else {
            m_phase = Phase::Answering;
            m_deadline.clear();
            m_request = &m_parser.request(m_buffer);
            m_request->peer = m_peer;
            m_request->deadline = Deadline::at(m_now + m_service->options.answerWithin);
            ++m_service->counts.requests;
            HttpResponse response;
            try {
                response = co_await m_service->handler(*m_request);
            } catch (const std::exception& thrown) {
                response = onException(thrown.what());
            } catch (...) {
                response = onException("something that is no std::exception");
            }
            if (response.producer() || response.takenOverBy()) {
                co_await sendSpecial(response);
            } else {
                appendAnswer(response);
            }
            finishRequest();
            if (m_out.size() + m_largeBody.size() > kGatheredBytesMost && !flushNow()) co_await flushSlowly();
        }
    }
    co_await leave();
}

// Decides until when the next bytes may take. False: there is nothing more to wait for.
bool HttpConnection::prepareRead() {
    m_now = std::chrono::steady_clock::now();
    if (m_parser.nothingBegun(m_buffer)) {
        m_phase = Phase::Idle;
        m_receiveUntil = m_now + m_service->options.idleMost;
        return !m_service->stopping;
    }
    if (m_phase != Phase::Receiving) {
        m_phase = Phase::Receiving;
        m_receiveUntil = m_now + m_service->options.receiveWithin;
    }
    if (m_parser.inBody() && m_parser.expectsContinue() && !m_continued) {
        m_continued = true;
        m_out += kContinue;
    }
    return true;
}

void HttpConnection::finishRead(std::size_t bytes, const IoError& error) {
    m_out.swap(m_service->spareOutgoing);  // both are empty
    if (!error) {
        m_buffer.added(bytes);
        m_now = std::chrono::steady_clock::now();
        return;
    }
    m_open = false;
    if (m_deadline.expired() && m_phase == Phase::Receiving) {
        m_now = std::chrono::steady_clock::now();
        refuse({408, "the request did not arrive whole in time"});
    }
}

void HttpConnection::refuse(const HttpFault& fault) {
    ++m_service->counts.refused;
    m_service->log.debug("{} was refused with {}: {}", m_peer, fault.status, fault.sentence);
    HttpRequest* const request = m_parser.targetKnown() ? &m_parser.request(m_buffer) : nullptr;
    if (request) request->body = {};  // which has not come, or not whole
    HttpResponse response = m_service->errorPage(fault.status, fault.sentence, request);
    m_open = false;
    appendHead(response, false, fmt::format("Content-Length: {}\r\n", response.bytes().size()));
    m_out += response.bytes();
}

HttpResponse HttpConnection::onException(const char* what) {
    m_service->log.error("the handler of {} {} threw: {}", m_request->methodText, m_request->path, what);
    return m_service->errorPage(500, "something went wrong in the server; its log says what", m_request);
}

void HttpConnection::appendHead(const HttpResponse& response, bool keepsOpen, std::string_view framing) {
    const bool isOld = m_request && m_request->minorVersion == 0;
    const int status = response.status();
    if (status == 200) {
        m_out += "HTTP/1.1 200 OK\r\nDate: ";
    } else {
        fmt::format_to(std::back_inserter(m_out), "HTTP/1.1 {} {}\r\nDate: ", status, reasonOf(status));
    }
    m_out += m_service->date.at(m_now);
    m_out += "\r\n";
    m_out += framing;
    if (!keepsOpen) {
        m_out += "Connection: close\r\n";
    } else if (isOld) {
        m_out += "Connection: keep-alive\r\n";
    }
    m_out += response.fieldLines();
    m_out += "\r\n";
}

void HttpConnection::appendAnswer(HttpResponse& response) {
    m_open = m_request->keepAlive && !response.closes() && !m_service->stopping;
    if (hasNoBody(response.status())) {
        appendHead(response, m_open, {});
        return;
    }
    const bool isHead = m_request->method == HttpMethod::Head;
    const auto length = isHead ? response.length() : response.bytes().size();
    char framing[48];
    char* end = framing;
    if (length) end = fmt::format_to(framing, "Content-Length: {}\r\n", *length);
    appendHead(response, m_open, {framing, static_cast<std::size_t>(end - framing)});
    if (isHead) return;
    if (response.bytes().size() > kGatheredBytesMost) {
        response.swapBytes(m_largeBody);
    } else {
        m_out += response.bytes();
    }
}

void HttpConnection::finishRequest() {
    m_request = nullptr;
    m_continued = false;
    m_buffer.consume(m_parser.length());
    m_parser.reset();
}

Awaitable<> HttpConnection::sendSpecial(HttpResponse& response) {
    if (response.takenOverBy()) {
        co_await handOver(response);
        co_return;
    }
    const bool chunked = m_request->minorVersion == 1;
    m_open = chunked && m_request->keepAlive && !response.closes() && !m_service->stopping;
    const bool bodiless = m_request->method == HttpMethod::Head || hasNoBody(response.status());
    appendHead(response, m_open, chunked && !hasNoBody(response.status()) ? "Transfer-Encoding: chunked\r\n" : "");
    if (!bodiless) co_await produceBody(response, chunked);
}

Awaitable<> HttpConnection::produceBody(HttpResponse& response, bool chunked) {
    m_chunked = chunked;
    std::optional<std::string> problem;
    try {
        const Result<> produced = co_await response.producer()(*this);
        if (!produced) problem = produced.error().message;
    } catch (const std::exception& thrown) {
        problem = thrown.what();
    } catch (...) {
        problem = "something that is no std::exception was thrown";
    }
    if (problem) {
        // The head has gone out: only a connection that ends without the last chunk still says that this is not whole.
        m_service->log.warning("the answer to {} {} was broken off: {}", m_request->methodText, m_request->path,
                               *problem);
        m_open = false;
        m_broken = true;
    } else if (chunked) {
        m_out += "0\r\n\r\n";
    }
}

Awaitable<Result<>> HttpConnection::write(std::string_view piece) {
    if (!piece.empty()) {
        if (m_chunked) fmt::format_to(std::back_inserter(m_out), "{:x}\r\n", piece.size());
        m_out += piece;
        if (m_chunked) m_out += "\r\n";
        m_now = std::chrono::steady_clock::now();
        if (!flushNow()) co_await flushSlowly();
    }
    if (m_broken)
        co_return fail(ErrorCode::Unavailable, "the reader of the answer, {}, has gone or reads too slowly", m_peer);
    co_return Result<>();
}

Awaitable<> HttpConnection::handOver(HttpResponse& response) {
    fmt::format_to(std::back_inserter(m_out), "HTTP/1.1 {} {}\r\n{}\r\n", response.status(),
                   reasonOf(response.status()), response.fieldLines());
    if (!flushNow()) co_await flushSlowly();
    if (!m_broken) {
        const std::size_t used = m_parser.length();
        HttpTakenOver taken{m_stream, std::string(m_buffer.data() + used, m_buffer.size() - used), m_service->stopping,
                            m_onStopping};
        m_phase = Phase::TakenOver;
        try {
            co_await response.takenOverBy()(std::move(taken));
        } catch (const std::exception& thrown) {
            m_service->log.error("what took over the connection of {} threw: {}", m_peer, thrown.what());
        } catch (...) {
            m_service->log.error("what took over the connection of {} threw what is no std::exception", m_peer);
        }
    }
    m_open = false;
}

// True: all is written, or the stream has failed. False: flushSlowly() must go on.
bool HttpConnection::flushNow() {
    IoError error;
    m_written = m_stream.writeNow(m_out, m_largeBody, error);
    if (error) {
        m_broken = true;
        m_open = false;
    } else if (m_written < m_out.size() + m_largeBody.size()) {
        return false;
    }
    forgetWritten();
    return true;
}

Awaitable<> HttpConnection::flushSlowly() {
    const std::string_view head(m_out), body(m_largeBody);
    const std::size_t ofHead = std::min(m_written, head.size());
    // A server that stops cancels who waits for a request, and an answer on its way must not be mistaken for that.
    const Phase phase = std::exchange(m_phase, Phase::Answering);
    m_deadline.set(std::chrono::steady_clock::now() + m_service->options.writeWithin);
    IoError error;
    co_await m_stream.writeAll(head.substr(ofHead), body.substr(m_written - ofHead), error);
    m_deadline.clear();
    m_phase = phase;
    if (error) {
        if (m_deadline.expired()) m_service->log.warning("{} was dropped: it does not read its answers", m_peer);
        m_broken = true;
        m_open = false;
    }
    forgetWritten();
}

void HttpConnection::forgetWritten() {
    m_written = 0;
    m_out.clear();
    m_largeBody.clear();
    if (m_out.capacity() > 2 * kGatheredBytesMost) m_out.shrink_to_fit();
    if (m_largeBody.capacity() > 2 * kGatheredBytesMost) m_largeBody.shrink_to_fit();
}

Awaitable<> HttpConnection::leave() {
    if (outgoing() && !m_broken && !flushNow()) co_await flushSlowly();
    if (m_broken) {
        m_stream.abort();
        co_return;
    }
    if (m_phase != Phase::Idle && !m_service->abandoned) co_await linger();
    m_stream.close();
}

Awaitable<> HttpConnection::linger() {
    m_stream.shutdownSending();
    m_deadline.set(std::chrono::steady_clock::now() + kLingerMost);
    IoError error;
    std::size_t dropped = 0;
    while (!error && dropped < kLingerBytesMost) {
        m_buffer.consume(m_buffer.size());
        dropped += co_await m_stream.readSome(m_buffer.room(), error);
    }
}

}  // namespace rushlab::io
