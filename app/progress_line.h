// Tells on standard error how far a run is: one line that is rewritten on a terminal, otherwise a plain line when the
// phase changes and every few seconds.
// One thread.
#pragma once

#include <string>

#include "base/clock.h"
#include "scenarios/scenario.h"

namespace rushlab::app {

class ProgressLine {
  public:
    ProgressLine();
    ~ProgressLine();  // leaves the terminal's line empty
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(const scenarios::Progress& progress);

  private:
    const bool m_isTerminal;
    SteadyTime m_shownAt{};
    std::string m_phase;
};

}  // namespace rushlab::app
