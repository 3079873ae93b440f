// The days' figures in the key-value engine, where whoever shows them reads them: lines of the chat and views of items,
// counted from the event log, and orders, as the database has them.
// Guarantees: each record is counted once, for the day that it is of: how far was counted is kept with the counts, and
// both change at once. Where the engine has lost its data all is counted anew, as far as the log reaches.
// Belongs to its role's loop.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "engines/kv/script.h"
#include "roles/role.h"
#include "roles/scheduler/daily_statistics.h"

namespace rushlab::roles {

class DayInCache {
  public:
    explicit DayInCache(RoleContext& context);

    // What the log has that is not counted yet; much of it takes several runs.
    io::Awaitable<Result<>> countLog(Deadline deadline);
    // Of a day, as they are now, instead of those that were kept.
    io::Awaitable<Result<>> keepOrders(WallTime within, const std::vector<DayOfItem>& items, Deadline deadline);

  private:
    struct Counted {
        std::string field;   // of the partition, in the offsets
        std::string before;  // as it was kept; empty: nothing was
        std::int64_t next = 0;
    };
    using Counts = std::map<std::string, std::map<std::string, std::int64_t>>;  // by day and field

    io::Awaitable<Result<>> countTopic(std::string topic, std::vector<Counted>& counted, Counts& counts,
                                       Deadline deadline);
    io::Awaitable<Result<>> countPartition(log::TopicPartition from, std::int64_t end, Counted& counted, Counts& counts,
                                           Deadline deadline);
    void count(std::string_view topic, const log::RecordView& record, Counts& counts);
    io::Awaitable<Result<>> add(const std::vector<Counted>& counted, const Counts& counts, Deadline deadline);

    RoleContext& m_context;
    Counter& m_records;
    JsonParser m_parser;
    const kv::Script m_addCounts;
};

}  // namespace rushlab::roles
