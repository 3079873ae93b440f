#include "engines/log/embedded_member.h"

#include <algorithm>

namespace rushlab::log {
namespace {

constexpr std::size_t kPollBytesMax = 8 << 20;

}  // namespace

EmbeddedMember::~EmbeddedMember() {
    if (m_left) return;
    // Whether it had lapsed already or the log is closed is all the same to one who goes.
    (void)m_shell->withCore([&](LogCore& core) {
        auto left = core.leave(m_request.group, m_id);
        m_shell->groupChanged(m_request.group);
        return left;
    });
}

// Tells the group that the member lives, and takes over what it owns: places in partitions that it kept stay, new ones
// begin where the group has committed.
Result<> EmbeddedMember::refresh(LogCore& core, WallTime now) {
    const SteadyTime steadyNow = m_shell->clock().steadyNow();
    if (core.expire(m_request.group, steadyNow)) m_shell->groupChanged(m_request.group);
    if (auto alive = core.touch(m_request.group, m_id, steadyNow); !alive) return alive;
    core.retainOwned(m_request.group, m_id, now);
    const auto owned = core.owned(m_request.group, m_id, m_request.startFrom);
    if (!owned) return pass(owned);
    std::map<TopicPartition, Position> positions;
    for (const LogCore::Owned& part : *owned) {
        Position fresh{part.key, part.epoch, part.startOffset, false};
        const auto before = m_positions.find(part.at);
        const bool kept =
            before != m_positions.end() && before->second.epoch == part.epoch && before->second.key == part.key;
        if (kept) fresh = before->second;
        if (fresh.offset < part.firstOffset) {  // retention has dropped its place
            fresh.offset = m_request.startFrom == StartFrom::Earliest ? part.firstOffset : part.nextOffset;
        }
        positions.emplace(part.at, fresh);
    }
    m_positions = std::move(positions);
    return {};
}

Result<EmbeddedMember::Plan> EmbeddedMember::plan(LogCore& core, io::Loop& loop, std::size_t recordsMax, bool mayWait) {
    const WallTime now = m_shell->clock().wallNow();
    if (auto refreshed = refresh(core, now); !refreshed) return pass(refreshed);
    Plan plan;
    std::vector<TopicPartition> order;
    for (const auto& [at, position] : m_positions)
        order.push_back(at);
    if (!order.empty())
        std::rotate(order.begin(), order.begin() + static_cast<long>(m_turn++ % order.size()), order.end());
    std::size_t records = 0;
    for (const TopicPartition& at : order) {
        if (records >= recordsMax) break;
        const std::int64_t from = m_positions.at(at).offset;
        auto read = core.planRead(at, from, {recordsMax - records, kPollBytesMax}, now);
        // Its topic is just being deleted: the group is dealt anew once that is on the disk.
        if (!read && read.error().code == ErrorCode::NotFound) continue;
        if (!read) return pass(read);
        if (read->pieces.empty()) continue;
        records += static_cast<std::size_t>(read->pieces.back().info.endOffset() - from);
        plan.parts.push_back({at, from, std::move(*read)});
    }
    if (plan.parts.empty() && mayWait) {
        std::vector<PartitionKey> keys;
        for (const auto& [at, position] : m_positions)
            keys.push_back(position.key);
        plan.watch.emplace(m_shell->watch(loop, std::move(keys), m_request.group));
    }
    plan.nextLapse = core.nextLapse(m_request.group);
    return plan;
}

io::Awaitable<Result<std::vector<PolledRecords>>> EmbeddedMember::take(Plan& plan, std::size_t recordsMax,
                                                                       Deadline deadline) {
    std::vector<PolledRecords> polled;
    for (Plan::Part& part : plan.parts) {
        if (recordsMax == 0) break;
        const auto filled = co_await LogShell::fill(m_shell, part.read, deadline);
        if (!filled) co_return pass(filled);
        if (!*filled) continue;  // dropped meanwhile: the next poll finds its new place
        PolledRecords taken{part.at, {}};
        for (const ReadPlan::Piece& piece : part.read.pieces) {
            const auto more =
                taken.records.addFromBlock(piece.bytes, piece.info.baseOffset, part.from, recordsMax, kPollBytesMax);
            if (!more) co_return pass(more);
            if (!*more) break;
        }
        const auto position = m_positions.find(part.at);
        if (position == m_positions.end() || position->second.offset != part.from)
            continue;  // lost or sought meanwhile
        recordsMax -= taken.records.size();
        position->second.offset = taken.records.back().offset() + 1;
        position->second.polled = true;
        polled.push_back(std::move(taken));
    }
    co_return polled;
}

io::Awaitable<Result<std::vector<PolledRecords>>> EmbeddedMember::poll(std::size_t recordsMax, Deadline deadline) {
    if (recordsMax == 0) co_return fail(ErrorCode::Invalid, "a poll must allow at least 1 record");
    io::Loop* loop = co_await io::currentLoop();
    while (true) {
        const bool mayWait = !deadline.passed();
        auto planned = m_shell->withCore([&](LogCore& core) { return plan(core, *loop, recordsMax, mayWait); });
        if (!planned) co_return pass(planned);
        if (!planned->watch) {
            auto polled = co_await take(*planned, recordsMax, deadline);
            if (!polled || !polled->empty() || !mayWait) co_return polled;
            continue;
        }
        // Wakes in time to say that it lives, and to take over from a member whose session lapses.
        const auto untilLapse = planned->nextLapse - m_shell->clock().steadyNow();
        const auto slice = Deadline::in(std::min<SteadyTime::duration>(m_request.sessionTimeout / 3, untilLapse));
        co_await planned->watch->until(slice.earlier(deadline));
    }
}

io::Awaitable<Result<>> EmbeddedMember::heartbeat(Deadline) {
    co_return m_shell->withCore([&](LogCore& core) -> Result<> {
        const SteadyTime now = m_shell->clock().steadyNow();
        if (core.expire(m_request.group, now)) m_shell->groupChanged(m_request.group);
        return core.touch(m_request.group, m_id, now);
    });
}

io::Awaitable<Result<std::vector<TopicPartition>>> EmbeddedMember::assignment(Deadline) {
    const SteadyTime now = m_shell->clock().steadyNow();
    const auto owned = m_shell->withCore([&](LogCore& core) {
        if (core.expire(m_request.group, now)) m_shell->groupChanged(m_request.group);
        return core.owned(m_request.group, m_id, m_request.startFrom);
    });
    if (!owned) co_return pass(owned);
    std::vector<TopicPartition> partitions;
    for (const LogCore::Owned& part : *owned)
        partitions.push_back(part.at);
    std::sort(partitions.begin(), partitions.end());
    co_return partitions;
}

io::Awaitable<Result<>> EmbeddedMember::commit(std::vector<GroupOffset> offsets, Deadline deadline) {
    std::vector<LogCore::Commit> commits;
    for (GroupOffset& offset : offsets) {
        const auto position = m_positions.find(offset.at);
        constexpr std::int64_t kNeverOwned = -1;
        commits.push_back({std::move(offset), position == m_positions.end() ? kNeverOwned : position->second.epoch});
    }
    const auto shell = m_shell;
    io::Loop* loop = co_await io::currentLoop();
    auto staged = shell->stage(*loop, [&](LogCore& core) {
        const SteadyTime now = shell->clock().steadyNow();
        if (core.expire(m_request.group, now)) shell->groupChanged(m_request.group);
        return core.commit(m_request.group, m_id, commits);
    });
    const auto answer = co_await LogShell::settled(std::move(staged), deadline);
    if (!answer) co_return pass(answer);
    co_return Result<>{};
}

io::Awaitable<Result<>> EmbeddedMember::seek(GroupOffset to, Deadline) {
    co_return m_shell->withCore([&](LogCore& core) -> Result<> {
        const WallTime now = m_shell->clock().wallNow();
        if (auto refreshed = refresh(core, now); !refreshed) return refreshed;
        const auto position = m_positions.find(to.at);
        if (position == m_positions.end()) {
            return fail(ErrorCode::Conflict, "partition {} of \"{}\" is not this member's; it cannot seek there",
                        to.at.partition, to.at.topic);
        }
        const auto read = core.planRead(to.at, to.offset, {1, 1}, now);
        if (!read) return pass(read);
        position->second.offset = to.offset;
        position->second.polled = true;
        return {};
    });
}

io::Awaitable<Result<>> EmbeddedMember::leave(Deadline) {
    m_left = true;
    co_return m_shell->withCore([&](LogCore& core) {
        auto left = core.leave(m_request.group, m_id);
        m_shell->groupChanged(m_request.group);
        return left;
    });
}

std::vector<GroupOffset> EmbeddedMember::polledTo() const {
    std::vector<GroupOffset> offsets;
    for (const auto& [at, position] : m_positions) {
        if (position.polled) offsets.push_back({at, position.offset});
    }
    return offsets;
}

}  // namespace rushlab::log
