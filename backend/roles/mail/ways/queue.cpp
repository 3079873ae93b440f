// A durable queue between the two: confirmed before the sign-up is answered, acknowledged after the mail was handed
// over. A carrier whose channel is lost gives up what is on its way, so that whoever gets it next is the only one.
#include "roles/mail/mail_message.h"
#include "roles/mail/postman.h"
#include "roles/mail/ways/all.h"
#include "roles/queues.h"

namespace rushlab::roles {
namespace {

constexpr Milliseconds kIdle{25};
constexpr Milliseconds kOpenAgainAfter{100};

class QueueSender final : public MailSender {
  public:
    explicit QueueSender(RoleContext& context) : m_context(context) {}

    io::Awaitable<Result<>> handOver(mail::Mail mail, Deadline deadline) override {
        if (!m_declared) {
            const auto declared = co_await declareMailQueue(m_context.ports.queue, deadline);
            if (!declared) co_return declared;
            m_declared = true;
        }
        queue::Message message;
        message.routingKey = kMailQueue;
        message.body = encode(mail);
        message.messageId = std::move(mail.id);
        message.mandatory = true;
        const auto confirmed = co_await m_context.ports.queue.publish(std::move(message), deadline);
        if (!confirmed) co_return pass(confirmed);
        co_return Result<>();
    }

    io::Awaitable<Result<std::uint64_t>> backlog(Deadline /*deadline*/) override { co_return std::uint64_t{0}; }

  private:
    RoleContext& m_context;
    bool m_declared = false;
};

// One consumer and what came by it. Cancelled when it is lost: what came by it belongs to others again.
struct Channel {
    explicit Channel(std::unique_ptr<queue::Consumer> own) : consumer(std::move(own)) {}
    std::unique_ptr<queue::Consumer> consumer;
    io::Cancellation lost;
};

class QueueCarrier final : public MailCarrier {
  public:
    explicit QueueCarrier(RoleContext& context) : m_context(context), m_postman(context, WhenStopping::LeaveIt) {}

    io::Awaitable<Result<>> prepare(Deadline deadline) override {
        return declareMailQueue(m_context.ports.queue, deadline);
    }
    void start() override { m_context.tasks.spawn(consume()); }
    void close() override { m_channel.reset(); }
    void drop() override {
        if (m_channel) static_cast<void>(m_context.ports.queue.dropConsumer(m_channel->consumer->id()));
    }

    io::Awaitable<Result<std::uint64_t>> backlog(Deadline deadline) override {
        const auto stats = co_await m_context.ports.queue.stats(std::string(kMailQueue), deadline);
        if (!stats) co_return pass(stats);
        co_return stats->ready + stats->unacked;
    }

  private:
    io::Awaitable<> consume() {
        while (!m_context.tasks.stopping()) {
            queue::ConsumerOptions options;
            options.prefetch = static_cast<std::uint32_t>(m_context.settings.mailsAtOnce);
            options.name = m_context.instance;
            auto opened = co_await m_context.ports.queue.openConsumer(std::string(kMailQueue), std::move(options),
                                                                      Deadline::in(m_context.settings.answerWithin));
            if (!opened) {
                m_context.log.warning("The queue {} can not be consumed ({}); trying again.", kMailQueue,
                                      opened.error().message);
                co_await m_context.tasks.sleepFor(kOpenAgainAfter);
                continue;
            }
            m_channel = std::make_shared<Channel>(std::move(*opened));
            co_await readUntilLost(m_channel);
        }
    }

    io::Awaitable<> readUntilLost(std::shared_ptr<Channel> channel) {
        while (!m_context.tasks.stopping()) {
            auto next = co_await channel->consumer->next(Deadline::in(kIdle));
            if (!next) {
                m_context.log.warning("The consumer of {} was lost ({}); opening another.", kMailQueue,
                                      next.error().message);
                channel->lost.cancel();
                co_return;
            }
            if (*next) m_context.tasks.spawn(carry(channel, std::move(**next)));
        }
    }

    // An acknowledgement that is lost brings the mail back, and the postman then knows it.
    io::Awaitable<> carry(std::shared_ptr<Channel> channel, queue::Delivery delivery) {
        const auto mail = decodeMail(delivery.message.body, m_parser);
        MailFate fate = MailFate::Refused;
        if (mail)
            fate = co_await m_postman.deliver(*mail, &channel->lost);
        else
            m_context.log.warning("A message of {} is no mail: {}", kMailQueue, mail.error().message);
        if (fate == MailFate::Refused)
            (void)channel->consumer->nackSoon(delivery.tag, false, false);
        else if (fate != MailFate::Abandoned)
            (void)channel->consumer->ackSoon(delivery.tag, false);
    }

    RoleContext& m_context;
    Postman m_postman;
    JsonParser m_parser;
    std::shared_ptr<Channel> m_channel;
};

}  // namespace

std::unique_ptr<MailSender> makeQueueSender(RoleContext& context) {
    return std::make_unique<QueueSender>(context);
}

std::unique_ptr<MailCarrier> makeQueueCarrier(RoleContext& context) {
    return std::make_unique<QueueCarrier>(context);
}

}  // namespace rushlab::roles
