// The Lua scripts of resources/lua, which are built into the program.
// Any thread; pure.
#pragma once

#include <string_view>

#include "base/result.h"
#include "engines/kv/script.h"

namespace rushlab::locks {

// By the name of its file, without ".lua". One that is not there breaks an invariant.
kv::Script script(std::string_view name);

}  // namespace rushlab::locks
