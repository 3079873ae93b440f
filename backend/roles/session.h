// What a login is in the key-value engine: written by auth, read by the gateway, the same for every instance of either.
//
//     session:TOKEN        the member's number; TTL settings.sessionKept, sliding: each use begins it anew
//     session-seen:TOKEN   "1", for a day: tells a session that has expired from a token that never was one
//
// Any thread; pure.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "base/clock.h"
#include "roles/keys.h"

namespace rushlab::roles::session {

constexpr std::size_t kTokenBytes = 32;  // randomToken(kTokenBytes): 64 hexadecimal digits
constexpr std::string_view kCookie = "SESSION";
constexpr Milliseconds kSeenFor{86'400'000};

// Anything else is no token of ours, and is not asked for in the engine.
constexpr bool isToken(std::string_view text) {
    if (text.size() != 2 * kTokenBytes) return false;
    for (const char digit : text) {
        if (!(digit >= '0' && digit <= '9') && !(digit >= 'a' && digit <= 'f')) return false;
    }
    return true;
}

// A cookie's attributes; where the client speaks TLS, it is sent over TLS only.
inline std::string cookie(std::string_view token, bool overTls, std::string_view more = "") {
    return fmt::format("{}={}; HttpOnly; SameSite=Lax; Path=/{}{}", kCookie, token, overTls ? "; Secure" : "", more);
}

inline std::string key(std::string_view token) {
    return keys::session(token);
}
inline std::string seenKey(std::string_view token) {
    return fmt::format("session-seen:{}", token);
}

}  // namespace rushlab::roles::session
