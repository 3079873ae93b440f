// Units that were taken in the key-value engine for orders that are not durable anywhere yet.
// A unit moves forward: taken here, published (the queue owns it: settle), completed in the database. What stays here
// too long belongs to an instance that died between the two; the scheduler returns it, exactly once, with the
// order's row that it has won in the database. Guarantees: take, give back and settle are one atomic script each; the
// same order takes once, however often it asks. Belongs to its caller's loop.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/order.h"
#include "roles/role.h"

namespace rushlab::roles {

struct Held {
    domain::OrderId order;
    domain::ItemId item;
    std::int64_t count = 0;
    WallTime takenAt{};
    // Who ordered, so that GET /order/{id} knows the order before the database does; 0: nobody is told.
    domain::MemberId member{};

    friend bool operator==(const Held&, const Held&) = default;
};

class HeldUnits {
  public:
    explicit HeldUnits(RoleContext& context);

    // SoldOut: nothing was taken. Unavailable, too: the order is being ended (see end), its row will tell. True: taken
    // now; false: this order holds them already, or was settled before. Where the engine has lost the item's number, it
    // is made anew from the database, under a lock, once the order queue is empty and, but for the item's first sale,
    // `orderWithin` has passed since it was missed: until then what is in the queue, or about to be, would be sold
    // twice.
    io::Awaitable<Result<bool>> take(Held units, Deadline deadline);
    // What may still be taken; made anew as take() does. Another may have taken it before this returns.
    io::Awaitable<Result<std::int64_t>> left(domain::ItemId item, Deadline deadline);
    // Takes under its caller's lock, once left() has seen to it that there is a number; otherwise as take(). Timeout:
    // the lock lapsed, and a holder with a later fencing token has been here; nothing was taken.
    io::Awaitable<Result<bool>> takeTested(Held units, std::int64_t fence, Deadline deadline);
    // Whether they were still held, and not ended: true for one caller only.
    io::Awaitable<Result<bool>> giveBack(Held units, Deadline deadline);
    // Somebody durable knows of them now.
    io::Awaitable<Result<>> settle(Held units, Deadline deadline);
    // Units of an order that the database has returned (expired, canceled): once for each order id, and only where the
    // item's number is there.
    io::Awaitable<Result<>> returned(Held units, Deadline deadline);
    // Takes an order's units over from whoever holds them since before this moment: from here on the order takes no
    // more, and nobody but the caller returns them. False: they are not held any more, or were taken again meanwhile.
    io::Awaitable<Result<bool>> end(Held units, WallTime takenBefore, Deadline deadline);
    // Taken before this moment and still held.
    io::Awaitable<Result<std::vector<Held>>> overdue(WallTime takenBefore, std::size_t most, Deadline deadline);

  private:
    bool tookNow(const Held& units, std::int64_t said) const;
    io::Awaitable<Result<std::int64_t>> tryTake(const Held& units, std::optional<std::int64_t> fence,
                                                Deadline deadline);
    io::Awaitable<Result<>> load(domain::ItemId item, Deadline deadline);
    io::Awaitable<Result<bool>> tryLoad(domain::ItemId item, Deadline deadline);
    io::Awaitable<Result<bool>> loadAlone(domain::ItemId item, std::string token, bool hasWaited, Deadline deadline);
    io::Awaitable<Result<bool>> nothingIsOnItsWay(Deadline deadline);
    io::Awaitable<Result<bool>> lock(std::string key, std::string token, Deadline deadline);
    io::Awaitable<> unlock(std::string key, std::string token, Deadline deadline);
    io::Awaitable<Result<std::optional<std::int64_t>>> countUnsold(domain::ItemId item, bool hasWaited,
                                                                   Deadline deadline);
    io::Awaitable<Result<>> addOverdue(std::string item, WallTime takenBefore, std::size_t most,
                                       std::vector<Held>& found, Deadline deadline);

    RoleContext& m_context;
    kv::Script m_take;
    kv::Script m_takeTested;
    kv::Script m_giveBack;
    kv::Script m_end;
    kv::Script m_return;
    kv::Script m_install;
    kv::Script m_unlock;
};

}  // namespace rushlab::roles
