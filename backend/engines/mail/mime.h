// Letters as they travel: headers and text in 7 bits, and back to what a person reads.
// Writing: RFC 5322 headers, a subject beyond ASCII in RFC 2047's encoded words, the text quoted-printable (RFC 2045
// 6.7). Reading: what this program's clients and others send as one piece of text; anything else is shown as it came.
// Any thread; pure functions.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "engines/mail/mailer.h"

namespace rushlab::mail {

// Lines end in CRLF, none is longer than 78 characters but for an address's own length. The mail was check()ed.
std::string writeMessage(const Mail& mail, WallTime date);

// "Sun, 29 Nov 2026 03:16:25 +0000" (RFC 5322 3.3).
std::string mailDate(WallTime time);

struct ReadMessage {
    std::string messageId;  // without the angle brackets
    std::string subject;    // UTF-8
    std::string text;       // UTF-8, lines ending in LF
};
// Never fails: what cannot be understood stays as it is, and bytes that are no UTF-8 become question marks.
ReadMessage readMessage(std::string_view message);
// The same without the text, which may be long.
ReadMessage readHeaders(std::string_view message);

}  // namespace rushlab::mail
