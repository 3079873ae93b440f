// How a verdict looks wherever it is shown: symbol, word and colour, so that none of them is needed alone.
// The GUI's thread; pure functions.
#pragma once

#include "ui/theme.h"
#include "verdict/run_result.h"

namespace rushlab::ui {

StateLook lookOf(verdict::Verdict verdict, const QPalette& palette);
// Of a variant that could not be run too.
StateLook lookOf(const verdict::Variant& variant, const QPalette& palette);

}  // namespace rushlab::ui
