// What a shop says of the mails that wait in it, asked over HTTP.
// Belongs to the client's loop.
#pragma once

#include <vector>

#include "io/http_client.h"

namespace rushlab::scenarios {

struct MailRoles {
    io::HttpEndpoint auth;
    std::vector<io::HttpEndpoint> workers;
};

// What a role answers, where that is a number.
io::Awaitable<Result<std::uint64_t>> askForNumber(io::HttpClient& client, io::HttpEndpoint endpoint, io::HttpCall call,
                                                  Deadline deadline);

// 0: nothing waits anywhere in it, nor is on its way from it. What waits for several workers is counted by each.
io::Awaitable<Result<std::uint64_t>> mailBacklog(io::HttpClient& client, MailRoles roles, Deadline deadline);

}  // namespace rushlab::scenarios
