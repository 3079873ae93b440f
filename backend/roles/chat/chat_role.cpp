#include "roles/chat/chat_role.h"

#include <array>

#include "base/json_writer.h"
#include "base/random.h"
#include "base/utf8.h"
#include "io/websocket_handshake.h"
#include "roles/admin.h"
#include "roles/answer.h"
#include "roles/chat/chat_client.h"
#include "roles/chat/chat_history.h"
#include "roles/chat/instance_link.h"
#include "roles/chat/order_notices.h"
#include "roles/log_feed.h"
#include "roles/queues.h"
#include "roles/rate_limit.h"
#include "roles/visitors.h"

namespace rushlab::roles {
namespace {

using namespace chat;

constexpr std::array<std::string_view, 3> kSubprotocols{"v12.stomp", "v11.stomp", "v10.stomp"};
constexpr std::string_view kSayDestination = "/pub/chat.send";
constexpr std::size_t kLineIdLengthMost = 64;
constexpr Milliseconds kLetInWithin{5'000};

// A sender's own id of a line, under which it may be said again.
bool isLineId(std::string_view text) {
    return !text.empty() && text.size() <= kLineIdLengthMost && isRoom(text);
}

class ChatRole final : public Role, private ChatHouse {
  public:
    explicit ChatRole(RoleContext& context)
        : m_context(context),
          m_visitors(context),
          m_history(context, m_visitors),
          m_writes(context.loop, context.settings.chatGathers ? io::Gather::OnTicks : io::Gather::No),
          m_feed(context, kChatLines, "chat"),
          m_link(context, ear()),
          m_notices(context),
          m_rate(context.settings.chatLinesPerSecond, context.settings.chatLineBurst),
          m_clients(context.metrics.gauge("rushlab_chat_clients", "Clients that are connected.")),
          m_lines(context.metrics.counter("rushlab_chat_lines_total", "Lines that clients of this instance said.")),
          m_deliveries(context.metrics.counter("rushlab_chat_deliveries_total", "Lines delivered to listeners.")),
          m_refused(context.metrics.counter("rushlab_chat_refused_total", "Lines refused: too many of a member.")),
          m_dropped(context.metrics.counter("rushlab_chat_dropped_total",
                                            "Clients that ended for a reason of ours: too slow, silent, wrong.")),
          m_tooSlow(context.metrics.counter("rushlab_chat_too_slow_total",
                                            "Clients of these that let more gather than may wait for one.")) {}

    void addRoutes(io::HttpRouter& router) override {
        router.add(io::HttpMethod::Get, "/ws/chat", "STOMP 1.2 over WebSocket",
                   [this](io::HttpRequest& request) { return upgrade(request); });
        m_history.addRoutes(router);
        router.add(io::HttpMethod::Post, "/chat/link/{state}",
                   "Cuts this instance's link to the others (cut), or mends it (mend); admin",
                   [this](io::HttpRequest& request) { return answerLink(request); });
    }
    // Clients may choose an instance by its port.
    bool facesClients() const override { return true; }
    bool setLink(bool isCut) override {
        m_link.cut(isCut);
        m_context.log.info("The link to the other instances of the chat is {}", isCut ? "cut" : "mended");
        return true;
    }

    io::Awaitable<Result<>> start(Deadline deadline) override {
        auto declared = co_await declareShopTopics(m_context.ports.log, deadline);
        if (!declared) co_return declared;
        auto linked = co_await m_link.start(deadline);
        if (!linked) co_return linked;
        m_feed.start();
        co_return Result<>();
    }

  private:
    io::Awaitable<io::HttpResponse> upgrade(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> answerLink(io::HttpRequest& request);
    io::Awaitable<> serve(io::HttpTakenOver taken, Credentials credentials);
    InstanceLink::Ear ear();

    io::Awaitable<Result<domain::MemberId>> letIn(const io::StompFrame& connect, std::string authorization,
                                                  std::string cookieToken) override;
    Result<> say(domain::MemberId sender, const io::StompFrame& send) override;
    Result<ChatLine> lineOf(domain::MemberId sender, const io::StompFrame& send);
    WallTime timeOf(domain::MemberId sender);
    void whenStored(UniqueFunction<void()> then) override { m_feed.whenStored(std::move(then)); }
    Result<> subscribe(ChatClient& client, std::string_view destination, std::string subscription) override;
    void unsubscribe(ChatClient& client, std::string_view destination, std::string_view subscription) override;
    std::string_view name() const override { return m_context.instance; }
    Milliseconds heartBeat() const override { return m_context.settings.chatHeartBeat; }
    void ended(const ChatClient& client) override;
    void deliver(const ChatLine& line, std::string_view json) {
        m_deliveries.add(m_rooms.say(line.room, line.id, json));
    }

    RoleContext& m_context;
    Visitors m_visitors;
    ChatHistory m_history;
    io::GatheredWrites m_writes;
    Rooms m_rooms;
    LogFeed m_feed;
    InstanceLink m_link;
    OrderNotices m_notices;
    RateLimit m_rate;
    JsonParser m_parser;
    std::unordered_map<std::int64_t, WallTime> m_lastSaid;  // by member
    Gauge& m_clients;
    Counter& m_lines;
    Counter& m_deliveries;
    Counter& m_refused;
    Counter& m_dropped;
    Counter& m_tooSlow;
};

InstanceLink::Ear ChatRole::ear() {
    return {.heard = [this](const ChatLine& line, std::string_view json) { deliver(line, json); },
            .missed =
                [this](std::string_view room, std::string_view origin, std::uint64_t lines) {
                    std::string json;
                    JsonObjectWriter gap(json);
                    gap.field("roomId", room).field("origin", origin).field("missed", lines);
                    gap.close();
                    m_rooms.say(room, fmt::format("gap-{}", randomToken(8)), json);
                }};
}

io::Awaitable<io::HttpResponse> ChatRole::upgrade(io::HttpRequest& request) {
    if (const auto flaw = io::flawOfUpgrade(request)) {
        const Answerer answer(m_context.clock, request);
        io::HttpResponse refusal = answer.with(domain::Code::InvalidInput, flaw->sentence);
        if (flaw->status == 426) refusal.field(io::kWebSocketVersionField, io::kWebSocketVersion);
        co_return refusal;
    }
    Credentials credentials;
    credentials.authorization = request.field("Authorization").value_or("");
    if (!io::asksForAnotherSite(request)) credentials.cookieToken = sessionCookieOf(request).value_or("");
    auto takeOver = [this, kept = std::move(credentials)](io::HttpTakenOver taken) mutable {
        return serve(std::move(taken), std::move(kept));
    };
    co_return io::upgradeOf(request, io::chosenSubprotocol(request, kSubprotocols), std::move(takeOver));
}

io::Awaitable<io::HttpResponse> ChatRole::answerLink(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    if (!isAdmin(request, m_context.settings)) co_return answer.with(domain::Code::AccessDenied);
    const std::string_view state = request.parameter("state");
    if (state != "cut" && state != "mend") co_return answer.with(domain::Code::NotFound);
    setLink(state == "cut");
    co_return answer.ok("1");
}

io::Awaitable<> ChatRole::serve(io::HttpTakenOver taken, Credentials credentials) {
    ChatHouse& house = *this;
    const auto client =
        std::make_shared<ChatClient>(house, m_context.loop, m_writes, std::move(taken), std::move(credentials));
    m_clients.add(1);
    co_await client->run();
    m_clients.add(-1);
}

void ChatRole::ended(const ChatClient& client) {
    if (client.reason().empty()) return;
    m_dropped.add();
    if (client.wasTooSlow()) m_tooSlow.add();
    m_context.log.debug("A client of the chat (member {}) has ended: {}", client.member().value, client.reason());
}

// What CONNECT says of itself counts before what the upgrade said: a browser's cookie may be somebody else's.
io::Awaitable<Result<domain::MemberId>> ChatRole::letIn(const io::StompFrame& connect, std::string authorization,
                                                        std::string cookieToken) {
    std::optional<std::string_view> said = connect.header("Authorization");
    std::optional<std::string_view> token = connect.header("passcode");
    if (!said && !token && !authorization.empty()) said = authorization;
    if (!said && !token && !cookieToken.empty()) token = cookieToken;
    const Visitor visitor = co_await m_visitors.whoIs(said, token, Deadline::in(kLetInWithin));
    if (!visitor.isIn())
        co_return fail(ErrorCode::Denied, "{}: {}", domain::name(visitor.refusal),
                       domain::sentence(visitor.refusal, domain::Language::English));
    co_return visitor.member;
}

Result<ChatLine> ChatRole::lineOf(domain::MemberId sender, const io::StompFrame& send) {
    const auto body = m_parser.parseObject(send.body);
    if (!body) return fail(ErrorCode::Invalid, "the body must be {{roomId,content}}: {}", body.error().message);
    const auto room = body->text("roomId");
    if (!room) return pass(room);
    const auto content = body->text("content", 1);
    if (!content) return pass(content);
    if (!isRoom(*room))
        return fail(ErrorCode::Invalid, "roomId must be 1 to {} letters, digits and -._", kRoomLengthMost);
    if (content->size() > m_context.settings.chatLineBytesMost)
        return fail(ErrorCode::Invalid, "content is longer than {} bytes", m_context.settings.chatLineBytesMost);
    const auto own = send.header("line-id");
    if (own && !isLineId(*own))
        return fail(ErrorCode::Invalid, "line-id must be 1 to {} letters, digits and -._", kLineIdLengthMost);
    ChatLine line;
    line.id = own ? fmt::format("{}:{}", sender.value, *own) : randomUuid();
    line.room = *room;
    line.sender = fmt::format_int(sender.value).str();
    line.content = *content;
    line.sentAt = timeOf(sender);
    return line;
}

// Of one sender's lines each has a later time than the one before: that is the order in which the archive shows them.
WallTime ChatRole::timeOf(domain::MemberId sender) {
    constexpr std::size_t kSendersMost = 100'000;
    if (m_lastSaid.size() >= kSendersMost) m_lastSaid.clear();
    WallTime& last = m_lastSaid[sender.value];
    last = std::max(m_context.clock.wallNow(), last + Milliseconds{1});
    return last;
}

Result<> ChatRole::say(domain::MemberId sender, const io::StompFrame& send) {
    if (send.header("destination") != kSayDestination)
        return fail(ErrorCode::Invalid, "nothing is sent to {}: say it to {}",
                    utf8Start(send.header("destination").value_or(""), 100), kSayDestination);
    auto line = lineOf(sender, send);
    if (!line) return pass(line);
    if (m_rate.take(sender, std::chrono::steady_clock::now())) {
        m_refused.add();
        return fail(ErrorCode::Full, "no more than {} lines a second: say it again later",
                    m_context.settings.chatLinesPerSecond);
    }
    line->origin = m_link.origin();
    line->number = m_link.nextNumber(line->room);
    const std::string json = asJson(*line);
    const auto taken = m_feed.take(line->room, json, line->sentAt);
    if (!taken) return taken;
    m_lines.add();
    deliver(*line, json);
    m_link.tell(*line, json);
    return {};
}

Result<> ChatRole::subscribe(ChatClient& client, std::string_view destination, std::string subscription) {
    if (destination == kOrdersDestination) {
        m_notices.join({client.member(), client.version(), std::move(subscription)}, client);
        return {};
    }
    if (destination == kErrorsDestination) return {};
    const std::string_view room =
        destination.starts_with(kTopicPrefix) ? destination.substr(kTopicPrefix.size()) : std::string_view();
    if (!isRoom(room))
        return fail(ErrorCode::Invalid, "there is nothing to hear at {}: subscribe to {}NAME or {}",
                    utf8Start(destination, 100), kTopicPrefix, kOrdersDestination);
    m_rooms.join({std::string(room), client.version(), std::move(subscription)}, client);
    return {};
}

void ChatRole::unsubscribe(ChatClient& client, std::string_view destination, std::string_view subscription) {
    if (destination == kOrdersDestination) return m_notices.leave(client, subscription);
    if (destination == kErrorsDestination) return;
    const Rooms::Seat seat{std::string(destination.substr(kTopicPrefix.size())), client.version(),
                           std::string(subscription)};
    m_rooms.leave(seat, client);
}

}  // namespace

std::unique_ptr<Role> makeChatRole(RoleContext& context) {
    return std::make_unique<ChatRole>(context);
}

}  // namespace rushlab::roles
