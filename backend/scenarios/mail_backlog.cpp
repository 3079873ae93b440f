#include "scenarios/mail_backlog.h"

#include "base/json.h"

namespace rushlab::scenarios {

io::Awaitable<Result<std::uint64_t>> askForNumber(io::HttpClient& client, io::HttpEndpoint endpoint, io::HttpCall call,
                                                  Deadline deadline) {
    const auto reply = co_await client.call(std::move(endpoint), std::move(call), deadline);
    if (!reply) co_return pass(reply);
    const auto json = Json::parse(std::string(reply->body()));
    const auto envelope = json ? json->object() : Result<JsonObject>(pass(json));
    const auto number = envelope ? envelope->integer("data", 0) : Result<std::int64_t>(pass(envelope));
    if (!number) co_return pass(number);
    co_return static_cast<std::uint64_t>(*number);
}

// Where mails are wanted, and then where they are carried: nothing slips past between the looks.
io::Awaitable<Result<std::uint64_t>> mailBacklog(io::HttpClient& client, MailRoles roles, Deadline deadline) {
    io::HttpCall wantedCall(io::HttpMethod::Get, "/auth/mails");
    auto sum = co_await askForNumber(client, std::move(roles.auth), std::move(wantedCall), deadline);
    for (io::HttpEndpoint& worker : roles.workers) {
        if (!sum) break;
        io::HttpCall carriedCall(io::HttpMethod::Get, "/worker/mails");
        const auto carried = co_await askForNumber(client, std::move(worker), std::move(carriedCall), deadline);
        if (!carried) co_return pass(carried);
        *sum += *carried;
    }
    co_return sum;
}

}  // namespace rushlab::scenarios
