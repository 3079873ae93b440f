// What a command that cannot begin says, and what it ends with.
#pragma once

#include <fmt/format.h>

#include <cstdio>

#include "app/arguments.h"
#include "base/result.h"

namespace rushlab::app {

inline Exit refuse(const Error& error) {
    fmt::print(stderr, "rushlab: {}\n", error.message);
    return error.code == ErrorCode::Invalid ? Exit::Usage : Exit::Unavailable;
}

}  // namespace rushlab::app
