#include "tests/crash/child_process.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <thread>

namespace rushlab::crash {
namespace {

struct Pipe {
    int reading = -1;
    int writing = -1;

    Pipe() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) abortBecause("there is no pipe to be had");
        reading = ends[0];
        writing = ends[1];
    }
    ~Pipe() {
        ::close(reading);
        closeWriting();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    void closeWriting() {
        if (writing >= 0) ::close(writing);
        writing = -1;
    }
};

pid_t startChild(const std::string& program, const LoadOptions& options, const std::string& subjects, int pipe) {
    // The parent keeps its end closed on exec; the child's copy has a number of its own.
    const int inherited = ::fcntl(pipe, F_DUPFD, 10);
    std::vector<std::string> words{program,
                                   options.folder.string(),
                                   std::to_string(options.round),
                                   std::to_string(static_cast<int>(options.planted)),
                                   std::to_string(inherited),
                                   subjects};
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::execv(arguments.front(), arguments.data());
        ::_exit(127);
    }
    ::close(inherited);
    return child;
}

std::string endOf(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) return {};
    if (WIFSIGNALED(status)) return fmt::format("the child died of signal {} by itself", WTERMSIG(status));
    return fmt::format("the child ended by itself with status {}", WEXITSTATUS(status));
}

}  // namespace

ChildRun runAndKill(const std::string& program, const LoadOptions& options, const std::string& subjects,
                    std::chrono::microseconds lifetime) {
    Pipe pipe;
    const pid_t child = startChild(program, options, subjects, pipe.writing);
    pipe.closeWriting();
    ChildRun run;
    std::jthread killer;
    std::array<char, 512 * sizeof(Note)> buffer;
    std::size_t held = 0;
    for (;;) {
        const auto got = ::read(pipe.reading, buffer.data() + held, buffer.size() - held);
        if (got <= 0) break;
        held += static_cast<std::size_t>(got);
        const std::size_t whole = held / sizeof(Note);
        const std::size_t before = run.notes.size();
        run.notes.resize(before + whole);
        std::memcpy(run.notes.data() + before, buffer.data(), whole * sizeof(Note));
        held -= whole * sizeof(Note);
        std::memmove(buffer.data(), buffer.data() + whole * sizeof(Note), held);
        if (killer.joinable() || run.notes.empty()) continue;
        // The first note says that all is up: its time begins to run.
        killer = std::jthread([child, lifetime] {
            std::this_thread::sleep_for(lifetime);
            ::kill(child, SIGKILL);
        });
    }
    if (killer.joinable()) killer.join();
    run.ended = endOf(child);
    return run;
}

}  // namespace rushlab::crash
