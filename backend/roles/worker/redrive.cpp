#include "roles/worker/redrive.h"

#include <algorithm>

#include "roles/queues.h"

namespace rushlab::roles {
namespace {

void leaveOut(queue::Headers& headers, std::string_view name) {
    std::erase_if(headers, [name](const auto& header) { return header.first == name; });
}

// What `only` names, each once; takes what was found from it.
bool isWanted(const Redrive& what, std::vector<std::string>& sought, const std::string& messageId) {
    if (what.only.empty()) return true;
    const auto found = std::ranges::find(sought, messageId);
    if (found == sought.end()) return false;
    sought.erase(found);
    return true;
}

Result<> foundAll(const Redrive& what, const std::vector<std::string>& sought) {
    if (sought.empty()) return {};
    return fail(ErrorCode::NotFound, "The message {} does not lie in {} (any more).", sought.front(), what.from);
}

queue::Message sentBack(const queue::Delivery& letter, const Redrive& what) {
    queue::Message message = letter.message;
    message.exchange.clear();
    message.routingKey = what.target;
    message.mandatory = true;
    leaveOut(message.headers, kAttemptHeader);
    leaveOut(message.headers, kFailureHeader);
    if (what.attempts > 0) message.headers.emplace_back(kAttemptHeader, std::to_string(what.attempts));
    return message;
}

io::Awaitable<Result<>> wouldMove(queue::WorkQueue& queue, const Redrive& what, std::vector<std::string>& moved,
                                  Deadline deadline) {
    const auto letters = co_await queue.browse(what.from, 0, what.most, deadline);
    if (!letters) co_return pass(letters);
    std::vector<std::string> sought = what.only;
    for (const queue::Delivery& letter : *letters) {
        if (isWanted(what, sought, letter.message.messageId)) moved.push_back(letter.message.messageId);
    }
    co_return foundAll(what, sought);
}

}  // namespace

// Those that are not wanted are held until the wanted ones are out, and go back to where they stood with the consumer.
io::Awaitable<Result<>> redrive(queue::WorkQueue& queue, Redrive what, std::vector<std::string>& moved,
                                std::function<void(const std::string& messageId)> movedOne, Deadline deadline) {
    if (what.dryRun) co_return co_await wouldMove(queue, what, moved, deadline);
    const auto stats = co_await queue.stats(what.from, deadline);
    if (!stats) co_return pass(stats);
    queue::ConsumerOptions options;
    options.mode = queue::ConsumerMode::Pull;
    options.prefetch = what.only.empty() ? 1 : 0;
    options.name = what.who;
    const auto consumer = co_await queue.openConsumer(what.from, std::move(options), deadline);
    if (!consumer) co_return pass(consumer);
    std::vector<std::string> sought = what.only;
    const std::uint64_t most = std::min(what.most, stats->ready);
    for (std::uint64_t at = 0; at < most && (what.only.empty() || !sought.empty()); ++at) {
        auto letter = co_await (*consumer)->next(deadline);
        if (!letter) co_return pass(std::move(letter));
        if (!*letter) break;
        const std::string id = (*letter)->message.messageId;
        if (!isWanted(what, sought, id)) continue;
        const auto confirmed = co_await queue.publish(sentBack(**letter, what), deadline);
        if (!confirmed) co_return pass(confirmed);
        moved.push_back(id);
        if (movedOne) movedOne(id);
        auto acked = co_await (*consumer)->ack((*letter)->tag, false, deadline);
        if (!acked) co_return acked;
    }
    co_return foundAll(what, sought);
}

}  // namespace rushlab::roles
