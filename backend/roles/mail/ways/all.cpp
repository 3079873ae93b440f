#include "roles/mail/ways/all.h"

#include <algorithm>
#include <array>

namespace rushlab::roles {
namespace {

constexpr std::array kWays{
    MailWayInfo{.id = "async",
                .mechanism = "the sign-up is answered, the mail waits in memory for a pool of the auth role's own",
                .teaches = "quick, and a kill loses all that waits",
                .survivesKill = false,
                .mayRepeat = false,
                .makeSender = makeAsyncSender},
    MailWayInfo{
        .id = "queue",
        .mechanism = "a durable queue, confirmed before the answer; the worker acknowledges after the hand-over",
        .teaches = "a kill loses nothing, and may send a mail twice",
        .makeSender = makeQueueSender,
        .makeCarrier = makeQueueCarrier},
    MailWayInfo{.id = "list",
                .mechanism = "LPUSH into the key-value engine, BRPOP in the worker",
                .teaches = "what was popped and not sent yet is lost on a kill",
                .survivesKill = false,
                .mayRepeat = false,
                .needsKeyValue = true,
                .makeSender = makeListSender,
                .makeCarrier = makeListCarrier},
    MailWayInfo{.id = "list-reliable",
                .mechanism = "the same with LMOVE into a list of what is on its way, and a reaper that moves it back",
                .teaches = "a queue made by hand: as safe as the engine that holds the list",
                .needsKeyValue = true,
                .makeSender = makeListSender,
                .makeCarrier = makeReliableListCarrier},
};

}  // namespace

std::span<const MailWayInfo> allMailWays() {
    return kWays;
}

const MailWayInfo* findMailWay(std::string_view id) {
    const auto found = std::ranges::find(kWays, id, &MailWayInfo::id);
    return found == kWays.end() ? nullptr : &*found;
}

}  // namespace rushlab::roles
