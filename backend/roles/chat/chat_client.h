// One client of the chat: a WebSocket that speaks STOMP, who it is, and what it listens to.
// Guarantees: nothing but CONNECT is done for who is not logged in; what is wrong is told in an ERROR frame, then the
// connection is closed; a receipt for what was said means that it is in the event log. Heart-beats as agreed: whose
// stay away for two of them is taken for gone. Belongs to its role's loop.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/ids.h"
#include "io/read_buffer.h"
#include "io/stomp_parser.h"
#include "io/stomp_session.h"
#include "io/websocket.h"
#include "roles/chat/rooms.h"

namespace rushlab::roles::chat {

class ChatClient;

// Where a client hears of what it said and was not taken (too much, too soon), instead of being sent away for that.
constexpr std::string_view kErrorsDestination = "/user/queue/errors";

// What a client needs of its role. Outlives the clients.
class ChatHouse {
  public:
    // By what the upgrade or CONNECT said of itself; an error's sentence is for the client.
    virtual io::Awaitable<Result<domain::MemberId>> letIn(const io::StompFrame& connect, std::string authorization,
                                                          std::string cookieToken) = 0;
    // A line of a member's; Full: it says too much, or the log is behind.
    virtual Result<> say(domain::MemberId sender, const io::StompFrame& send) = 0;
    // Called once everything that was said so far is in the event log.
    virtual void whenStored(UniqueFunction<void()> then) = 0;
    virtual Result<> subscribe(ChatClient& client, std::string_view destination, std::string subscription) = 0;
    virtual void unsubscribe(ChatClient& client, std::string_view destination, std::string_view subscription) = 0;
    virtual std::string_view name() const = 0;
    virtual Milliseconds heartBeat() const = 0;
    virtual void ended(const ChatClient& client) = 0;

  protected:
    ~ChatHouse() = default;
};

// Who asks by the upgrade's own fields, copied: the request is gone by then.
struct Credentials {
    std::string authorization;
    std::string cookieToken;
};

class ChatClient final : public Listener, private io::Timeout, public std::enable_shared_from_this<ChatClient> {
  public:
    ChatClient(ChatHouse& house, io::Loop& loop, io::GatheredWrites& writes, io::HttpTakenOver taken,
               Credentials credentials);
    ~ChatClient();

    // From its first message to its end.
    io::Awaitable<> run();
    void deliver(const io::SharedFrame& frame) override;

    domain::MemberId member() const { return m_member; }
    io::StompVersion version() const { return m_session.version(); }
    // Why it ended, for the log; empty where it said goodbye.
    const std::string& reason() const { return m_socket.reason(); }
    bool wasTooSlow() const { return m_socket.wasTooSlow(); }
    std::uint64_t delivered() const { return m_delivered; }

  private:
    io::Awaitable<> takeFrames();
    io::Awaitable<> take(io::StompFrame frame);
    io::Awaitable<Result<>> act(io::StompRequest request);
    io::Awaitable<Result<>> connect(const io::StompFrame& frame);
    void acknowledge(const io::StompFrame& frame, bool waits);
    void send(const io::StompFrame& frame);
    bool toldInstead(const Error& error, const io::StompFrame& about);
    void refuse(const Error& error, const io::StompFrame* about);
    void leaveAll();
    void armBeat();
    void onTimeout() override;
    void onLoopGone() override {}

    struct Subscription {
        std::string id;
        std::string destination;
    };

    ChatHouse& m_house;
    io::Loop& m_loop;
    io::WebSocket m_socket;
    Credentials m_credentials;
    io::ReadBuffer m_bytes;  // of a frame that comes in several messages
    io::StompParser m_parser;
    io::StompSession m_session;
    domain::MemberId m_member{};
    std::vector<Subscription> m_subscriptions;
    SteadyTime m_lastSent;
    std::uint64_t m_delivered = 0;
};

}  // namespace rushlab::roles::chat
