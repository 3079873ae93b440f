// Standard output, where a full disk or a closed pipe must not look like success.
// One thread.
#pragma once

#include <string_view>

namespace rushlab::app {

// All of it, flushed. False, and a sentence on standard error, where that cannot be.
bool writeOut(std::string_view text);

}  // namespace rushlab::app
