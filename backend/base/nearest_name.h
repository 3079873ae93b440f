// Finds the name that somebody meant: for the sentence that follows an unknown setting, flag or command.
// Any thread; pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace rushlab {

// How many characters must be put in, left out, changed or swapped with a neighbour to make one of the other.
std::size_t editDistance(std::string_view one, std::string_view other);

// The nearest of the names; empty where none is near enough to be meant.
std::string_view nearestName(std::string_view wrong, std::span<const std::string_view> names);

// " Did you mean kv.url?", or nothing where no name is near.
std::string didYouMean(std::string_view wrong, std::span<const std::string_view> names);

}  // namespace rushlab
