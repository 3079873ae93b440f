// The event log of a shop whose archive is behind: what a page about it is shown in tests.
// Plain values.
#pragma once

#include "lab/seen_record.h"
#include "lab/snapshot.h"

namespace rushlab::ui {

// Eighty lines a second are said and logged, fifty archived; all of them are in one partition. `owner`: of the
// partitions; nobody archives without one.
inline std::shared_ptr<const lab::Streams> stagedStreams(std::chrono::seconds at,
                                                         const std::string& owner = "worker-1") {
    const auto seconds = at.count();
    const std::int64_t logged = 12'000 + 80 * seconds, archived = owner.empty() ? 12'000 : 12'000 + 50 * seconds;
    lab::Streams streams;
    streams.at = at;
    lab::Streams::Topic chat{"chat-lines", {}};
    for (int number = 0; number < 4; ++number) {
        lab::Streams::Partition partition;
        partition.reading = lab::Streams::Reading{0, 0, std::chrono::milliseconds(0), owner};
        if (number == 1) {
            partition = {2'000, logged, 1'520'000, {}};
            partition.reading = {archived, logged - archived, std::chrono::milliseconds(logged > archived ? 3'200 : 0),
                                 owner};
        }
        chat.partitions.push_back(partition);
    }
    lab::Streams::Topic orders{"order-events", {}};
    for (int number = 0; number < 4; ++number)
        orders.partitions.push_back({0, 250 + number, 64'000, {}});
    streams.topics = {chat, orders};
    streams.said = static_cast<std::uint64_t>(logged + 3);
    streams.logged = static_cast<std::uint64_t>(logged);
    streams.archived = static_cast<std::uint64_t>(archived);
    streams.waiting = 3;
    return std::make_shared<const lab::Streams>(std::move(streams));
}

inline lab::SeenRecords stagedRecords(std::int64_t from, std::int64_t next) {
    lab::SeenRecords seen{from, next, {}};
    for (std::int64_t offset = next - 1; offset >= from; --offset)
        seen.records.push_back({offset,
                                WallTime(std::chrono::seconds(1'790'000'000 + offset)),
                                "lobby",
                                "{\"id\":\"line-" + std::to_string(offset) +
                                    "\",\"roomId\":\"lobby\",\"sender\":\"42\",\"content\":\"안녕 hello\"}",
                                {}});
    return seen;
}

inline std::vector<lab::SeenLine> stagedLines(int count) {
    std::vector<lab::SeenLine> lines;
    for (int number = count; number > 0; --number)
        lines.push_back({"line-" + std::to_string(number), "lobby", "42", "안녕 hello " + std::to_string(number),
                         WallTime(std::chrono::seconds(1'790'000'000 + number))});
    return lines;
}

}  // namespace rushlab::ui
