#include "io/stomp_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/utf8.h"

namespace rushlab::io {
namespace {

bool mayHaveBody(std::string_view command) {
    return command == "SEND" || command == "MESSAGE" || command == "ERROR";
}

}  // namespace

StompProgress StompParser::refuse(std::string sentence) {
    m_refused = true;
    m_fault = std::move(sentence);
    return StompProgress::Refused;
}

StompProgress StompParser::parse(ReadBuffer& buffer) {
    if (m_refused) return StompProgress::Refused;
    if (m_headBytes == 0) {
        // Ends of lines before a frame are heart-beats, or stood behind the last frame's NUL.
        while (m_scanned == 0 && !buffer.empty()) {
            const std::string_view bytes(buffer.data(), buffer.size());
            if (bytes.starts_with('\n')) {
                buffer.consume(1);
            } else if (bytes.starts_with("\r\n")) {
                buffer.consume(2);
            } else {
                break;
            }
        }
        if (buffer.size() == 1 && *buffer.data() == '\r') return StompProgress::NeedsMore;
        const HeadFound found =
            findHead(std::string_view(buffer.data(), buffer.size()).substr(0, m_limits.headBytesMost));
        if (found == HeadFound::Refused) return StompProgress::Refused;
        if (found == HeadFound::NotYet) {
            if (buffer.size() > m_limits.headBytesMost)
                return refuse(fmt::format("a frame's headers are longer than {} bytes", m_limits.headBytesMost));
            return StompProgress::NeedsMore;
        }
        if (!readHead({buffer.data(), m_headBytes}) || !readLength()) return StompProgress::Refused;
        m_scanned = m_headBytes;
    }
    return takeBody(buffer);
}

// The empty line behind the headers. A NUL before it is told at once: whoever forgot the line waits for an answer.
StompParser::HeadFound StompParser::findHead(std::string_view bytes) {
    const std::size_t nul = bytes.find('\0', m_scanned);
    std::size_t scanned = bytes.size();
    for (std::size_t end = bytes.find('\n', m_scanned); end < nul && m_headBytes == 0;
         end = bytes.find('\n', end + 1)) {
        const std::string_view rest = bytes.substr(end + 1);
        if (rest.starts_with('\n')) {
            m_headBytes = end + 2;
        } else if (rest.starts_with("\r\n")) {
            m_headBytes = end + 3;
        } else if (rest.size() < 2) {
            scanned = end;
            break;
        }
    }
    m_scanned = scanned;
    if (m_headBytes > 0) return HeadFound::Yes;
    if (nul == std::string_view::npos) return HeadFound::NotYet;
    refuse("a frame ends before its headers do");
    return HeadFound::Refused;
}

bool StompParser::readHead(std::string_view head) {
    m_frame = StompFrame();
    if (firstInvalidUtf8(head) != std::string_view::npos) return refuse("a frame's headers are no UTF-8"), false;
    bool isFirst = true, escapes = false;
    while (!head.empty()) {
        const std::size_t end = head.find('\n');
        std::string_view line = head.substr(0, end);
        head.remove_prefix(end + 1);
        // STOMP 1.2 lets a line end in CR LF; before it the CR would be the value's own, and nobody means that.
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.find('\r') != std::string_view::npos) return refuse("a carriage return stands inside a line"), false;
        if (isFirst) {
            m_frame.command = line;
            escapes = m_version != StompVersion::V10 && line != "CONNECT" && line != "CONNECTED";
            isFirst = false;
        } else if (!line.empty() && !readHeader(line, escapes)) {
            return false;
        }
    }
    return true;
}

bool StompParser::readHeader(std::string_view line, bool escapes) {
    if (m_frame.headers.size() == m_limits.headersMost)
        return refuse(fmt::format("a frame has more than {} headers", m_limits.headersMost)), false;
    const std::size_t colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos)
        return refuse(fmt::format("a header of {} is no name:value", m_frame.command)), false;
    auto& [headerName, value] = m_frame.headers.emplace_back();
    if (!escapes) {
        headerName = line.substr(0, colon);
        value = line.substr(colon + 1);
        return true;
    }
    return unescape(line.substr(0, colon), headerName) && unescape(line.substr(colon + 1), value);
}

bool StompParser::unescape(std::string_view text, std::string& into) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\') {
            into += text[at];
            continue;
        }
        const char what = ++at < text.size() ? text[at] : '\0';
        if (what == 'n') {
            into += '\n';
        } else if (what == 'c') {
            into += ':';
        } else if (what == '\\') {
            into += '\\';
        } else if (what == 'r' && m_version == StompVersion::V12) {
            into += '\r';
        } else {
            return refuse("a header has an escape that STOMP does not know"), false;
        }
    }
    return true;
}

bool StompParser::readLength() {
    m_bodyBytes.reset();
    const auto text = m_frame.header("content-length");
    if (!text) return true;
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), length);
    if (error != std::errc{} || end != text->data() + text->size()) return refuse("content-length is no number"), false;
    if (length > m_limits.frameBytesMost - std::min(m_headBytes, m_limits.frameBytesMost))
        return refuse(fmt::format("a frame is longer than {} bytes", m_limits.frameBytesMost)), false;
    m_bodyBytes = length;
    return true;
}

StompProgress StompParser::takeBody(ReadBuffer& buffer) {
    const std::string_view bytes(buffer.data(), buffer.size());
    std::size_t end = 0;  // where the NUL is
    if (m_bodyBytes) {
        end = m_headBytes + *m_bodyBytes;
        if (bytes.size() <= end) return StompProgress::NeedsMore;
        if (bytes[end] != '\0') return refuse("a frame goes on behind its content-length");
    } else {
        end = bytes.find('\0', m_scanned);
        m_scanned = bytes.size();
        if (std::min(end, bytes.size()) > m_limits.frameBytesMost)
            return refuse(fmt::format("a frame is longer than {} bytes", m_limits.frameBytesMost));
        if (end == std::string_view::npos) return StompProgress::NeedsMore;
    }
    m_frame.body = bytes.substr(m_headBytes, end - m_headBytes);
    if (!m_frame.body.empty() && !mayHaveBody(m_frame.command))
        return refuse(fmt::format("a frame {} has no body", m_frame.command));
    buffer.consume(end + 1);
    m_headBytes = m_scanned = 0;
    return StompProgress::Frame;
}

}  // namespace rushlab::io
