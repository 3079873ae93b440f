// What checks say, expect and find, and what they are called, in the language of the moment.
// The GUI's thread; pure functions.
#pragma once

#include <QString>

#include "verdict/run_result.h"

namespace rushlab::ui {

// Of anything that a check says in English: a sentence, a value, a line of evidence.
QString checkWords(std::string_view english);
// Of a check, a figure or a line over time: "storesAgree" is "stores agree".
QString titleOfCheck(std::string_view name);
// "FAIL in oversold, stores agree"
QString cameOutOf(const verdict::Variant& variant);

}  // namespace rushlab::ui
