// Who makes each way of sending mails; all.cpp lists them.
// Called while an instance is built.
#pragma once

#include "roles/mail/mail_way.h"

namespace rushlab::roles {

std::unique_ptr<MailSender> makeAsyncSender(RoleContext& context);
std::unique_ptr<MailSender> makeQueueSender(RoleContext& context);
std::unique_ptr<MailCarrier> makeQueueCarrier(RoleContext& context);
std::unique_ptr<MailSender> makeListSender(RoleContext& context);
std::unique_ptr<MailCarrier> makeListCarrier(RoleContext& context);
std::unique_ptr<MailCarrier> makeReliableListCarrier(RoleContext& context);

}  // namespace rushlab::roles
