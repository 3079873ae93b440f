// load/chat_crowd: what each listener heard, against what was said. The chat is a small one made here, that can be told
// to lose, repeat and mix up lines: each fault must be seen.
#include <map>

#include "base/json.h"
#include "io/http_server.h"
#include "io/stomp_parser.h"
#include "io/stomp_session.h"
#include "io/websocket.h"
#include "io/websocket_handshake.h"
#include "load/chat_crowd.h"
#include "tests/support/test_program.h"
#include "tests/unit/io_test_server.h"

namespace rushlab::test::load_chat {
using namespace std::chrono_literals;

namespace {

enum class Fault : std::uint8_t { None, Loses, Repeats, MixesUp, CutsOff, FallsSilent };

// One room; everybody hears everything, but for the fault, which the 20th line meets.
class SmallChat {
  public:
    explicit SmallChat(Fault fault) : m_fault(fault) {
        io::HttpServerOptions options;
        m_server.emplace(std::move(options),
                         io::HttpHandler([this](io::HttpRequest& request) { return upgrade(request); }));
        m_writes.emplace(m_server->loop());
    }
    ~SmallChat() {
        m_server->loop().stop();
        m_writes.reset();
    }
    io::HttpEndpoint endpoint() const { return {"127.0.0.1", m_server->port(), false}; }

  private:
    struct Client {
        io::WebSocket socket;
        io::StompSession session{io::StompSessionLimits()};
        std::string subscription{};
    };

    io::Awaitable<io::HttpResponse> upgrade(io::HttpRequest& request) {
        auto takeOver = [this](io::HttpTakenOver taken) { return serve(std::move(taken)); };
        co_return io::upgradeOf(request, "v12.stomp", std::move(takeOver));
    }

    io::Awaitable<> serve(io::HttpTakenOver taken) {
        Client client{.socket{m_server->loop(), *m_writes, std::move(taken), m_options}};
        m_clients.push_back(&client);
        io::ReadBuffer bytes;
        io::StompParser parser{io::StompLimits()};
        while (co_await client.socket.read()) {
            const std::string_view message = client.socket.message();
            bytes.append({message.data(), message.size()});
            while (parser.parse(bytes) == io::StompProgress::Frame)
                take(client, std::move(parser.frame()));
        }
        std::erase(m_clients, &client);
        co_await client.socket.finish();
    }

    void take(Client& client, io::StompFrame frame) {
        const auto requests = client.session.take(frame);
        if (!requests) return;
        for (const io::StompRequest& request : *requests) {
            if (request.kind == io::StompRequest::Kind::Connect)
                send(client, client.session.connected("small", "1", Milliseconds{0}));
            if (request.kind == io::StompRequest::Kind::Subscribe)
                client.subscription = request.frame.header("id").value_or("");
            if (request.kind == io::StompRequest::Kind::Send) say(request.frame.body);
        }
        if (const auto receipt = frame.header("receipt")) send(client, io::StompSession::receipt(*receipt));
    }

    void say(const std::string& body) {
        const bool isFaulty = ++m_said == 20;
        if (isFaulty && m_fault == Fault::CutsOff) m_clients.front()->socket.giveUp("the test's fault");
        if (isFaulty && m_fault == Fault::MixesUp) {
            m_heldBack = body;
            return;
        }
        if (m_fault == Fault::FallsSilent && m_said >= 20) return;
        if (!(isFaulty && m_fault == Fault::Loses)) tellAll(body);
        if (isFaulty && m_fault == Fault::Repeats) tellAll(body);
        // Behind the next line of the same talker: they take turns.
        if (m_said == 20 + kTalkers && !m_heldBack.empty()) tellAll(m_heldBack);
    }
    void tellAll(const std::string& body) {
        for (Client* client : m_clients) {
            io::StompFrame frame{"MESSAGE", {}, body};
            frame.with("subscription", client->subscription).with("message-id", "1").with("destination", "/x");
            send(*client, frame);
        }
    }
    static void send(Client& client, const io::StompFrame& frame) {
        client.socket.send(std::make_shared<const std::string>(
            io::frameOf(io::WebSocketOpcode::Text, io::encoded(frame, io::StompVersion::V12))));
    }

  public:
    static constexpr int kTalkers = 4;

  private:
    const Fault m_fault;
    const io::WebSocketOptions m_options;
    std::optional<TestServer> m_server;
    std::optional<io::GatheredWrites> m_writes;
    std::vector<Client*> m_clients;
    int m_said = 0;
    std::string m_heldBack;
};

load::ChatOutcome talk(Fault fault, bool confirmed = false, double linesPerSecond = 500) {
    const SmallChat chat(fault);
    load::ChatPlan plan;
    plan.instances = {chat.endpoint()};
    plan.clients = 10;
    plan.talkers = SmallChat::kTalkers;
    plan.lines = 100;
    plan.linesPerSecond = linesPerSecond;
    plan.confirmed = confirmed;
    plan.hearWithin = 2s;
    load::ChatCounts live;
    const std::atomic<bool> interrupted = false;
    auto outcome = load::runChat(plan, live, interrupted);
    if (!outcome) qFatal("%s", outcome.error().message.c_str());
    return *std::move(outcome);
}

}  // namespace

class LoadChat : public QObject {
    Q_OBJECT
  private slots:
    void everybodyHearsEverything() {
        const load::ChatOutcome outcome = talk(Fault::None);
        QCOMPARE(outcome.said, 100U);
        QCOMPARE(outcome.expected, 1'000U);
        QCOMPARE(outcome.heard, 1'000U);
        QCOMPARE(outcome.missed + outcome.twice + outcome.disordered + outcome.reconnects, 0U);
        QCOMPARE(outcome.delivery.count(), 1'000U);
        QVERIFY(outcome.delivery.percentile(0.5) > 0ns && outcome.delivery.max() < 10s);
        QVERIFY2(outcome.evidence.empty(), outcome.evidence.empty() ? "" : outcome.evidence[0].c_str());
    }
    void aLostLineIsMissedByEachListener() {
        const load::ChatOutcome outcome = talk(Fault::Loses);
        QCOMPARE(outcome.missed, 10U);
        QCOMPARE(outcome.missedUndisturbed, 10U);
        QCOMPARE(outcome.heard, 990U);
        QVERIFY(!outcome.evidence.empty());
    }
    void aRepeatedLineIsSeenByEachListener() { QCOMPARE(talk(Fault::Repeats).twice, 10U); }
    void aLineBehindALaterOneIsSeenByEachListener() {
        const load::ChatOutcome outcome = talk(Fault::MixesUp);
        QCOMPARE(outcome.disordered, 10U);
    }
    // As fast as they are heard: nobody hears anything any more, and so nobody says anything.
    void aTalkThatFallsSilentIsCutShort() {
        const load::ChatOutcome outcome = talk(Fault::FallsSilent, false, 0);
        QVERIFY(outcome.said < 100);
        QVERIFY2(outcome.cutShort.starts_with("it fell silent after "), outcome.cutShort.c_str());
    }
    void whoIsCutOffComesBackAndSaysAgainWhatWasNotConfirmed() {
        const load::ChatOutcome outcome = talk(Fault::CutsOff, true);
        QCOMPARE(outcome.reconnects, 1U);
        QCOMPARE(outcome.missedUndisturbed, 0U);
        QCOMPARE(outcome.confirmed, 100U);
        QCOMPARE(outcome.twice + outcome.disordered, 0U);
    }
    void aPlanThatCannotBeIsRefused() {
        load::ChatPlan plan;
        load::ChatCounts live;
        const std::atomic<bool> interrupted = false;
        QVERIFY(!load::runChat(plan, live, interrupted));
        plan.instances = {{"127.0.0.1", 1, false}};
        plan.clients = 10;
        plan.talkers = 10;
        plan.slowReaders = 1;
        QCOMPARE(load::runChat(plan, live, interrupted).error().code, ErrorCode::Invalid);
    }
};

RUSHLAB_TEST(LoadChat)

}  // namespace rushlab::test::load_chat
#include "load_chat.moc"
