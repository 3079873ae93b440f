// What the steps of an order's way are called, in the language of the moment. A step that has no words here is called
// as the lab names it. The GUI's thread; a pure function.
#pragma once

#include <QString>
#include <string_view>

namespace rushlab::ui {

// Of the name of a step, as LiveLab tells it: "units taken".
QString wordsOfStep(std::string_view name);

}  // namespace rushlab::ui
