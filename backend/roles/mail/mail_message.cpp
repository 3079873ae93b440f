#include "roles/mail/mail_message.h"

#include <fmt/format.h>

#include "base/json_writer.h"

namespace rushlab::roles {

std::string encode(const mail::Mail& mail) {
    std::string text;
    JsonObjectWriter object(text);
    object.field("id", mail.id).field("from", mail.from).field("to", mail.to);
    object.field("subject", mail.subject).field("text", mail.text);
    object.close();
    return text;
}

Result<mail::Mail> decodeMail(std::string_view text, JsonParser& parser) {
    const auto object = parser.parseObject(text);
    if (!object) return pass(object);
    mail::Mail mail;
    const auto read = [&object](std::string_view name, std::string& into, std::size_t most) -> Result<> {
        const auto found = object->text(name, 0, most);
        if (!found) return pass(found);
        into = *found;
        return {};
    };
    Result<> done = read("id", mail.id, mail::Limits::kIdBytes);
    if (done) done = read("from", mail.from, mail::Limits::kAddressBytes);
    if (done) done = read("to", mail.to, mail::Limits::kAddressBytes);
    if (done) done = read("subject", mail.subject, mail::Limits::kSubjectBytes);
    if (done) done = read("text", mail.text, mail::Limits::kTextBytes);
    if (done) done = mail::check(mail);
    if (!done) return pass(done);
    return mail;
}

mail::Mail welcomeMail(std::int64_t member, const std::string& name, const std::string& address) {
    mail::Mail mail;
    mail.id = fmt::format("welcome-{}", member);
    mail.from = "shop@rush.lab";
    mail.to = address;
    mail.subject = "환영합니다! Welcome to RushLab";
    mail.text = fmt::format(
        "{} 님, 가입을 환영합니다. 곧 시작될 타임딜을 놓치지 마세요.\n\n"
        "Welcome, {}! Your account is ready. The next time deal opens soon.\n\nRushLab\n",
        name, name);
    return mail;
}

}  // namespace rushlab::roles
