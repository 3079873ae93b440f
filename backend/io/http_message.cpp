#include "io/http_message.h"

#include <array>

#include "io/http_grammar.h"

namespace rushlab::io {
namespace {

constexpr std::array<std::string_view, 8> kMethods{"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"};

}  // namespace

std::string_view name(HttpMethod method) {
    const auto index = static_cast<std::size_t>(method);
    return index < kMethods.size() ? kMethods[index] : "OTHER";
}

HttpMethod methodOf(std::string_view text) {
    for (std::size_t index = 0; index < kMethods.size(); ++index) {
        if (kMethods[index] == text) return static_cast<HttpMethod>(index);
    }
    return HttpMethod::Other;
}

bool isSafe(HttpMethod method) {
    return method == HttpMethod::Get || method == HttpMethod::Head || method == HttpMethod::Options ||
           method == HttpMethod::Trace;
}

bool isIdempotent(HttpMethod method) {
    return isSafe(method) || method == HttpMethod::Put || method == HttpMethod::Delete;
}

std::string_view reasonOf(int status) {
    switch (status) {
        case 100:
            return "Continue";
        case 101:
            return "Switching Protocols";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 402:
            return "Payment Required";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 426:
            return "Upgrade Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Unknown";
    }
}

std::optional<std::string_view> findField(const std::vector<HttpField>& fields, std::string_view name) {
    for (const HttpField& field : fields) {
        if (equalsIgnoringCase(field.name, name)) return field.value;
    }
    return std::nullopt;
}

std::string_view HttpRequest::parameter(std::string_view wanted) const {
    for (const auto& [key, value] : parameters) {
        if (key == wanted) return value;
    }
    return {};
}

std::optional<std::string> HttpRequest::queryParameter(std::string_view wanted) const {
    std::string_view rest = query;
    while (!rest.empty()) {
        std::string_view value = takeUntil(rest, '&');
        const std::string_view key = takeUntil(value, '=');
        if (percentDecoded(key, PlusIs::Space) == wanted) return percentDecoded(value, PlusIs::Space);
    }
    return std::nullopt;
}

HttpResponse HttpResponse::json(int status, std::string body) {
    HttpResponse response(status);
    response.m_fieldLines = "Content-Type: application/json\r\n";
    response.m_body = std::move(body);
    return response;
}

HttpResponse HttpResponse::text(int status, std::string body) {
    HttpResponse response(status);
    response.m_fieldLines = "Content-Type: text/plain; charset=utf-8\r\n";
    response.m_body = std::move(body);
    return response;
}

HttpResponse HttpResponse::stream(int status, std::string_view contentType, HttpBodyProducer producer) {
    HttpResponse response(status);
    response.field("Content-Type", contentType);
    response.m_producer = std::move(producer);
    return response;
}

HttpResponse HttpResponse::takeOver(HttpTakeOver takeOver) {
    HttpResponse response(101);
    response.m_takeOver = std::move(takeOver);
    return response;
}

HttpResponse& HttpResponse::field(std::string_view name, std::string_view value) & {
    // A takeover's head is the handler's own: Upgrade and Connection are what it is about.
    if (m_takeOver || !isHopByHopOrFraming(name)) appendField(m_fieldLines, name, value);
    return *this;
}

HttpResponse& HttpResponse::body(std::string bytes) & {
    m_body = std::move(bytes);
    return *this;
}

HttpResponse& HttpResponse::lengthOfGet(std::optional<std::uint64_t> bytes) & {
    m_isLengthOfGet = true;
    m_lengthOfGet = bytes;
    return *this;
}

HttpResponse& HttpResponse::closing() & {
    m_closes = true;
    return *this;
}

bool isHopByHopOrFraming(std::string_view name) {
    constexpr std::array<std::string_view, 10> kNames{
        "Connection", "Content-Length",    "Date",   "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "TE",
        "Trailer",    "Transfer-Encoding", "Upgrade"};
    for (const std::string_view known : kNames) {
        if (equalsIgnoringCase(name, known)) return true;
    }
    return false;
}

void appendField(std::string& lines, std::string_view name, std::string_view value) {
    if (!isToken(name)) abortBecause("a field with a name that is no token was to be sent");
    lines.append(name).append(": ");
    for (const char character : value)
        lines += isFieldValue({&character, 1}) ? character : ' ';
    lines += "\r\n";
}

}  // namespace rushlab::io
