// Where a host is: the addresses that its name stands for, in the order in which they are to be tried.
// getaddrinfo cannot be interrupted: it runs on Asio's own thread, and whoever no longer waits is not waited for.
// Belongs to the loop that asks.
#pragma once

#include <utility>

#include <boost/asio/ip/tcp.hpp>
#include <string>
#include <vector>

#include "base/deadline.h"
#include "base/result.h"
#include "io/cancellation.h"
#include "io/loop.h"

namespace rushlab::io {

using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

// Unavailable: nobody knows the name, or the call was given up. Timeout.
Awaitable<Result<Endpoints>> resolve(Loop& loop, std::string host, std::uint16_t port, Deadline deadline,
                                     Cancellation* cancellation);

}  // namespace rushlab::io
