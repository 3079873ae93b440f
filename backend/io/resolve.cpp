#include "io/resolve.h"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/basic_resolver.hpp>

#include "io/handoff.h"
#include "io/stream.h"

namespace rushlab::io {
namespace {

using boost::asio::ip::tcp;
using Resolver = boost::asio::ip::basic_resolver<tcp, Executor>;

}  // namespace

Awaitable<Result<Endpoints>> resolve(Loop& loop, std::string host, std::uint16_t port, Deadline deadline,
                                     Cancellation* cancellation) {
    IoError error;
    if (const auto address = boost::asio::ip::make_address(host, error); !error) {
        co_return Endpoints{tcp::endpoint(address, port)};
    }
    auto [giver, taker] = handoff<Result<Endpoints>>(loop);
    auto resolver = std::make_shared<Resolver>(loop.executor());
    auto given = std::make_shared<Giver<Result<Endpoints>>>(std::move(giver));
    auto onResolved = [resolver, given, host](const IoError& problem, const Resolver::results_type& results) {
        if (problem) {
            given->give(
                fail(ErrorCode::Unavailable, "the host {} is not known ({}); check its name", host, problem.message()));
            return;
        }
        Endpoints found;
        for (const auto& result : results)
            found.push_back(result.endpoint());
        given->give(std::move(found));
    };
    const Cancellation::Listener listener(cancellation, [given] { *given = {}; });
    resolver->async_resolve(host, std::to_string(port), std::move(onResolved));
    auto found = co_await taker.take(deadline);
    if (!found) co_return fail(ErrorCode::Timeout, "the name {} was not resolved in time", host);
    co_return std::move(*found);
}

}  // namespace rushlab::io
