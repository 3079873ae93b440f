#include "app/output.h"

#include <cstdio>

namespace rushlab::app {

bool writeOut(std::string_view text) {
    const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    if (std::fflush(stdout) == 0 && whole) return true;
    std::fputs("rushlab: standard output cannot be written: is the disk full?\n", stderr);
    return false;
}

}  // namespace rushlab::app
