#include "roles/item/catalog_rows.h"

namespace rushlab::roles {

Result<std::vector<domain::Item>> listItems(sql::Session& session, std::int64_t page, std::int64_t size) {
    const auto rows = session.query("SELECT id, name, price, type, start_at FROM items ORDER BY id LIMIT ? OFFSET ?",
                                    {size, page * size});
    if (!rows) return pass(rows);
    std::vector<domain::Item> items;
    for (const sql::Row row : *rows) {
        domain::Item item;
        item.id.value = row.integer(0);
        item.name = row.text(1);
        item.price = row.integer(2);
        const auto type = domain::itemTypeOf(row.text(3));
        if (!type)
            return fail(ErrorCode::Corrupt, "Item {} is of the unknown type {}.", item.id.value, row.text(3));
        item.type = *type;
        if (!row.isNull(4)) item.startAt = row.wallTime(4);
        items.push_back(std::move(item));
    }
    return items;
}

Result<std::vector<domain::Member>> listMembers(sql::Session& session, std::int64_t page, std::int64_t size) {
    const auto rows =
        session.query("SELECT id, name, address FROM members ORDER BY id LIMIT ? OFFSET ?", {size, page * size});
    if (!rows) return pass(rows);
    std::vector<domain::Member> members;
    for (const sql::Row row : *rows) {
        members.push_back(
            {domain::MemberId{row.integer(0)}, std::string(row.text(1)), std::string(row.text(2))});
    }
    return members;
}

Result<domain::ItemId> insertItem(sql::Session& session, const NewItem& wanted, WallTime now) {
    const domain::Item& item = wanted.item;
    const auto rows = session.query(
        "INSERT INTO items (name, price, type, start_at, content, created_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        {item.name, item.price, domain::name(item.type), item.startAt, item.content, now});
    if (!rows) return pass(rows);
    const domain::ItemId id{rows->first().integer(0)};
    const auto stocked = session.execute("INSERT INTO stock (item_id, quantity, initial) VALUES (?, ?, ?)",
                                         {id, wanted.stockQuantity, wanted.stockQuantity});
    if (!stocked) return pass(stocked);
    return id;
}

Result<domain::MemberId> insertMember(sql::Session& session, const domain::Member& wanted, WallTime now) {
    const auto rows = session.query("INSERT INTO members (name, address, created_at) VALUES (?, ?, ?) RETURNING id",
                                    {wanted.name, wanted.address, now});
    if (!rows) return pass(rows);
    return domain::MemberId{rows->first().integer(0)};
}

}  // namespace rushlab::roles
