// How the shop works: which mechanism, which limits, which time spans. The same for every instance of a lab.
// A plain value; never changed while a lab runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"

namespace rushlab::roles {

struct ShopSettings {
    // The sale.
    std::string strategy = "lua-mq";
    Milliseconds lockWait{10'000};
    Milliseconds lockLease{3'000};
    Milliseconds reservedFor{120'000};       // a time deal's units, until they must be paid
    double paymentFailureRate = 0.0;         // of payments that are declined, 0 to 1
    Milliseconds idempotencyKept{86'400'000};
    std::int64_t couponsARefill = 100;       // ids that one refill brings from the database into the list
    bool holdOrders = false;                 // in the outbox, while the work queue is away; false: they are refused
    bool couponsByList = true;               // POST /coupons/issue by queue and list; false: by SKIP LOCKED

    // The worker.
    std::uint32_t prefetch = 50;
    std::size_t batchMost = 200;             // orders in one transaction; prefetch bounds it too
    std::vector<Milliseconds> retryDelays{Milliseconds{1'000}, Milliseconds{5'000}, Milliseconds{15'000}};

    // Mail.
    std::string mailWay = "queue";
    std::size_t mailsAtOnce = 50;  // on their way to the mail server; the mail consumer's prefetch
    Milliseconds mailWithin{60'000};

    // Chat.
    double chatLinesPerSecond = 20;  // of one member; 0: no limit
    std::uint32_t chatLineBurst = 40;
    std::size_t chatLineBytesMost = 4'096;
    Milliseconds chatHeartBeat{10'000};
    bool chatGathers = true;  // what a client is told within a tick goes out together; false: a write for each message

    // The gateway.
    std::uint64_t shedAtQueueDepth = 100'000;  // ready messages in the order queue; 0: never
    double requestsPerSecondPerUser = 0;       // 0: no limit
    std::uint32_t burstPerUser = 20;
    bool trustUserNumber = false;              // "Authorization: 42" is a login
    std::string adminToken;                    // of /worker/dlq; empty: nobody may
    Milliseconds orderWithin{3'000};
    Milliseconds answerWithin{5'000};

    // Auth.
    Milliseconds sessionKept{1'800'000};
    int passwordThreads = 2;

    // Caches.
    bool cache = true;
    Milliseconds itemCached{600'000};
    Milliseconds stockCached{300'000};

    // The registry.
    Milliseconds leaseOfInstance{5'000};
    Milliseconds heartbeat{1'000};

    // The scheduler.
    Milliseconds overdueEvery{1'000};
    Milliseconds unitsHeldMost{60'000};  // in the key-value engine, for an order that nothing durable knows
    Milliseconds dailyStatEvery{60'000};
    Milliseconds cleanUpEvery{600'000};

    std::uint64_t seed = 1;  // of everything that is drawn by lot (payments, retries' jitter)
};

}  // namespace rushlab::roles
