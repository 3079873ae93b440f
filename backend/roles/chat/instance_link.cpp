#include "roles/chat/instance_link.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/random.h"
#include "roles/keys.h"

namespace rushlab::roles::chat {
namespace {

constexpr std::size_t kToTellMost = 4U << 20U;  // bytes; beyond them the others miss lines
constexpr std::size_t kTellAtOnceMost = 64 * 1024;
constexpr Milliseconds kTellWithin{1'000};
constexpr Milliseconds kListenFor{60'000};
constexpr Milliseconds kListenAgainAfter{200};
constexpr std::size_t kOriginsMost = 100;
constexpr std::size_t kRoomsMost = 100'000;    // of an instance: whoever talks names them
constexpr std::size_t kRoomsToldMost = 1'000;  // of a greeting; beyond them first lines may be missed unnoticed

}  // namespace

InstanceLink::InstanceLink(RoleContext& context, Ear ear)
    : m_context(context),
      m_ear(std::move(ear)),
      m_origin(fmt::format("{}/{}", context.instance, randomToken(4))),
      m_told(context.metrics.counter("rushlab_chat_told_total", "Messages to the other instances.")),
      m_dropped(context.metrics.counter("rushlab_chat_untold_total",
                                        "Messages to the other instances that could not be told.")),
      m_heard(context.metrics.counter("rushlab_chat_heard_total", "Lines that other instances told.")),
      m_missed(context.metrics.counter("rushlab_chat_missed_total", "Lines of other instances that were missed.")),
      m_cut(
          context.metrics.gauge("rushlab_chat_link_cut", "Whether the link to the other instances is cut: 1, or 0.")) {}

io::Awaitable<Result<>> InstanceLink::start(Deadline deadline) {
    auto subscribed = co_await subscribe(deadline);
    if (!subscribed) co_return subscribed;
    m_context.loop.spawn(listen());  // not of the tasks: its wait has no end that a stop could bring about
    m_context.tasks.spawn(publish());
    greet(true);
    co_return Result<>();
}

io::Awaitable<Result<>> InstanceLink::subscribe(Deadline deadline) {
    kv::Topics topics;
    topics.channels.emplace_back(keys::kChatChannel);
    auto subscribed = co_await m_context.ports.keyValue.subscribe(std::move(topics), deadline);
    if (!subscribed) co_return pass(subscribed);
    m_subscription = *std::move(subscribed);
    co_return Result<>();
}

void InstanceLink::cut(bool isCut) {
    m_isCut = isCut;
    m_cut.set(isCut ? 1 : 0);
}

std::uint64_t InstanceLink::nextNumber(const std::string& room) const {
    const auto last = m_said.find(room);
    return last == m_said.end() ? 1 : last->second + 1;
}

void InstanceLink::tell(const ChatLine& line, const std::string& json) {
    if (m_said.size() > kRoomsMost) m_said.clear();  // their next lines count from 1 again: taken for no gap
    m_said[line.room] = line.number;
    tell(json);
}

void InstanceLink::tell(const std::string& message) {
    if (m_isCut || m_toTell.size() + message.size() >= kToTellMost) return m_dropped.add();
    m_toTell.append(message).push_back('\n');
    wake();
}

void InstanceLink::greet(bool asksBack) {
    if (m_said.size() > kRoomsToldMost) return;
    std::string json;
    JsonObjectWriter greeting(json);
    greeting.field("origin", m_origin).field("asksBack", asksBack);
    JsonObjectWriter rooms = greeting.object("said");
    for (const auto& [room, number] : m_said)
        rooms.field(room, number);
    rooms.close();
    greeting.close();
    tell(json);
}

void InstanceLink::wake() {
    if (m_alarm) std::exchange(m_alarm, {}).give(true);
}

// What gathers while one message is told goes with the next one.
io::Awaitable<> InstanceLink::publish() {
    while (!m_context.tasks.stopping()) {
        if (m_toTell.empty()) {
            auto [giver, taker] = io::handoff<bool>(m_context.loop);
            m_alarm = std::move(giver);
            const io::Cancellation::Listener listener(&m_context.tasks.cancellation(), [this] { wake(); });
            co_await taker.take(Deadline::never());
            continue;
        }
        const std::size_t end = m_toTell.rfind('\n', std::min(kTellAtOnceMost, m_toTell.size()) - 1);
        const std::size_t bytes = (end == std::string::npos ? m_toTell.find('\n') : end) + 1;
        const std::string payload = m_toTell.substr(0, bytes);
        m_toTell.erase(0, bytes);
        const auto told =
            co_await m_context.ports.keyValue.publish(keys::kChatChannel, payload, Deadline::in(kTellWithin));
        (told ? m_told : m_dropped).add();
    }
}

io::Awaitable<> InstanceLink::listen() {
    bool isCut = false;
    while (true) {
        if (!m_subscription) {
            const auto subscribed = co_await subscribe(Deadline::in(kTellWithin));
            if (!subscribed) {
                if (!std::exchange(isCut, true))
                    m_context.log.warning("The other instances of the chat are not heard: {}",
                                          subscribed.error().message);
                co_await io::sleepFor(kListenAgainAfter);
                continue;
            }
            isCut = false;
        }
        const auto message = co_await m_subscription->next(Deadline::in(kListenFor));
        if (message) {
            hear(message->payload);
        } else if (message.error().code != ErrorCode::Timeout) {
            m_subscription.reset();
        }
    }
}

void InstanceLink::hear(std::string_view payload) {
    if (m_isCut) return;
    while (!payload.empty()) {
        const std::size_t end = std::min(payload.find('\n'), payload.size());
        hearMessage(payload.substr(0, end));
        payload.remove_prefix(std::min(end + 1, payload.size()));
    }
}

void InstanceLink::hearMessage(std::string_view json) {
    const auto line = chatLineIn(m_parser, json);
    if (line && line->origin != m_origin) hearLine(*line, json);
    if (!line && !hearGreeting(json))
        m_context.log.warning("What another instance told is no line: {}", line.error().message);
}

// What it has said by then counts as heard: nobody here was to hear it.
Result<> InstanceLink::hearGreeting(std::string_view json) {
    const auto greeting = m_parser.parseObject(json);
    if (!greeting) return pass(greeting);
    const auto origin = greeting->text("origin");
    const auto asksBack = greeting->boolean("asksBack");
    const auto rooms = greeting->object("said");
    if (!origin) return pass(origin);
    if (!asksBack) return pass(asksBack);
    if (!rooms) return pass(rooms);
    if (*origin == m_origin) return {};
    if (Other& other = otherOf(std::string(*origin)); !std::exchange(other.hasGreeted, true)) {
        for (const auto& [room, number] : rooms->fields())
            other.heard.emplace(room, static_cast<std::uint64_t>(number.integer().value_or(0)));
    }
    if (*asksBack) greet(false);
    return {};
}

void InstanceLink::hearLine(const ChatLine& line, std::string_view json) {
    Other& other = otherOf(line.origin);
    if (other.heard.size() > kRoomsMost) other = {};
    const auto last = other.heard.try_emplace(line.room, other.hasGreeted ? 0 : line.number - 1).first;
    if (line.number > last->second + 1) {
        const std::uint64_t lines = line.number - last->second - 1;
        m_missed.add(lines);
        m_ear.missed(line.room, line.origin, lines);
    }
    last->second = line.number;
    m_heard.add();
    m_ear.heard(line, json);
}

InstanceLink::Other& InstanceLink::otherOf(const std::string& origin) {
    if (m_others.size() > kOriginsMost) m_others.clear();  // instances that were started anew again and again
    return m_others[origin];
}

}  // namespace rushlab::roles::chat
