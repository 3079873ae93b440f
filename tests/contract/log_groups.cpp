// The promises of engines/log/event_log.h on consumer groups, for every engine; and planted bugs, to prove that their
// checks find them.
#include <set>

#include "tests/contract/log_engines.h"
#include "tests/support/test_program.h"

namespace rushlab::test::log_groups {
using namespace std::chrono_literals;

namespace {

using Values = std::vector<std::string>;

io::Awaitable<> leaveAfter(log::GroupMember& member, SteadyTime::duration delay) {
    co_await io::sleepFor(delay);
    (void)co_await member.leave(LogUnderTest::soon());
}

// The checks that planted bugs must fail; empty: the promise holds.

std::string checkCommitsSurvive(LogUnderTest& log) {
    if (!log.createTopic("t") || !log.appendValues("t", {"a", "b", "c"})) return "the records could not be made";
    auto* member = log.join({"g", {"t"}, "m"});
    if (const auto polled = log.pollValues(member, 2); !polled) return polled.error().message;
    if (const auto done = log.commitPolled(member); !done) return done.error().message;
    log.reopenAsAfterKill();
    const auto committed = log.run(log.port().committed("g", LogUnderTest::soon()));
    if (!committed) return committed.error().message;
    if (*committed != std::vector<log::GroupOffset>{{{"t", 0}, 2}}) return "the committed offset is not there";
    const auto again = log.pollValues(log.join({"g", {"t"}, "m"}));
    return again && *again == Values{"c"} ? "" : "the group did not go on from its committed offset";
}

std::string checkFencing(LogUnderTest& log) {
    if (!log.createTopic("t") || !log.appendValues("t", {"a", "b"})) return "the records could not be made";
    auto* loser = log.join({"g", {"t"}, "m2"});
    if (const auto polled = log.pollValues(loser); !polled || polled->size() != 2) return "nothing was polled";
    auto* winner = log.join({"g", {"t"}, "m1"});  // by its name it takes the only partition
    const auto late = log.commitPolled(loser);
    if (late) return "a member committed a partition that it had lost";
    if (late.error().code != ErrorCode::Conflict) return "a fenced commit is no Conflict: " + late.error().message;
    log.leave(winner);  // it is given back, but to one that has to begin anew
    const auto still = log.commitPolled(loser);
    if (still) return "a member committed what it had polled before it lost the partition";
    if (const auto polled = log.pollValues(loser); !polled || *polled != Values{"a", "b"}) {
        return "what was not committed did not come again";
    }
    const auto owner = log.commitPolled(loser);
    return owner ? "" : owner.error().message;
}

}  // namespace

class LogGroups : public QObject {
    Q_OBJECT

  private slots:
    // Every test runs once an engine.
    void initTestCase_data() {
        QTest::addColumn<QString>("engine");
        QTest::newRow("embedded") << "embedded";
    }

    void everyPartitionHasExactlyOneOwner() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t", {.partitions = 5}));
        QVERIFY(log.createTopic("u", {.partitions = 2}));
        std::vector<log::GroupMember*> members;
        const auto verify = [&] {
            std::multiset<log::TopicPartition> owned;
            for (auto* member : members) {
                const auto assignment = log.run(member->assignment(LogUnderTest::soon()));
                if (!assignment) return false;
                owned.insert(assignment->begin(), assignment->end());
            }
            std::multiset<log::TopicPartition> all;
            for (int i = 0; i < 5; ++i)
                all.insert({"t", i});
            for (int i = 0; i < 2; ++i)
                all.insert({"u", i});
            return owned == all;
        };
        for (int i = 0; i < 7; ++i) {
            members.push_back(log.join({"g", {"t", "u"}, fmt::format("m{}", i)}));
            QVERIFY2(verify(), "after a join");
        }
        while (members.size() > 1) {
            log.leave(members.front());
            members.erase(members.begin());
            QVERIFY2(verify(), "after a leave");
        }
    }

    void aSessionThatLapsesGivesItsPartitionsAway() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t", {.partitions = 2}));
        QVERIFY(log.append("t", {{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}}));
        log::JoinRequest quick("g", {"t"}, "quick");
        quick.sessionTimeout = 100ms;
        auto* lapses = log.join(quick);
        QCOMPARE(log.pollValues(lapses)->size(), 4U);
        auto* stays = log.join({"g", {"t"}, "stays"});
        QCOMPARE(log.run(stays->assignment(LogUnderTest::soon()))->size(), 1U);
        // It waits in poll, and is woken by the lapse of the other: what was polled but not committed comes again.
        Values again;
        const auto until = Deadline::in(10s);
        while (again.size() < 4 && !until.passed()) {
            const auto polled = log.pollValues(stays, 100, Deadline::in(2s));
            QVERIFY(polled);
            again.insert(again.end(), polled->begin(), polled->end());
        }
        QCOMPARE(again.size(), 4U);
        QCOMPARE(log.run(stays->assignment(LogUnderTest::soon()))->size(), 2U);
        QCOMPARE(log.pollValues(lapses).error().code, ErrorCode::Conflict);
        QCOMPARE(log.commitPolled(lapses).error().code, ErrorCode::Conflict);
        QCOMPARE(log.run(lapses->heartbeat(LogUnderTest::soon())).error().code, ErrorCode::Conflict);
    }

    // Else groups of which nothing is left would add up to as many as are allowed.
    void aGroupWhoseLastSessionLapsedMakesRoomForAnother() {
        LogUnderTest log({}, {.groupsMax = 1});
        QVERIFY(log.createTopic("t"));
        log::JoinRequest shortLived("a", {"t"}, "m");
        shortLived.sessionTimeout = Milliseconds(1);
        auto* lapsed = log.join(shortLived);
        QTest::qWait(20);
        QCOMPARE(log.run(lapsed->heartbeat(LogUnderTest::soon())).error().code, ErrorCode::Conflict);
        log::JoinRequest other("b", {"t"}, "m");
        QVERIFY(log.run(log.port().join(other, LogUnderTest::soon())));
    }

    void aMemberThatWaitsInPollDoesNotLapse() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        log::JoinRequest quick("g", {"t"}, "quick");
        quick.sessionTimeout = 150ms;
        auto* member = log.join(quick);
        QVERIFY(log.pollValues(member, 10, Deadline::in(500ms))->empty());
        QVERIFY(log.appendValues("t", {"a"}));
        QCOMPARE(*log.pollValues(member), Values{"a"});
        QVERIFY(log.commitPolled(member));
    }

    void aWaitingPollIsWokenByARecordAndByALeaver() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        auto* owner = log.join({"g", {"t"}, "a"});
        auto* idle = log.join({"g", {"t"}, "b"});
        const auto start = std::chrono::steady_clock::now();
        log.loop().spawn(test::appendAfter(log.port(), 20ms, "t", "late"));
        QCOMPARE(*log.pollValues(owner, 10, Deadline::in(20s)), Values{"late"});
        log.loop().spawn(leaveAfter(*owner, 20ms));
        QCOMPARE(*log.pollValues(idle, 10, Deadline::in(20s)), Values{"late"});
        QVERIFY(std::chrono::steady_clock::now() - start < 3s);
    }

    void whoLostAPartitionCannotCommitIt() {
        LogUnderTest log;
        QCOMPARE(QString::fromStdString(checkFencing(log)), QString());
    }

    void aCommitIsAllOrNothing() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t", {.partitions = 2}));
        QVERIFY(log.append("t", {{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}}));
        auto* first = log.join({"g", {"t"}, "a"});
        QVERIFY(log.pollValues(first));
        auto* second = log.join({"g", {"t"}, "b"});  // takes partition 1
        QCOMPARE(log.commitPolled(first).error().code, ErrorCode::Conflict);
        QVERIFY(log.run(log.port().committed("g", LogUnderTest::soon()))->empty());
        QVERIFY(log.run(first->commit({{{"t", 0}, 1}}, LogUnderTest::soon())));
        QCOMPARE(log.run(first->commit({{{"t", 0}, 99}}, LogUnderTest::soon())).error().code, ErrorCode::Invalid);
        QCOMPARE(log.run(log.port().committed("g", LogUnderTest::soon()))->size(), 1U);
        QVERIFY(second);
    }

    void commitBeforeWorkLosesAndCommitAfterWorkDuplicates() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        QVERIFY(log.appendValues("t", {"a", "b"}));
        // Commit, then die before the work is done: nobody does it.
        auto* before = log.join({"careless", {"t"}, "m"});
        QCOMPARE(log.pollValues(before)->size(), 2U);
        QVERIFY(log.commitPolled(before));
        log.leave(before);
        QVERIFY(log.pollValues(log.join({"careless", {"t"}, "m"}))->empty());
        // Work, then die before the commit: it is done twice.
        Values worked;
        auto* after = log.join({"careful", {"t"}, "m"});
        const auto first = log.pollValues(after);
        worked.insert(worked.end(), first->begin(), first->end());
        log.leave(after);
        const auto again = log.pollValues(log.join({"careful", {"t"}, "m"}));
        worked.insert(worked.end(), again->begin(), again->end());
        QCOMPARE(worked, (Values{"a", "b", "a", "b"}));
    }

    void committedOffsetsSurviveAKill() {
        LogUnderTest log;
        QCOMPARE(QString::fromStdString(checkCommitsSurvive(log)), QString());
    }

    void groupsAreIndependentAndBeginWhereTheyAreTold() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        QVERIFY(log.appendValues("t", {"a", "b"}));
        log::JoinRequest latest("new", {"t"}, "m");
        latest.startFrom = log::StartFrom::Latest;
        auto* fresh = log.join(latest);
        auto* old = log.join({"old", {"t"}, "m"});
        QVERIFY(log.pollValues(fresh)->empty());
        QVERIFY(log.appendValues("t", {"c"}));
        QCOMPARE(*log.pollValues(fresh), Values{"c"});
        QCOMPARE(*log.pollValues(old), (Values{"a", "b", "c"}));
        QVERIFY(log.pollValues(old)->empty());
        QVERIFY(log.run(old->seek({{"t", 0}, 1}, LogUnderTest::soon())));
        QCOMPARE(*log.pollValues(old), (Values{"b", "c"}));
        QCOMPARE(log.run(old->seek({{"t", 0}, 9}, LogUnderTest::soon())).error().code, ErrorCode::Invalid);
        QCOMPARE(log.run(old->seek({{"t", 1}, 0}, LogUnderTest::soon())).error().code, ErrorCode::Conflict);
    }

    // Nobody looks at the partition between the moment its record is too old and the poll.
    void aPollPassesOverWhatAgedMeanwhile() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t", {.retentionAge = Milliseconds(500)}));
        QVERIFY(log.appendValues("t", {"old"}));
        auto* member = log.join({"g", {"t"}, "m"});
        QTest::qWait(700);
        const auto nothing = log.pollValues(member);
        QVERIFY2(nothing, nothing ? "" : nothing.error().message.c_str());
        QVERIFY(nothing->empty());
        QVERIFY(log.appendValues("t", {"fresh"}));
        QCOMPARE(*log.pollValues(member), Values{"fresh"});
    }

    void aPollTakesTurnsAmongPartitions() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t", {.partitions = 2}));
        std::vector<log::Record> records;
        for (int i = 0; i < 200; ++i)
            records.push_back({fmt::format("{}", i), "v"});
        QVERIFY(log.append("t", records));
        auto* member = log.join({"g", {"t"}, "m"});
        std::set<int> seen;
        for (int i = 0; i < 2; ++i) {
            const auto polled = log.run(member->poll(1, LogUnderTest::soon()));
            QCOMPARE(polled->size(), 1U);
            QCOMPARE(polled->front().records.size(), 1U);
            seen.insert(polled->front().from.partition);
        }
        QCOMPARE(seen.size(), 2U);
    }

    void lagIsToldInMessagesAndInTime() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t"));
        const WallTime now = RealClock().wallNow();
        std::vector<log::Record> records;
        records.push_back({"", "oldest", {}, now - 1h});
        records.push_back({"", "older", {}, now - 10min});
        records.push_back({"", "newest", {}, now});
        QVERIFY(log.append("t", records));
        auto* member = log.join({"g", {"t"}, "m"});
        auto lag = log.run(log.port().lag("g", LogUnderTest::soon()));
        QCOMPARE(lag->size(), 1U);
        QCOMPARE(lag->front().messages, 3);
        QVERIFY(lag->front().age >= 1h && lag->front().age < 1h + 1min);
        QCOMPARE(log.pollValues(member, 1)->size(), 1U);
        QVERIFY(log.commitPolled(member));
        lag = log.run(log.port().lag("g", LogUnderTest::soon()));
        QCOMPARE(lag->front().messages, 2);
        QVERIFY(lag->front().age >= 10min && lag->front().age < 11min);
        QCOMPARE(log.pollValues(member)->size(), 2U);
        QVERIFY(log.commitPolled(member));
        lag = log.run(log.port().lag("g", LogUnderTest::soon()));
        QCOMPARE(lag->front().messages, 0);
        QVERIFY(lag->front().age == 0ms);
        QVERIFY(log.run(log.port().lag("nobody", LogUnderTest::soon()))->empty());
    }

    void lagNamesTheOwnerOfEachPartition() {
        LogUnderTest log;
        QVERIFY(log.createTopic("t", {.partitions = 3}));
        const auto owners = [&log] {
            Values names;
            const auto lags = log.run(log.port().lag("g", LogUnderTest::soon()));
            for (const log::PartitionLag& lag : *lags)
                names.push_back(lag.owner);
            return names;
        };
        auto* first = log.join({"g", {"t"}, "m1"});
        QCOMPARE(owners(), (Values{"m1", "m1", "m1"}));
        log::JoinRequest quick("g", {"t"}, "m2");
        quick.sessionTimeout = 2s;
        log.join(quick);
        QCOMPARE(owners(), (Values{"m1", "m1", "m2"}));
        QTRY_COMPARE_WITH_TIMEOUT(owners(), (Values{"m1", "m1", "m1"}), 20'000);  // its session lapses
        QVERIFY(log.appendValues("t", {"a"}) && log.pollValues(first)->size() == 1 && log.commitPolled(first));
        log.leave(first);
        for (const std::string& owner : owners())
            QCOMPARE(owner, std::string());  // what is committed is told of all the same
    }

    // The planted bugs: each is found by the check of the promise that it breaks.
    void aCommitThatIsNotStoredIsFound() {
        LogUnderTest log({.forgetCommits = true});
        QVERIFY(!checkCommitsSurvive(log).empty());
    }
    void aFencedCommitThatIsTakenIsFound() {
        LogUnderTest log({.acceptFencedCommits = true});
        QVERIFY(!checkFencing(log).empty());
    }
};

RUSHLAB_TEST(LogGroups)

}  // namespace rushlab::test::log_groups
#include "log_groups.moc"
