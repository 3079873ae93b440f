// A client for tests that calls and waits, and a way to wait for what becomes true.
#pragma once

#include <thread>

#include "io/http_client.h"

namespace rushlab::test {

class Caller {
  public:
    explicit Caller(io::HttpClientOptions options = {}) : m_client(m_loop, std::move(options)) {}

    Result<io::HttpReply> call(const io::HttpEndpoint& endpoint, io::HttpCall call) {
        return m_loop.runUntilDone(m_client.call(endpoint, std::move(call), Deadline::in(std::chrono::seconds(30))));
    }
    Result<io::HttpReply> get(const io::HttpEndpoint& endpoint, std::string target) {
        return call(endpoint, io::HttpCall(io::HttpMethod::Get, std::move(target)));
    }
    // The body, or what went wrong.
    std::string text(const io::HttpEndpoint& endpoint, std::string target) {
        const auto reply = get(endpoint, std::move(target));
        return reply ? std::string(reply->body()) : reply.error().message;
    }

  private:
    io::Loop m_loop;
    io::HttpClient m_client;
};

// Asks again and again, for longer than any machine should need.
template <class Condition>
bool becomesTrue(Condition condition) {
    for (const auto end = Deadline::in(std::chrono::seconds(60)); !end.passed();) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

}  // namespace rushlab::test
