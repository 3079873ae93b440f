#include "io/stomp_frame.h"

#include <algorithm>

namespace rushlab::io {
namespace {

constexpr std::string_view kLengthHeader = "content-length";

// STOMP 1.2, "Value Encoding": not in CONNECT and CONNECTED, which must be understood by 1.0. 1.1 knows no \r.
void appendEscaped(std::string& out, std::string_view text, bool escapes, StompVersion version) {
    for (const char c : text) {
        if (c == '\n') {
            out += escapes ? "\\n" : " ";
        } else if (c == '\r') {
            out += escapes && version == StompVersion::V12 ? "\\r" : " ";
        } else if (c == '\0') {
            out += ' ';
        } else if (escapes && c == ':') {
            out += "\\c";
        } else if (escapes && c == '\\') {
            out += "\\\\";
        } else {
            out += c;
        }
    }
}

}  // namespace

std::string_view name(StompVersion version) {
    switch (version) {
        case StompVersion::V10:
            return "1.0";
        case StompVersion::V11:
            return "1.1";
        case StompVersion::V12:
            return "1.2";
    }
    return "";
}

std::optional<std::string_view> StompFrame::header(std::string_view wanted) const {
    const auto found = std::ranges::find(headers, wanted, [](const auto& one) { return std::string_view(one.first); });
    if (found == headers.end()) return std::nullopt;
    return found->second;
}

StompFrame& StompFrame::with(std::string_view headerName, std::string_view value) & {
    headers.emplace_back(headerName, value);
    return *this;
}

std::string encoded(const StompFrame& frame, StompVersion version) {
    const bool escapes = version != StompVersion::V10 && frame.command != "CONNECT" && frame.command != "CONNECTED";
    std::string out = frame.command;
    out += '\n';
    for (const auto& [headerName, value] : frame.headers) {
        if (headerName == kLengthHeader) continue;  // of the frame that this one repeats
        appendEscaped(out, headerName, escapes, version);
        out += ':';
        appendEscaped(out, value, escapes, version);
        out += '\n';
    }
    if (!frame.body.empty()) out.append(kLengthHeader).append(":").append(std::to_string(frame.body.size())) += '\n';
    out.append("\n").append(frame.body).push_back('\0');
    return out;
}

}  // namespace rushlab::io
