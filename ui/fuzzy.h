// How well a few typed letters fit a line of words: "gofs" finds "Go to Flash sale". Pure; any thread.
#pragma once

#include <QString>
#include <optional>

namespace rushlab::ui {

// Higher is better; nothing where the letters are not in it, in this order. Case and blanks do not count.
std::optional<int> fitOf(const QString& typed, const QString& words);

}  // namespace rushlab::ui
