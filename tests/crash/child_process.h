// The parent's side of a child that is going to be killed.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/crash/subject.h"

namespace rushlab::crash {

struct ChildRun {
    std::vector<Note> notes;  // all that the kernel took from the child before it died
    std::string ended;        // empty when it was killed as it should be; otherwise how it ended by itself
};

// Starts the child program on the folder, kills it with SIGKILL when it has been up for the given time, and reads what
// it had told. Subjects: "all" or one's name.
ChildRun runAndKill(const std::string& program, const LoadOptions& options, const std::string& subjects,
                    std::chrono::microseconds lifetime);

}  // namespace rushlab::crash
