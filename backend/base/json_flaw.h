// Finds where a text stops being JSON (RFC 8259), for the sentence of a refusal: the fast reader only says that it
// does. A second, plain reading of the same grammar, so that a fuzz target can hold the two against each other. Any
// thread; plain functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace rushlab {

struct JsonFlaw {
    std::size_t position;  // in bytes, from 0
    std::string what;      // "a value is missing", say
};

// Nothing where the text is whole JSON nested no deeper than the bound. Says nothing of numbers that are too large.
std::optional<JsonFlaw> findJsonFlaw(std::string_view text, std::size_t depthMax);

}  // namespace rushlab
