// The log's core, and the embedded engine on its file, against plain models: what is confirmed is there, in order,
// across reopens and crashes; every partition of a group has one owner; commits are fenced.
#include <rapidcheck.h>

#include <map>
#include <set>

#include "engines/log/log_core.h"
#include "tests/contract/log_engines.h"
#include "tests/support/test_program.h"

namespace rushlab::test::log_core {
using namespace std::chrono_literals;

namespace {

constexpr int kPartitions = 3;

// The stored form of a log, as a file would keep it: what LogChanges says, applied.
struct ModelFile {
    log::LogImage image;
    std::map<std::int64_t, log::BlockBytes> bytes;

    void apply(const log::LogChanges& changes) {
        for (const auto& topic : changes.createdTopics)
            image.topics.push_back(topic);
        for (const auto& block : changes.addedBlocks) {
            image.blocks.push_back({block.at, block.info});
            bytes[block.info.id] = block.bytes;
        }
        for (const auto& drop : changes.droppedBlocks) {
            std::erase_if(image.firstOffsets, [&](const auto& first) { return first.at == drop.at; });
            image.firstOffsets.push_back({drop.at, drop.firstOffset});
            std::erase_if(image.blocks, [&](const auto& block) {
                return std::find(drop.ids.begin(), drop.ids.end(), block.info.id) != drop.ids.end();
            });
        }
        for (const auto& commit : changes.committedOffsets) {
            std::erase_if(image.committedOffsets,
                          [&](const auto& stored) { return stored.group == commit.group && stored.at == commit.at; });
            image.committedOffsets.push_back(commit);
        }
    }
};

// Drives a core as the shell does, beside a vector a partition.
class CoreRun {
  public:
    explicit CoreRun(log::PlantedBugs bugs = {}) : m_bugs(bugs), m_core(*log::LogCore::open({}, limits(), bugs)) {
        RC_ASSERT(m_core.createTopic("t", {.partitions = kPartitions}).has_value());
        flush(true);
    }

    void append(int partition, int count) {
        log::LogCore::Part part;
        part.partition = partition;
        for (int i = 0; i < count; ++i) {
            log::Record record;
            record.value = fmt::format("{}", m_nextValue++);
            log::appendStored(part.bytes, record, WallTime{});
            m_staged[partition].push_back(record.value);
        }
        part.count = count;
        std::vector<log::LogCore::Part> parts;
        parts.push_back(std::move(part));
        RC_ASSERT(m_core.append("t", kPartitions, std::move(parts)).has_value());
        m_stagedAppends.push_back({partition, count});
    }

    // One group commit; where the disk fails nothing of it may show.
    void flush(bool stored) {
        const log::LogChanges* changes = m_core.collect();
        if (!changes) return;
        if (stored) m_file.apply(*changes);
        const Result<> outcome = stored ? Result<>{} : fail(ErrorCode::Unavailable, "the disk failed");
        const log::Settling settling = m_core.settle(outcome, WallTime{});
        if (stored) {
            // Topics and commits have tickets too; their answers say no offsets.
            std::vector<log::Appended> answers = settling.answers;
            std::erase_if(answers, [](const log::Appended& ranges) { return ranges.empty(); });
            RC_ASSERT(answers.size() == m_stagedAppends.size());
            auto answer = answers.begin();
            for (const auto& [partition, count] : m_stagedAppends) {
                RC_ASSERT(answer->size() == 1U);
                const auto expected =
                    log::AppendedRange{partition, static_cast<std::int64_t>(m_confirmed[partition].size()), count};
                RC_ASSERT(answer->front() == expected);
                auto& from = m_staged[partition];
                m_confirmed[partition].insert(m_confirmed[partition].end(), from.begin(), from.begin() + count);
                from.erase(from.begin(), from.begin() + count);
                ++answer;
            }
            for (const auto& [group, offsets] : m_stagedCommits) {
                for (const auto& [at, offset] : offsets)
                    m_committed[group][at] = offset;
            }
        }
        dropStaged();
    }

    void crash() {
        dropStaged();
        m_members.clear();
        auto opened = log::LogCore::open(m_file.image, limits(), m_bugs);
        RC_ASSERT(opened.has_value());
        m_core = std::move(*opened);
    }

    void join(int name, std::set<std::string> groups) {
        for (const std::string& group : groups) {
            log::JoinRequest request(group, {"t"}, fmt::format("m{}", name));
            request.sessionTimeout = 10s;
            m_members.push_back({group, m_core.join(request, m_now)->member, {}});
        }
    }
    void leave(std::size_t index) {
        if (m_members.empty()) return;
        const auto member = m_members.begin() + static_cast<long>(index % m_members.size());
        (void)m_core.leave(member->group, member->id);
        m_members.erase(member);
    }
    void pass(SteadyTime::duration span) {
        m_now += span;
        for (const char* group : {"g", "h"})
            m_core.expire(group, m_now);
    }
    void poll(std::size_t index) {
        if (m_members.empty()) return;
        Member& member = m_members[index % m_members.size()];
        const bool alive = m_core.touch(member.group, member.id, m_now).has_value();
        member.view.clear();
        if (!alive) return;
        const auto owned = m_core.owned(member.group, member.id, log::StartFrom::Earliest);
        RC_ASSERT(owned.has_value());
        for (const auto& part : *owned)
            member.view[part.at.partition] = part.epoch;
    }
    // Commits the end of a partition with the epoch of the last poll; it must be taken exactly where it still holds.
    void commit(std::size_t index, int partition) {
        if (m_members.empty()) return;
        Member& member = m_members[index % m_members.size()];
        const auto seen = member.view.find(partition);
        const std::int64_t epoch = seen == member.view.end() ? -1 : seen->second;
        const auto offset = static_cast<std::int64_t>(m_confirmed[partition].size());
        const log::TopicPartition at("t", partition);
        const auto owners = m_core.owners(member.group);
        const auto owner = owners.find(at);
        const bool mayCommit = owner != owners.end() && owner->second == log::Ownership{member.id, epoch};
        const auto done = m_core.commit(member.group, member.id, {{{at, offset}, epoch}});
        RC_ASSERT(done.has_value() == mayCommit);
        if (done) m_stagedCommits.push_back({member.group, {{at, offset}}});
    }

    // Whatever came before: a commit that must be refused, commits that must hold, and a crash.
    void finish() {
        join(9, {"g"});
        for (int partition = 0; partition < kPartitions; ++partition)
            commit(m_members.size() - 1, partition);
        for (std::size_t i = 0; i < m_members.size(); ++i) {
            poll(i);
            for (int partition = 0; partition < kPartitions; ++partition)
                commit(i, partition);
        }
        flush(true);
        crash();
        check();
    }

    void check() {
        for (int partition = 0; partition < kPartitions; ++partition)
            checkPartition(partition);
        for (const std::string group : {"g", "h"})
            checkGroup(group);
    }

  private:
    struct Member {
        std::string group;
        log::MemberId id;
        std::map<int, std::int64_t> view;  // epochs at the last poll
    };

    static log::LogLimits limits() {
        log::LogLimits limits;
        limits.recentBytesMax = 500;  // most reads have to go to the file
        limits.replayBytesMax = 200;
        return limits;
    }

    void dropStaged() {
        m_staged.clear();
        m_stagedAppends.clear();
        m_stagedCommits.clear();
    }

    void checkPartition(int partition) {
        const auto& expected = m_confirmed[partition];
        const std::int64_t end = static_cast<std::int64_t>(expected.size());
        for (std::int64_t from : {std::int64_t{0}, end / 2, end}) {
            const auto plan = m_core.planRead({"t", partition}, from, {1000, 1 << 20}, WallTime{});
            RC_ASSERT(plan.has_value());
            log::Records records;
            for (const auto& piece : plan->pieces) {
                const log::BlockBytes bytes = piece.bytes ? piece.bytes : m_file.bytes.at(piece.info.id);
                if (!piece.bytes) m_core.keepRead(plan->at, piece.info.id, bytes);
                const auto more = records.addFromBlock(bytes, piece.info.baseOffset, from, 1000, 1 << 20);
                RC_ASSERT(more.has_value());
            }
            RC_ASSERT(static_cast<std::int64_t>(records.size()) == std::min<std::int64_t>(end - from, 1000));
            for (std::size_t i = 0; i < records.size(); ++i) {
                RC_ASSERT(records[i].offset() == from + static_cast<std::int64_t>(i));
                RC_ASSERT(records[i].value() == expected[static_cast<std::size_t>(records[i].offset())]);
            }
        }
        RC_ASSERT(!m_core.planRead({"t", partition}, end + 1, {1, 1}, WallTime{}).has_value());
    }

    void checkGroup(const std::string& group) {
        std::set<log::MemberId> alive;
        for (const Member& member : m_members) {
            const auto owned = m_core.owned(member.group, member.id, log::StartFrom::Earliest);
            if (member.group == group && owned) alive.insert(member.id);
        }
        const auto owners = m_core.owners(group);
        RC_ASSERT(owners.size() == (alive.empty() ? 0U : std::size_t{kPartitions}));
        std::map<log::MemberId, int> shares;
        for (const auto& [at, owner] : owners) {
            RC_ASSERT(alive.contains(owner.member));
            ++shares[owner.member];
        }
        for (const auto& [member, share] : shares) {
            RC_ASSERT(share <= (kPartitions + static_cast<int>(alive.size()) - 1) / static_cast<int>(alive.size()));
        }
        std::map<log::TopicPartition, std::int64_t> committed;
        for (const auto& offset : m_core.committed(group))
            committed[offset.at] = offset.offset;
        RC_ASSERT(committed == m_committed[group]);
    }

    log::PlantedBugs m_bugs;
    log::LogCore m_core;
    ModelFile m_file;
    SteadyTime m_now{1h};
    int m_nextValue = 0;
    std::map<int, std::vector<std::string>> m_confirmed;
    std::map<int, std::vector<std::string>> m_staged;
    std::vector<std::pair<int, int>> m_stagedAppends;
    std::vector<std::pair<std::string, std::map<log::TopicPartition, std::int64_t>>> m_stagedCommits;
    std::map<std::string, std::map<log::TopicPartition, std::int64_t>> m_committed;
    std::vector<Member> m_members;
};

void runSteps(CoreRun& run) {
    const auto steps = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
        rc::gen::tuple(rc::gen::inRange(0, 14), rc::gen::inRange(0, kPartitions), rc::gen::inRange(1, 40)));
    for (const auto& [what, partition, number] : steps) {
        const auto index = static_cast<std::size_t>(number);
        switch (what) {
            case 0:
            case 1:
                run.append(partition, number);
                break;
            case 2:
            case 3:
            case 4:
                run.flush(true);
                break;
            case 5:
                run.flush(false);
                break;
            case 6:
                run.crash();
                break;
            case 7:
                run.join(number % 5, number % 2 ? std::set<std::string>{"g"} : std::set<std::string>{"g", "h"});
                break;
            case 8:
                run.leave(index);
                break;
            case 9:
                run.pass(std::chrono::seconds(number / 4));
                break;
            case 10:
            case 11:
                run.poll(index);
                break;
            default:
                run.commit(index, partition);
                break;
        }
        run.check();
    }
    run.finish();
}

}  // namespace

class LogCoreProperty : public QObject {
    Q_OBJECT
  private slots:
    void theCoreKeepsWhatItConfirmedAndItsGroupsWhole() {
        QVERIFY(rc::check([] {
            CoreRun run;
            runSteps(run);
        }));
    }

    // The same check, and cores with a planted bug.
    void aCommitThatIsNotStoredIsFound() {
        QVERIFY(!rc::check([] {
            CoreRun run({.forgetCommits = true});
            runSteps(run);
        }));
    }
    void aFencedCommitThatIsTakenIsFound() {
        QVERIFY(!rc::check([] {
            CoreRun run({.acceptFencedCommits = true});
            runSteps(run);
        }));
    }

    void theEngineKeepsWhatItConfirmedOverReopensAndKills() {
        QVERIFY(rc::check([] {
            log::LogLimits limits;
            limits.recentBytesMax = 2000;
            limits.replayBytesMax = 1000;
            test::LogUnderTest log({}, limits);
            RC_ASSERT(log.createTopic("t", {.partitions = kPartitions}).has_value());
            std::map<int, std::vector<std::string>> model;
            std::map<log::TopicPartition, std::int64_t> committed;
            auto* member = log.join({"g", {"t"}, "m"});
            int next = 0;
            const auto steps = *rc::gen::resize(12, rc::gen::container<std::vector<std::pair<int, int>>>(rc::gen::pair(
                                                        rc::gen::inRange(0, 8), rc::gen::inRange(1, 60))));
            for (const auto& [what, number] : steps) {
                if (what < 4) {
                    std::vector<log::Record> records;
                    for (int i = 0; i < number; ++i) {
                        const std::string key = fmt::format("{}", next % 17);
                        records.push_back({key, fmt::format("{}", next++)});
                        model[log::partitionOf(key, kPartitions)].push_back(records.back().value);
                    }
                    RC_ASSERT(log.append("t", records).has_value());
                } else if (what == 4) {
                    log.faults().full = true;
                    RC_ASSERT(!log.appendValues("t", {"never"}).has_value());
                    log.faults().full = false;
                } else if (what == 5) {
                    RC_ASSERT(log.pollValues(member, static_cast<std::size_t>(number)).has_value());
                    RC_ASSERT(log.commitPolled(member).has_value());
                    for (const auto& offset : member->polledTo())
                        committed[offset.at] = offset.offset;
                } else {
                    what == 6 ? log.reopen() : log.reopenAsAfterKill();
                    member = log.join({"g", {"t"}, "m"});
                }
            }
            for (int partition = 0; partition < kPartitions; ++partition) {
                const auto values = log.values("t", partition);
                RC_ASSERT(values.has_value());
                RC_ASSERT(*values == model[partition]);
            }
            const auto offsets = log.run(log.port().committed("g", test::LogUnderTest::soon()));
            std::map<log::TopicPartition, std::int64_t> found;
            for (const auto& offset : *offsets)
                found[offset.at] = offset.offset;
            RC_ASSERT(found == committed);
        }));
    }
};

RUSHLAB_TEST(LogCoreProperty)

}  // namespace rushlab::test::log_core
#include "log_core.moc"
