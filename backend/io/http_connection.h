// One connection of an HTTP server: receives, has the handler answer, writes, until either side has had enough.
// Answers gather in one outgoing buffer while more requests lie in the incoming one, and go out together.
// Internal to the server. Belongs to the loop's thread.
#pragma once

#include <memory>
#include <string>

#include "io/http_parser.h"
#include "io/http_service.h"
#include "io/read_buffer.h"
#include "io/stream.h"

namespace rushlab::io {

class HttpConnection final : private HttpBodyWriter {
  public:
    // Runs one connection from its first byte to its end.
    static Awaitable<> serve(std::shared_ptr<HttpService> service, Socket socket);

    HttpConnection(std::shared_ptr<HttpService> service, Socket socket);
    ~HttpConnection() override;
    HttpConnection(const HttpConnection&) = delete;
    HttpConnection& operator=(const HttpConnection&) = delete;

    // The server stops: ends the wait for a request that has not begun.
    void onStopping();
    void close() { m_stream.close(); }

    std::size_t indexInService = 0;

  private:
    enum class Phase : unsigned char { Idle, Receiving, Answering, TakenOver };

    Awaitable<> run();
    bool prepareRead();
    void finishRead(std::size_t bytes, const IoError& error);
    void refuse(const HttpFault& fault);
    HttpResponse onException(const char* what);

    Awaitable<> sendSpecial(HttpResponse& response);
    Awaitable<> produceBody(HttpResponse& response, bool chunked);
    Awaitable<> handOver(HttpResponse& response);
    Awaitable<Result<>> write(std::string_view piece) override;
    void appendHead(const HttpResponse& response, bool keepsOpen, std::string_view framing);
    void appendAnswer(HttpResponse& response);
    void finishRequest();

    bool flushNow();
    Awaitable<> flushSlowly();
    void forgetWritten();
    bool outgoing() const { return !m_out.empty() || !m_largeBody.empty(); }
    Awaitable<> leave();
    Awaitable<> linger();

    std::shared_ptr<HttpService> m_service;
    Stream m_stream;
    StreamDeadline m_deadline;
    ReadBuffer m_buffer;
    HttpRequestParser m_parser;
    HttpRequest* m_request = nullptr;  // while one is being answered
    std::string m_out;
    std::string m_largeBody;    // goes out behind m_out without being copied into it
    std::size_t m_written = 0;  // of both
    std::string m_peer;
    SteadyTime m_now;
    SteadyTime m_receiveUntil{};
    Phase m_phase = Phase::Idle;
    UniqueFunction<void()> m_onStopping;  // of who has taken over
    bool m_open = true;
    bool m_broken = false;     // the stream is of no use any more
    bool m_continued = false;  // 100 Continue was sent for this request
    bool m_chunked = false;    // how the body that streams is framed
};

}  // namespace rushlab::io
