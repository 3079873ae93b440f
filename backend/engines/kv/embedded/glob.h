// Redis's patterns: ? one byte, * any number, [abc] [a-z] [^a] one of a set, \ takes the next byte as it is.
// Takes time at most proportional to text times pattern: no pattern can hang it. Any thread; a pure function.
#pragma once

#include <string_view>

namespace rushlab::kv::embedded {

bool matchesGlob(std::string_view pattern, std::string_view text);

}  // namespace rushlab::kv::embedded
