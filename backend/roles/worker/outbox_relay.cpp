#include "roles/worker/outbox_relay.h"

#include "roles/outbox.h"

namespace rushlab::roles {
namespace {


// Calls f(line) for each line; stops at the first error.
template <class F>
Result<> forEachLine(std::string_view text, F f) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (auto done = f(text.substr(0, end)); !done) return done;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

}  // namespace

OutboxRelay::OutboxRelay(RoleContext& context)
    : m_context(context),
      m_heldUnits(context),
      m_staleStock(context),
      m_relayed(context.metrics.counter("rushlab_outbox_events_total", "Events carried from the outbox on.")),
      m_failures(context.metrics.counter("rushlab_outbox_failures_total",
                                         "Rounds of the outbox's relay that had to be tried again.")) {}

void OutboxRelay::start() {
    m_context.tasks.spawn(run());
}

void OutboxRelay::wake() {
    m_awake = true;
    if (m_alarm) m_alarm.give(true);
}

io::Awaitable<> OutboxRelay::rest(Milliseconds span) {
    if (std::exchange(m_awake, false) || m_context.tasks.stopping()) co_return;
    auto [giver, taker] = io::handoff<bool>(m_context.loop);
    m_alarm = std::move(giver);
    const io::Cancellation::Listener listener(&m_context.tasks.cancellation(), [this] { wake(); });
    co_await taker.take(Deadline::in(span));
    m_awake = false;
}

io::Awaitable<> OutboxRelay::run() {
    int failures = 0;
    while (!m_context.tasks.stopping()) {
        const auto relayed = co_await relaySome();
        if (!relayed) {
            if (failures++ == 0) m_context.log.warning("The outbox waits: {}", relayed.error().message);
            m_failures.add();
            co_await m_context.tasks.sleepFor(std::min(kOutboxLookEvery * failures, Milliseconds{2'000}));
            continue;
        }
        failures = 0;
        if (*relayed < kOutboxBatch) co_await rest(kOutboxLookEvery);
    }
}

// Neighbours of one topic go together; what was carried on before a failure is deleted, so that it is not repeated.
io::Awaitable<Result<std::size_t>> OutboxRelay::relaySome() {
    const auto rows = co_await readOutbox(m_context, OutboxPart::AllOther);
    if (!rows) co_return pass(rows);
    std::size_t done = 0;
    Result<> failed;
    while (done < rows->size() && failed) {
        std::size_t end = done + 1;
        if ((*rows)[done].topic == kUnitsReturned) {
            failed = co_await returnUnits((*rows)[done]);
        } else {
            while (end < rows->size() && (*rows)[end].topic == (*rows)[done].topic)
                ++end;
            failed = co_await append(std::span(*rows).subspan(done, end - done));
        }
        if (failed) done = end;
    }
    if (done > 0) {
        auto forgotten = co_await forgetOutbox(m_context, std::span(*rows).first(done));
        if (!forgotten) co_return pass(forgotten);
    }
    if (!failed) co_return pass(failed);
    co_return rows->size();
}

Result<std::string> OutboxRelay::keyOf(const OutboxRow& row, std::string_view event) {
    if (!row.key.empty()) return row.key;
    const auto object = m_parser.parseObject(event);
    if (!object) return pass(object);
    const auto order = object->text("orderId");
    if (!order) return pass(order);
    return std::string(*order);
}

io::Awaitable<Result<>> OutboxRelay::append(std::span<const OutboxRow> rows) {
    std::vector<log::Record> records;
    for (const OutboxRow& row : rows) {
        auto read = forEachLine(row.payload, [&](std::string_view event) -> Result<> {
            auto key = keyOf(row, event);
            if (!key)
                return fail(ErrorCode::Corrupt, "Row {} of the outbox has no key and no event with an orderId ({})",
                            row.id, key.error().message);
            m_staleStock.add(event);
            records.push_back({*std::move(key), std::string(event)});
            return {};
        });
        if (!read) co_return read;
    }
    const auto appended = co_await m_context.ports.log.append(rows.front().topic, records, Deadline::in(kOutboxWithin));
    if (!appended) co_return pass(appended);
    for (const log::Record& record : records)
        m_context.ways.tell(record.key, WayStep::EventLogged, rows.front().topic);
    co_await m_staleStock.forget(Deadline::in(kOutboxWithin));
    m_relayed.add(records.size());
    co_return Result<>();
}

io::Awaitable<Result<>> OutboxRelay::returnUnits(const OutboxRow& row) {
    std::vector<Held> units;
    auto read = forEachLine(row.payload, [&](std::string_view event) -> Result<> {
        const auto object = m_parser.parseObject(event);
        if (!object) return pass(object);
        const auto order = object->text("orderId");
        if (!order) return pass(order);
        const auto item = object->integer("itemNumber", 1);
        if (!item) return pass(item);
        const auto count = object->integer("count", 1);
        if (!count) return pass(count);
        Held& held = units.emplace_back();
        held.order.value = *order;
        held.item.value = *item;
        held.count = *count;
        return {};
    });
    if (!read)
        co_return fail(ErrorCode::Corrupt, "Row {} of the outbox tells of no returned units ({})", row.id,
                       read.error().message);
    for (Held& held : units) {
        auto returned = co_await m_heldUnits.returned(std::move(held), Deadline::in(kOutboxWithin));
        if (!returned) co_return returned;
        m_relayed.add();
    }
    co_return Result<>();
}

}  // namespace rushlab::roles
