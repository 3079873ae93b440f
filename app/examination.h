// Opens each engine that the settings name, uses it, measures a round trip, and tells what it found.
// What it makes lies in folders of its own, inside the data folder and beside a database file that is not there yet,
// and is gone afterwards. A database that is there is not migrated: a table is made and dropped in one transaction.
// Beside a file that is there, its lock file may stay. One call at a time, on any thread but a loop's; QCoreApplication
// must exist.
#pragma once

#include "base/clock.h"
#include "base/log.h"
#include "base/settings.h"
#include "lab/engine_report.h"

namespace rushlab::app {

class EngineExamination final : public lab::EngineExaminer {
  public:
    explicit EngineExamination(Settings settings);

    std::vector<lab::EngineReport> examine() override;

  private:
    Settings m_settings;
    RealClock m_clock;
    Log m_log;
};

}  // namespace rushlab::app
