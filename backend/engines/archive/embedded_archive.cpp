#include "engines/archive/embedded_archive.h"

#include <deque>
#include <mutex>

#include "engines/archive/embedded_tables.h"
#include "engines/reading_thread.h"
#include "io/handoff.h"
#include "storage/flusher.h"

namespace rushlab::archive {
namespace {

std::size_t bytesOf(const std::vector<ChatDocument>& documents) {
    std::size_t bytes = 0;
    for (const ChatDocument& document : documents) {
        bytes += sizeof document + document.id.size() + document.room.size() + document.sender.size() +
                 document.content.size();
    }
    return bytes;
}

}  // namespace

// Batches that wait for their flush, and the one that is being flushed. The mutex guards what waits.
class EmbeddedArchive::Inserts final : public storage::FlushSource {
  public:
    using Outcome = Result<std::uint64_t>;

    static Result<std::unique_ptr<Inserts>> open(const EmbeddedOptions& options) {
        auto database = storage::Database::open(options.file, embeddedSchema(), options.faults);
        if (!database) return pass(database);
        auto statements = InsertStatements::prepare(*database);
        if (!statements) return pass(statements);
        return std::make_unique<Inserts>(std::move(*database), std::move(*statements), options.waitingBytes);
    }

    Inserts(storage::Database database, InsertStatements statements, std::size_t mostWaitingBytes)
        : m_mostWaitingBytes(mostWaitingBytes),
          m_statements(std::move(statements)),
          m_flusher(std::move(database), *this) {}

    // The batch's number, by which it can be withdrawn.
    Result<std::uint64_t> add(std::vector<ChatDocument> documents, io::Giver<Outcome> giver) {
        const std::size_t bytes = bytesOf(documents);
        std::uint64_t number = 0;
        {
            const std::lock_guard lock(m_mutex);
            if (m_waitingBytes > 0 && m_waitingBytes + bytes > m_mostWaitingBytes) {
                return fail(ErrorCode::Full,
                            "{} bytes of documents wait for the archive's disk already: try again later",
                            m_waitingBytes);
            }
            m_waitingBytes += bytes;
            number = ++m_lastNumber;
            m_waiting.push_back({number, bytes, std::move(documents), std::move(giver), 0});
        }
        m_flusher.wake();
        return number;
    }

    // True: it is not going to be stored. False: it is being stored, or was.
    bool withdraw(std::uint64_t number) {
        const std::lock_guard lock(m_mutex);
        const auto found = std::ranges::find(m_waiting, number, &Batch::number);
        if (found == m_waiting.end()) return false;
        m_waitingBytes -= found->bytes;
        m_waiting.erase(found);
        return true;
    }

    void stop() { m_flusher.stop(); }

    bool collect() override {
        const std::lock_guard lock(m_mutex);
        m_collected.assign(std::make_move_iterator(m_waiting.begin()), std::make_move_iterator(m_waiting.end()));
        m_waiting.clear();
        m_waitingBytes = 0;
        return !m_collected.empty();
    }

    Result<> write(storage::Database& database) override {
        m_statements.forgetCounts();
        for (Batch& batch : m_collected) {
            const auto added = m_statements.insert(database, batch.documents);
            if (!added) return pass(added);
            batch.added = *added;
        }
        return m_statements.writeCounts();
    }

    void settled(const Result<>& outcome) override {
        io::Resumptions resumptions;
        for (Batch& batch : m_collected) {
            batch.giver.give(outcome ? Outcome(batch.added) : Outcome(pass(outcome)), resumptions);
        }
        m_collected.clear();
    }

  private:
    struct Batch {
        std::uint64_t number;
        std::size_t bytes;
        std::vector<ChatDocument> documents;
        io::Giver<Outcome> giver;
        std::uint64_t added;
    };

    const std::size_t m_mostWaitingBytes;
    std::mutex m_mutex;
    std::deque<Batch> m_waiting;
    std::size_t m_waitingBytes = 0;
    std::uint64_t m_lastNumber = 0;
    InsertStatements m_statements;  // the flusher's thread only, as is what it collected
    std::vector<Batch> m_collected;
    storage::Flusher m_flusher;  // the last member: its threads use all the others
};

EmbeddedArchive::EmbeddedArchive(Key, EmbeddedOptions options, std::shared_ptr<Inserts> inserts,
                                 std::unique_ptr<Reads> reads)
    : m_options(std::move(options)), m_inserts(std::move(inserts)), m_reads(std::move(reads)) {}

EmbeddedArchive::~EmbeddedArchive() {
    // Readers go first: the last connection leaves a file without a log.
    m_reads.reset();
    m_inserts->stop();
}

Result<std::unique_ptr<EmbeddedArchive>> EmbeddedArchive::open(EmbeddedOptions options) {
    auto inserts = Inserts::open(options);
    if (!inserts) return pass(inserts);
    auto database = storage::Database::open(options.file, embeddedSchema());
    if (!database) return pass(database);
    auto reads = Reads::open(*std::move(database), options.waitingReads, {"archive-reads", "the archive"});
    if (!reads) return pass(reads);
    return std::make_unique<EmbeddedArchive>(Key(), std::move(options), std::move(*inserts), std::move(*reads));
}

io::Awaitable<Result<std::uint64_t>> EmbeddedArchive::insertMany(std::vector<ChatDocument> documents,
                                                                 Deadline deadline) {
    if (auto good = check(documents); !good) co_return pass(good);
    if (documents.empty()) co_return 0;
    io::Loop* const loop = co_await io::currentLoop();
    auto [giver, taker] = io::handoff<Inserts::Outcome>(*loop);
    const std::weak_ptr<Inserts> inserts = m_inserts;  // the archive may be gone when this goes on
    const auto number = m_inserts->add(std::move(documents), std::move(giver));
    if (!number) co_return pass(number);
    auto outcome = co_await taker.take(deadline);
    if (outcome) co_return std::move(*outcome);
    if (!deadline.passed())
        co_return fail(ErrorCode::Unavailable,
                       "the archive was stopped before the documents were stored: try again once it runs");
    if (const auto still = inserts.lock(); still && still->withdraw(*number)) {
        co_return fail(ErrorCode::Timeout, "the archive's disk was too slow, the documents were not stored: try again");
    }
    co_return fail(ErrorCode::OutcomeUnknown,
                   "the archive's disk was too slow, the documents may or may not be stored: "
                   "send the same ones again, none is stored twice");
}

io::Awaitable<Result<std::uint64_t>> EmbeddedArchive::count(std::optional<std::string> room, Deadline deadline) {
    auto read = [room = std::move(room)](ReadStatements& statements) { return statements.count(room); };
    return m_reads->answer<std::uint64_t>(std::move(read), deadline);
}

io::Awaitable<Result<std::vector<ChatDocument>>> EmbeddedArchive::page(std::string room, std::optional<Position> before,
                                                                       std::size_t limit, Deadline deadline) {
    if (auto good = checkPageLimit(limit); !good) co_return pass(good);
    auto read = [room = std::move(room), before = std::move(before), limit](ReadStatements& statements) {
        return statements.page(room, before, limit);
    };
    co_return co_await m_reads->answer<std::vector<ChatDocument>>(std::move(read), deadline);
}

io::Awaitable<Result<std::optional<ChatDocument>>> EmbeddedArchive::find(std::string id, Deadline deadline) {
    auto read = [id = std::move(id)](ReadStatements& statements) { return statements.find(id); };
    return m_reads->answer<std::optional<ChatDocument>>(std::move(read), deadline);
}

std::string EmbeddedArchive::describe() const {
    return fmt::format("embedded archive on SQLite, {}", m_options.file.string());
}

}  // namespace rushlab::archive
