// The one envelope that every answer of the API comes in:
// {success,status,code,message,data,timestamp,path}; an error has no data.
// Any thread; pure.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "domain/code.h"

namespace rushlab::domain {

struct EnvelopeOf {
    Code code = Code::Ok;
    std::string_view message;      // empty: the code's own sentence
    std::string_view data;         // JSON, written already; empty: null. Left out of an error
    std::string_view path;         // as the client sent it, without the query
    Language language = Language::English;
    WallTime now{};
    int status = 0;  // 0: the code's own
};

void appendEnvelope(std::string& out, const EnvelopeOf& what);

}  // namespace rushlab::domain
