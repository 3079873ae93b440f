#include "app/examination.h"

#include "app/exercises.h"
#include "app/wiring.h"
#include "base/random.h"

namespace rushlab::app {
namespace {

namespace fs = std::filesystem;

// A folder that nobody else uses; it and the folders that had to be made for it are gone with this value.
class ScratchFolder {
  public:
    // `called` and `chosenBy` are for the sentence that it cannot be made.
    static Result<ScratchFolder> make(const fs::path& inside, std::string_view called, std::string_view chosenBy) {
        std::error_code error;
        fs::path firstMade = inside;
        while (firstMade.has_relative_path() && !fs::exists(firstMade.parent_path(), error))
            firstMade = firstMade.parent_path();
        const bool wasThere = fs::exists(inside, error);
        const fs::path folder = inside / ("doctor-" + randomToken(8));
        fs::create_directories(folder, error);
        if (error)
            return fail(ErrorCode::Unavailable,
                        "The {} {} cannot be written ({}): choose another with {}, or give yourself the right to it.",
                        called, inside.string(), error.message(), chosenBy);
        return ScratchFolder(folder, wasThere ? folder : firstMade);
    }
    ScratchFolder(ScratchFolder&& other) noexcept
        : m_folder(std::exchange(other.m_folder, {})), m_remove(std::exchange(other.m_remove, {})) {}
    ScratchFolder& operator=(ScratchFolder&&) = delete;
    ~ScratchFolder() {
        std::error_code ignored;  // there is nobody left to tell
        if (!m_folder.empty()) fs::remove_all(m_folder, ignored);
        // Whatever of these is not empty any more belongs to somebody now, and stays.
        for (fs::path made = m_folder; !ignored && made != m_remove && made.has_relative_path();) {
            made = made.parent_path();
            fs::remove(made, ignored);
        }
    }

    const fs::path& path() const { return m_folder; }

  private:
    ScratchFolder(fs::path folder, fs::path remove) : m_folder(std::move(folder)), m_remove(std::move(remove)) {}

    fs::path m_folder;
    fs::path m_remove;  // the outermost that was made
};

// What differs between ports in an examination.
struct Port {
    std::string_view name;
    std::string_view setting;
    EngineUrl Settings::*url;
    std::string_view roundTripOf;
    bool keepsFiles = true;  // where its engine is an embedded one
};
constexpr Port kKeyValue{"key-value", "kv.url", &Settings::keyValue, "SET and GET", false};
constexpr Port kQueue{"work queue", "queue.url", &Settings::queue, "a durable publish, confirmed"};
constexpr Port kLog{"event log", "log.url", &Settings::log, "an append, on the disk"};
constexpr Port kDatabase{"SQL", "db.url", &Settings::database, "a transaction that reads one row"};
constexpr Port kArchive{"archive", "archive.url", &Settings::archive, "an insert, on the disk"};
constexpr Port kMail{"mail", "mail.url", &Settings::mail, "a mail, on the disk"};

// A URL with something behind its scheme names a place of its own.
bool needsFolder(const Port& port, const Settings& settings) {
    return port.keepsFiles && (settings.*port.url).rest().empty();
}

lab::EngineReport reportOn(const Port& port, const Settings& settings) {
    lab::EngineReport report;
    report.port = port.name;
    report.setting = port.setting;
    report.engine = engineName(port.setting, settings.*port.url);
    report.url = (settings.*port.url).shown();
    return report;
}

std::string asSentence(std::string words) {
    if (!words.ends_with('.')) words += '.';
    return words;
}

lab::EngineReport unavailable(lab::EngineReport report, const Error& error) {
    report.state = lab::EngineState::Unavailable;
    report.problem = asSentence(error.message);
    return report;
}

std::vector<std::string> limitsOf(const kv::KeyValue& engine) {
    return engine.traits().differences;
}

std::vector<std::string> limitsOf(const queue::WorkQueue& engine) {
    const queue::Traits traits = engine.traits();
    std::vector<std::string> limits;
    const auto unless = [&limits](bool can, std::string_view sentence) {
        if (!can) limits.emplace_back(sentence);
    };
    unless(traits.survivesKill, "What it holds is lost when its process is killed.");
    unless(traits.purgesExpiredBehindHead, "A message's own time to live takes effect only at the queue's head.");
    unless(traits.countsDeliveriesAcrossKill,
           "After an unclean stop everything is redelivered, and its deliveries count from 1 again.");
    unless(traits.dropsConsumersFromOutside, "A consumer cannot be dropped from outside.");
    unless(traits.browsesWithoutConsuming, "Messages cannot be looked at without consuming them.");
    unless(traits.appliesMemoryWatermark, "It does not slow publishers down when memory runs short.");
    return limits;
}

std::vector<std::string> limitsOf(const log::EventLog& engine) {
    const log::EventLogTraits traits = engine.traits();
    std::vector<std::string> limits;
    if (!traits.dealsAtOnce) limits.emplace_back("A group deals its partitions again only when its members poll.");
    if (!traits.survivesReopen) limits.emplace_back("What it holds is gone when it is closed.");
    return limits;
}

std::vector<std::string> limitsOf(const sql::Database& engine) {
    std::vector<std::string> limits;
    if (!engine.traits().rowLocks) limits.emplace_back(engine.traits().withoutRowLocks);
    if (!engine.traits().concurrentWriters) limits.emplace_back("Transactions that write run one after the other.");
    return limits;
}

std::vector<std::string> limitsOf(const Mail& /*engine*/) {
    return {"It takes every letter and passes none on."};
}

std::vector<std::string> limitsOf(const archive::Archive& engine) {
    if (engine.traits().batchIsAtomic) return {};
    return {"A batch that fails may have been stored in part."};
}

Result<std::unique_ptr<Mail>> openOwnMail(const Ground& ground) {
    auto mail = openMail(ground, ground.settings.mail.text, {});
    if (!mail) return pass(mail);
    return std::make_unique<Mail>(*std::move(mail));
}

// Opens, uses and describes one engine; it is closed when this returns.
template <class Engine>
lab::EngineReport examineOne(const Port& port, const Ground& ground,
                             Result<std::unique_ptr<Engine>> (*open)(const Ground&)) {
    lab::EngineReport report = reportOn(port, ground.settings);
    const auto engine = open(ground);
    if (!engine) return unavailable(std::move(report), engine.error());
    report.limits = limitsOf(**engine);
    for (std::string& limit : report.limits)
        limit = asSentence(std::move(limit));
    io::Loop loop;
    const auto exercised = loop.runUntilDone(exercise(**engine, Deadline::in(ground.settings.engineTimeout)));
    if (!exercised) return unavailable(std::move(report), exercised.error());
    report.state = lab::EngineState::Ready;
    // The embedded engines are a part of this program.
    report.version = exercised->version.empty() ? RUSHLAB_VERSION : exercised->version;
    report.roundTrip = exercised->roundTrip;
    report.roundTripOf = port.roundTripOf;
    return report;
}

// A database file that is not there yet would be left behind: one in a folder beside its place, under the same rights
// and on the same disk, tells as much.
lab::EngineReport examineDatabase(const Ground& ground) {
    const fs::path file = databaseFile(ground.settings);
    std::error_code error;
    if (file.empty() || fs::exists(file, error)) return examineOne(kDatabase, ground, &openDatabase);
    const auto beside = ScratchFolder::make(fs::absolute(file, error).parent_path(), "database's folder", "--db URL");
    if (!beside) return unavailable(reportOn(kDatabase, ground.settings), beside.error());
    Ground besideIt = ground;
    besideIt.folder = beside->path();
    besideIt.settings.database.text = "sqlite:";
    lab::EngineReport report = examineOne(kDatabase, besideIt, &openDatabase);
    report.url = ground.settings.database.shown();
    return report;
}

// A server that others read is not sent a mail that nobody wants.
lab::EngineReport examineMail(const Ground& ground) {
    const std::string& url = ground.settings.mail.text;
    if (url.starts_with("embedded:")) return examineOne(kMail, ground, &openOwnMail);
    lab::EngineReport report = reportOn(kMail, ground.settings);
    report.problem = url.starts_with("none:") ? "No mail is sent."
                                              : "It is not tried: whoever reads its mail would get one for nothing.";
    return report;
}

}  // namespace

EngineExamination::EngineExamination(Settings settings)
    : m_settings(std::move(settings)), m_log(Log::toStandardError(m_settings.logLevel)) {}

std::vector<lab::EngineReport> EngineExamination::examine() {
    const auto scratch = ScratchFolder::make(m_settings.data, "data folder", "--data DIR");
    const Ground ground{m_settings, scratch ? scratch->path() : fs::path(), m_clock, m_log, false};
    // An engine that keeps nothing in the data folder is examined also where that cannot be written.
    const auto where = [&](const Port& port, auto examine) {
        if (!scratch && needsFolder(port, m_settings)) return unavailable(reportOn(port, m_settings), scratch.error());
        return examine();
    };
    return {where(kKeyValue, [&] { return examineOne(kKeyValue, ground, &openKeyValue); }),
            where(kQueue, [&] { return examineOne(kQueue, ground, &openWorkQueue); }),
            where(kLog, [&] { return examineOne(kLog, ground, &openEventLog); }),
            where(kDatabase, [&] { return examineDatabase(ground); }),
            where(kArchive, [&] { return examineOne(kArchive, ground, &openArchive); }),
            where(kMail, [&] { return examineMail(ground); })};
}

}  // namespace rushlab::app
