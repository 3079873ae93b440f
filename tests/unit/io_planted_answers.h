// What the HTTP server's tests have it answer: quick, slow, large, streamed, broken off, taken over.
// A handler on the server's loop; everything else from any thread.
#pragma once

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

#include "io/http_server.h"
#include "io/stream.h"

namespace rushlab::test {

inline io::Awaitable<Result<>> produce(io::HttpBodyWriter& writer, int pieces, bool breaksOff) {
    for (int i = 0; i < pieces; ++i) {
        if (const auto written = co_await writer.write(fmt::format("piece {};", i)); !written) co_return written;
    }
    if (breaksOff) co_return fail(ErrorCode::Unavailable, "the source of the body has gone");
    co_return Result<>();
}

inline io::Awaitable<Result<>> breakWithoutAWord(io::HttpBodyWriter& writer, bool throws) {
    if (const auto written = co_await writer.write("half"); !written) co_return written;
    if (throws) throw 1;
    co_return tl::unexpected(Error{ErrorCode::Unavailable, ""});
}

inline io::Awaitable<> echoUpperCase(io::HttpTakenOver taken) {
    std::string bytes = std::move(taken.alreadyRead);
    io::IoError error;
    while (!error && bytes.find('.') == std::string::npos && !taken.stopping) {
        std::array<char, 256> room{};
        const std::size_t count = co_await taken.stream.readSome(room, error);
        bytes.append(room.data(), count);
    }
    for (char& letter : bytes)
        letter = static_cast<char>(std::toupper(letter));
    if (taken.stopping) bytes += "bye";
    io::IoError ignored;
    co_await taken.stream.writeAll(bytes, {}, ignored);
}

inline io::Awaitable<io::HttpResponse> handle(io::HttpRequest& request) {
    if (request.path == "/throw") throw std::runtime_error("planted");
    if (request.path == "/slow") co_await io::sleepFor(Milliseconds{200});
    if (request.path == "/big") co_return io::HttpResponse::text(200, std::string(8'000'000, 'b'));
    if (request.path == "/medium") co_return io::HttpResponse::text(200, std::string(100'000, 'm'));
    if (request.path == "/empty") co_return io::HttpResponse(204);
    if (request.path == "/close") co_return io::HttpResponse::text(200, "last").closing();
    if (request.path == "/stream" || request.path == "/broken") {
        const bool breaksOff = request.path == "/broken";
        co_return io::HttpResponse::stream(
            200, "text/plain", [breaksOff](io::HttpBodyWriter& writer) { return produce(writer, 3, breaksOff); });
    }
    if (request.path == "/wordless" || request.path == "/odd") {
        const bool throws = request.path == "/odd";
        co_return io::HttpResponse::stream(
            200, "text/plain", [throws](io::HttpBodyWriter& writer) { return breakWithoutAWord(writer, throws); });
    }
    if (request.path == "/upgrade") {
        co_return io::HttpResponse::takeOver(echoUpperCase).field("Upgrade", "shout").field("Connection", "Upgrade");
    }
    co_return io::HttpResponse::text(200, fmt::format("{} {} [{}]", request.methodText, request.target, request.body));
}

constexpr const char* kHost = " HTTP/1.1\r\nHost: s\r\n\r\n";

inline std::string getRequest(const std::string& target) {
    return fmt::format("GET {}{}", target, kHost);
}

inline io::HttpServerOptions quick() {
    io::HttpServerOptions options;
    options.receiveWithin = Milliseconds{200};
    options.idleMost = Milliseconds{400};
    options.writeWithin = Milliseconds{300};
    return options;
}

inline int countOf(std::string_view text, std::string_view part) {
    int count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

}  // namespace rushlab::test
