#include "scenarios/shop_node.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <sstream>

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr auto kNodeLookAgain = 10ms;
constexpr std::size_t kLastWordsMost = 600;
constexpr std::string_view kSettingsPrefix = "RUSHLAB_";

// Nothing of this process's own settings: what the command does not say is as it is by default.
std::vector<std::string> environmentOfANode() {
    std::vector<std::string> kept;
    for (char** entry = environ; *entry; ++entry) {
        if (!std::string_view(*entry).starts_with(kSettingsPrefix)) kept.emplace_back(*entry);
    }
    return kept;
}

std::vector<char*> pointersTo(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

// Between fork and exec: only what is allowed in a process that had other threads. A group of its own, so that Ctrl-C
// in a terminal reaches the run, which then ends its node.
[[noreturn]] void becomeNode(int output, int errors, char* const* command, char* const* environment, pid_t parent) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // What this process keeps from itself is not kept from the node.
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int signal : {SIGINT, SIGTERM, SIGPIPE})
        ::signal(signal, SIG_DFL);
    if (getppid() == parent && dup2(output, STDOUT_FILENO) >= 0 && dup2(errors, STDERR_FILENO) >= 0)
        execve(command[0], command, environment);
    _exit(127);
}

// "http://127.0.0.1:8080"
std::optional<io::HttpEndpoint> endpointIn(std::string_view url) {
    const auto scheme = url.find("://");
    const auto colon = url.rfind(':');
    if (scheme == std::string_view::npos || colon <= scheme) return std::nullopt;
    std::uint16_t port = 0;
    const auto read = std::from_chars(url.data() + colon + 1, url.data() + url.size(), port);
    if (read.ec != std::errc()) return std::nullopt;
    return io::HttpEndpoint{std::string(url.substr(scheme + 3, colon - scheme - 3)), port,
                            url.substr(0, scheme) == "https"};
}

}  // namespace

ShopNode::ShopNode(std::vector<std::string> command, std::filesystem::path folder)
    : m_command(std::move(command)), m_folder(std::move(folder)) {}

ShopNode::~ShopNode() {
    kill();
}

Result<> ShopNode::start(Deadline deadline) {
    m_endpoints.clear();
    std::vector<std::string> words = m_command;
    std::vector<std::string> variables = environmentOfANode();
    const std::vector<char*> command = pointersTo(words);
    const std::vector<char*> environment = pointersTo(variables);
    const std::string errorsFile = (m_folder / "node.errors").string();
    const int errors = open(errorsFile.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int pipe[2] = {-1, -1};
    if (errors < 0 || pipe2(pipe, O_CLOEXEC) != 0) {
        const int why = errno;
        if (errors >= 0) close(errors);
        return fail(ErrorCode::Unavailable, "The shop's process cannot be started: {}.", std::strerror(why));
    }
    const pid_t parent = getpid();
    m_process = fork();
    if (m_process == 0) becomeNode(pipe[1], errors, command.data(), environment.data(), parent);
    const int why = errno;
    close(pipe[1]);
    close(errors);
    Result<> started;
    if (m_process < 0) {
        m_process = 0;
        started = fail(ErrorCode::Unavailable, "The shop's process cannot be started: {}.", std::strerror(why));
    } else {
        started = readUntilReady(pipe[0], deadline);
    }
    close(pipe[0]);  // it says nothing more
    if (!started) kill();
    return started;
}

Result<> ShopNode::readUntilReady(int output, Deadline deadline) {
    std::string line;
    for (;;) {
        const auto left = std::chrono::duration_cast<Milliseconds>(deadline.time() - std::chrono::steady_clock::now());
        if (left <= 0ms)
            return fail(ErrorCode::Timeout, "The shop's process did not get ready in time.{}", lastWords());
        pollfd waiting{output, POLLIN, 0};
        if (poll(&waiting, 1, static_cast<int>(left.count())) <= 0) continue;
        char byte = 0;
        if (read(output, &byte, 1) != 1)
            return fail(ErrorCode::Unavailable, "The shop's process ended before it was ready.{}", lastWords());
        if (byte != '\n') {
            line += byte;
            continue;
        }
        if (line == "ready") return {};
        readLine(line);
        line.clear();
    }
}

// "auth       auth-1       http://127.0.0.1:8081"
void ShopNode::readLine(std::string_view line) {
    std::istringstream words{std::string(line)};
    std::string role, instance, url;
    words >> role >> instance >> url;
    if (const auto endpoint = endpointIn(url)) m_endpoints[instance] = *endpoint;
}

std::string ShopNode::lastWords() const {
    std::ifstream file(m_folder / "node.errors");
    std::ostringstream said;
    said << file.rdbuf();
    const std::string words = said.str();
    if (words.empty()) return "";
    return " It said: " + words.substr(words.size() - std::min(words.size(), kLastWordsMost));
}

void ShopNode::kill() {
    if (m_process == 0) return;
    ::kill(m_process, SIGKILL);
    while (waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {
    }
    m_process = 0;
}

Result<> ShopNode::terminate(Deadline deadline) {
    if (m_process == 0) return fail(ErrorCode::Conflict, "The shop's process does not run.");
    ::kill(m_process, SIGTERM);
    int status = 0;
    pid_t ended = 0;
    io::Loop here;
    while ((ended = waitpid(m_process, &status, WNOHANG)) == 0 && !deadline.passed())
        here.runUntilDone(io::sleepFor(kNodeLookAgain));
    if (ended == 0) return fail(ErrorCode::Timeout, "The shop's process did not end in time when it was told to.");
    m_process = 0;
    if (ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    return fail(ErrorCode::Unavailable, "The shop's process did not end as it should when it was told to.{}",
                lastWords());
}

Result<io::HttpEndpoint> ShopNode::endpoint(const std::string& instance) const {
    const auto found = m_endpoints.find(instance);
    if (found == m_endpoints.end())
        return fail(ErrorCode::NotFound, "The shop's process has no instance {}.", instance);
    return found->second;
}

}  // namespace rushlab::scenarios
