// Rows of the outbox as the worker's relays carry them on: a batch is read in order, and what went its way is deleted.
// The role's loop.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "roles/role.h"

namespace rushlab::roles {

struct OutboxRow {
    std::int64_t id = 0;
    std::string topic;
    std::string key;
    std::string payload;
};

constexpr std::size_t kOutboxBatch = 256;
constexpr Milliseconds kOutboxWithin{10'000};
constexpr Milliseconds kOutboxLookEvery{250};  // other roles write rows, too, and nobody tells of theirs

enum class OutboxPart : unsigned char { HeldOrders, AllOther };

// The oldest kOutboxBatch of that part.
io::Awaitable<Result<std::vector<OutboxRow>>> readOutbox(RoleContext& context, OutboxPart part);
io::Awaitable<Result<>> forgetOutbox(RoleContext& context, std::span<const OutboxRow> rows);

}  // namespace rushlab::roles
