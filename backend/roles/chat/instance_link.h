// How the instances of the chat hear of each other's lines: over a channel of the key-value engine, at most once.
// Guarantees: lines of one instance arrive in their order; what was missed is known by its number and told, room by
// room, as soon as the next line of that room comes. An instance that starts greets the others, and they tell it which
// lines they have said so far: of each other they miss none unnoticed from then on, not even the first one of a room; but the last words of one
// that dies, behind which no other line comes.
// Belongs to its role's loop.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>

#include "io/handoff.h"
#include "roles/chat_line.h"
#include "roles/role.h"

namespace rushlab::roles::chat {

class InstanceLink {
  public:
    struct Ear {
        std::function<void(const ChatLine& line, std::string_view json)> heard;
        std::function<void(std::string_view room, std::string_view origin, std::uint64_t lines)> missed;
    };
    InstanceLink(RoleContext& context, Ear ear);

    // Subscribes: what is told from then on is heard.
    io::Awaitable<Result<>> start(Deadline deadline);
    // Of the next line in this room, counting from 1.
    std::uint64_t nextNumber(const std::string& room) const;
    // The line of that number is said: tells the others; dropped, and missed by them, where the engine is away for
    // long.
    void tell(const ChatLine& line, const std::string& json);
    // As a network between them that is cut: nothing is told or heard until it is mended.
    void cut(bool isCut);
    // Of lines: this life of this instance.
    const std::string& origin() const { return m_origin; }

  private:
    using Numbers = std::map<std::string, std::uint64_t, std::less<>>;  // the last one, by room
    struct Other {
        bool hasGreeted = false;  // a room that it did not name then had no line yet
        Numbers heard;
    };

    void tell(const std::string& message);
    void greet(bool asksBack);
    io::Awaitable<> publish();
    io::Awaitable<> listen();
    io::Awaitable<Result<>> subscribe(Deadline deadline);
    void hear(std::string_view payload);
    void hearMessage(std::string_view json);
    Result<> hearGreeting(std::string_view json);
    void hearLine(const ChatLine& line, std::string_view json);
    Other& otherOf(const std::string& origin);
    void wake();

    RoleContext& m_context;
    Ear m_ear;
    const std::string m_origin;
    Counter& m_told;
    Counter& m_dropped;
    Counter& m_heard;
    Counter& m_missed;
    Gauge& m_cut;
    JsonParser m_parser;
    std::string m_toTell;  // messages, each with its end
    io::Giver<bool> m_alarm;
    bool m_isCut = false;
    std::unique_ptr<kv::Subscription> m_subscription;
    Numbers m_said;
    std::unordered_map<std::string, Other> m_others;  // by origin
};

}  // namespace rushlab::roles::chat
