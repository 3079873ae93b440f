#include "roles/gateway/gateway.h"

#include <charconv>

#include "io/http_grammar.h"
#include "io/websocket_handshake.h"
#include "roles/admin.h"
#include "roles/gateway/websocket_passage.h"
#include "roles/openapi.h"
#include "roles/queues.h"

namespace rushlab::roles {
namespace {

using domain::Code;
using gateway::Access;
using gateway::Way;

constexpr std::string_view kKeyField = "Idempotency-Key";
constexpr Milliseconds kQueueSampledEvery{100};
constexpr int kQueueAwayAfter = 20;  // samples in a row that failed
constexpr Milliseconds kShedRetryAfter{1'000};

// What a client says to the gateway alone: it is answered here, or believed nowhere.
bool endsHere(const Way& way, std::string_view name) {
    if (isGatewaysField(name) || io::equalsIgnoringCase(name, "Host") || io::equalsIgnoringCase(name, "Expect"))
        return true;
    const bool isToken = io::equalsIgnoringCase(name, "Authorization") || io::equalsIgnoringCase(name, "Cookie");
    return isToken && !way.needsToken;
}

// RFC 9110 7.6.1: Connection names further fields that end at the next hop.
bool isNamedByConnection(const io::HttpRequest& request, std::string_view name) {
    for (const io::HttpField& field : request.fields) {
        if (!io::equalsIgnoringCase(field.name, "Connection")) continue;
        std::string_view list = field.value;
        while (const auto named = io::nextInList(list)) {
            if (io::equalsIgnoringCase(*named, name)) return true;
        }
    }
    return false;
}

Code codeOfFailedCall(const Error& error) {
    switch (error.code) {
        case ErrorCode::OutcomeUnknown:
            return Code::OutcomeUnknown;
        case ErrorCode::Full:
            return Code::TooManyRequests;
        case ErrorCode::Timeout:
        case ErrorCode::Unavailable:
            return Code::EngineUnavailable;
        default:
            return Code::InternalServerError;
    }
}

// It was not there, or it went while it was asked: not merely slow.
bool isBroken(const Error& error, Deadline deadline) {
    return error.code == ErrorCode::Unavailable || (error.code == ErrorCode::OutcomeUnknown && !deadline.passed());
}

bool mayGoElsewhere(const Error& error, const io::HttpCall& call) {
    return error.code == ErrorCode::Unavailable || error.code == ErrorCode::Timeout ||
           (error.code == ErrorCode::OutcomeUnknown && call.mayRepeat());
}

// Nothing: it told none.
std::optional<std::uint64_t> toldLength(const io::HttpReply& reply) {
    const auto field = reply.field("Content-Length");
    std::uint64_t length = 0;
    if (!field || std::from_chars(field->data(), field->data() + field->size(), length).ec != std::errc{})
        return std::nullopt;
    return length;
}

bool isWebSocketUpgrade(const io::HttpRequest& request) {
    return request.method == io::HttpMethod::Get &&
           io::equalsIgnoringCase(request.field("Upgrade").value_or(""), "websocket") &&
           isNamedByConnection(request, "Upgrade");
}

}  // namespace

GatewayRole::Passing::Passing(io::HttpRequest& ownRequest, Way ownWay, std::string ownTraceId, const OrderWaysPen& ways)
    : request(ownRequest),
      way(ownWay),
      traceId(std::move(ownTraceId)),
      began(std::chrono::steady_clock::now()),
      visit(way.takesKey ? ways : OrderWaysPen(), traceId, began) {}

GatewayRole::Opened::Opened(std::unique_ptr<CallInFlight> ownCall,
                            std::unique_ptr<gateway::WebSocketPassage> ownPassage, io::HttpReply ownReply)
    : call(std::move(ownCall)), passage(std::move(ownPassage)), reply(std::move(ownReply)) {}
GatewayRole::Opened::~Opened() = default;
GatewayRole::Opened::Opened(Opened&&) noexcept = default;
GatewayRole::Opened& GatewayRole::Opened::operator=(Opened&&) noexcept = default;

GatewayRole::GatewayRole(RoleContext& context)
    : m_context(context),
      m_visitors(context),
      m_rateLimit(context.settings.requestsPerSecondPerUser, context.settings.burstPerUser),
      m_orderSeconds(context.metrics.latency("rushlab_order_seconds", "Time from an order's request to its answer.")),
      m_ordersAccepted(context.metrics.counter("rushlab_orders_accepted_total", "Orders answered with 201 or 202.")),
      m_ordersSoldOut(context.metrics.counter("rushlab_orders_sold_out_total", "Orders answered with SOLD_OUT.")),
      m_ordersRefused(context.metrics.counter("rushlab_orders_refused_total", "Orders refused for another reason.")),
      m_ordersFailed(context.metrics.counter("rushlab_orders_failed_total", "Orders answered with 5xx.")),
      m_ordersShed(context.metrics.counter("rushlab_orders_shed_total", "Orders turned away: the queue is too deep.")),
      m_rateLimited(context.metrics.counter("rushlab_rate_limited_total", "Requests over their member's rate.")),
      m_sentElsewhere(context.metrics.counter("rushlab_sent_elsewhere_total", "Calls sent to a second instance.")),
      m_webSockets(context.metrics.gauge("rushlab_websockets", "WebSockets that pass through.")),
      m_queueDepth(context.metrics.gauge("rushlab_order_queue_ready", "Orders that wait in the queue.")) {}

io::HttpHandler GatewayRole::fallback() {
    return [this](io::HttpRequest& request) { return answer(request); };
}

io::Awaitable<Result<>> GatewayRole::start(Deadline /*deadline*/) {
    if (m_context.settings.shedAtQueueDepth > 0) m_context.tasks.spawn(watchOrderQueue());
    co_return Result<>();
}

io::Awaitable<> GatewayRole::watchOrderQueue() {
    int failures = 0;
    do {
        const auto stats =
            co_await m_context.ports.queue.stats(std::string(kOrderQueue), Deadline::in(10 * kQueueSampledEvery));
        failures = stats ? 0 : failures + 1;
        if (stats) m_ordersWaiting = stats->ready;
        // A queue that is not declared yet holds nothing. One that cannot be asked holds what it held; when it stays
        // away, nobody is turned away for what it held: whoever needs it says so.
        if (!stats && (stats.error().code == ErrorCode::NotFound || failures >= kQueueAwayAfter)) m_ordersWaiting = 0;
        m_queueDepth.set(static_cast<std::int64_t>(m_ordersWaiting));
    } while (co_await m_context.tasks.sleepFor(kQueueSampledEvery));
}

io::Awaitable<io::HttpResponse> GatewayRole::answer(io::HttpRequest& request) {
    const bool isChat = request.path == gateway::kChatPath;
    const auto way = isChat ? gateway::kChatWay : gateway::wayOf(request.method, request.path);
    Passing passing(request, way.value_or(Way()), newTraceId(), m_context.ways);
    if (!way) co_return refuse(passing, Code::NotFound);
    if (request.method == io::HttpMethod::Other) co_return refuse(passing, Code::MethodNotAllowed);
    if (isChat && !isWebSocketUpgrade(request)) co_return refuse(passing, Code::InvalidInput);
    if (isChat && !request.field("Authorization") && io::asksForAnotherSite(request))
        co_return refuse(passing, Code::AccessDenied);
    const Code admitted = co_await admit(passing);
    if (admitted != Code::Ok) co_return refuse(passing, admitted);
    if (passing.member.value != 0) {
        if (const auto wait = m_rateLimit.take(passing.member, passing.began)) {
            m_rateLimited.add();
            co_return turnAway(passing, *wait);
        }
    }
    if (isChat) co_return co_await openWebSocket(passing);
    if (way->placesOrder && m_context.settings.shedAtQueueDepth > 0 &&
        m_ordersWaiting > m_context.settings.shedAtQueueDepth) {
        m_ordersShed.add();
        co_return turnAway(passing, kShedRetryAfter);
    }
    co_return co_await forward(passing);
}

io::Awaitable<Code> GatewayRole::admit(Passing& passing) {
    if (passing.way.access == Access::Public) co_return Code::Ok;
    if (passing.way.access == Access::Admin)
        co_return isAdmin(passing.request, m_context.settings) ? Code::Ok : Code::AccessDenied;
    const Visitor visitor = co_await m_visitors.whoIs(passing.request);
    passing.member = visitor.member;
    co_return visitor.refusal;
}

io::Awaitable<io::HttpResponse> GatewayRole::forward(Passing& passing) {
    const auto& settings = m_context.settings;
    const Deadline deadline =
        Deadline::at(passing.began + (passing.way.isOrder ? settings.orderWithin : settings.answerWithin));
    const io::HttpCall call = callFor(passing);
    const auto reply = co_await callAnInstance(passing.way.role, call, deadline, passing.visit);
    if (!reply) {
        const Code code = codeOfFailedCall(reply.error());
        m_context.log.debug("{} {}: {}", passing.request.methodText, passing.request.path, reply.error().message);
        if (passing.way.placesOrder) count(passing, domain::httpStatus(code), "");
        passing.visit.tell(WayStep::Answered, domain::name(code));
        if (code == Code::TooManyRequests) co_return turnAway(passing, kShedRetryAfter);
        co_return refuse(passing, code);
    }
    if (passing.way.placesOrder) count(passing, reply->status(), reply->body());
    passing.visit.tell(WayStep::Answered, fmt::format_int(reply->status()).c_str());
    co_return responseOf(passing, *reply);
}

// Twice at most, and the second time only where the first surely did nothing or the receiver tells a repetition; what
// may have been done stays so, whatever becomes of the second.
io::Awaitable<Result<io::HttpReply>> GatewayRole::callAnInstance(std::string_view role, const io::HttpCall& call,
                                                                 Deadline deadline, const OrderVisit& visit) {
    Result<io::HttpReply> outcome = fail(ErrorCode::Unavailable, "no instance of the role {} can be reached", role);
    auto instance = m_context.directory.leastLoaded(role, nullptr);
    for (bool again = false; instance; again = true) {
        m_context.directory.began(*instance);
        visit.tell(WayStep::Forwarded, instance->name);
        auto reply = co_await m_context.http.callKept(instance->endpoint, call, deadline);
        m_context.directory.ended(*instance, reply || !isBroken(reply.error(), deadline));
        if (!reply) visit.tell(WayStep::Unanswered, instance->name);
        if (reply || outcome.error().code != ErrorCode::OutcomeUnknown) outcome = std::move(reply);
        if (outcome || again || deadline.passed() || !mayGoElsewhere(outcome.error(), call)) break;
        const Instance first = *std::move(instance);
        instance = m_context.directory.leastLoaded(role, &first);
        if (instance) m_sentElsewhere.add();
    }
    co_return outcome;
}

io::HttpCall GatewayRole::callFor(const Passing& passing) const {
    const io::HttpRequest& request = passing.request;
    std::string target(request.path.substr(gateway::kApiPrefix.size()));
    if (!request.query.empty()) target.append("?").append(request.query);
    io::HttpCall call(request.method, std::move(target));
    const bool namesMore = request.field("Connection").has_value();
    for (const io::HttpField& field : request.fields) {
        if (endsHere(passing.way, field.name) || (namesMore && isNamedByConnection(request, field.name))) continue;
        call.field(field.name, field.value);  // leaves out what belongs to a connection or to framing
    }
    call.field(kTraceIdField, passing.traceId).field(kPrefixField, gateway::kApiPrefix);
    if (m_context.tls) call.field(kProtocolField, "https");
    if (passing.member.value != 0) call.field(kUserIdField, fmt::format_int(passing.member.value).str());
    if (!request.body.empty()) call.bytes(std::string(request.body));
    // Only where the role knows such keys, and only if it gets this one.
    const auto key = request.field(kKeyField);
    if (passing.way.takesKey && key && !key->empty() && !isNamedByConnection(request, kKeyField)) call.repeatable();
    return call;
}

io::HttpResponse GatewayRole::responseOf(const Passing& passing, const io::HttpReply& reply) const {
    io::HttpResponse response(reply.status());
    for (const io::HttpField& field : reply.fields()) {
        if (!isGatewaysField(field.name)) response.field(field.name, field.value);
    }
    response.field(kTraceIdField, passing.traceId);
    response.body(std::string(reply.body()));
    if (passing.request.method == io::HttpMethod::Head) response.lengthOfGet(toldLength(reply));
    return response;
}

void GatewayRole::count(const Passing& passing, int status, std::string_view body) {
    m_orderSeconds.record(std::chrono::steady_clock::now() - passing.began);
    if (status < 300) {
        m_ordersAccepted.add();
    } else if (status >= 500) {
        m_ordersFailed.add();
    } else if (body.find(R"("code":"SOLD_OUT")") != std::string_view::npos) {
        m_ordersSoldOut.add();
    } else {
        m_ordersRefused.add();
    }
}

// A WebSocket counts as one call to its instance for as long as it is open. An upgrade asks for no change: where the
// first instance is not there, it is asked of a second one.
io::Awaitable<io::HttpResponse> GatewayRole::openWebSocket(Passing& passing) {
    Result<Opened> opened = fail(ErrorCode::Unavailable, "no instance of the role {} is known", passing.way.role);
    auto instance = m_context.directory.leastLoaded(passing.way.role, nullptr);
    for (bool again = false; instance; again = true) {
        opened = co_await openAt(passing, *instance);
        if (opened || again || opened.error().code != ErrorCode::Unavailable) break;
        const Instance first = *std::move(instance);
        instance = m_context.directory.leastLoaded(passing.way.role, &first);
        if (instance) m_sentElsewhere.add();
    }
    if (!opened) co_return refuse(passing, codeOfFailedCall(opened.error()));
    const io::HttpReply& reply = opened->reply;
    if (reply.status() != 101) co_return responseOf(passing, reply);
    auto takeOver = [this, kept = std::move(opened->passage), call = std::move(opened->call)](
                        io::HttpTakenOver client) { return passThrough(*kept, std::move(client)); };
    io::HttpResponse response = io::HttpResponse::takeOver(std::move(takeOver));
    for (const io::HttpField& field : reply.fields()) {
        if (!isGatewaysField(field.name)) response.field(field.name, field.value);
    }
    response.field(kTraceIdField, passing.traceId);
    co_return response;
}

io::Awaitable<Result<GatewayRole::Opened>> GatewayRole::openAt(Passing& passing, Instance instance) {
    const Deadline deadline = passing.request.deadline;
    auto call = std::make_unique<CallInFlight>(m_context.directory, instance);
    auto passage = std::make_unique<gateway::WebSocketPassage>(m_context.loop, instance.endpoint);
    auto reply = co_await passage->open(upgradeHead(passing, instance.endpoint), deadline);
    if (!reply) {
        call->reached = !isBroken(reply.error(), deadline);
        co_return pass(reply);
    }
    co_return Opened(std::move(call), std::move(passage), *std::move(reply));
}

io::Awaitable<> GatewayRole::passThrough(gateway::WebSocketPassage& passage, io::HttpTakenOver client) {
    m_webSockets.add(1);
    co_await passage.run(std::move(client));
    m_webSockets.add(-1);
}

std::string GatewayRole::upgradeHead(const Passing& passing, const io::HttpEndpoint& endpoint) const {
    std::string head = fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n",
                                   passing.request.target, toText(endpoint));
    for (const io::HttpField& field : passing.request.fields) {
        // Judged here, beside the Host that it was meant for.
        if (io::equalsIgnoringCase(field.name, "Origin")) continue;
        if (!endsHere(passing.way, field.name) && !io::isHopByHopOrFraming(field.name) &&
            !isNamedByConnection(passing.request, field.name))
            io::appendField(head, field.name, field.value);
    }
    io::appendField(head, kTraceIdField, passing.traceId);
    io::appendField(head, kUserIdField, fmt::format_int(passing.member.value).str());
    if (m_context.tls) io::appendField(head, kProtocolField, "https");
    return head += "\r\n";
}

io::HttpResponse GatewayRole::refuse(const Passing& passing, Code code) const {
    return Answerer(m_context.clock, passing.request, passing.traceId).with(code);
}

io::HttpResponse GatewayRole::turnAway(const Passing& passing, Milliseconds retryAfter) const {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(retryAfter).count();
    return refuse(passing, Code::TooManyRequests)
        .field("Retry-After", std::to_string(std::max<std::int64_t>(1, seconds)));
}

std::string GatewayRole::newTraceId() {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string id(16, '0');
    std::uint64_t number = m_context.random.next();
    for (char& digit : id) {
        digit = kDigits[number & 15U];
        number >>= 4U;
    }
    return id;
}

// The table of the whole API, as the roles behind tell it.
io::Awaitable<> GatewayRole::describe(std::vector<ApiCall>& calls, Deadline deadline) {
    std::vector<std::string_view> asked;
    const OrderVisit nobodys;
    for (const gateway::Prefix& prefix : gateway::prefixes()) {
        if (std::ranges::find(asked, prefix.role) != asked.end()) continue;
        asked.push_back(prefix.role);
        const io::HttpCall call(io::HttpMethod::Get, "/openapi.json");
        const auto reply = co_await callAnInstance(prefix.role, call, deadline, nobodys);
        auto told = reply && reply->status() == 200 ? callsIn(reply->body()) : Result<std::vector<ApiCall>>();
        for (ApiCall& one : told ? *told : std::vector<ApiCall>()) {
            one.pattern.insert(0, gateway::kApiPrefix);
            const auto way = gateway::wayOf(one.method, one.pattern);
            if (way && way->role == prefix.role) calls.push_back(std::move(one));
        }
    }
    calls.push_back({io::HttpMethod::Get, std::string(gateway::kChatPath), "STOMP 1.2 over WebSocket"});
}

}  // namespace rushlab::roles
