#include "roles/lease.h"

#include <array>

#include "locks/scripts.h"

namespace rushlab::roles {
namespace {

constexpr std::size_t kTokenBytes = 16;

}  // namespace

io::Awaitable<Result<std::optional<Lease>>> Lease::tryTake(kv::KeyValue& keyValue, std::string key, Milliseconds span,
                                                           Deadline deadline) {
    kv::SetOptions options;
    options.condition = kv::SetOptions::If::Absent;
    options.timeToLive = span;
    std::string token = randomToken(kTokenBytes);
    const auto taken = co_await keyValue.set(key, token, options, deadline);
    if (!taken) co_return pass(taken);
    if (!*taken) co_return std::optional<Lease>();
    co_return std::optional<Lease>(Lease(keyValue, std::move(key), std::move(token)));
}

io::Awaitable<Result<bool>> Lease::release(Deadline deadline) {
    const kv::Script script = locks::script("lock_release");
    const std::array<std::string_view, 1> keys{m_key};
    const std::array<std::string_view, 2> arguments{m_token, ""};  // nobody is told
    const auto reply = co_await m_keyValue->eval(script, keys, arguments, deadline);
    if (!reply) co_return pass(reply);
    co_return reply->integer() == 1;
}

}  // namespace rushlab::roles
