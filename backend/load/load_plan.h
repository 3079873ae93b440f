// What a load is to do: who orders what, where, when, and for how long.
// A plain value; the same plan and seed give the same members, units, gaps and choices in the same order.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "domain/ids.h"
#include "io/http_client.h"

namespace rushlab::load {

// Each user asks again once it was answered and has thought; a slow shop is asked less often.
struct Closed {
    std::size_t users = 1;
    std::size_t ordersEach = 0;  // 0: as many as fit into `lasting`
    Milliseconds lasting{0};     // 0: until each user has its orders
    Milliseconds thinkTime{0};   // the mean between an answer and the next request, exponentially distributed
};

// Requests come at a rate, whatever the shop does. What no connection was free for in time is dropped, and recorded so.
struct Open {
    double perSecond = 1;
    std::size_t requests = 0;  // 0: as many as fit into `lasting`
    Milliseconds lasting{0};
    std::size_t connections = 256;
    Milliseconds lateMost{1'000};  // behind its intended time, then it is dropped
};

// All at one moment, over connections that were opened before.
struct Burst {
    std::size_t users = 1;
    std::size_t ordersEach = 1;
};

// How a request says whom it is from.
enum class Login : std::uint8_t {
    UserNumber,   // Authorization: 42, at a gateway that trusts it
    Token,        // Authorization: Bearer ..., one a member
    UserIdField,  // X-User-Id: 42, straight to an instance
};

enum class What : std::uint8_t {
    Order,   // POST {path} {"itemNumber":1,"count":2}
    Coupon,  // POST {path} {"accountId":42}
};

// What users do with orders of theirs that were accepted. Not with Open arrivals.
struct Payments {
    double share = 0;  // of them that are paid, 0 to 1; the others are abandoned
    Milliseconds delayLeast{0};
    Milliseconds delayMost{0};
    std::size_t triesMost = 1;  // where a payment is declined
};

struct LoadPlan {
    std::vector<io::HttpEndpoint> targets;  // users are spread over them in turn
    io::TlsClientContext* tls = nullptr;    // for targets with TLS; outlives the load
    std::variant<Closed, Open, Burst> arrivals;
    What what = What::Order;
    std::string path = "/api/order";
    std::string payPath = "/api/order/";  // and the order's id
    Login login = Login::UserNumber;
    std::int64_t membersFrom = 1;         // user i is member membersFrom + i; Open arrivals take them in turn
    std::size_t members = 0;              // 0: as many as users
    std::vector<std::string> tokens{};    // for Login::Token, in the members' order
    std::vector<domain::ItemId> items{};  // one of them, evenly, for each order
    std::int64_t unitsLeast = 1;
    std::int64_t unitsMost = 1;
    Payments payments{};
    // A user that comes before the sale has opened asks again after so long; 0: it does not. Not with Open arrivals.
    Milliseconds notOpenAgainAfter{0};
    Milliseconds connectWithin{5'000};
    Milliseconds answerWithin{10'000};
    // Of the whole load; what is left then is not sent, and the record is not whole. 0: what mayTake() says.
    Milliseconds timeMost{0};
    std::uint64_t seed = 1;
};

// How many connections it opens.
std::size_t connectionsOf(const LoadPlan& plan);
// As long as the load can take where every answer comes at its last moment: whatever takes longer hangs.
Milliseconds mayTake(const LoadPlan& plan);
// Invalid: which part of the plan cannot be done, and what is allowed.
Result<> validate(const LoadPlan& plan);

}  // namespace rushlab::load
