// The parameters that several scenarios have: one place says what each is called, means and allows.
// Any thread; plain values.
#pragma once

#include <string_view>
#include <vector>

#include "scenarios/scenario.h"

namespace rushlab::scenarios::common {

enum class Strategies : std::uint8_t {
    One,      // any of them
    Several,  // any of them, one after the other
    Right,    // one; whoever reads and writes back without a guard is not what is to be seen
};

Parameter strategy(Strategies which);
Parameter seeds();
Parameter instances();
Parameter via();
Parameter units(std::string_view byDefault);
Parameter delays();
Parameter drain(std::string_view byDefault);

// Seconds of wait / seconds of lease, as they are found in the wild.
Parameter lock();

}  // namespace rushlab::scenarios::common
