#include "lab/stream_desk.h"

#include <algorithm>

namespace rushlab::lab {
namespace {

// From a record on to one before another, the oldest first.
io::Awaitable<Result<std::vector<SeenRecord>>> read(log::EventLog& log, log::TopicPartition from, std::int64_t first,
                                                    std::int64_t next, Deadline deadline) {
    std::vector<SeenRecord> seen;
    while (first < next) {
        const log::FetchLimits limits{static_cast<std::size_t>(next - first)};
        const auto fetched = co_await log.fetch(from, first, limits, deadline);
        if (!fetched) co_return pass(fetched);
        if (fetched->empty()) break;  // only the deadline ends so
        for (const log::RecordView& record : *fetched) {
            seen.push_back(
                {record.offset(), record.timestamp(), std::string(record.key()), std::string(record.value())});
            for (log::Header& header : record.headers())
                seen.back().headers.emplace_back(std::move(header.name), std::move(header.value));
        }
        first = seen.back().offset + 1;
    }
    co_return seen;
}

io::Awaitable<Result<SeenRecords>> look(log::EventLog& log, RecordsAsked asked, Deadline deadline) {
    const auto topic = co_await log.describe(asked.topic, deadline);
    if (!topic) co_return pass(topic);
    if (asked.partition < 0 || asked.partition >= static_cast<int>(topic->partitions.size()))
        co_return fail(ErrorCode::NotFound, "The topic {} has {} partitions, counted from 0, and no {}.", asked.topic,
                       topic->partitions.size(), asked.partition);
    const log::PartitionInfo& info = topic->partitions[static_cast<std::size_t>(asked.partition)];
    SeenRecords seen{info.firstOffset, info.nextOffset, {}};
    const std::int64_t next = std::clamp(asked.before.value_or(info.nextOffset), info.firstOffset, info.nextOffset);
    const std::int64_t limit = std::clamp<std::int64_t>(asked.limit, 1, StreamDesk::kRecordsMost);
    const std::int64_t first = std::max(info.firstOffset, next - limit);
    log::TopicPartition from(std::move(asked.topic), asked.partition);
    auto records = co_await read(log, std::move(from), first, next, deadline);
    if (!records) co_return pass(records);
    seen.records = *std::move(records);
    std::ranges::reverse(seen.records);
    co_return seen;
}

}  // namespace

Result<SeenRecords> StreamDesk::records(const RecordsAsked& asked, Deadline deadline) {
    io::Loop here;
    return here.runUntilDone(look(m_ports.log, asked, deadline));
}

Result<std::vector<SeenLine>> StreamDesk::lines(const LinesAsked& asked, Deadline deadline) {
    std::optional<archive::Position> before;
    if (asked.before) before = archive::Position{asked.before->at, asked.before->id};
    io::Loop here;
    auto page = here.runUntilDone(m_ports.archive.page(asked.room, std::move(before), asked.limit, deadline));
    if (!page) return pass(page);
    std::vector<SeenLine> lines;
    for (archive::ChatDocument& line : *page)
        lines.push_back(
            {std::move(line.id), std::move(line.room), std::move(line.sender), std::move(line.content), line.sentAt});
    return lines;
}

}  // namespace rushlab::lab
