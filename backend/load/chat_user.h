// One client of a chat: its connection, and what it has said and heard.
// Internal to the crowd. Belongs to its loop's thread.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "io/handoff.h"
#include "io/http_parser.h"
#include "io/stream.h"
#include "io/websocket_parser.h"
#include "load/chat_crowd.h"
#include "load/ready_sockets.h"

namespace rushlab::load {

// A line's own words: who said it, which one of his, when it was meant to be said, for which time it is said.
struct SpokenLine {
    std::uint32_t talker = 0;
    std::uint32_t number = 0;   // from 1
    std::int64_t intended = 0;  // nanoseconds of the steady clock
    std::uint32_t attempt = 1;

    std::string text(std::size_t bytes) const;
    // False: these are not the words of such a line.
    bool readFrom(std::string_view words);
};

class ChatUser final : private ReadySockets::Reader {
  public:
    // What all users of a crowd share.
    struct Shared {
        Shared(io::Loop& ownLoop, const ChatPlan& ownPlan, ChatCounts& ownLive);

        io::Loop& loop;
        const ChatPlan& plan;
        ChatCounts& live;
        ReadySockets ready;
        ChatOutcome outcome;
        io::ReadBuffer buffer;  // of whoever reads just now
        bool stopping = false;
        std::uint32_t nextMask = 0x9e3779b9;
        SteadyTime lastHeard{};
        // A talker has heard its own line, or has it confirmed.
        std::function<void(ChatUser&)> heardItself;
    };

    ChatUser(Shared& shared, std::size_t index);
    ~ChatUser();

    // Connects, listens, comes back when it is cut off; until the crowd stops.
    io::Awaitable<> live();
    void stop();

    // Its next line; kept where it is not here just now, if lines are confirmed.
    void say(std::int64_t intended);
    void beat();
    bool isHere() const { return m_isHere; }
    bool isSlow() const;
    std::uint32_t saidLines() const { return m_said; }
    std::size_t room() const;
    // Of what each talker has said.
    void countMissed(const std::vector<std::unique_ptr<ChatUser>>& users);

  private:
    struct Connection;

    io::Awaitable<bool> connect();
    io::HttpEndpoint whereTo() const;
    io::Awaitable<bool> await(std::string_view command);
    io::Awaitable<> readToTheEnd();
    void onReadable() override;
    io::Awaitable<bool> readable();
    bool receive();
    bool takeMessages();
    void take(std::string_view message);
    void hear(std::string_view message);
    void confirm(std::string_view message);
    void send(std::string_view stomp);
    void sendLine(const SpokenLine& line);
    void noteEvidence(std::string what);

    Shared& m_shared;
    const std::size_t m_index;
    std::size_t m_instance;
    std::unique_ptr<Connection> m_connection;
    io::Giver<bool> m_whenGone;
    bool m_isHere = false;
    bool m_hasGone = false;  // told by the other side, or broken
    bool m_wasCutOff = false;
    std::string m_awaited;  // a command
    bool m_awaitedCame = false;
    std::uint32_t m_said = 0;
    std::deque<SpokenLine> m_unconfirmed;
    std::vector<std::uint32_t> m_lastOf;  // number, by talker
    std::vector<std::uint32_t> m_gapsOf;  // numbers that were jumped over, by talker
};

}  // namespace rushlab::load
