#include "tests/support/test_program.h"

#include <dlfcn.h>
#include <sched.h>

#include <cstdarg>
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

#if defined(__SANITIZE_THREAD__)
// QProcess starts a program by a child that shares this one's memory until it is that program. The thread sanitizer
// takes the child for the copy that a fork makes, and lets it do as it likes: in this memory, so that from then on it
// neither watched its parent's thread nor saw what that one's locks keep apart. Here the child gets a copy.
extern "C" int clone(int (*child)(void*), void* stack, int flags, void* argument, ...) noexcept {
    va_list more;
    va_start(more, argument);
    auto* const parentsId = va_arg(more, pid_t*);
    auto* const storage = va_arg(more, void*);
    auto* const childsId = va_arg(more, pid_t*);
    va_end(more);
    using Clone = int (*)(int (*)(void*), void*, int, void*, ...);
    static const auto sanitizers = reinterpret_cast<Clone>(dlsym(RTLD_NEXT, "clone"));
    return sanitizers(child, stack, flags & ~(CLONE_VM | CLONE_VFORK), argument, parentsId, storage, childsId);
}
#endif

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
