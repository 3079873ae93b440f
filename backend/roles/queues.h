// The work queue's names in this shop, and what they are bound to.
//
//     orders            what was accepted, for the worker; dies into orders.dlq
//     orders.retry.N    waits for the N-th retry delay, then dies back into orders
//     orders.dlq        what failed every retry, or is poison: kept for a person (GET /worker/dlq)
//     mails             mails to be sent; what is refused for good dies into mails.dlq
//     coupons           requests for a coupon (mq-list): the same, with coupons.dlq
//
// Any loop.
#pragma once

#include <string>
#include <string_view>

#include "engines/log/event_log.h"
#include "engines/queue/work_queue.h"
#include "roles/role.h"
#include "roles/shop_settings.h"

namespace rushlab::roles {

constexpr std::string_view kOrderQueue = "orders";
constexpr std::string_view kCouponQueue = "coupons";
constexpr std::string_view kMailQueue = "mails";

std::string retryQueue(std::string_view queue, std::size_t attempt);  // from 1
std::string deadLetterQueue(std::string_view queue);

// How often a message was tried before, told by a header of ours (x-death does not survive a redrive).
constexpr std::string_view kAttemptHeader = "x-attempt";
constexpr std::string_view kTraceHeader = "x-trace-id";
constexpr std::string_view kFailureHeader = "x-failure";  // why it last failed

// All of the above, with their retries and dead letters; again is fine.
io::Awaitable<Result<>> declareShopQueues(queue::WorkQueue& queue, const ShopSettings& settings, Deadline deadline);

// The mail queue and its dead letters; again is fine.
io::Awaitable<Result<>> declareMailQueue(queue::WorkQueue& queue, Deadline deadline);

// No order is on its way at this moment: none is held until the queue is back, none is in the order queue or its
// retries. Dead letters are not on their way.
io::Awaitable<Result<bool>> ordersAreIdle(Ports ports, const ShopSettings& settings, Deadline deadline);

// The event log's topics.
constexpr std::string_view kOrderEvents = "order-events";
constexpr std::string_view kChatLines = "chat-lines";  // ChatLine as JSON, keyed by room, for the archive
constexpr std::string_view kItemViews =
    "item-views";  // {"itemNumber":7}, keyed by item: who looked at what, for statistics
constexpr std::string_view kArchiveGroup = "archive";  // the consumer group that carries them there
io::Awaitable<Result<>> declareShopTopics(log::EventLog& log, Deadline deadline);

}  // namespace rushlab::roles
