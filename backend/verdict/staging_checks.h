// A fault that was to meet something and met nothing, or too little: UNKNOWN, since whatever else holds was not put to
// the test by it. Pure.
#pragma once

#include "verdict/check.h"

namespace rushlab::verdict {

// Of a talk whose middle was over before all was done to it.
Check talkWasTooShort();
// Whoever was killed, or whatever was taken away, had nothing in hand.
Check faultMetNothing();

}  // namespace rushlab::verdict
