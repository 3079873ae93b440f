// `rushlab serve`: the whole shop, headless, until SIGINT or SIGTERM.
// The calling thread waits; it prints where everything listens, then `ready`.
#pragma once

#include "app/arguments.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/settings.h"
#include "lab/engines.h"

namespace rushlab::app {

Exit serve(const Settings& settings, lab::EngineMaker& engines, const Clock& clock, const Log& log);

}  // namespace rushlab::app
