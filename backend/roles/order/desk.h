// Where orders are asked about, ordered many lines at a time, searched and canceled: the calls of the order role that
// no strategy decides. Guarantees: an order of many lines is placed whole or not at all; a cancellation returns its
// units once, whoever else cancels, pays or lets expire at the same time; only its member places or cancels an
// order and sees where it goes; a search shows everybody's without that. Belongs to the order role's loop; outlives the
// router that it adds its routes to.
#pragma once

#include "base/json.h"
#include "roles/answer.h"
#include "roles/cache/item_catalog.h"
#include "roles/held_units.h"
#include "roles/order/idempotency.h"
#include "roles/order/order_rows.h"
#include "roles/order/strategy.h"
#include "roles/role.h"

namespace rushlab::roles {

class Desk {
  public:
    // Both outlive it.
    Desk(RoleContext& context, ItemCatalog& items);

    // GET /order/{id}, POST /orders, GET /orders, DELETE /orders/{id}/cancel
    void addRoutes(io::HttpRouter& router);

    // After an order has changed it: who looks next sees it.
    io::Awaitable<> forgetStock(domain::ItemId item, Deadline deadline);

  private:
    io::Awaitable<io::HttpResponse> show(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> place(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> search(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> cancel(io::HttpRequest& request);

    io::Awaitable<io::HttpResponse> refusePending(Answerer answer, domain::OrderId id, domain::MemberId member,
                                                  Deadline deadline);
    // Its lines with their prices, checked to be on sale; a time deal among them makes it a reservation.
    io::Awaitable<Result<>> price(domain::Order& order, Deadline deadline);
    io::Awaitable<Outcome> placeOnce(KeyedRequest asked, domain::Order order, Deadline deadline);
    io::Awaitable<Result<OrderPlaced>> placeNew(domain::Order order, Deadline deadline);
    io::Awaitable<Result<OrderPlaced>> takeAndStore(domain::Order order, Deadline deadline);
    io::Awaitable<Result<OrderPlaced>> store(domain::Order order, Deadline deadline);
    io::Awaitable<Result<>> take(domain::Order order, Deadline deadline);
    io::Awaitable<> giveBack(domain::Order order);
    io::Awaitable<> settle(domain::Order order);
    io::Awaitable<> forgetStock(std::vector<std::string> cached, Deadline deadline);

    RoleContext& m_context;
    ItemCatalog& m_items;
    HeldUnits m_held;
    IdempotencyKeys m_idempotency;
    const StrategyInfo* m_strategy;  // nothing: there is none of that name, and the role does not start
    JsonParser m_parser;
};

}  // namespace rushlab::roles
