// Items and members as the database holds them: listed and made.
// Any thread, within a transaction.
#pragma once

#include <vector>

#include "domain/item.h"
#include "engines/sql/database.h"
#include "roles/item/new_item.h"

namespace rushlab::roles {

// The lowest numbers first; items without their content.
Result<std::vector<domain::Item>> listItems(sql::Session& session, std::int64_t page, std::int64_t size);
Result<std::vector<domain::Member>> listMembers(sql::Session& session, std::int64_t page, std::int64_t size);

// With its stock.
Result<domain::ItemId> insertItem(sql::Session& session, const NewItem& wanted, WallTime now);
Result<domain::MemberId> insertMember(sql::Session& session, const domain::Member& wanted, WallTime now);

}  // namespace rushlab::roles
