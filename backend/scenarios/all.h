// One function a scenario, each in the file of its name; all.cpp lists them.
// Any thread.
#pragma once

#include "scenarios/scenario.h"

namespace rushlab::scenarios {

Scenario flashSale();
Scenario pipeline();
Scenario coupon();
Scenario timeDeal();

// What several of them offer by name.
inline const std::vector<std::string_view> kDelayPresets{"none", "same-host", "lan", "cloud"};
// Seconds of wait / seconds of lease, as they are found in the wild.
inline const std::vector<std::string_view> kLockPresets{"10/3", "3/10", "2/20", "5/3"};

}  // namespace rushlab::scenarios
