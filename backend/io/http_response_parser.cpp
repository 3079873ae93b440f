#include "io/http_grammar.h"
#include "io/http_parser.h"

namespace rushlab::io {

void HttpResponseParser::reset(AnswerTo answerTo) {
    restart();
    m_answerTo = answerTo;
    m_status = 0;
    m_endsByClose = false;
}

bool HttpResponseParser::startLine(const char*, std::string_view line) {
    // "HTTP/1.1 200 " at least; the reason may be empty, its space may not be missing (RFC 9112 4).
    if (line.size() < 13 || line[8] != ' ' || line[12] != ' ' || !isFieldValue(line.substr(13))) {
        return refuse(400, "the status line is not a version, a status and a reason (RFC 9112 4)");
    }
    if (!parseVersion(line.substr(0, 8))) return false;
    const auto status = parseContentLength(line.substr(9, 3));
    if (!status || *status < 100 || *status > 599)
        return refuse(400, "the status is not from 100 to 599 (RFC 9110 15)");
    m_status = static_cast<int>(*status);
    return true;
}

// RFC 9112 6.3, in its order.
bool HttpResponseParser::headIsWhole(const char*) {
    const bool informational = m_status < 200;
    if (m_framing.hasTransferEncoding && (m_framing.contentLength || m_minorVersion == 0)) {
        return refuse(400, "Transfer-Encoding beside Content-Length or in HTTP/1.0 (RFC 9112 6.1)");
    }
    if (m_answerTo == AnswerTo::Head || informational || m_status == 204 || m_status == 304) {
        noBody();
        return true;
    }
    if (m_framing.hasTransferEncoding) {
        bodyInChunks();
        return true;
    }
    if (m_framing.contentLength) return bodyOfLength(*m_framing.contentLength);
    m_endsByClose = true;
    bodyUntilClose();
    return true;
}

bool HttpResponseParser::keepsAlive() const {
    return !m_endsByClose && !m_framing.saysClose && (m_minorVersion == 1 || m_framing.saysKeepAlive);
}

bool HttpResponseParser::endedByClose() {
    if (!inBodyUntilClose()) return false;
    noBody();
    return true;
}

void HttpResponseParser::fill(const char* base, std::vector<HttpField>& fields, std::string_view& body) const {
    fillFields(base, fields);
    body = {base + m_bodyFrom, m_bodyLength};
}

}  // namespace rushlab::io
