#include "domain/envelope.h"

#include "base/json_writer.h"

namespace rushlab::domain {

void appendEnvelope(std::string& out, const EnvelopeOf& what) {
    const bool success = isSuccess(what.code);
    out += success ? R"({"success":true,"status":)" : R"({"success":false,"status":)";
    out += std::to_string(what.status != 0 ? what.status : httpStatus(what.code));
    out += R"(,"code":")";
    out += name(what.code);
    out += R"(","message":)";
    appendJsonText(out, what.message.empty() ? sentence(what.code, what.language) : what.message);
    if (success) {
        out += R"(,"data":)";
        out += what.data.empty() ? std::string_view("null") : what.data;
    }
    out += R"(,"timestamp":")";
    out += toIso8601(what.now);
    out += R"(","path":)";
    appendJsonText(out, what.path);
    out += '}';
}

}  // namespace rushlab::domain
