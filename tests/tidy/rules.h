// The house's rules that no compiler checks. Each looks at the whole tree and answers with what breaks it.
// One thread; pure functions.
#pragma once

#include <string>
#include <vector>

#include "tests/tidy/source_tree.h"

namespace rushlab::tidy {

struct Offence {
    std::string path;
    int line;  // 0: the file as a whole
    std::string sentence;
};

using Offences = std::vector<Offence>;

// Includes: only what layers.txt allows; Qt only where it says; no cycle of folders or of headers.
Offences brokenLayers(const SourceTree& tree);
// What a layer must not read through any header.
Offences readsTooMuch(const SourceTree& tree);
Offences includeCycles(const SourceTree& tree);
// A backend library links nothing of Qt but Core and Sql, and that only in engines/sql.
Offences qtInBackend(const SourceTree& tree);

// Calls and words that this project does without.
Offences bannedWords(const SourceTree& tree);

// Sources in no CMake list, headers that nobody includes, resources in no list.
Offences unlistedFiles(const SourceTree& tree);
Offences unusedHeaders(const SourceTree& tree);

// How a header opens, which folders say what they are, how long a file may be.
Offences headerOpenings(const SourceTree& tree);
Offences missingReadmes(const SourceTree& tree);
Offences longFiles(const SourceTree& tree, std::size_t mostLines);

}  // namespace rushlab::tidy
