#include "verdict/check.h"

#include <algorithm>

#include "verdict/attempt.h"
#include "verdict/run_result.h"

namespace rushlab::verdict {
namespace {

Verdict worst(Verdict one, Verdict other) {
    if (one == Verdict::Fail || other == Verdict::Fail) return Verdict::Fail;
    return one == Verdict::Unknown ? one : other;
}

}  // namespace

std::string_view name(Verdict verdict) {
    switch (verdict) {
        case Verdict::Pass:
            return "PASS";
        case Verdict::Fail:
            return "FAIL";
        case Verdict::Unknown:
            return "UNKNOWN";
    }
    return "";
}

std::string_view name(Outcome outcome) {
    switch (outcome) {
        case Outcome::Ok:
            return "ok";
        case Outcome::Rejected:
            return "rejected";
        case Outcome::Failed:
            return "failed";
        case Outcome::Unknown:
            return "unknown";
    }
    return "";
}

Verdict overall(std::span<const Check> checks) {
    if (checks.empty()) return Verdict::Unknown;
    Verdict verdict = Verdict::Pass;
    for (const Check& check : checks)
        verdict = worst(verdict, check.outcome);
    return verdict;
}

Verdict RunResult::verdict() const {
    if (interrupted) return Verdict::Unknown;
    const auto ran = [](const Variant& variant) { return variant.notRun.empty(); };
    const auto first = std::ranges::find_if(variants, ran);
    if (first == variants.end()) return Verdict::Unknown;
    if (variants.size() == 1) return first->verdict;
    const auto undecided = [&](const Variant& variant) { return ran(variant) && variant.verdict == Verdict::Unknown; };
    if (std::ranges::any_of(variants, undecided)) return Verdict::Unknown;
    return asExpected() ? Verdict::Pass : Verdict::Fail;
}

bool RunResult::asExpected() const {
    return std::ranges::all_of(variants, [](const Variant& variant) {
        return !variant.notRun.empty() || variant.verdict == variant.expected;
    });
}

}  // namespace rushlab::verdict
