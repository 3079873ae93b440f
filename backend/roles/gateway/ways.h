// Which role serves a path of the public API, and who may ask.
// Paths are judged as the roles will read them: segment by segment, decoded, so that no spelling of an internal path
// gets through. Any thread; pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "io/http_message.h"

namespace rushlab::roles::gateway {

constexpr std::string_view kApiPrefix = "/api";
constexpr std::string_view kChatPath = "/ws/chat";

enum class Access : std::uint8_t { Public, Login, Admin };

struct Way {
    std::string_view role;
    Access access = Access::Login;
    bool isOrder = false;      // takes the order's time limit
    bool placesOrder = false;  // POST /order: counted, timed, shed
    bool takesKey = false;     // the role tells a repetition by its Idempotency-Key
    bool needsToken = false;   // the role reads the token itself

    friend bool operator==(const Way&, const Way&) = default;
};

// Of kChatPath, which is not behind /api.
constexpr Way kChatWay{.role = "chat", .needsToken = true};

// Nothing: there is no such path for the public.
std::optional<Way> wayOf(io::HttpMethod method, std::string_view path);

// The prefixes behind /api, and whose they are.
struct Prefix {
    std::string_view segment;
    std::string_view role;
};
std::span<const Prefix> prefixes();

}  // namespace rushlab::roles::gateway
