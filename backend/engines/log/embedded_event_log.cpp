#include "engines/log/embedded_event_log.h"

#include "engines/log/embedded_member.h"
#include "engines/log/log_shell.h"

namespace rushlab::log {
namespace {

Result<> checkBatch(std::span<const Record> records, const LogLimits& limits) {
    if (records.empty()) return fail(ErrorCode::Invalid, "an append needs at least 1 record");
    if (records.size() > limits.batchRecordsMax) {
        return fail(ErrorCode::Invalid, "an append has {} records; at most {} are allowed, split it", records.size(),
                    limits.batchRecordsMax);
    }
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < records.size(); ++i) {
        const std::size_t size = storedBytes(records[i]);
        if (size > limits.recordBytesMax) {
            return fail(ErrorCode::Invalid, "record {} of an append has {} bytes; at most {} are allowed", i, size,
                        limits.recordBytesMax);
        }
        bytes += size;
    }
    if (bytes > limits.batchBytesMax) {
        return fail(ErrorCode::Invalid, "an append has {} bytes; at most {} are allowed, split it", bytes,
                    limits.batchBytesMax);
    }
    return {};
}

// Sorts a batch into its partitions, as the bytes that will be stored; the order within each stays.
std::vector<LogCore::Part> encode(std::span<const Record> records, int partitions, unsigned keyless, WallTime now) {
    std::vector<LogCore::Part> all(static_cast<std::size_t>(partitions));
    const std::size_t keylessPartition = keyless % static_cast<unsigned>(partitions);
    for (const Record& record : records) {
        const std::size_t partition =
            record.key.empty() ? keylessPartition : static_cast<std::size_t>(partitionOf(record.key, partitions));
        LogCore::Part& part = all[partition];
        const WallTime timestamp = record.timestamp.value_or(now);
        if (part.count == 0) {
            part.partition = static_cast<int>(partition);
            part.newest = timestamp;
            // About the share of a batch that is spread evenly.
            part.bytes.reserve((storedBytes(record) + 16) * (records.size() / all.size() + 1));
        }
        appendStored(part.bytes, record, timestamp);
        part.newest = std::max(part.newest, timestamp);
        ++part.count;
    }
    std::erase_if(all, [](const LogCore::Part& part) { return part.count == 0; });
    return all;
}

std::size_t bytesOf(const std::vector<LogCore::Part>& parts) {
    std::size_t bytes = 0;
    for (const LogCore::Part& part : parts)
        bytes += part.bytes.size();
    return bytes;
}

io::Awaitable<Result<>> confirmed(Result<LogShell::Settled> staged, Deadline deadline) {
    const auto answer = co_await LogShell::settled(std::move(staged), deadline);
    if (!answer) co_return pass(answer);
    co_return Result<>{};
}

io::Awaitable<Result<Records>> fetchFrom(std::shared_ptr<LogShell> shell, TopicPartition from, std::int64_t offset,
                                         FetchLimits limits, Deadline deadline) {
    io::Loop* loop = co_await io::currentLoop();
    while (true) {
        std::optional<LogShell::Watch> watch;
        auto plan = shell->withCore([&](LogCore& core) {
            auto planned = core.planRead(from, offset, limits, shell->clock().wallNow());
            if (planned && planned->pieces.empty() && !deadline.passed()) {
                watch.emplace(shell->watch(*loop, {planned->at}, {}));
            }
            return planned;
        });
        if (!plan) co_return pass(plan);
        if (watch) {
            co_await watch->until(deadline);
            continue;
        }
        const auto filled = co_await LogShell::fill(shell, *plan, deadline);
        if (!filled) co_return pass(filled);
        if (!*filled) continue;
        Records records;
        for (const ReadPlan::Piece& piece : plan->pieces) {
            const auto more =
                records.addFromBlock(piece.bytes, piece.info.baseOffset, offset, limits.recordsMax, limits.bytesMax);
            if (!more) co_return pass(more);
            if (!*more) break;
        }
        co_return records;
    }
}

}  // namespace

Result<std::unique_ptr<EmbeddedEventLog>> EmbeddedEventLog::open(EmbeddedLogSettings settings) {
    auto database = storage::Database::open(settings.file, logSchema(), settings.faults);
    if (!database) return pass(database);
    const auto image = loadImage(*database);
    if (!image) return pass(image);
    auto core = LogCore::open(*image, settings.limits, settings.plantedBugs);
    if (!core) return pass(core);
    auto readersDatabase = storage::Database::open(settings.file, logSchema(), settings.faults);
    if (!readersDatabase) return pass(readersDatabase);
    auto loader = BlockLoader::open(std::move(*readersDatabase));
    if (!loader) return pass(loader);
    if (!settings.clock) settings.clock = std::make_shared<RealClock>();
    auto shell =
        std::make_shared<LogShell>(std::move(*core), settings.plantedBugs, settings.limits, std::move(settings.clock));
    shell->start(std::move(*database), std::move(*loader));
    return std::unique_ptr<EmbeddedEventLog>(std::make_unique<EmbeddedEventLog>(Key{}, std::move(shell)));
}

EmbeddedEventLog::EmbeddedEventLog(Key, std::shared_ptr<LogShell> shell) : m_shell(std::move(shell)) {}

EmbeddedEventLog::~EmbeddedEventLog() {
    m_shell->close();
}

EventLogTraits EmbeddedEventLog::traits() const {
    return {.engine = "embedded", .dealsAtOnce = true, .survivesReopen = true};
}

io::Awaitable<Result<>> EmbeddedEventLog::createTopic(std::string name, TopicSettings settings, Deadline deadline) {
    const auto shell = m_shell;
    io::Loop* loop = co_await io::currentLoop();
    auto staged = shell->stage(*loop, [&](LogCore& core) { return core.createTopic(name, settings); });
    co_return co_await confirmed(std::move(staged), deadline);
}

io::Awaitable<Result<>> EmbeddedEventLog::deleteTopic(std::string name, Deadline deadline) {
    const auto shell = m_shell;
    io::Loop* loop = co_await io::currentLoop();
    auto staged = shell->stage(*loop, [&](LogCore& core) { return core.deleteTopic(name); });
    co_return co_await confirmed(std::move(staged), deadline);
}

io::Awaitable<Result<TopicInfo>> EmbeddedEventLog::describe(std::string name, Deadline) {
    const WallTime now = m_shell->clock().wallNow();
    co_return m_shell->withCore([&](LogCore& core) { return core.describe(name, now); });
}

io::Awaitable<Result<std::vector<std::string>>> EmbeddedEventLog::topics(Deadline) {
    co_return m_shell->withCore([](LogCore& core) -> Result<std::vector<std::string>> { return core.topics(); });
}

io::Awaitable<Result<Appended>> EmbeddedEventLog::append(std::string topic, std::span<const Record> records,
                                                         Deadline deadline) {
    const auto shell = m_shell;
    if (const auto checked = checkBatch(records, shell->limits()); !checked) co_return pass(checked);
    const auto partitions = shell->withCore([&](LogCore& core) { return core.partitionsOf(topic); });
    if (!partitions) co_return pass(partitions);
    auto parts = encode(records, *partitions, m_keyless++, shell->clock().wallNow());
    const auto room = co_await LogShell::roomFor(shell, bytesOf(parts), deadline);
    if (!room) co_return pass(room);
    io::Loop* loop = co_await io::currentLoop();
    auto staged = shell->stage(*loop, [&](LogCore& core) { return core.append(topic, *partitions, std::move(parts)); });
    co_return co_await LogShell::settled(std::move(staged), deadline);
}

io::Awaitable<Result<Records>> EmbeddedEventLog::fetch(TopicPartition from, std::int64_t offset, FetchLimits limits,
                                                       Deadline deadline) {
    return fetchFrom(m_shell, std::move(from), offset, limits, deadline);
}

io::Awaitable<Result<std::unique_ptr<GroupMember>>> EmbeddedEventLog::join(JoinRequest request, Deadline) {
    const auto shell = m_shell;
    const SteadyTime now = shell->clock().steadyNow();
    const auto joined = shell->withCore([&](LogCore& core) {
        core.expire(request.group, now);
        auto member = core.join(request, now);
        shell->groupChanged(request.group);
        return member;
    });
    if (!joined) co_return pass(joined);
    co_return std::make_unique<EmbeddedMember>(shell, std::move(request), joined->member);
}

io::Awaitable<Result<std::vector<GroupOffset>>> EmbeddedEventLog::committed(std::string group, Deadline) {
    co_return m_shell->withCore(
        [&](LogCore& core) -> Result<std::vector<GroupOffset>> { return core.committed(group); });
}

io::Awaitable<Result<std::vector<PartitionLag>>> EmbeddedEventLog::lag(std::string group, Deadline deadline) {
    const auto shell = m_shell;
    const SteadyTime now = shell->clock().steadyNow();
    const auto points = shell->withCore([&](LogCore& core) -> Result<std::vector<LogCore::LagPoint>> {
        if (core.expire(group, now)) shell->groupChanged(group);
        return core.lag(group);
    });
    if (!points) co_return pass(points);
    std::vector<PartitionLag> lags;
    for (const LogCore::LagPoint& point : *points) {
        lags.push_back(point.lag);
        if (point.lag.messages == 0) continue;
        const FetchLimits one{1, 1};
        const auto oldest = co_await fetchFrom(shell, point.lag.at, point.oldestOffset, one, deadline);
        // Retention or a deleted topic may have taken the record meanwhile: then it is late for nothing.
        if (!oldest && oldest.error().code != ErrorCode::Invalid && oldest.error().code != ErrorCode::NotFound) {
            co_return pass(oldest);
        }
        if (!oldest || oldest->empty()) continue;
        const auto age = shell->clock().wallNow() - (*oldest)[0].timestamp();
        lags.back().age = std::max(Milliseconds{0}, std::chrono::duration_cast<Milliseconds>(age));
    }
    co_return lags;
}

}  // namespace rushlab::log
