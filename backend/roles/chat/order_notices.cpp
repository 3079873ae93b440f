#include "roles/chat/order_notices.h"

#include "base/json_writer.h"
#include "domain/order.h"
#include "roles/queues.h"

namespace rushlab::roles::chat {
namespace {

constexpr Milliseconds kAskWithin{5'000};
constexpr Milliseconds kFollowAgainAfter{500};

}  // namespace

OrderNotices::OrderNotices(RoleContext& context)
    : m_context(context),
      m_notices(context.metrics.counter("rushlab_order_notices_total", "Completed orders told to their buyers.")) {}

void OrderNotices::join(Seat seat, Listener& listener) {
    const std::int64_t member = seat.member.value;
    m_listeners.emplace(member, Heard{std::move(seat), &listener});
    // Not of the role's tasks: its waits have no end that a stop could bring about.
    if (m_listeners.size() == 1) m_context.loop.spawn(follow(++m_turn));
}

void OrderNotices::leave(const Listener& listener, std::string_view subscription) {
    std::erase_if(m_listeners, [&](const auto& entry) {
        return entry.second.listener == &listener && entry.second.seat.subscription == subscription;
    });
    if (m_listeners.empty()) ++m_turn;
}

io::Awaitable<> OrderNotices::follow(std::uint64_t turn) {
    while (turn == m_turn) {
        const auto topic = co_await m_context.ports.log.describe(std::string(kOrderEvents), Deadline::in(kAskWithin));
        if (topic) {
            for (std::size_t at = 0; at < topic->partitions.size(); ++at)
                m_context.loop.spawn(followPartition(static_cast<int>(at), topic->partitions[at].nextOffset, turn));
            co_return;
        }
        co_await io::sleepFor(kFollowAgainAfter);
    }
}

io::Awaitable<> OrderNotices::followPartition(int partition, std::int64_t offset, std::uint64_t turn) {
    while (turn == m_turn) {
        log::TopicPartition from(std::string(kOrderEvents), partition);
        const auto records =
            co_await m_context.ports.log.fetch(std::move(from), offset, log::FetchLimits(), Deadline::in(kAskWithin));
        if (turn != m_turn) co_return;
        if (!records) {
            co_await io::sleepFor(kFollowAgainAfter);
            continue;
        }
        for (const log::RecordView& record : *records)
            tell(record.value());
        if (!records->empty()) offset = records->back().offset() + 1;
    }
}

void OrderNotices::tell(std::string_view event) {
    const auto object = m_parser.parseObject(event);
    if (!object) return;
    const auto member = object->integer("memberId");
    const auto status = object->text("status");
    const auto order = object->text("orderId");
    if (!member || !status || !order || *status != domain::name(domain::OrderStatus::Completed)) return;
    const auto [first, last] = m_listeners.equal_range(*member);
    for (auto at = first; at != last; ++at) {
        std::string json;
        JsonObjectWriter notice(json);
        notice.field("orderId", *order).field("status", *status);
        notice.close();
        const Seat& seat = at->second.seat;
        at->second.listener->deliver(messageTo(seat.subscription, kOrdersDestination, *order, json, seat.version));
        m_notices.add();
    }
}

}  // namespace rushlab::roles::chat
