// A shop as a process of its own, with its own data folder: what can be killed for good and started again.
// Guarantees: start() returns once it serves; the process is gone with this value, and with the thread that started it.
// One thread; it blocks.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "io/http_client.h"

namespace rushlab::scenarios {

class ShopNode {
  public:
    // `command` is a program and its words; what it says on standard error goes to a file of `folder`.
    ShopNode(std::vector<std::string> command, std::filesystem::path folder);
    ~ShopNode();  // as kill()
    ShopNode(const ShopNode&) = delete;
    ShopNode& operator=(const ShopNode&) = delete;

    // Unavailable: it did not start, with what it said.
    Result<> start(Deadline deadline);
    void kill();  // SIGKILL; returns once it is gone
    // SIGTERM. Timeout: it has not ended by itself; Unavailable: it ended, but not as it should.
    Result<> terminate(Deadline deadline);

    // Of an instance, as it said when it started; NotFound: it has none of that name.
    Result<io::HttpEndpoint> endpoint(const std::string& instance) const;

  private:
    Result<> readUntilReady(int output, Deadline deadline);
    void readLine(std::string_view line);
    std::string lastWords() const;

    const std::vector<std::string> m_command;
    const std::filesystem::path m_folder;
    pid_t m_process = 0;  // 0: none runs
    std::map<std::string, io::HttpEndpoint> m_endpoints;
};

}  // namespace rushlab::scenarios
