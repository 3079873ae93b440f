// The variants of a run as they come to their end, or break off: one that could not be finished costs nobody the
// others. The scenario's thread.
#pragma once

#include <optional>
#include <string>

#include "scenarios/scenario.h"

namespace rushlab::scenarios {

class Variants {
  public:
    Variants(const ScenarioContext& context, verdict::RunResult result);

    // Whether the next one is to be begun: not once somebody interrupted, nor when several in a row broke off.
    bool goOn();
    // `ran`: an error is why it broke off; then it is UNKNOWN, and says so.
    void add(verdict::Variant variant, const Result<>& ran);

    verdict::RunResult& result() { return m_result; }
    // Unavailable: every one broke off, and the first because something is not there.
    Result<verdict::RunResult> finish() &&;

  private:
    void endEarly(std::string why);

    const ScenarioContext& m_context;
    verdict::RunResult m_result;
    std::optional<Error> m_firstError;
    bool m_anyEnded = false;
    int m_brokenInARow = 0;
};

// Where somebody interrupted, a variant that was not finished is UNKNOWN, whatever its checks say.
void concludeVariant(verdict::Variant& variant, bool interrupted);

}  // namespace rushlab::scenarios
