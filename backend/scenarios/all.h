// One function a scenario, each in the file of its name; all.cpp lists them.
// Any thread.
#pragma once

#include "scenarios/scenario.h"

namespace rushlab::scenarios {

Scenario flashSale();
Scenario pipeline();
Scenario coupon();
Scenario timeDeal();
Scenario decoupling();
Scenario deadLetter();
Scenario prefetch();
Scenario welcomeMail();
Scenario diyQueue();
Scenario chat();
Scenario chatArchive();

}  // namespace rushlab::scenarios
