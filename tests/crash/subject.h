// What is put under load in a child that is going to be killed, and how it is judged afterwards.
//
// The child tells what happens by notes of one fixed size, written to a pipe: an intention before the call, a
// confirmation after it. What the kernel has taken from it outlives the child. The checker, in the parent, knows
// nothing but these notes and what it finds when it opens the same folder: nothing confirmed may be missing, nothing
// that was never intended may be there.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/loop.h"

namespace rushlab::crash {

enum class SubjectId : std::uint8_t { Child, Archive, Queue, Log, Sql, Worker };

// The meaning of an event is its subject's own; 0 of the child means that all of its subjects are up.
struct Note {
    SubjectId subject = SubjectId::Child;
    std::uint8_t event = 0;
    std::uint16_t stream = 0;
    std::uint32_t count = 0;
    std::int64_t number = 0;
    std::int64_t value = 0;
};
static_assert(sizeof(Note) == 24);

// Faults that the child can be given, to prove that the checkers see them.
enum class Planted : std::uint8_t {
    Nothing,
    ReportsEarly,       // confirms before the engine did
    ForgetsAcks,        // says that it acknowledged, and did not
    TearsTransactions,  // writes in two steps what belongs together
    MixesOrder,         // publishes some of a stream's messages the wrong way round
};

// Any thread of the child.
class Reporter {
  public:
    explicit Reporter(int pipe) : m_pipe(pipe) {}
    void tell(const Note& note) const;  // ends the child when the parent is gone

  private:
    int m_pipe;
};

// The child's side: opens its engine in the folder and keeps it busy, from coroutines on the given loop, for ever.
class Load {
  public:
    virtual ~Load() = default;
    virtual void start(io::Loop& loop) = 0;
};

struct LoadOptions {
    std::filesystem::path folder;
    int round = 0;  // numbers begin at round * kNumbersARound, so that they never repeat
    Planted planted = Planted::Nothing;
};
inline constexpr std::int64_t kNumbersARound = 10'000'000;

// The parent's side: collects notes over rounds of one folder.
class Checker {
  public:
    virtual ~Checker() = default;
    virtual void learn(const Note& note) = 0;
    // Opens what the child left and reads all of it. One sentence for each broken promise, a few at most. An error: the
    // engine refused the file, or to read on.
    virtual Result<std::vector<std::string>> complaints(const std::filesystem::path& folder) const = 0;
    // How many confirmations were learned, so that a test can tell that there was anything to judge.
    virtual std::int64_t confirmed() const = 0;
};

struct Subject {
    SubjectId id;
    std::string name;
    std::string file;  // in the folder; its write-ahead log and its lock are beside it
    Result<std::unique_ptr<Load>> (*load)(const LoadOptions& options, const Reporter& reporter);
    std::unique_ptr<Checker> (*checker)();
};

Subject archiveSubject();
Subject queueSubject();
Subject logSubject();
Subject sqlSubject();
Subject workerSubject();
// Each engine by itself.
std::vector<Subject> allSubjects();
// "all", or one by its name: an engine, or the worker, which needs most of them.
std::vector<Subject> subjectsNamed(std::string_view name);

// Adds a complaint unless there are plenty already.
void complain(std::vector<std::string>& complaints, std::string sentence);

}  // namespace rushlab::crash
