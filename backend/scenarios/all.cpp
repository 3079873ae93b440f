#include "scenarios/all.h"

#include <algorithm>

namespace rushlab::scenarios {

std::span<const Scenario> allScenarios() {
    static const std::vector<Scenario> kScenarios{flashSale(),  pipeline(),   coupon(),     timeDeal(),
                                                  decoupling(), deadLetter(), prefetch(),   welcomeMail(),
                                                  diyQueue(),   chat(),       chatArchive()};
    return kScenarios;
}

const Scenario* findScenario(std::string_view id) {
    const auto found = std::ranges::find(allScenarios(), id, &Scenario::id);
    return found == allScenarios().end() ? nullptr : &*found;
}

}  // namespace rushlab::scenarios
