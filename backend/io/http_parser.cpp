#include "io/http_parser.h"

#include <cstring>

#include "io/http_grammar.h"

namespace rushlab::io::detail {
namespace {

constexpr std::size_t kChunkLineBytesMost = 256;
constexpr std::size_t kExtensionBytesMost = 4096;  // of one message, all chunks together
constexpr std::size_t kTrailerBytesMost = 4096;
constexpr std::size_t kChunkDigitsMost = 8;

constexpr std::string_view kBareLineFeed = "a line ends without a carriage return (RFC 9112 2.2)";

}  // namespace

void HttpParser::restart() {
    m_state = State::StartLine;
    m_skippedEmptyLine = false;
    m_scan = m_lineScan = m_chunkLeft = m_extensionBytes = m_trailerBytes = 0;
    m_bodyFrom = m_bodyLength = 0;
    m_fields.clear();
    m_framing = {};
    m_fault = {};
}

bool HttpParser::refuse(int status, std::string_view sentence) {
    m_fault = {status, sentence};
    return false;
}

HttpParser::Span HttpParser::span(const char* base, std::string_view part) const {
    return {static_cast<std::uint32_t>(part.data() - base), static_cast<std::uint32_t>(part.size())};
}

void HttpParser::fillFields(const char* base, std::vector<HttpField>& fields) const {
    fields.clear();
    for (const FieldSpans& field : m_fields)
        fields.push_back({field.name.in(base), field.value.in(base)});
}

HttpProgress HttpParser::parse(ReadBuffer& buffer) {
    if (m_fault.status != 0) return HttpProgress::Refused;
    bool needsMore = false;
    while (m_state != State::Done && !needsMore) {
        if (!advance(buffer, needsMore)) return HttpProgress::Refused;
    }
    if (m_state == State::Done) return HttpProgress::Done;
    // What framed the chunks so far is dropped, so that the body stays one piece and the buffer no larger than needed.
    const std::size_t bodyEnd = m_bodyFrom + m_bodyLength;
    if (m_state >= State::ChunkSize && m_state <= State::Trailers && m_scan > bodyEnd) {
        buffer.erase(bodyEnd, m_scan - bodyEnd);
        m_lineScan -= m_scan - bodyEnd;
        m_scan = bodyEnd;
    }
    return HttpProgress::NeedsMore;
}

bool HttpParser::advance(ReadBuffer& buffer, bool& needsMore) {
    switch (m_state) {
        case State::StartLine:
            return takeStartLine(buffer, needsMore);
        case State::Fields:
            return takeField(buffer, needsMore);
        case State::BodyOfLength:
            needsMore = buffer.size() - m_scan < m_bodyLength;
            if (needsMore) return true;
            m_scan += m_bodyLength;
            m_state = State::Done;
            return true;
        case State::ChunkSize:
            return takeChunkSize(buffer, needsMore);
        case State::ChunkData:
            return takeChunkData(buffer, needsMore);
        case State::ChunkEnd:
            return takeChunkEnd(buffer, needsMore);
        case State::Trailers:
            return takeTrailer(buffer, needsMore);
        case State::UntilClose:
            return takeUntilClose(buffer, needsMore);
        case State::Done:
            break;
    }
    return true;
}

// A line may take bytesMost bytes with its end. Judged by where it ends, not by how much came at once, so that the
// outcome does not depend on how the bytes were cut.
HttpParser::LineFound HttpParser::takeLine(const ReadBuffer& buffer, std::size_t bytesMost, std::string_view& line) {
    const char* base = buffer.data();
    const std::size_t size = buffer.size();
    const void* found = m_lineScan < size ? std::memchr(base + m_lineScan, '\n', size - m_lineScan) : nullptr;
    if (!found) {
        m_lineScan = size;
        return size - m_scan > bytesMost ? LineFound::TooLong : LineFound::NotYet;
    }
    const auto end = static_cast<std::size_t>(static_cast<const char*>(found) - base);
    if (end + 1 - m_scan > bytesMost) return LineFound::TooLong;
    if (end == m_scan || base[end - 1] != '\r') return LineFound::Bare;
    line = {base + m_scan, end - 1 - m_scan};
    m_scan = m_lineScan = end + 1;
    return LineFound::Yes;
}

bool HttpParser::takeStartLine(const ReadBuffer& buffer, bool& needsMore) {
    if (buffer.size() == m_scan) {
        needsMore = true;
        return true;
    }
    const char first = buffer.data()[m_scan];
    if (!mayStartWith(first) && !(first == '\r' && !m_skippedEmptyLine)) {
        return refuse(400, "this is not HTTP: a message does not begin with these bytes (RFC 9112 3)");
    }
    std::string_view line;
    switch (takeLine(buffer, m_limits.headBytesMost - m_scan, line)) {
        case LineFound::NotYet:
            needsMore = true;
            return true;
        case LineFound::TooLong:
            return refuse(414, "the first line is longer than the limit for a message's head");
        case LineFound::Bare:
            return refuse(400, kBareLineFeed);
        case LineFound::Yes:
            break;
    }
    if (line.empty()) {  // RFC 9112 2.2: one empty line before a request is forgiven
        m_skippedEmptyLine = true;
        return true;
    }
    m_state = State::Fields;
    return startLine(buffer.data(), line);
}

bool HttpParser::parseVersion(std::string_view text) {
    const auto isDigit = [](char character) { return character >= '0' && character <= '9'; };
    if (text.size() != 8 || text.substr(0, 5) != "HTTP/" || !isDigit(text[5]) || text[6] != '.' || !isDigit(text[7])) {
        return refuse(400, "the version is not written as HTTP/1.1 (RFC 9112 2.3)");
    }
    if (text[5] != '1' || text[7] > '1') return refuse(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
    m_minorVersion = text[7] - '0';
    return true;
}

bool HttpParser::takeField(const ReadBuffer& buffer, bool& needsMore) {
    std::string_view line;
    switch (takeLine(buffer, m_limits.headBytesMost - m_scan, line)) {
        case LineFound::NotYet:
            needsMore = true;
            return true;
        case LineFound::TooLong:
            return refuse(431, "the fields are longer than the limit for a message's head");
        case LineFound::Bare:
            return refuse(400, kBareLineFeed);
        case LineFound::Yes:
            break;
    }
    if (!line.empty()) {
        if (m_fields.size() == m_limits.fieldsMost) return refuse(431, "there are more fields than the limit");
        return parseField(buffer.data(), line);
    }
    m_bodyFrom = m_scan;
    return headIsWhole(buffer.data());
}

bool HttpParser::parseField(const char* base, std::string_view line) {
    if (line.front() == ' ' || line.front() == '\t') {
        return refuse(400, "a field is folded over several lines (RFC 9112 5.2)");
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return refuse(400, "a field has no colon (RFC 9112 5)");
    const std::string_view name = line.substr(0, colon);
    if (!isToken(name)) {
        return refuse(400,
                      "a field's name is empty, holds a forbidden character or a space before its colon "
                      "(RFC 9112 5.1)");
    }
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (!isFieldValue(value)) return refuse(400, "a field's value holds a control character (RFC 9110 5.5)");
    m_fields.push_back({span(base, name), span(base, value)});
    return interpretField(base, name, value);
}

bool HttpParser::interpretField(const char* base, std::string_view name, std::string_view value) {
    switch (name.size()) {
        case 4:
            if (!equalsIgnoringCase(name, "Host")) return true;
            ++m_framing.hostCount;
            m_framing.host = span(base, value);
            return true;
        case 6:
            if (!equalsIgnoringCase(name, "Expect")) return true;
            if (!equalsIgnoringCase(value, "100-continue")) {
                return refuse(417, "only 100-continue can be expected (RFC 9110 10.1.1)");
            }
            m_framing.expectsContinue = true;
            return true;
        case 10:
            if (!equalsIgnoringCase(name, "Connection")) return true;
            while (const auto option = nextInList(value)) {
                if (equalsIgnoringCase(*option, "close")) m_framing.saysClose = true;
                if (equalsIgnoringCase(*option, "keep-alive")) m_framing.saysKeepAlive = true;
            }
            return true;
        case 14: {
            if (!equalsIgnoringCase(name, "Content-Length")) return true;
            if (m_framing.contentLength) return refuse(400, "Content-Length is given twice (RFC 9112 6.3)");
            m_framing.contentLength = parseContentLength(value);
            if (!m_framing.contentLength) {
                return refuse(400, "Content-Length is not a plain number of at most 18 digits (RFC 9112 6.3)");
            }
            return true;
        }
        case 17:
            return !equalsIgnoringCase(name, "Transfer-Encoding") || addTransferEncoding(value);
        default:
            return true;
    }
}

bool HttpParser::addTransferEncoding(std::string_view value) {
    if (m_framing.hasTransferEncoding) return refuse(400, "Transfer-Encoding is given twice (RFC 9112 6.1)");
    m_framing.hasTransferEncoding = true;
    while (const auto coding = nextInList(value)) {
        // Whatever follows chunked would leave the body's end to guessing.
        if (m_framing.chunked)
            return refuse(400, "chunked is not the last transfer coding, or given twice (RFC 9112 6.1)");
        if (!equalsIgnoringCase(*coding, "chunked")) {
            return refuse(501, "only the transfer coding chunked is understood here (RFC 9112 6.1)");
        }
        m_framing.chunked = true;
    }
    if (!m_framing.chunked) return refuse(400, "Transfer-Encoding is empty (RFC 9112 6.1)");
    return true;
}

bool HttpParser::bodyOfLength(std::uint64_t length) {
    if (length > m_limits.bodyBytesMost) return refuse(413, "the body is larger than the limit");
    m_bodyLength = static_cast<std::size_t>(length);
    m_state = length == 0 ? State::Done : State::BodyOfLength;
    return true;
}

bool HttpParser::takeChunkSize(const ReadBuffer& buffer, bool& needsMore) {
    std::string_view line;
    switch (takeLine(buffer, kChunkLineBytesMost, line)) {
        case LineFound::NotYet:
            needsMore = true;
            return true;
        case LineFound::TooLong:
            return refuse(400, "a chunk's size and extensions are longer than 256 bytes");
        case LineFound::Bare:
            return refuse(400, kBareLineFeed);
        case LineFound::Yes:
            break;
    }
    std::size_t digits = 0;
    std::size_t size = 0;
    for (; digits < line.size(); ++digits) {
        const auto digit = hexDigit(line[digits]);
        if (!digit) break;
        if (digits == kChunkDigitsMost) return refuse(413, "a chunk is larger than the limit for a body");
        size = size * 16 + *digit;
    }
    if (digits == 0) return refuse(400, "a chunk's size is not a hexadecimal number (RFC 9112 7.1)");
    const std::string_view extension = trimmed(line.substr(digits));
    if (digits < line.size() && (extension.empty() || extension.front() != ';' || !isFieldValue(extension))) {
        return refuse(400, "a chunk's size is followed by something that is no extension (RFC 9112 7.1.1)");
    }
    m_extensionBytes += line.size() - digits;
    if (m_extensionBytes > kExtensionBytesMost) return refuse(400, "the chunks' extensions are longer than 4096 bytes");
    if (size > m_limits.bodyBytesMost - m_bodyLength) return refuse(413, "the body is larger than the limit");
    m_chunkLeft = size;
    m_state = size == 0 ? State::Trailers : State::ChunkData;
    return true;
}

bool HttpParser::takeChunkData(ReadBuffer& buffer, bool& needsMore) {
    const std::size_t bodyEnd = m_bodyFrom + m_bodyLength;
    const std::size_t taken = std::min(m_chunkLeft, buffer.size() - m_scan);
    if (m_scan > bodyEnd) std::memmove(buffer.data() + bodyEnd, buffer.data() + m_scan, taken);
    m_bodyLength += taken;
    m_scan += taken;
    m_lineScan = m_scan;
    m_chunkLeft -= taken;
    needsMore = m_chunkLeft > 0;
    if (!needsMore) m_state = State::ChunkEnd;
    return true;
}

bool HttpParser::takeChunkEnd(const ReadBuffer& buffer, bool& needsMore) {
    constexpr std::string_view kEnd = "\r\n";
    const std::string_view there(buffer.data() + m_scan, std::min(buffer.size() - m_scan, kEnd.size()));
    if (kEnd.substr(0, there.size()) != there) {
        return refuse(400, "a chunk is longer or shorter than its size says (RFC 9112 7.1)");
    }
    needsMore = there.size() < kEnd.size();
    if (needsMore) return true;
    m_scan = m_lineScan = m_scan + kEnd.size();
    m_state = State::ChunkSize;
    return true;
}

// Trailers are checked like fields and then dropped (RFC 9112 7.1.2): none of them may change what the head said.
bool HttpParser::takeTrailer(const ReadBuffer& buffer, bool& needsMore) {
    std::string_view line;
    switch (takeLine(buffer, kTrailerBytesMost - m_trailerBytes, line)) {
        case LineFound::NotYet:
            needsMore = true;
            return true;
        case LineFound::TooLong:
            return refuse(431, "the trailers are longer than 4096 bytes");
        case LineFound::Bare:
            return refuse(400, kBareLineFeed);
        case LineFound::Yes:
            break;
    }
    if (line.empty()) {
        m_state = State::Done;
        return true;
    }
    m_trailerBytes += line.size() + 2;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !isToken(line.substr(0, colon)) || !isFieldValue(line.substr(colon + 1))) {
        return refuse(400, "a trailer is not a field (RFC 9112 7.1.2)");
    }
    return true;
}

bool HttpParser::takeUntilClose(const ReadBuffer& buffer, bool& needsMore) {
    m_bodyLength = buffer.size() - m_bodyFrom;
    if (m_bodyLength > m_limits.bodyBytesMost) return refuse(413, "the body is larger than the limit");
    m_scan = buffer.size();
    needsMore = true;
    return true;
}

}  // namespace rushlab::io::detail
