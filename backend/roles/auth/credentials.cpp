#include "roles/auth/credentials.h"

#include <algorithm>

#include "engines/mail/mailer.h"

namespace rushlab::roles {
namespace {

constexpr std::size_t kUsernameLeast = 2;
constexpr std::size_t kUsernameMost = 64;
constexpr std::size_t kPasswordLeast = 8;
constexpr std::size_t kPasswordMost = 128;

bool isSpaceOrControl(char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte <= 0x20 || byte == 0x7F;
}

Result<std::string_view> passwordOf(const JsonObject& object, std::size_t least) {
    const auto field = object.field("password");
    if (!field) return pass(field);
    auto password = field->text(least, kPasswordMost);
    if (password) return password;
    // Not the parser's own sentence, which may show what stands there.
    return fail(ErrorCode::Invalid, "password must be a text of {} to {} characters.", least, kPasswordMost);
}

}  // namespace

Result<SignUp> signUpOf(const JsonValue& body) {
    const auto object = body.object();
    if (!object) return pass(object);
    const auto username = object->text("username", kUsernameLeast, kUsernameMost);
    if (!username) return pass(username);
    if (std::any_of(username->begin(), username->end(), isSpaceOrControl))
        return fail(ErrorCode::Invalid, "username must have no spaces and no control characters.");
    const auto password = passwordOf(*object, kPasswordLeast);
    if (!password) return pass(password);
    const auto email = object->text("email", 3, mail::Limits::kAddressBytes);
    if (!email) return pass(email);
    if (const auto address = mail::checkAddress(*email); !address)
        return fail(ErrorCode::Invalid, "email must be a mail address: {}", address.error().message);
    return SignUp(std::string(*username), std::string(*password), std::string(*email));
}

Result<Login> loginOf(const JsonValue& body) {
    const auto object = body.object();
    if (!object) return pass(object);
    const auto username = object->text("username", 1, kUsernameMost);
    if (!username) return pass(username);
    const auto password = passwordOf(*object, 1);
    if (!password) return pass(password);
    return Login(std::string(*username), std::string(*password));
}

}  // namespace rushlab::roles
