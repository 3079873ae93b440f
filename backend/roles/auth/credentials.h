// What people sign up and log in with, checked before anything is done with it.
// Any thread; plain values.
#pragma once

#include <string>

#include "base/json.h"
#include "base/result.h"

namespace rushlab::roles {

struct SignUp {
    std::string username;  // 2 to 64 characters without spaces
    std::string password;  // 8 to 128 characters
    std::string email;

    SignUp(std::string ownUsername, std::string ownPassword, std::string ownEmail)
        : username(std::move(ownUsername)), password(std::move(ownPassword)), email(std::move(ownEmail)) {}
};

struct Login {
    std::string username;
    std::string password;

    Login(std::string ownUsername, std::string ownPassword)
        : username(std::move(ownUsername)), password(std::move(ownPassword)) {}
};

// Invalid, with the field and what is allowed; never with the password.
Result<SignUp> signUpOf(const JsonValue& body);
Result<Login> loginOf(const JsonValue& body);

}  // namespace rushlab::roles
