// What a scenario says of itself, and what its parameters and their values are called in a form, in the language of the
// moment. What has no title here is called by its id, so that a new parameter needs nothing. The GUI's thread; pure
// functions.
#pragma once

#include <QString>

#include "scenarios/scenario.h"

namespace rushlab::ui {

// Of anything that the backend's scenarios say in English.
QString scenarioWords(std::string_view english);
QString titleOf(const scenarios::Parameter& parameter);
QString helpOf(const scenarios::Parameter& parameter);
// Of a Choice: "same-host" is "Same host".
QString titleOfChoice(const std::string& choice);

}  // namespace rushlab::ui
