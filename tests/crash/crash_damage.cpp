// What a killed child left is damaged afterwards: a bit flipped, a file cut short. Each durable engine then refuses the
// file with a sentence, or serves exactly what was confirmed; never something else, and never less.
#include <QTemporaryDir>
#include <fstream>

#include "base/random.h"
#include "tests/crash/child_process.h"
#include "tests/support/test_program.h"

namespace rushlab::test::crash_damage {
using namespace rushlab::crash;
namespace fs = std::filesystem;

namespace {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int kDamages = 15;
#else
constexpr int kDamages = 60;
#endif

struct Left {
    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<Checker> checker;
    fs::path path() const { return folder->path().toStdString(); }
};

// Where the log's frames of this generation end: a log that has begun anew keeps old frames behind, and damage to those
// harms nobody.
std::uint64_t liveBytes(const fs::path& log) {
    constexpr std::size_t kHeaderBytes = 32, kFrameHeaderBytes = 24, kPageBytes = 4096, kSaltsBytes = 8;
    std::ifstream stream(log, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    const std::string_view all(bytes);
    if (all.size() < kHeaderBytes) return all.size();
    const std::string_view salts = all.substr(16, kSaltsBytes);
    std::size_t end = kHeaderBytes;
    while (end + kFrameHeaderBytes + kPageBytes <= all.size() && all.substr(end + 8, kSaltsBytes) == salts)
        end += kFrameHeaderBytes + kPageBytes;
    return end;
}

std::uint64_t damageableBytes(const fs::path& file) {
    return file.string().ends_with("-wal") ? liveBytes(file) : fs::file_size(file);
}

Left killOnce(const Subject& subject, std::chrono::milliseconds after) {
    Left left{std::make_unique<QTemporaryDir>(), subject.checker()};
    for (int round = 0; round < 2; ++round) {
        const auto run = runAndKill(CRASH_CHILD, {left.path(), round, Planted::Nothing}, subject.name, after);
        if (!run.ended.empty()) qFatal("%s", run.ended.c_str());
        for (const Note& note : run.notes) {
            if (note.subject != SubjectId::Child) left.checker->learn(note);
        }
        // Opening and closing what the first left brings it into the main file.
        if (round == 0 && !left.checker->complaints(left.path())) qFatal("the first round left nothing whole");
    }
    return left;
}

// A folder with something in the main file and something that only the log has: a kill just after the log began anew
// leaves too little there, and is tried again.
Left killOne(const Subject& subject) {
    constexpr int kTries = 10;
    for (int i = 0; i < kTries; ++i) {
        Left left = killOnce(subject, std::chrono::milliseconds(120 + 50 * i));
        if (liveBytes(left.path() / (subject.file + "-wal")) > 40'000) return left;
    }
    qFatal("ten kills left hardly anything in the log");
}

void flipBit(const fs::path& file, std::uint64_t offset, unsigned bit) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(offset));
    const int byte = stream.get();
    stream.seekp(static_cast<std::streamoff>(offset));
    stream.put(static_cast<char>(static_cast<unsigned>(byte) ^ (1U << bit)));
}

}  // namespace

class CrashDamage : public QObject {
    Q_OBJECT
    std::map<std::string, Left> m_left;

    const Left& leftBy(const Subject& subject) {
        auto& left = m_left[subject.name];
        if (!left.folder) left = killOne(subject);
        return left;
    }
    static Subject named(const std::string& name) {
        for (Subject& subject : allSubjects()) {
            if (subject.name == name) return subject;
        }
        qFatal("no such subject");
    }

  private slots:
    void damageIsRefusedOrHarmless_data() {
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("end");
        QTest::addColumn<bool>("cut");
        for (const Subject& subject : allSubjects()) {
            const char* name = subject.name.c_str();
            QTest::addRow("%s, main file, flipped", name) << name << "" << false;
            QTest::addRow("%s, main file, cut", name) << name << "" << true;
            QTest::addRow("%s, log, flipped", name) << name << "-wal" << false;
            QTest::addRow("%s, log, cut", name) << name << "-wal" << true;
        }
    }
    void damageIsRefusedOrHarmless() {
        QFETCH(QString, subject);
        QFETCH(QString, end);
        QFETCH(bool, cut);
        const Subject which = named(subject.toStdString());
        const Left& left = leftBy(which);
        const auto bytes = damageableBytes(left.path() / (which.file + end.toStdString()));
        QVERIFY2(bytes > 10'000, "too little to damage");
        Random random(99);
        int refused = 0;
        for (int i = 0; i < kDamages; ++i) {
            const QTemporaryDir folder;
            const fs::path copy(folder.path().toStdString());
            for (const char* part : {"", "-wal", "-lock"})
                fs::copy_file(left.path() / (which.file + part), copy / (which.file + part));
            const auto offset = random.below(bytes);
            const fs::path file = copy / (which.file + end.toStdString());
            if (cut) fs::resize_file(file, offset);
            if (!cut) flipBit(file, offset, static_cast<unsigned>(random.below(8)));
            const auto complaints = left.checker->complaints(copy);
            const std::string place = fmt::format("at {}: ", offset);
            if (complaints) {
                const std::string first = complaints->empty() ? "" : place + complaints->front();
                QVERIFY2(complaints->empty(), first.c_str());
                continue;
            }
            ++refused;
            const Error& error = complaints.error();
            QVERIFY2(error.code == ErrorCode::Corrupt, (place + error.message).c_str());
            QVERIFY2(error.message.find(which.file) != std::string::npos, (place + error.message).c_str());
        }
        qInfo() << refused << "of" << kDamages << "refused";
        // Much of the main file may be free, or be in the log as well: damage there is harmless.
        QVERIFY2(refused > kDamages / 10, "hardly any damage was noticed: is it looked for?");
    }
};

RUSHLAB_TEST(CrashDamage)

}  // namespace rushlab::test::crash_damage
#include "crash_damage.moc"
