#include "locks/commands.h"

#include <array>

namespace rushlab::locks {

tl::unexpected<Error> notInTime(std::string_view key) {
    return fail(ErrorCode::Timeout, "{} was held by somebody else for as long as this could wait; try again.", key);
}

io::Awaitable<Result<std::int64_t>> ask(kv::KeyValue& keyValue, const kv::Script& script, std::string key,
                                        std::string secondKey, std::string first, std::string second,
                                        Deadline deadline) {
    const std::array<std::string_view, 2> keys{key, secondKey};
    const std::array<std::string_view, 2> arguments{first, second};
    const kv::ArgumentView named(keys.data(), secondKey.empty() ? 1 : 2);
    const auto reply = co_await keyValue.eval(script, named, arguments, deadline);
    if (!reply) co_return pass(reply);
    if (reply->isInteger()) co_return reply->integer();
    co_return fail(ErrorCode::Unavailable, "The key-value engine did not run a script of the lock {}: {}", key,
                   kv::describe(*reply));
}

io::Awaitable<Result<bool>> unlock(kv::KeyValue& keyValue, const kv::Script& script, Grant grant, std::string channel,
                                   LockWatcher& watcher, Deadline deadline) {
    watcher.commandSent();
    const auto released =
        co_await ask(keyValue, script, std::move(grant.key), "", std::move(grant.token), std::move(channel), deadline);
    if (!released) co_return pass(released);
    if (*released == 0) watcher.lost();
    co_return *released == 1;
}

}  // namespace rushlab::locks
