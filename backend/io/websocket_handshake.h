// A WebSocket's opening handshake, the server's side (RFC 6455 4.2): whether a request asks for one rightly, and the
// answer that begins it. Any thread; pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "io/http_message.h"
#include "io/http_parser.h"

namespace rushlab::io {

// Nothing: it asks rightly. 426 where it speaks another version; its answer says which one is spoken here.
std::optional<HttpFault> flawOfUpgrade(const HttpRequest& request);

// RFC 6455 10.2: a browser tells in Origin whose page asks, and sends the cookies of whom it asks whoever that is. True
// where the page is another host's (ports do not count, as they do not for cookies); whoever tells no Origin is no
// page.
bool asksForAnotherSite(const HttpRequest& request);

// The first of the client's subprotocols that is ours as well; empty where it offers none of them.
std::string_view chosenSubprotocol(const HttpRequest& request, std::span<const std::string_view> ours);

// RFC 6455 4.2.2: what proves that the key was read.
std::string acceptOf(std::string_view key);

// 101, and then whoever takes over. The request has no flaw.
HttpResponse upgradeOf(const HttpRequest& request, std::string_view subprotocol, HttpTakeOver takeOver);

constexpr std::string_view kWebSocketVersionField = "Sec-WebSocket-Version";
constexpr std::string_view kWebSocketVersion = "13";

}  // namespace rushlab::io
