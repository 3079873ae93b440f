// Whose stock has changed, by what the outbox's events tell: what the cache holds of it is forgotten.
// Every change of a stock is committed with an event, so whoever carries the events on forgets for all who wrote them.
// Belongs to its role's loop.
#pragma once

#include <set>
#include <string_view>

#include "base/json.h"
#include "domain/ids.h"
#include "roles/role.h"

namespace rushlab::roles {

class StaleStock {
  public:
    explicit StaleStock(RoleContext& context) : m_context(context) {}

    // An event as roles/outbox.h writes it; another one changes nothing.
    void add(std::string_view event);
    // Of all that were added since the last time. What the engine does not take is as old as settings.stockCached.
    io::Awaitable<> forget(Deadline deadline);

  private:
    RoleContext& m_context;
    JsonParser m_parser;
    std::set<domain::ItemId> m_items;
};

}  // namespace rushlab::roles
