// What the settings say of the shop itself: which mechanism, which limits, who may do what.
// Any thread; pure.
#pragma once

#include "base/result.h"
#include "base/settings.h"
#include "lab/lab.h"
#include "roles/shop_settings.h"

namespace rushlab::app {

// Invalid: a strategy that is not there (with the nearest that is), or a user number trusted beyond loopback.
Result<roles::ShopSettings> shopSettings(const Settings& settings);

// Where its instances listen, and how many gateways there are.
lab::LabOptions labOptions(const Settings& settings, roles::ShopSettings shop);

}  // namespace rushlab::app
