// Frames of STOMP 1.0 to 1.2 as values, and how they are written. Any thread; plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rushlab::io {

enum class StompVersion : std::uint8_t { V10, V11, V12 };
std::string_view name(StompVersion version);  // "1.2"

struct StompFrame {
    std::string command;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    // The first of that name counts (STOMP 1.2, "Repeated Header Entries").
    std::optional<std::string_view> header(std::string_view wanted) const;
    StompFrame& with(std::string_view headerName, std::string_view value) &;
    StompFrame&& with(std::string_view headerName, std::string_view value) && {
        return std::move(with(headerName, value));
    }

    friend bool operator==(const StompFrame&, const StompFrame&) = default;
};

// With a content-length where there is a body, so that it may hold any bytes; one among the headers is left out. What a
// version has no escape for (a line's end in a header of 1.0) becomes a space.
std::string encoded(const StompFrame& frame, StompVersion version);

// Between frames: the other side sees that this one lives.
constexpr std::string_view kStompHeartBeat = "\n";

}  // namespace rushlab::io
