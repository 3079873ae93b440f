#include "verdict/staging_checks.h"

namespace rushlab::verdict {
namespace {

Check notStaged(std::string says) {
    Check check;
    check.name = "staged";
    check.expected = "all";
    check.actual = "not all";
    check.says = std::move(says);
    return check;
}

}  // namespace

Check talkWasTooShort() {
    return notStaged("The talk was over before all that was to happen in its middle had: let it go on for longer.");
}

Check faultMetNothing() {
    return notStaged(
        "When the fault came, all was over and nothing was under way: let there be more to do, or let it take longer.");
}

}  // namespace rushlab::verdict
