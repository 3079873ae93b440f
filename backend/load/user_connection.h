// One user's connection to the shop: sends a request whose bytes are ready, and reads what the answer says.
// Internal to the load. Belongs to its loop's thread.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "domain/code.h"
#include "io/http_client.h"
#include "io/read_buffer.h"
#include "io/stream.h"

namespace rushlab::load {

struct Answer {
    enum class Fate : std::uint8_t {
        NotSent,   // surely nothing reached the shop
        NoAnswer,  // it may have
        Answered,
    };
    Fate fate = Fate::NotSent;
    int status = 0;
    domain::Code code = domain::Code::OutcomeUnknown;
    std::array<char, 36> id{};  // of what was made: the envelope's data, where that is a UUID
};

// Reads the envelope of answers; shared by all users of a load.
class AnswerReader {
  public:
    AnswerReader();
    Answer read(int status, std::string_view body);

    // Scratch for one connection at a time.
    std::vector<io::HttpField> fields;

  private:
    std::vector<std::pair<std::string_view, domain::Code>> m_codes;  // by name
    JsonParser m_parser;
};

class UserConnection {
  public:
    UserConnection(io::Loop& loop, const io::HttpEndpoint& target, io::TlsClientContext* tls, AnswerReader& reader);

    // Again is fine: nothing happens where it is connected.
    io::Awaitable<bool> connect(Deadline deadline);
    bool isConnected() const { return m_connection && m_connection->stream.isOpen(); }

    // Sends the request's first bytes; the text need not outlive the call. False: nothing could be sent.
    bool begin(std::string_view request);
    // The rest of them, and the answer. A connection that cannot serve again is closed.
    io::Awaitable<Answer> finish(Deadline deadline);

    void close();
    std::uint64_t connects() const { return m_connects; }

  private:
    struct Connection {
        Connection(io::Loop& loop, const io::HttpEndpoint& target, io::TlsClientContext* tls);
        io::Stream stream;
        io::StreamDeadline deadline;
        io::ReadBuffer buffer;
        io::HttpResponseParser parser;
    };
    bool mayBeStale() const;

    io::Loop& m_loop;
    const io::HttpEndpoint& m_target;
    io::TlsClientContext* m_tls;
    AnswerReader& m_reader;
    std::unique_ptr<Connection> m_connection;
    std::string m_unsent;  // what the socket did not take at once
    bool m_sentSomething = false;
    SteadyTime m_lastAnswer{};
    std::uint64_t m_connects = 0;
};

}  // namespace rushlab::load
