// Items by their number, for whoever prices or checks them: from this instance's memory of the last second, from the
// look-aside cache, or from the database.
// Guarantees: as LookAside; an item is at most a second older here than in the cache. NotFound: no such item, in a
// sentence that names it. Make it while the role is built. Belongs to its role's loop.
#pragma once

#include <string>
#include <unordered_map>

#include "base/json.h"
#include "domain/item.h"
#include "roles/cache/look_aside.h"

namespace rushlab::roles {

class ItemCatalog {
  public:
    explicit ItemCatalog(RoleContext& context);

    io::Awaitable<Result<domain::Item>> find(domain::ItemId item, Deadline deadline);
    // What the cache holds now; nothing where it holds nothing.
    io::Awaitable<Result<std::optional<domain::Item>>> cached(domain::ItemId item, Deadline deadline);
    // After the item was changed.
    io::Awaitable<Result<>> forget(domain::ItemId item, Deadline deadline);

  private:
    struct Remembered {
        domain::Item item;
        SteadyTime until;
    };

    io::Awaitable<Result<std::string>> load(domain::ItemId item, Deadline deadline);
    void remember(const domain::Item& item);

    RoleContext& m_context;
    LookAside m_cache;
    JsonParser m_parser;
    std::unordered_map<domain::ItemId, Remembered> m_remembered;
    Counter& m_rememberedHits;
};

}  // namespace rushlab::roles
