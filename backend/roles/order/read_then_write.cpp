#include "roles/order/read_then_write.h"

namespace rushlab::roles {

io::Awaitable<Result<Placed>> ReadThenWrite::place(PlaceOrder order, SqlSale::Take first, Deadline deadline) {
    auto reading = [item = order.line.item](sql::Session& session) { return stockOf(session, item); };
    const auto stock = co_await m_context.ports.database.read(deadline, std::move(reading));
    if (!stock) co_return pass(stock);
    m_context.ways.tell(order.id, WayStep::StockRead, fmt::format_int(*stock).c_str());
    if (*stock < order.line.count) co_return soldOut(order.line.item);
    const std::int64_t left = *stock - order.line.count;
    SqlSale::Take writing = [left, first = std::move(first)](sql::Session& session,
                                                             const PlaceOrder& placed) -> Result<> {
        std::int64_t quantity = left;
        if (first) {
            if (auto may = first(session, placed); !may) return may;
            // Who was waited for here has written, and what was read before is older than that.
            const auto now = stockOf(session, placed.line.item);
            if (!now) return pass(now);
            if (*now < placed.line.count) return soldOut(placed.line.item);
            quantity = *now - placed.line.count;
        }
        const auto written = session.execute("UPDATE stock SET quantity = ?, version = version + 1 WHERE item_id = ?",
                                             {quantity, placed.line.item});
        if (!written) return pass(written);
        return {};
    };
    co_return co_await m_sale.place(std::move(order), std::move(writing), deadline);
}

}  // namespace rushlab::roles
