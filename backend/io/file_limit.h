// The number of files and sockets that this process may have open at once.
// Any thread; concerns the whole process, so main calls it once, before it starts anything.
#pragma once

#include <cstddef>

#include "base/result.h"

namespace rushlab::io {

// Raises the limit to at least `wanted` where it is lower. The limit that then holds, or Denied.
Result<std::size_t> raiseFileLimit(std::size_t wanted);
// As far as whoever is not the administrator may raise it.
std::size_t fileLimitAllowed();

}  // namespace rushlab::io
