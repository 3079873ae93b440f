#include "roles/stock/stock_role.h"

#include "roles/answer.h"
#include "roles/cache/look_aside.h"
#include "roles/keys.h"
#include "roles/request_numbers.h"

namespace rushlab::roles {
namespace {

Result<std::string> readQuantity(sql::Session& session, domain::ItemId item) {
    const auto rows = session.query("SELECT quantity FROM stock WHERE item_id = ?", {item});
    if (!rows) return pass(rows);
    if (rows->empty()) return fail(ErrorCode::NotFound, "There is no item {}.", item.value);
    return std::to_string(rows->first().integer(0));
}

class StockRole final : public Role {
  public:
    explicit StockRole(RoleContext& context)
        : m_context(context), m_cache(context, "stock", context.settings.stockCached) {}

    void addRoutes(io::HttpRouter& router) override {
        router.add(io::HttpMethod::Get, "/stock/{number}", "What is left of an item",
                   [this](io::HttpRequest& request) { return show(request); });
        router.add(io::HttpMethod::Get, "/stock/{number}/cache", "What the cache holds of it; between services",
                   [this](io::HttpRequest& request) { return showCached(request); });
    }

  private:
    io::Awaitable<io::HttpResponse> show(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> showCached(io::HttpRequest& request);
    io::Awaitable<Result<std::string>> load(domain::ItemId item, Deadline deadline);

    RoleContext& m_context;
    LookAside m_cache;
};

io::Awaitable<io::HttpResponse> StockRole::show(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto item = itemOf(request);
    if (!item) co_return answer.refused(item.error());
    LookAside::Loader loader = [this, number = *item](Deadline within) { return load(number, within); };
    const auto quantity = co_await m_cache.get(keys::cachedStock(*item), std::move(loader), request.deadline);
    co_return quantity ? answer.ok(*quantity) : answer.refused(quantity.error());
}

io::Awaitable<io::HttpResponse> StockRole::showCached(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto item = itemOf(request);
    if (!item) co_return answer.refused(item.error());
    const auto quantity = co_await m_cache.peek(keys::cachedStock(*item), request.deadline);
    if (!quantity) co_return answer.refused(quantity.error());
    co_return *quantity ? answer.ok(**quantity) : answer.with(domain::Code::NotFound);
}

io::Awaitable<Result<std::string>> StockRole::load(domain::ItemId item, Deadline deadline) {
    const auto read = [item](sql::Session& session) { return readQuantity(session, item); };
    co_return co_await m_context.ports.database.read(deadline, read);
}

}  // namespace

std::unique_ptr<Role> makeStockRole(RoleContext& context) {
    return std::make_unique<StockRole>(context);
}

}  // namespace rushlab::roles
