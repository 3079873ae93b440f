// An HTTP client on a loop that the test runs, and calls in few words.
// Belongs to the test's thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "io/http_client.h"

namespace rushlab::test {

inline io::HttpCall get(std::string target) {
    return io::HttpCall(io::HttpMethod::Get, std::move(target));
}
inline io::HttpCall post(std::string target, std::string body) {
    return io::HttpCall(io::HttpMethod::Post, std::move(target)).body("text/plain", std::move(body));
}
inline io::HttpEndpoint at(std::uint16_t port) {
    return {"127.0.0.1", port, false};
}

// A client on a loop that the test runs.
struct Client {
    explicit Client(io::HttpClientOptions options = {}) : client(loop, std::move(options)) {}

    Result<io::HttpReply> call(const io::HttpEndpoint& endpoint, io::HttpCall call,
                               Milliseconds within = Milliseconds{10'000}) {
        return loop.runUntilDone(client.call(endpoint, std::move(call), Deadline::in(within)));
    }

    io::Loop loop;
    io::HttpClient client;
};

inline io::Awaitable<> callInTurn(io::HttpClient& client, io::HttpEndpoint endpoint, std::string name,
                                  std::vector<std::string>& order, int& left) {
    const auto reply = co_await client.call(endpoint, get("/slow"), Deadline::in(Milliseconds{10'000}));
    order.push_back(reply ? name : reply.error().message);
    --left;
}

inline io::Awaitable<> cancelAfter(io::Cancellation& cancellation, Milliseconds span) {
    co_await io::sleepFor(span);
    cancellation.cancel();
}

}  // namespace rushlab::test
