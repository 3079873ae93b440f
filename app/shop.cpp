#include "app/shop.h"

#include <vector>

#include "base/nearest_name.h"
#include "roles/mail/mail_way.h"
#include "roles/order/strategy.h"

namespace rushlab::app {
namespace {

bool isLoopback(std::string_view address) {
    return address == "localhost" || address == "::1" || address.starts_with("127.");
}

Result<> checkStrategy(const std::string& id) {
    if (roles::findStrategy(id)) return {};
    std::vector<std::string_view> ids;
    for (const roles::StrategyInfo& info : roles::allStrategies())
        ids.push_back(info.id);
    return fail(ErrorCode::Invalid, "There is no strategy {}.{} rushlab list tells which there are.", quotedText(id),
                didYouMean(id, ids));
}

Result<> checkMailWay(const std::string& id) {
    if (roles::findMailWay(id)) return {};
    std::vector<std::string_view> ids;
    for (const roles::MailWayInfo& info : roles::allMailWays())
        ids.push_back(info.id);
    return fail(ErrorCode::Invalid, "mail.way is {}: allowed are {}.{}", quotedText(id), fmt::join(ids, ", "),
                didYouMean(id, ids));
}

}  // namespace

Result<roles::ShopSettings> shopSettings(const Settings& settings) {
    if (const auto checked = checkStrategy(settings.strategy); !checked) return pass(checked);
    if (const auto checked = checkMailWay(settings.mailWay); !checked) return pass(checked);
    const bool loopback = isLoopback(settings.bind);
    if (settings.trustUserNumber.value_or(false) && !loopback)
        return fail(ErrorCode::Invalid,
                    "auth.trust-user-number is on, and the shop is bound to {}, where anybody could be any user: it "
                    "may be on only where --bind is a loopback address such as 127.0.0.1.",
                    settings.bind);
    roles::ShopSettings shop;
    shop.strategy = settings.strategy;
    shop.lockWait = settings.lockWait;
    shop.lockLease = settings.lockLease;
    shop.reservedFor = settings.reservedFor;
    shop.paymentFailureRate = settings.paymentFailureRate;
    shop.sessionKept = settings.sessionKept;
    shop.prefetch = static_cast<std::uint32_t>(settings.prefetch);
    shop.holdOrders = settings.holdOrders;
    shop.cache = settings.cache;
    shop.answerWithin = settings.answerWithin;
    shop.mailWay = settings.mailWay;
    shop.mailsAtOnce = static_cast<std::size_t>(settings.mailsAtOnce);
    shop.shedAtQueueDepth = static_cast<std::uint64_t>(settings.shedAtDepth);
    shop.requestsPerSecondPerUser = settings.userRate;
    shop.chatLinesPerSecond = settings.chatRate;
    shop.trustUserNumber = settings.trustUserNumber.value_or(loopback);
    if (settings.adminToken != "none") shop.adminToken = settings.adminToken;
    return shop;
}

lab::LabOptions labOptions(const Settings& settings, roles::ShopSettings shop) {
    lab::LabOptions options;
    options.shop = std::move(shop);
    options.address = settings.bind;
    options.portBase = settings.portBase;
    options.instances["gateway"] = 2;
    options.instances["worker"] = static_cast<std::size_t>(settings.workers);
    if (settings.tls) options.tlsFolder = settings.data;
    return options;
}

}  // namespace rushlab::app
