// The desktop's mail desk: a shop as a process of its own, people who sign up there, and a mail server in this one.
// As lab::MailDesk says. A loop with a thread of its own lets people sign up and looks twenty times a second.
#pragma once

#include <memory>
#include <mutex>

#include "lab/engines.h"
#include "lab/mail_desk.h"

namespace rushlab::app {

class DesktopMail final : public lab::MailDesk {
  public:
    // The maker is called from open() and must outlive this.
    explicit DesktopMail(lab::EngineMaker& maker);
    ~DesktopMail() override;  // the shop's process ends with it

    lab::MailView look() const override;
    std::vector<std::string> ways() const override;
    Result<> open(const lab::MailDeskOptions& options) override;
    void close() override;
    Result<> signUp(double perSecond) override;
    Result<> killConsumer() override;
    Result<> killNode() override;
    Result<> restart() override;
    Result<std::vector<lab::InboxRow>> search(const std::string& words, std::int64_t before,
                                              std::size_t limit) override;
    Result<std::optional<std::string>> read(std::int64_t number) override;

  private:
    class Watch;
    struct Node;

    Result<mail::Sink*> sink() const;
    Result<> stage(const lab::MailDeskOptions& options);
    Result<> start();
    void end(bool cleanly);
    void setState(lab::NodeState state);

    lab::EngineMaker& m_maker;
    // Of whoever gives the orders, one at a time.
    lab::StagedMail m_staged;
    std::string m_adminToken;
    lab::MailDeskOptions m_options;
    std::unique_ptr<Node> m_node;

    mutable std::mutex m_mutex;  // guards what follows
    lab::NodeState m_state = lab::NodeState::Closed;
    std::unique_ptr<Watch> m_watch;  // made once, and used by the giver of orders without it
};

}  // namespace rushlab::app
