// The grammar of SMTP's arguments (RFC 5321 4.1.2 and 4.1.3, RFC 6531 3.3): paths, mailboxes, domains, parameters.
// Any thread; pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rushlab::mail {

enum class Letters : std::uint8_t { Ascii, Utf8 };  // what a mailbox may be written in

bool isDomain(std::string_view text, Letters letters);
bool isAddressLiteral(std::string_view text);
bool isMailbox(std::string_view text, Letters letters);

struct SmtpPath {
    std::string mailbox;    // empty: "<>", or refused
    std::string_view rest;  // what follows the path: nothing, or a space and parameters
};
enum class PathKind : std::uint8_t { Reverse, Forward };
// Of "<a@b> SIZE=3"; a source route is recognised and left out (4.1.1.3). "<>" is a reverse path only, "<Postmaster>"
// a forward path only.
std::optional<SmtpPath> readPath(std::string_view text, PathKind kind, Letters letters);

struct SmtpParameter {
    std::string keyword;  // in capitals
    std::string value;
};
// Nothing: they are not written as they must be.
std::optional<std::vector<SmtpParameter>> readParameters(std::string_view text);

}  // namespace rushlab::mail
