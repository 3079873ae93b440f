#include "scenarios/variants.h"

#include "scenarios/stage.h"

namespace rushlab::scenarios {
namespace {

constexpr int kBrokenInARowMost = 3;
constexpr const char* kInterrupted = "The run was interrupted: what is here is what was done so far.";

verdict::Check notFinished(std::string actual, std::string says) {
    verdict::Check check;
    check.name = "finished";
    check.expected = "yes";
    check.actual = std::move(actual);
    check.says = std::move(says);
    return check;
}

}  // namespace

Variants::Variants(const ScenarioContext& context, verdict::RunResult result)
    : m_context(context), m_result(std::move(result)) {}

bool Variants::goOn() {
    if (m_context.interrupted)
        endEarly(kInterrupted);
    else if (m_brokenInARow >= kBrokenInARowMost)
        endEarly("The run ended early: several in a row broke off, and the others would have.");
    return !m_result.interrupted;
}

void Variants::endEarly(std::string why) {
    if (!std::exchange(m_result.interrupted, true)) m_result.notes.push_back(std::move(why));
}

void Variants::add(verdict::Variant variant, const Result<>& ran) {
    if (ran) {
        m_brokenInARow = 0;
        m_anyEnded = true;
    } else {
        ++m_brokenInARow;
        if (!m_firstError) m_firstError = ran.error();
        variant.checks.push_back(notFinished("broke off", ran.error().message));
        variant.verdict = verdict::Verdict::Unknown;
    }
    m_result.variants.push_back(std::move(variant));
    // One of the last variant is one of the run too.
    if (m_context.interrupted) endEarly(kInterrupted);
}

Result<verdict::RunResult> Variants::finish() && {
    if (!m_anyEnded && m_firstError && m_firstError->code == ErrorCode::Unavailable)
        return tl::unexpected(*m_firstError);
    finishResult(m_context, m_result);
    return std::move(m_result);
}

void concludeVariant(verdict::Variant& variant, bool interrupted) {
    if (interrupted) {
        variant.checks.push_back(
            notFinished("interrupted", "The run was interrupted before its verdict could be reached."));
        variant.verdict = verdict::Verdict::Unknown;
        return;
    }
    variant.verdict = verdict::overall(variant.checks);
}

}  // namespace rushlab::scenarios
