// `rushlab compare DIR DIR... [--out FILE]`: runs side by side, as a table and as a page.
// One thread; waits for the disk.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/arguments.h"

namespace rushlab::app {

struct Compared {
    Exit exit = Exit::Pass;
    std::string text;  // to standard output where exit is Pass, to standard error otherwise
};

// Usage: a folder that holds no run, or a page that is there already.
Compared compareRuns(const std::vector<std::filesystem::path>& folders,
                     const std::optional<std::filesystem::path>& page);

}  // namespace rushlab::app
