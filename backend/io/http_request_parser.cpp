#include "io/http_grammar.h"
#include "io/http_parser.h"

namespace rushlab::io {

void HttpRequestParser::reset() {
    restart();
    m_authority = m_target = {};
}

bool HttpRequestParser::mayStartWith(char first) const {
    return isToken({&first, 1});
}

bool HttpRequestParser::startLine(const char* base, std::string_view line) {
    const std::size_t afterMethod = line.find(' ');
    const std::size_t beforeVersion = line.rfind(' ');
    if (afterMethod == std::string_view::npos || afterMethod == beforeVersion) {
        return refuse(400, "the request line is not a method, a target and a version (RFC 9112 3)");
    }
    const std::string_view method = line.substr(0, afterMethod);
    const std::string_view target = line.substr(afterMethod + 1, beforeVersion - afterMethod - 1);
    if (!isToken(method)) return refuse(400, "the method holds a forbidden character (RFC 9110 9.1)");
    if (method == "CONNECT") return refuse(501, "CONNECT is not done here");
    m_method = methodOf(method);
    m_methodText = span(base, method);
    return parseTarget(base, target) && parseVersion(line.substr(beforeVersion + 1));
}

// RFC 9112 3.2: origin form, absolute form, or * for OPTIONS.
bool HttpRequestParser::parseTarget(const char* base, std::string_view target) {
    if (target.empty() || !isTargetText(target)) {
        return refuse(400, "the target is empty or holds a character that must be percent-encoded (RFC 9112 3.2)");
    }
    m_target = span(base, target);
    if (target == "*") {
        m_path = m_target;
        m_query = {};
        return m_method == HttpMethod::Options || refuse(400, "only OPTIONS may ask for * (RFC 9112 3.2.4)");
    }
    std::string_view rest = target;
    for (const std::string_view scheme : {std::string_view("http://"), std::string_view("https://")}) {
        if (!equalsIgnoringCase(rest.substr(0, scheme.size()), scheme)) continue;
        rest.remove_prefix(scheme.size());
        const std::string_view authority = rest.substr(0, std::min(rest.find_first_of("/?"), rest.size()));
        if (authority.empty() || !isHost(authority)) {
            return refuse(400, "the target names no host that can be (RFC 9112 3.2.2)");
        }
        m_authority = span(base, authority);
        rest.remove_prefix(authority.size());
        break;
    }
    const bool absolute = m_authority.length > 0;
    if ((rest.empty() || rest.front() == '?') ? !absolute : rest.front() != '/') {
        return refuse(400, "the target does not begin with a slash (RFC 9112 3.2.1)");
    }
    const std::size_t question = std::min(rest.find('?'), rest.size());
    m_path = span(base, rest.substr(0, question));
    m_query = span(base, rest.substr(std::min(question + 1, rest.size())));
    return true;
}

bool HttpRequestParser::headIsWhole(const char* base) {
    if (m_framing.hostCount > 1) return refuse(400, "Host is given twice (RFC 9112 3.2)");
    if (m_framing.hostCount == 0 && m_minorVersion == 1) return refuse(400, "Host is missing (RFC 9112 3.2)");
    if (m_minorVersion == 0) m_framing.expectsContinue = false;  // RFC 9110 10.1.1: not known there
    if (!isHost(m_framing.host.in(base))) return refuse(400, "Host is not a host and a port (RFC 9112 3.2)");
    if (m_framing.hasTransferEncoding) {
        if (m_framing.contentLength) {
            return refuse(400, "Transfer-Encoding and Content-Length are both given (RFC 9112 6.1)");
        }
        if (m_minorVersion == 0) return refuse(400, "Transfer-Encoding does not exist in HTTP/1.0 (RFC 9112 6.1)");
        bodyInChunks();
        return true;
    }
    return bodyOfLength(m_framing.contentLength.value_or(0));
}

HttpRequest& HttpRequestParser::request(ReadBuffer& buffer) {
    const char* base = buffer.data();
    m_request.method = m_method;
    m_request.methodText = m_methodText.in(base);
    m_request.target = m_target.in(base);
    m_request.path = m_path.length > 0 ? m_path.in(base) : std::string_view("/");
    m_request.query = m_query.in(base);
    m_request.host = m_authority.length > 0 ? m_authority.in(base) : m_framing.host.in(base);
    m_request.minorVersion = m_minorVersion;
    m_request.keepAlive = !m_framing.saysClose && (m_minorVersion == 1 || m_framing.saysKeepAlive);
    m_request.expectsContinue = m_framing.expectsContinue;
    fillFields(base, m_request.fields);
    m_request.body = {base + m_bodyFrom, m_bodyLength};
    m_request.parameters.clear();
    return m_request;
}

}  // namespace rushlab::io
