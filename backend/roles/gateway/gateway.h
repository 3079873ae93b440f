// The public door: routes /api by path to the role that serves it, to its least loaded instance, and lets only those in
// who may.
// Guarantees: X-User-Id and X-Trace-Id are the gateway's own, whatever the client sent; internal paths are 404 however
// they are spelled; a call is sent to a second instance only where the first surely did nothing or tells a repetition;
// a POST whose answer did not come is 504 OUTCOME_UNKNOWN, never "failed"; orders are turned away with 429 and
// Retry-After while the order queue is deeper than its limit. Belongs to its loop's thread.
#pragma once

#include <memory>

#include "roles/answer.h"
#include "roles/directory.h"
#include "roles/rate_limit.h"
#include "roles/visitors.h"
#include "roles/gateway/ways.h"
#include "roles/role.h"

namespace rushlab::roles {

namespace gateway {
class WebSocketPassage;
}

class GatewayRole final : public Role {
  public:
    explicit GatewayRole(RoleContext& context);

    void addRoutes(io::HttpRouter& /*router*/) override {}
    io::HttpHandler fallback() override;
    bool facesClients() const override { return true; }
    io::Awaitable<Result<>> start(Deadline deadline) override;
    io::Awaitable<> describe(std::vector<ApiCall>& calls, Deadline deadline) override;

  private:
    // A request on its way through.
    struct Passing {
        Passing(io::HttpRequest& ownRequest, gateway::Way ownWay, std::string ownTraceId, const OrderWaysPen& ways);
        io::HttpRequest& request;
        gateway::Way way;
        std::string traceId;
        domain::MemberId member{};
        SteadyTime began;
        OrderVisit visit;
    };

    io::Awaitable<io::HttpResponse> answer(io::HttpRequest& request);
    io::Awaitable<domain::Code> admit(Passing& passing);
    io::Awaitable<io::HttpResponse> forward(Passing& passing);
    io::Awaitable<Result<io::HttpReply>> callAnInstance(std::string_view role, const io::HttpCall& call,
                                                        Deadline deadline, const OrderVisit& visit);
    io::HttpCall callFor(const Passing& passing) const;
    io::HttpResponse responseOf(const Passing& passing, const io::HttpReply& reply) const;
    void count(const Passing& passing, int status, std::string_view body);

    // A WebSocket whose instance has answered.
    struct Opened {
        Opened(std::unique_ptr<CallInFlight> ownCall, std::unique_ptr<gateway::WebSocketPassage> ownPassage,
               io::HttpReply ownReply);
        ~Opened();
        Opened(Opened&&) noexcept;
        Opened& operator=(Opened&&) noexcept;
        std::unique_ptr<CallInFlight> call;
        std::unique_ptr<gateway::WebSocketPassage> passage;
        io::HttpReply reply;
    };
    io::Awaitable<io::HttpResponse> openWebSocket(Passing& passing);
    // Unavailable: it is not there. Timeout: it did not answer in time.
    io::Awaitable<Result<Opened>> openAt(Passing& passing, Instance instance);
    io::Awaitable<> passThrough(gateway::WebSocketPassage& passage, io::HttpTakenOver client);
    std::string upgradeHead(const Passing& passing, const io::HttpEndpoint& endpoint) const;

    io::HttpResponse refuse(const Passing& passing, domain::Code code) const;
    io::HttpResponse turnAway(const Passing& passing, Milliseconds retryAfter) const;
    std::string newTraceId();
    io::Awaitable<> watchOrderQueue();

    RoleContext& m_context;
    Visitors m_visitors;
    RateLimit m_rateLimit;
    std::uint64_t m_ordersWaiting = 0;  // in the queue, as last sampled

    LiveHistogram& m_orderSeconds;
    Counter& m_ordersAccepted;
    Counter& m_ordersSoldOut;
    Counter& m_ordersRefused;
    Counter& m_ordersFailed;
    Counter& m_ordersShed;
    Counter& m_rateLimited;
    Counter& m_sentElsewhere;
    Gauge& m_webSockets;
    Gauge& m_queueDepth;
};

}  // namespace rushlab::roles
