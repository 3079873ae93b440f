// A shop that sends welcome mails, and in which who carries them can be killed: one of this process, or one that is a
// process of its own.
// The scenario's thread; it blocks.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "lab/engines.h"
#include "roles/mail/mail_way.h"
#include "scenarios/stage.h"

namespace rushlab::scenarios {

enum class MailKill : std::uint8_t {
    None,
    Consumer,  // who carries mails, and nothing else: a channel that is dropped, an instance that crashes
    Sigkill,   // the whole shop, as it stands
    Sigterm,   // the same, asked to end: it may finish what it has
};

using NotedMails = std::set<std::string, std::less<>>;

struct MailShopOptions {
    std::string label;
    const roles::MailWayInfo* way = nullptr;
    MailKill kill = MailKill::None;
    std::size_t atOnce = 50;
    std::uint64_t seed = 1;
};

class MailShop {
  public:
    // For a kill of the whole shop it is a process of its own.
    static Result<std::unique_ptr<MailShop>> open(ScenarioContext& context, const lab::StagedMail& staged,
                                                  const MailShopOptions& options);
    virtual ~MailShop() = default;

    virtual io::HttpEndpoint gateway() const = 0;
    // Returns once it is dead, with the ids of the mails that it had noted as handed over; after a clean stop, which
    // explains no mail that comes again, with none.
    virtual Result<NotedMails> strike() = 0;
    virtual Result<> mend() = 0;  // returns once it serves again
    // Mails that wait anywhere in it, or are on their way from it.
    virtual Result<std::uint64_t> backlog() = 0;
    virtual void describe(verdict::Variant& variant) const = 0;
};

}  // namespace rushlab::scenarios
