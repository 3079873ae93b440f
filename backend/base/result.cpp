#include "base/result.h"

#include <cstdio>
#include <cstdlib>

namespace rushlab {

std::string_view name(ErrorCode code) {
    switch (code) {
        case ErrorCode::NotFound:
            return "not found";
        case ErrorCode::Conflict:
            return "conflict";
        case ErrorCode::SoldOut:
            return "sold out";
        case ErrorCode::Full:
            return "full";
        case ErrorCode::Timeout:
            return "timeout";
        case ErrorCode::OutcomeUnknown:
            return "outcome unknown";
        case ErrorCode::Unavailable:
            return "unavailable";
        case ErrorCode::Corrupt:
            return "corrupt";
        case ErrorCode::Invalid:
            return "invalid";
        case ErrorCode::Denied:
            return "denied";
    }
    abortBecause("an ErrorCode outside its enumeration");
}

void abortBecause(std::string_view brokenInvariant) {
    std::fprintf(stderr, "rushlab: broken invariant: %.*s\n", static_cast<int>(brokenInvariant.size()),
                 brokenInvariant.data());
    std::abort();
}

}  // namespace rushlab
