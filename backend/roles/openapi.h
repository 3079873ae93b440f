// The description of an API, made from the table that routes it, so that the two cannot differ.
// Any thread; pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/http_message.h"

namespace rushlab::roles {

struct ApiCall {
    io::HttpMethod method = io::HttpMethod::Get;
    std::string pattern;  // "/item/{number}"
    std::string summary;

    friend bool operator==(const ApiCall&, const ApiCall&) = default;
};

// An OpenAPI 3.0 document: each call with its parameters, the envelope that every answer comes in, and its codes.
std::string openApi(std::string_view title, const std::vector<ApiCall>& calls);
// The calls that such a document of ours describes.
Result<std::vector<ApiCall>> callsIn(std::string_view document);

}  // namespace rushlab::roles
