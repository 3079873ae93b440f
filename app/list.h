// `rushlab list`: the scenarios with their parameters, and the strategies.
// Any thread; pure.
#pragma once

#include <string>

namespace rushlab::app {

std::string scenariosAsText();
std::string scenariosAsJson();

}  // namespace rushlab::app
