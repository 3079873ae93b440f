// The archive's port: chat documents by id, kept for good, counted and paged by room and time.
//
// Guarantees, the same for every engine: a document whose insert returned is on the disk; inserting an id that is there
// already changes nothing (the first document with an id stays), so that a batch whose outcome is unknown may be sent
// again; a batch of an embedded engine is stored whole or not at all (see Traits); a page holds each document once,
// newest first, whatever is inserted meanwhile. Text is UTF-8. An Archive may be called from any loop's coroutines.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/deadline.h"
#include "base/result.h"
#include "io/loop.h"

namespace rushlab::archive {

struct ChatDocument {
    std::string id;  // unique in the whole archive
    std::string room;
    std::string sender;
    std::string content;
    WallTime sentAt{};

    friend bool operator==(const ChatDocument&, const ChatDocument&) = default;
};

// A place between two documents of a room: times are not unique, so the id decides among equal ones.
struct Position {
    WallTime sentAt{};
    std::string id;

    friend auto operator<=>(const Position&, const Position&) = default;
};

struct Traits {
    bool batchIsAtomic = true;  // false: a batch that fails may have been stored in part
};

// What every engine holds its callers to; beyond it is Invalid.
struct Limits {
    static constexpr std::size_t kNameBytes = 256;  // id, room, sender
    static constexpr std::size_t kContentBytes = 64 * 1024;
    static constexpr std::size_t kDocumentsInBatch = 10'000;
    static constexpr std::size_t kDocumentsInPage = 1'000;
};

class Archive {
  public:
    virtual ~Archive() = default;

    // How many of them were new. Full: too much is waiting already; OutcomeUnknown: send the same batch again.
    virtual io::Awaitable<Result<std::uint64_t>> insertMany(std::vector<ChatDocument> documents, Deadline deadline) = 0;
    // Of one room, or of all.
    virtual io::Awaitable<Result<std::uint64_t>> count(std::optional<std::string> room, Deadline deadline) = 0;
    // The newest documents of the room that are older than `before`, newest first.
    virtual io::Awaitable<Result<std::vector<ChatDocument>>> page(std::string room, std::optional<Position> before,
                                                                  std::size_t limit, Deadline deadline) = 0;
    virtual io::Awaitable<Result<std::optional<ChatDocument>>> find(std::string id, Deadline deadline) = 0;

    virtual Traits traits() const = 0;
    // For people: the engine's name, version and where it keeps its data.
    virtual std::string describe() const = 0;
};

// Invalid, with the field and what is allowed, where a caller's input is not to be passed to an engine.
Result<> check(const std::vector<ChatDocument>& documents);
Result<> checkPageLimit(std::size_t limit);

}  // namespace rushlab::archive
