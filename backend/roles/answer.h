// How a role answers: in the one envelope, in the asker's language, with the trace id that it came with.
// Any thread; plain values.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "domain/code.h"
#include "domain/ids.h"
#include "io/http_message.h"

namespace rushlab::roles {

// Fields that only the gateway sets on what it passes on.
constexpr std::string_view kUserIdField = "X-User-Id";
constexpr std::string_view kTraceIdField = "X-Trace-Id";
// What the gateway has taken off the front of the path that the client sent.
constexpr std::string_view kPrefixField = "X-Forwarded-Prefix";
// "https" where the client speaks TLS to the gateway; else it is not there.
constexpr std::string_view kProtocolField = "X-Forwarded-Proto";
// Whether it is one of these.
bool isGatewaysField(std::string_view name);

// What the envelope needs of a request, copied where a handler's answer outlives the request's views.
class Answerer {
  public:
    Answerer(const Clock& clock, const io::HttpRequest& request);
    // For the gateway, which does not believe the trace id that a client sent.
    Answerer(const Clock& clock, const io::HttpRequest& request, std::string_view traceId);

    // `data` is JSON, written already.
    io::HttpResponse ok(std::string_view data) const { return with(domain::Code::Ok, "", data); }
    io::HttpResponse with(domain::Code code, std::string_view message = "", std::string_view data = "") const;
    // An error of the backend: its code, and its sentence for English readers (the code's own for others). What is
    // wrong inside (Corrupt, Unavailable) is told by the code's sentence only; the error's own belongs into the log.
    io::HttpResponse refused(const Error& error) const { return refusedAs(domain::codeOf(error.code), error); }
    // The same where another code says it better (a body that is no JSON, a user that is not there).
    io::HttpResponse refusedAs(domain::Code code, const Error& error) const;

  private:
    const Clock& m_clock;
    std::string m_path;
    std::string m_traceId;
    domain::Language m_language;
};

// Whether an error's own sentence may be told to whoever asked; what it says of our insides is for the log.
bool isForOutside(ErrorCode code);

// Whom the gateway found to be logged in; Denied where nobody is. Services believe it, since only the gateway reaches
// them.
Result<domain::MemberId> userOf(const io::HttpRequest& request);

// Who asks an instance: the gateway, whose fields are believed, or clients, whose are not.
enum class Asker : std::uint8_t { Gateway, Client };

// The error pages of a server and a router, in the envelope; for a client with a trace id of their own.
io::HttpErrorPage errorPages(const Clock& clock, Asker asker);

}  // namespace rushlab::roles
