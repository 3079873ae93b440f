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

Verdict Variant::asExpected() const {
    if (verdict == Verdict::Unknown) return Verdict::Unknown;
    if (verdict != expected) return Verdict::Fail;
    if (expected != Verdict::Fail || expectedFailures.empty()) return Verdict::Pass;
    const auto must = std::ranges::find(checks, expectedFailures.front(), &Check::name);
    Verdict asExpected = must != checks.end() && must->outcome == Verdict::Fail ? Verdict::Pass : Verdict::Fail;
    for (const Check& check : checks) {
        const bool follows = std::ranges::find(expectedFailures, check.name) != expectedFailures.end();
        if (!follows) asExpected = worst(asExpected, check.outcome);
    }
    return asExpected;
}

std::string Variant::cameOut() const {
    std::string text(verdict::name(verdict));
    for (const Check& check : checks) {
        if (check.outcome == verdict && verdict != Verdict::Pass)
            text += (text == verdict::name(verdict) ? " in " : ", ") + check.name;
    }
    return text;
}

Verdict RunResult::verdict() const {
    if (interrupted) return Verdict::Unknown;
    const auto first = std::ranges::find_if(variants, &Variant::ran);
    if (first == variants.end()) return Verdict::Unknown;
    if (variants.size() == 1) return first->verdict;
    Verdict verdict = Verdict::Pass;
    for (const Variant& variant : variants) {
        if (variant.ran()) verdict = worst(verdict, variant.asExpected());
    }
    return verdict;
}

bool RunResult::asExpected() const {
    return std::ranges::all_of(
        variants, [](const Variant& variant) { return !variant.ran() || variant.asExpected() == Verdict::Pass; });
}

}  // namespace rushlab::verdict
