#include "roles/answer.h"

#include <charconv>

#include "base/random.h"
#include "domain/envelope.h"
#include "io/http_grammar.h"

namespace rushlab::roles {
namespace {

constexpr std::size_t kTraceIdBytes = 8;

// As the client sent it.
std::string pathOf(const io::HttpRequest& request) {
    std::string path(request.field(kPrefixField).value_or(""));
    return path += request.path;
}

}  // namespace

bool isForOutside(ErrorCode code) {
    return code != ErrorCode::Corrupt && code != ErrorCode::Unavailable && code != ErrorCode::Timeout;
}

Answerer::Answerer(const Clock& clock, const io::HttpRequest& request)
    : Answerer(clock, request, request.field(kTraceIdField).value_or("")) {}

Answerer::Answerer(const Clock& clock, const io::HttpRequest& request, std::string_view traceId)
    : m_clock(clock),
      m_path(pathOf(request)),
      m_traceId(traceId),
      m_language(domain::languageOf(request.field("Accept-Language").value_or(""))) {}

io::HttpResponse Answerer::with(domain::Code code, std::string_view message, std::string_view data) const {
    std::string body;
    body.reserve(192 + data.size());
    domain::appendEnvelope(body, {code, message, data, m_path, m_language, m_clock.wallNow()});
    io::HttpResponse response = io::HttpResponse::json(domain::httpStatus(code), std::move(body));
    if (!m_traceId.empty()) response.field(kTraceIdField, m_traceId);
    return response;
}

io::HttpResponse Answerer::refusedAs(domain::Code code, const Error& error) const {
    const bool ownWords = m_language == domain::Language::English && isForOutside(error.code);
    return with(code, ownWords ? std::string_view(error.message) : "");
}

bool isGatewaysField(std::string_view name) {
    return io::equalsIgnoringCase(name, kUserIdField) || io::equalsIgnoringCase(name, kTraceIdField) ||
           io::equalsIgnoringCase(name, kPrefixField) || io::equalsIgnoringCase(name, kProtocolField);
}

Result<domain::MemberId> userOf(const io::HttpRequest& request) {
    const auto field = request.field(kUserIdField);
    if (!field) return fail(ErrorCode::Denied, "This needs a login.");
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(field->data(), field->data() + field->size(), number);
    if (error != std::errc{} || end != field->data() + field->size() || number < 1)
        return fail(ErrorCode::Denied, "{} is not a user number.", kUserIdField);
    return domain::MemberId{number};
}

io::HttpErrorPage errorPages(const Clock& clock, Asker asker) {
    return [&clock, asker](int status, std::string_view sentence, const io::HttpRequest* request) {
        const auto language =
            domain::languageOf(request ? request->field("Accept-Language").value_or("") : std::string_view());
        const bool isClient = asker == Asker::Client;
        std::string path;
        if (request) path = isClient ? std::string(request->path) : pathOf(*request);
        const std::string_view message = language == domain::Language::English ? sentence : std::string_view();
        std::string body;
        domain::appendEnvelope(body,
                               {domain::codeOfStatus(status), message, "", path, language, clock.wallNow(), status});
        io::HttpResponse response = io::HttpResponse::json(status, std::move(body));
        const auto traceId = request && !isClient ? request->field(kTraceIdField) : std::nullopt;
        if (traceId) response.field(kTraceIdField, *traceId);
        if (isClient) response.field(kTraceIdField, randomToken(kTraceIdBytes));
        return response;
    };
}

}  // namespace rushlab::roles
