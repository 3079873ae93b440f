#include "tests/support/test_program.h"

#include <cstdio>
#include <filesystem>
#include <map>
#include <string>

namespace rushlab::test {
namespace {

// Made by whichever test is listed first: files of one program begin in no order.
std::map<std::string, Run>& listedTests() {
    static std::map<std::string, Run> tests;
    return tests;
}

}  // namespace

Listed::Listed(const char* file, Run run) {
    const std::filesystem::path path(file);
    listedTests().emplace(path.parent_path().filename().string() + "." + path.stem().string(), run);
}

}  // namespace rushlab::test

int main(int argc, char** argv) {
    const auto& tests = rushlab::test::listedTests();
    const auto found = tests.find(argc > 1 ? argv[1] : "");
    if (found == tests.end()) {
        std::fprintf(stderr, "%s runs one test, whose name comes first. It has:\n", argv[0]);
        for (const auto& [name, run] : tests)
            std::fprintf(stderr, "  %s\n", name.c_str());
        return 64;
    }
    argv[1] = argv[0];
    return found->second(argc - 1, argv + 1);
}
