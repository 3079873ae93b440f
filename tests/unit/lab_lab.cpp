// A lab of the embedded engines: opens whole, loses and regains instances, and tells what it does.
#include <QTcpServer>

#include "tests/support/opened_lab.h"
#include "tests/support/test_program.h"

namespace rushlab::test::lab_lab {
using namespace std::chrono_literals;

namespace {

std::optional<ErrorCode> refusal(const Result<>& ordered) {
    return ordered ? std::optional<ErrorCode>() : ordered.error().code;
}

// An answer of an instance; 0: none.
int statusOf(const io::HttpEndpoint& endpoint, const std::string& path, Milliseconds within = 20s) {
    io::Loop loop;
    const auto ask = [](io::Loop& here, io::HttpEndpoint where, std::string target,
                        Milliseconds patience) -> io::Awaitable<int> {
        io::HttpClient client(here, {});
        io::HttpCall call(io::HttpMethod::Get, std::move(target));
        const auto reply = co_await client.call(std::move(where), std::move(call), Deadline::in(patience));
        co_return reply ? reply->status() : 0;
    };
    return loop.runUntilDone(ask(loop, endpoint, path, within));
}

}  // namespace

class LabLab : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    RealClock m_clock;
    std::unique_ptr<lab::Lab> m_lab;

    Result<std::unique_ptr<lab::Lab>> open(lab::LabOptions options) {
        return test::openLab(m_folder, m_clock, std::move(options));
    }

    lab::InstanceState instance(const std::string& name) const {
        for (const lab::InstanceState& state : m_lab->instances()) {
            if (state.name == name) return state;
        }
        return {};
    }

  private slots:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void init() {
        lab::LabOptions options;
        options.portBase = 0;
        auto lab = open(std::move(options));
        QVERIFY2(lab, lab ? "" : lab.error().message.c_str());
        m_lab = *std::move(lab);
    }
    void cleanup() {
        if (m_lab) QVERIFY(m_lab->stop(Deadline::in(30s)));
        m_lab.reset();
    }

    void everyInstanceAnswersOnceItIsOpen() {
        std::map<std::string, int> roles;
        for (const lab::InstanceState& state : m_lab->instances()) {
            ++roles[state.role];
            QVERIFY(state.running && state.endpoint.port != 0);
            QCOMPARE(statusOf(state.endpoint, "/health"), 200);
        }
        QCOMPARE(roles["order"], 2);
        QCOMPARE(roles["registry"], 1);
        QCOMPARE(roles["gateway"], 1);
        QCOMPARE(statusOf(m_lab->gateway(), "/api/item"), 200);
    }

    void aKilledInstanceIsGoneUntilItIsStarted() {
        const lab::InstanceState before = instance("order-1");
        QVERIFY(m_lab->killInstance("order-1"));
        QVERIFY(!instance("order-1").running);
        QCOMPARE(statusOf(before.endpoint, "/health"), 0);
        QVERIFY(m_lab->killInstance("order-1").error().code == ErrorCode::Conflict);
        QVERIFY(m_lab->startInstance("order-1"));
        QVERIFY(instance("order-1").running);
        QCOMPARE(instance("order-1").endpoint.port, before.endpoint.port);
        QCOMPARE(statusOf(before.endpoint, "/health"), 200);
        QVERIFY(m_lab->startInstance("order-1").error().code == ErrorCode::Conflict);
        QVERIFY(m_lab->startInstance("order-9").error().code == ErrorCode::NotFound);

        std::vector<std::string> kinds;
        for (const lab::LabEvent& event : m_lab->events(0))
            kinds.push_back(event.kind);
        QCOMPARE(kinds, (std::vector<std::string>{"killed", "started"}));
        QCOMPARE(m_lab->events(1).size(), std::size_t{1});
    }

    void aStoppedInstanceMayStartAgain() {
        QVERIFY(m_lab->stopInstance("worker-1", Deadline::in(20s)));
        QVERIFY(!instance("worker-1").running);
        QVERIFY(m_lab->startInstance("worker-1"));
        QVERIFY(instance("worker-1").running);
    }

    void aPausedInstanceIsThereAndSilentUntilItIsResumed() {
        const lab::InstanceState before = instance("item-1");
        QVERIFY(m_lab->resumeInstance("item-1").error().code == ErrorCode::Conflict);
        QVERIFY(m_lab->pauseInstance("item-1"));
        QVERIFY(instance("item-1").running && instance("item-1").paused);
        QVERIFY(m_lab->pauseInstance("item-1").error().code == ErrorCode::Conflict);
        QCOMPARE(statusOf(before.endpoint, "/health", 200ms), 0);
        QVERIFY(m_lab->resumeInstance("item-1"));
        QVERIFY(instance("item-1").running && !instance("item-1").paused);
        QCOMPARE(statusOf(before.endpoint, "/health"), 200);

        std::vector<std::string> kinds;
        for (const lab::LabEvent& event : m_lab->events(0))
            kinds.push_back(event.kind);
        QCOMPARE(kinds, (std::vector<std::string>{"paused", "resumed"}));
    }

    void aPausedInstanceMayBeKilledAndStoppedAndComesBackAwake() {
        QVERIFY(m_lab->pauseInstance("order-1") && m_lab->pauseInstance("order-2"));
        QVERIFY(m_lab->killInstance("order-1"));
        QVERIFY(m_lab->stopInstance("order-2", Deadline::in(20s)));
        for (const char* name : {"order-1", "order-2"}) {
            QVERIFY(!instance(name).running && !instance(name).paused);
            QVERIFY(m_lab->pauseInstance(name).error().code == ErrorCode::Conflict);
            QVERIFY(m_lab->startInstance(name));
            QVERIFY(instance(name).running && !instance(name).paused);
            QCOMPARE(statusOf(instance(name).endpoint, "/health"), 200);
        }
    }

    void anInstanceOfTheChatIsCutOffFromTheOthersAndMended() {
        const auto isCut = [this](const std::string& name) {
            const auto all = m_lab->snapshots(-1ms);
            const auto& chats = all.back()->chats;
            const auto found = std::ranges::find(chats, name, &lab::Snapshot::ChatHouse::instance);
            return found != chats.end() && found->isCut;
        };
        QVERIFY(m_lab->cutLink("chat-1", Deadline::in(20s)));
        QVERIFY(m_lab->sampleNow() && isCut("chat-1") && !isCut("chat-2"));
        QVERIFY(refusal(m_lab->cutLink("chat-1", Deadline::in(20s))) == ErrorCode::Conflict);
        QVERIFY(m_lab->mendLink("chat-1", Deadline::in(20s)));
        QVERIFY(m_lab->sampleNow() && !isCut("chat-1"));
        QVERIFY(refusal(m_lab->mendLink("chat-1", Deadline::in(20s))) == ErrorCode::Conflict);
        std::vector<std::string> told;
        for (const lab::LabEvent& event : m_lab->events(0))
            told.push_back(event.kind + ": " + event.what);
        QCOMPARE(told, (std::vector<std::string>{"link cut: chat-1", "link mended: chat-1"}));
    }

    void aLinkThatIsNotThereIsNotCutAndANewLifeIsJoined() {
        QVERIFY(refusal(m_lab->cutLink("order-1", Deadline::in(20s))) == ErrorCode::Invalid);
        QVERIFY(refusal(m_lab->cutLink("chat-9", Deadline::in(20s))) == ErrorCode::NotFound);
        QVERIFY(m_lab->pauseInstance("chat-1"));
        QVERIFY(refusal(m_lab->cutLink("chat-1", Deadline::in(20s))) == ErrorCode::Conflict);
        QVERIFY(m_lab->resumeInstance("chat-1"));
        QVERIFY(m_lab->cutLink("chat-1", Deadline::in(20s)));
        QVERIFY(m_lab->killInstance("chat-1"));
        QVERIFY(refusal(m_lab->mendLink("chat-1", Deadline::in(20s))) == ErrorCode::Conflict);
        QVERIFY(m_lab->startInstance("chat-1"));
        QVERIFY(m_lab->cutLink("chat-1", Deadline::in(20s)));  // which it was not any more
    }

    void requestsAreCountedForEachInstanceThroughItsLives() {
        const lab::InstanceState item = instance("item-1");
        QCOMPARE(item.requests, std::uint64_t{0});
        QCOMPARE(statusOf(item.endpoint, "/health"), 200);
        QCOMPARE(instance("item-1").requests, std::uint64_t{0});
        QCOMPARE(statusOf(m_lab->gateway(), "/api/item"), 200);
        QCOMPARE(instance("item-1").requests, std::uint64_t{1});
        QCOMPARE(instance("gateway-1").requests, std::uint64_t{1});
        QCOMPARE(instance("order-1").requests, std::uint64_t{0});
        QVERIFY(m_lab->killInstance("item-1"));
        QVERIFY(m_lab->startInstance("item-1"));
        QCOMPARE(instance("item-1").requests, std::uint64_t{1});
    }

    void consumersAreDroppedAndComeBack() {
        const auto consumers = [this] {
            const auto all = m_lab->snapshots(0ms);
            if (all.empty()) return std::size_t{0};
            for (const lab::Snapshot::Queue& queue : all.back()->queues) {
                if (queue.name == "orders") return queue.consumers;
            }
            return std::size_t{0};
        };
        QTRY_VERIFY_WITH_TIMEOUT(consumers() > 0, 30'000);
        const auto dropped = m_lab->queues().dropConsumers("orders", Deadline::in(20s));
        QVERIFY(dropped && *dropped > 0);
        QTRY_VERIFY_WITH_TIMEOUT(consumers() > 0, 30'000);
        QVERIFY(!m_lab->queues().dropConsumers("nothing", Deadline::in(20s)));
    }

    void theWorkQueueIsStoppedAndStarted() {
        io::Loop loop;
        QVERIFY(m_lab->startQueue().error().code == ErrorCode::Conflict);
        QVERIFY(m_lab->stopQueue());
        QVERIFY(m_lab->stopQueue().error().code == ErrorCode::Conflict);
        const auto gone = loop.runUntilDone(m_lab->ports().queue.allStats(Deadline::in(20s)));
        QVERIFY(!gone && gone.error().code == ErrorCode::Unavailable);
        QVERIFY(m_lab->startQueue());
        const auto consumers = [&] {
            const auto stats = loop.runUntilDone(m_lab->ports().queue.stats("orders", Deadline::in(20s)));
            return stats ? stats->consumers.size() : 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(consumers() > 0, 30'000);  // the worker comes back by itself
        std::vector<std::string> kinds;
        for (const lab::LabEvent& event : m_lab->events(0))
            kinds.push_back(event.kind);
        QCOMPARE(kinds, (std::vector<std::string>{"engine stopped", "engine started"}));
    }

    void snapshotsGrowAndTellOfEveryInstance() {
        QTRY_VERIFY_WITH_TIMEOUT(m_lab->snapshots(-1ms).size() >= 3, 30'000);
        const auto all = m_lab->snapshots(-1ms);
        for (std::size_t at = 1; at < all.size(); ++at)
            QVERIFY(all[at]->at >= all[at - 1]->at);
        QCOMPARE(all.back()->instances.size(), m_lab->instances().size());
        QVERIFY(all.back()->residentBytes > 1'000'000);
        QVERIFY(!all.back()->queues.empty());
        QVERIFY(m_lab->snapshots(all.back()->at + 1h).empty());
    }

    void samplesAreKeptForAsLongAsIsWanted() {
        lab::LabOptions options;
        options.portBase = 0;
        options.samplesFor = 500ms;
        const auto lab = open(std::move(options));
        QVERIFY2(lab, lab ? "" : lab.error().message.c_str());
        QTRY_VERIFY_WITH_TIMEOUT(!(*lab)->snapshots(1s).empty(), 30'000);
        const auto all = (*lab)->snapshots(-1ms);
        QVERIFY(all.front()->at + 500ms >= all.back()->at);
        QVERIFY(all.front()->at > 0ms);
        QVERIFY((*lab)->stop(Deadline::in(30s)));
    }

    void aTakenPortIsToldWithRoleAndSetting() {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        lab::LabOptions options;
        options.portBase = static_cast<std::uint16_t>(taken.serverPort() - 1);  // the registry's, which opens first
        const auto lab = open(std::move(options));
        QVERIFY(!lab);
        QVERIFY(lab.error().code == ErrorCode::Unavailable);
        const QString sentence = QString::fromStdString(lab.error().message);
        for (const QString& part : {QString::number(taken.serverPort()), QString("port-base"), QString("registry")})
            QVERIFY2(sentence.contains(part), qPrintable(sentence));
    }
};

RUSHLAB_TEST(LabLab)

}  // namespace rushlab::test::lab_lab
#include "lab_lab.moc"
