// Calls and words that this project does without.
#include <QRegularExpression>

#include <functional>

#include "tests/tidy/rules.h"

namespace rushlab::tidy {
namespace {

struct Ban {
    QRegularExpression words;
    std::function<bool(const SourceFile&)> appliesTo;
    std::string sentence;
    bool inText = false;  // comments and literals too
};

bool isOurs(const SourceFile& file) {
    return file.isCpp();
}
bool isProgram(const SourceFile& file) {
    return file.isCpp() && !file.isUnder("tests");
}
bool isProgramOutsideBase(const SourceFile& file) {
    return isProgram(file) && !file.isUnder("backend/base");
}
bool isBackend(const SourceFile& file) {
    return file.isCpp() && file.isUnder("backend");
}
bool isDesktop(const SourceFile& file) {
    return file.isCpp() && (file.isUnder("ui") || file.isUnder("app"));
}
// Where a thread of one's own has a reason: loops, flushers, engines around blocking libraries, load, the window's
// asking.
bool mayNotStartThreads(const SourceFile& file) {
    return isProgram(file) && !file.isUnder("backend/io") && !file.isUnder("backend/storage") &&
           !file.isUnder("backend/engines") && !file.isUnder("backend/lab") && !file.isUnder("backend/load") &&
           !file.isUnder("backend/roles/auth") && !file.isUnder("ui");
}

const std::vector<Ban>& bans() {
    static const std::vector<Ban> list{
        {QRegularExpression(R"(\b(usleep|nanosleep|clock_nanosleep|sleep_for|sleep_until)\s*\(|(?<![\w.>])sleep\s*\()"),
         isProgramOutsideBase, "nobody sleeps: wait for the event, or use io::sleepFor"},
        {QRegularExpression(R"(\b(usleep|nanosleep)\s*\(|(?<![\w.>])sleep\s*\()"), isOurs,
         "nobody sleeps: tests wait on a condition, and std::this_thread::sleep_for is their last resort"},
        {QRegularExpression(R"(\b(s?rand|rand_r|drand48)\s*\(|\brandom_device\b|\bQRandomGenerator\b)"), isOurs,
         "random numbers come from base/random.h, so that a seed gives the same run again"},
        {QRegularExpression(R"(\b(mt19937(_64)?|default_random_engine)\b)"), isProgram,
         "random numbers come from base/random.h, so that a seed gives the same run on every machine"},
        {QRegularExpression(R"((\.|->)\s*detach\s*\(\s*\))"), isOurs, "a thread is joined by whoever started it"},
        {QRegularExpression(R"(\bsystem_clock\b|\bgettimeofday\b|\bCLOCK_REALTIME\b|\b(local|gm)time(_r)?\s*\(|)"
                            R"(\bQ(Date|Time|DateTime)::current|(?<![\w.>])time\s*\(\s*(nullptr|NULL|0|&))"),
         isProgramOutsideBase, "the time of day comes from base/clock.h"},
        {QRegularExpression(R"(\bstd::thread\b(?!\s*::)|\bstd::async\s*\(|\bpthread_create\b)"), isProgram,
         "a thread is a std::jthread, owned by whoever waits for it"},
        {QRegularExpression(R"(\bstd::jthread\b(?!\s*::)|\bQThread::create\b|\bQtConcurrent::)"), mayNotStartThreads,
         "threads are started by loops, flushers, engines, load, the hashing of passwords and the window's asking, and "
         "nowhere else"},
        // A private constructor cannot be reached by make_unique.
        {QRegularExpression(R"(^(?!.*unique_ptr<.*>\s*\(\s*new\b).*(?<!operator )(?<!::)(?<!<)\bnew\b\s*(?!\())"),
         isBackend, "the backend has no bare new: use std::make_unique"},
        {QRegularExpression(R"((?<!operator )\bnew\s+[\w:<>, ]+?(\s*[;,)]|\(\s*\)|\{\s*\}|$))"), isDesktop,
         "new needs a Qt parent on the same line"},
        {QRegularExpression(R"((?<!\w)(?<!QCoreApplication::)(?<!QApplication::)[iI]nstance\s*\(\s*\))"), isProgram,
         "there are no singletons: main owns, constructors receive"},
        {QRegularExpression(R"(\b(TO)(DO)\b|\b(FIX)(ME)\b|\b(X)(XX)\b)"), isOurs,
         "unfinished work is a note on the issue, not in the code", true},
    };
    return list;
}

}  // namespace

Offences bannedWords(const SourceTree& tree) {
    Offences offences;
    for (const SourceFile& file : tree.files) {
        for (const Ban& ban : bans()) {
            if (!ban.appliesTo(file)) continue;
            int number = 0;
            std::string before;  // a call that was broken behind its parenthesis is one line to us
            for (const std::string& line : linesOf(ban.inText ? file.text : file.code)) {
                ++number;
                const std::string whole = before.ends_with('(') ? before + line : line;
                before = line;
                const auto match = ban.words.match(QString::fromStdString(whole));
                if (!match.hasMatch()) continue;
                offences.push_back({file.path, number, match.captured().trimmed().toStdString() + ": " + ban.sentence});
            }
        }
    }
    return offences;
}

}  // namespace rushlab::tidy
