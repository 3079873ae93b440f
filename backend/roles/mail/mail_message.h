// A mail as it travels through queues and lists: JSON.
// Any thread; plain values.
#pragma once

#include "base/json.h"
#include "engines/mail/mailer.h"

namespace rushlab::roles {

std::string encode(const mail::Mail& mail);
// Invalid: no such message, or a mail that could never be sent.
Result<mail::Mail> decodeMail(std::string_view text, JsonParser& parser);

// What greets a new member; its id is the member's, so that it is the same however often it is made.
mail::Mail welcomeMail(std::int64_t member, const std::string& name, const std::string& address);

}  // namespace rushlab::roles
