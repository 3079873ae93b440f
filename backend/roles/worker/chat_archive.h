// Carries what was said in the chat from the event log into the archive.
// Guarantees: committed after it is stored, so that a crash repeats and never loses; the archive knows a line by its
// id, so that a repetition changes nothing. Instances share the partitions; a room's lines are stored in their order,
// about a fifth of a second after they were said, unless it is behind: it gathers, since it shares the disk and the
// processors with those who are heard live.
// Belongs to its role's loop.
#pragma once

#include <memory>
#include <vector>

#include "engines/archive/archive.h"
#include "engines/log/event_log.h"
#include "io/handoff.h"
#include "roles/chat_line.h"
#include "roles/role.h"

namespace rushlab::roles {

class ChatArchive {
  public:
    explicit ChatArchive(RoleContext& context);

    void start();
    // Waits for the batch that is being stored, and begins no other.
    io::Awaitable<> stop(Deadline deadline);

  private:
    io::Awaitable<> run();
    io::Awaitable<Result<>> joinGroup();
    io::Awaitable<Result<>> storeSome();
    std::vector<archive::ChatDocument> documentsOf(const std::vector<log::PolledRecords>& polled);

    RoleContext& m_context;
    Counter& m_archived;
    Counter& m_batches;
    Counter& m_repeated;
    Counter& m_unreadable;
    Counter& m_failures;
    JsonParser m_parser;
    std::unique_ptr<log::GroupMember> m_member;
    bool m_stopping = false;
    bool m_storing = false;
    bool m_gathers = false;  // the last batch was neither full nor empty
    io::Giver<bool> m_whenStored;
};

}  // namespace rushlab::roles
