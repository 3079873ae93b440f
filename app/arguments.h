// The command line: which command, and what the flags say. Pure; nothing is printed or opened here.
// One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace rushlab::app {

// What every command of RushLab ends with.
enum class Exit : int { Pass = 0, Fail = 1, Unknown = 2, Usage = 64, Unavailable = 69 };

enum class Command : unsigned char { Desktop, Doctor, Serve, Run, List, Compare };

struct Arguments {
    Command command = Command::Desktop;
    bool json = false;
    std::optional<std::string> config;                       // the settings file
    std::vector<std::pair<std::string, std::string>> flags;  // of settings: "--kv", "embedded:"

    // Of run.
    std::string scenario;
    std::vector<std::pair<std::string, std::string>> parameters;  // --set users=1000
    std::uint64_t seed = 1;
    std::string out;                   // the folder of the report, or the page of compare; empty: none
    std::optional<bool> expectedPass;  // --expect pass|fail; nothing: as the scenario itself expects

    std::vector<std::string> folders;  // of compare
};

// The program has nothing left to do but to say this and end.
struct Farewell {
    Exit exit = Exit::Pass;
    std::string text;  // to standard output where exit is Pass, to standard error otherwise
};

// Without the program's own name.
std::variant<Arguments, Farewell> parseArguments(std::span<const std::string> words);

}  // namespace rushlab::app
