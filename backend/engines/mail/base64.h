// Base64 as RFC 4648 4 has it, for encoded words and texts of mails.
// Any thread; pure functions.
#pragma once

#include <string>
#include <string_view>

namespace rushlab::mail {

std::string base64(std::string_view bytes);
// Passes over what is no base64 (RFC 2045 6.8: line ends and whatever a transport put in), ends at the padding.
std::string fromBase64(std::string_view text);

}  // namespace rushlab::mail
