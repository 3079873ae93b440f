// One connection of an HTTP client: connects, then sends one call at a time and receives its answer.
// Internal to the client. Belongs to the loop's thread.
#pragma once

#include <memory>
#include <string>

#include "io/http_client.h"
#include "io/read_buffer.h"
#include "io/stream.h"

namespace rushlab::io {

class HttpClientConnection {
  public:
    static Awaitable<Result<std::unique_ptr<HttpClientConnection>>> open(Loop& loop, const HttpEndpoint& endpoint,
                                                                         const HttpClientOptions& options,
                                                                         Deadline deadline, Cancellation* cancellation);
    HttpClientConnection(Loop& loop, const HttpEndpoint& endpoint, const HttpClientOptions& options);

    Awaitable<Result<HttpReply>> exchange(const HttpCall& call, Deadline deadline, Cancellation* cancellation);

    // Of the exchange that has just ended:
    bool mayServeAgain() const { return m_reusable; }
    bool surelyNotProcessed() const { return m_sent == Sent::Nothing; }
    bool nothingReceived() const { return m_buffer.empty() && !m_heard; }

    bool isStale() { return m_stream.isStale(); }
    void close() { m_stream.close(); }

  private:
    enum class Sent : unsigned char { Nothing, Something };

    Awaitable<> send(const HttpCall& call, IoError& error);
    Awaitable<Result<HttpReply>> receive(const HttpCall& call, const Cancellation* cancellation);
    tl::unexpected<Error> failure(const HttpCall& call, const IoError& error, const Cancellation* cancellation) const;
    std::string compose(const HttpCall& call) const;

    HttpEndpoint m_endpoint;
    Stream m_stream;
    StreamDeadline m_deadline;
    ReadBuffer m_buffer;
    HttpResponseParser m_parser;
    Sent m_sent = Sent::Nothing;
    bool m_heard = false;
    bool m_reusable = false;
};

}  // namespace rushlab::io
