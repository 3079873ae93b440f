// Looks through the event log and the archive of a running lab, a page at a time, the newest first.
// Guarantees: looking takes nothing, commits nothing, and is no member of a group.
// Any thread but a loop's; each call waits until it is done, or for its deadline.
#pragma once

#include "base/deadline.h"
#include "base/result.h"
#include "lab/seen_record.h"
#include "roles/role.h"

namespace rushlab::lab {

class StreamDesk {
  public:
    static constexpr std::int64_t kRecordsMost = 1'000;

    explicit StreamDesk(roles::Ports ports) : m_ports(ports) {}

    // NotFound: no such topic or partition.
    Result<SeenRecords> records(const RecordsAsked& asked, Deadline deadline);
    Result<std::vector<SeenLine>> lines(const LinesAsked& asked, Deadline deadline);

  private:
    roles::Ports m_ports;
};

}  // namespace rushlab::lab
