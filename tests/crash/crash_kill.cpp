// A child under full load is killed with SIGKILL at random moments. Whatever it had confirmed is there afterwards, and
// recovery needs nobody's help.
#include <QTemporaryDir>

#include "base/random.h"
#include "tests/crash/child_process.h"
#include "tests/support/test_program.h"

namespace rushlab::test::crash_kill {
using namespace rushlab::crash;
namespace fs = std::filesystem;

namespace {

// Instrumented programs are many times slower; the promises are the same.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int kRounds = 20;
constexpr int kWorkerRounds = 5;
#else
constexpr int kRounds = 100;
constexpr int kWorkerRounds = 50;
#endif
// A folder grows with every round; a new one now and then keeps the checks quick.
constexpr int kRoundsAFolder = 10;

// What was learned of one folder, and who judges it.
class Judges {
  public:
    explicit Judges(const std::string& subjects) {
        for (Subject& subject : subjectsNamed(subjects)) {
            m_checkers[subject.id] = {subject.name, subject.checker()};
        }
    }

    void learn(const std::vector<Note>& notes) {
        for (const Note& note : notes) {
            if (note.subject != SubjectId::Child) m_checkers.at(note.subject).checker->learn(note);
        }
    }
    std::vector<std::string> complaints(const fs::path& folder) const {
        std::vector<std::string> all;
        for (const auto& [id, one] : m_checkers) {
            const auto found = one.checker->complaints(folder);
            if (!found) all.push_back(fmt::format("{}: {}", one.name, found.error().message));
            if (found) all.insert(all.end(), found->begin(), found->end());
        }
        return all;
    }
    void addConfirmed(std::map<std::string, std::int64_t>& confirmed) const {
        for (const auto& [id, one] : m_checkers)
            confirmed[one.name] += one.checker->confirmed();
    }

  private:
    struct Named {
        std::string name;
        std::unique_ptr<Checker> checker;
    };
    std::map<SubjectId, Named> m_checkers;
};

struct Tally {
    std::vector<std::string> complaints;
    std::map<std::string, std::int64_t> confirmed;
    int rounds = 0;
};

void killInOneFolder(int rounds, Planted planted, const std::string& subjects, Random& random, Tally& tally) {
    const QTemporaryDir folder;
    const fs::path path(folder.path().toStdString());
    Judges judges(subjects);
    for (int i = 0; i < kRoundsAFolder && tally.rounds < rounds && tally.complaints.empty(); ++i, ++tally.rounds) {
        const std::chrono::microseconds lifetime(5'000 + random.below(145'000));
        const auto run = runAndKill(CRASH_CHILD, {path, i, planted}, subjects, lifetime);
        judges.learn(run.notes);
        if (!run.ended.empty()) tally.complaints.push_back(fmt::format("round {}: {}", tally.rounds, run.ended));
        // In some rounds it is the next child that finds what this one left.
        const bool isLast = i + 1 == kRoundsAFolder || tally.rounds + 1 == rounds;
        if (!isLast && random.chance(0.3)) continue;
        for (const auto& sentence : judges.complaints(path)) {
            tally.complaints.push_back(fmt::format("round {}: {}", tally.rounds, sentence));
        }
    }
    judges.addConfirmed(tally.confirmed);
}

Tally killRepeatedly(int rounds, Planted planted, const std::string& subjects, std::uint64_t seed) {
    Tally tally;
    Random random(seed);
    while (tally.rounds < rounds && tally.complaints.empty())
        killInOneFolder(rounds, planted, subjects, random, tally);
    return tally;
}

}  // namespace

class CrashKill : public QObject {
    Q_OBJECT
  private slots:
    void nothingConfirmedIsLostByAKill() {
        const Tally tally = killRepeatedly(kRounds, Planted::Nothing, "all", 20261121);
        for (const auto& [name, count] : tally.confirmed)
            qInfo() << name.c_str() << "confirmations:" << qint64(count);
        for (const auto& complaint : tally.complaints)
            qWarning() << complaint.c_str();
        QVERIFY(tally.complaints.empty());
        QCOMPARE(tally.rounds, kRounds);
        for (const Subject& subject : allSubjects()) {
            QVERIFY2(tally.confirmed.at(subject.name) > kRounds * 10,
                     ("too little happened in " + subject.name).c_str());
        }
    }

    void everyOrderIsCompletedOnceAfterTheWorkerWasKilled() {
        const Tally tally = killRepeatedly(kWorkerRounds, Planted::Nothing, "worker", 20261122);
        for (const auto& complaint : tally.complaints)
            qWarning() << complaint.c_str();
        QVERIFY(tally.complaints.empty());
        QCOMPARE(tally.rounds, kWorkerRounds);
        qInfo() << "orders:" << qint64(tally.confirmed.at("worker"));
        QVERIFY(tally.confirmed.at("worker") > kWorkerRounds * 10);
    }

    void aPlantedBugIsNoticed_data() {
        QTest::addColumn<QString>("subject");
        QTest::addColumn<int>("planted");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const char* subject, Planted planted, const char* words) {
            QTest::newRow(name) << subject << static_cast<int>(planted) << words;
        };
        row("archive confirms early", "archive", Planted::ReportsEarly, "archive: confirmed batch");
        row("archive tears a batch", "archive", Planted::TearsTransactions, "documents of batch");
        row("queue confirms early", "queue", Planted::ReportsEarly, ": confirmed message");
        row("queue forgets an ack", "queue", Planted::ForgetsAcks, ": acknowledged message");
        row("queue mixes the order", "queue", Planted::MixesOrder, "stands before");
        row("log confirms early", "log", Planted::ReportsEarly, ": confirmed batch");
        row("log forgets an offset", "log", Planted::ForgetsAcks, "the committed offset went back");
        row("sql confirms early", "sql", Planted::ReportsEarly, "sql: confirmed transaction");
        row("sql tears a transaction", "sql", Planted::TearsTransactions, "half there");
        row("worker's orders confirmed early", "worker", Planted::ReportsEarly, "worker: confirmed order");
        row("worker believes a lost commit", "worker", Planted::TearsTransactions, "worker: confirmed order");
    }
    void aPlantedBugIsNoticed() {
        QFETCH(QString, subject);
        QFETCH(int, planted);
        QFETCH(QString, words);
        const Tally tally = killRepeatedly(40, static_cast<Planted>(planted), subject.toStdString(), 7);
        QVERIFY2(!tally.complaints.empty(), "the checker cannot fail");
        QVERIFY2(tally.complaints.front().find(words.toStdString()) != std::string::npos,
                 tally.complaints.front().c_str());
    }
};

RUSHLAB_TEST(CrashKill)

}  // namespace rushlab::test::crash_kill
#include "crash_kill.moc"
