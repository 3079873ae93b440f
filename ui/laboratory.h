// What stands behind the window: the shop, the runs, the engines. The program implements it in its own process; a test
// by a script; later a remote one over a socket.
// labs() and engines() return at once, from any thread. Everything else may take seconds and is for the bridge's
// threads: runs one at a time, the other calls one at a time, a run beside them.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "lab/engine_report.h"
#include "lab/live_lab.h"
#include "lab/mail_desk.h"
#include "scenarios/scenario.h"
#include "verdict/run_result.h"

namespace rushlab::ui {

// Of the labs of a session: each holds the ways of some thousand orders, and is asked ten times a second what is new.
constexpr std::size_t kKeptLabs = 8;

struct RunRequest {
    std::string scenario;   // its id
    verdict::Pairs values;  // those that differ from the scenario's defaults
    std::uint64_t seed = 1;

    friend bool operator==(const RunRequest&, const RunRequest&) = default;
};

class Laboratory : public lab::EngineExaminer {
  public:
    // Those with a greater number, the oldest first; the last kKeptLabs are kept after they closed.
    virtual std::vector<std::shared_ptr<lab::LiveLab>> labs(std::uint64_t afterNumber) const = 0;

    // What the next openShop() and run() keep their data in: "queue" and "SQLite".
    virtual verdict::Pairs engines() const = 0;

    // The shop that stays: told role by role how it comes up. Unavailable: an engine or a port; which, and what to do.
    virtual Result<> openShop(const std::function<void(const std::string& sentence)>& tell) = 0;
    // Nothing where it is closed already.
    virtual void closeShop() = 0;
    // On ports that nobody else has, from the next openShop() on.
    virtual void useFreePorts() = 0;

    // Until the verdict; Invalid: what is wrong with the request.
    virtual Result<verdict::RunResult> run(const RunRequest& request,
                                           const std::function<void(const scenarios::Progress&)>& tell,
                                           const std::atomic<bool>& interrupted) = 0;

    // Welcome mails, one by one. Of the laboratory's own life; asked as mail_desk.h says.
    virtual lab::MailDesk& mails() = 0;

    // From the next openShop() and run() on. It is tried first: Unavailable leaves the one that was there.
    virtual Result<> useEngine(const std::string& setting, const std::string& url) = 0;
};

}  // namespace rushlab::ui
