#include "locks/fence.h"

namespace rushlab::locks {

Result<> passFence(sql::Session& session, std::string_view resource, std::int64_t token) {
    const auto passed = session.execute(
        "INSERT INTO fences (resource, token) VALUES (?, ?) ON CONFLICT (resource) "
        "DO UPDATE SET token = excluded.token WHERE fences.token <= excluded.token",
        {resource, token});
    if (!passed) return pass(passed);
    if (*passed > 0) return {};
    return fail(ErrorCode::Timeout,
                "The lock on {} lapsed and a later holder wrote first: this was refused; try again.", resource);
}

}  // namespace rushlab::locks
