#include "engines/mail/embedded_inbox.h"

#include <mutex>

#include "engines/mail/inbox_tables.h"
#include "engines/reading_thread.h"
#include "io/handoff.h"
#include "storage/flusher.h"

namespace rushlab::mail {

// Letters that wait for their flush, and those that are being flushed. The mutex guards what waits.
class EmbeddedInbox::Additions final : public storage::FlushSource {
  public:
    using Outcome = Result<std::int64_t>;

    static Result<std::shared_ptr<Additions>> open(const EmbeddedInboxOptions& options) {
        auto database = storage::Database::open(options.file, inboxSchema(), options.faults);
        if (!database) return pass(database);
        auto statement = AddStatement::prepare(*database);
        if (!statement) return pass(statement);
        return std::make_shared<Additions>(std::move(*database), std::move(*statement), options.waitingBytes);
    }

    Additions(storage::Database database, AddStatement statement, std::size_t mostWaitingBytes)
        : m_mostWaitingBytes(mostWaitingBytes),
          m_statement(std::move(statement)),
          m_flusher(std::move(database), *this) {}

    Result<> add(Letter letter, std::string content, io::Giver<Outcome> giver) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_waitingBytes > 0 && m_waitingBytes + content.size() > m_mostWaitingBytes) {
                return fail(ErrorCode::Full, "{} bytes of letters wait for the inbox's disk already: try again later",
                            m_waitingBytes);
            }
            m_waitingBytes += content.size();
            m_waiting.push_back({std::move(letter), std::move(content), std::move(giver), 0});
        }
        m_flusher.wake();
        return {};
    }

    void stop() { m_flusher.stop(); }

    bool collect() override {
        const std::lock_guard lock(m_mutex);
        m_collected = std::exchange(m_waiting, {});
        m_waitingBytes = 0;
        return !m_collected.empty();
    }

    Result<> write(storage::Database& database) override {
        for (Addition& addition : m_collected) {
            const auto number = m_statement.add(database, addition.letter, addition.content);
            if (!number) return pass(number);
            addition.number = *number;
        }
        return {};
    }

    void settled(const Result<>& outcome) override {
        io::Resumptions resumptions;
        for (Addition& addition : m_collected)
            addition.giver.give(outcome ? Outcome(addition.number) : Outcome(pass(outcome)), resumptions);
        m_collected.clear();
    }

  private:
    struct Addition {
        Letter letter;
        std::string content;
        io::Giver<Outcome> giver;
        std::int64_t number;
    };

    const std::size_t m_mostWaitingBytes;
    std::mutex m_mutex;
    std::vector<Addition> m_waiting;
    std::size_t m_waitingBytes = 0;
    AddStatement m_statement;  // the flusher's thread only, as is what it collected
    std::vector<Addition> m_collected;
    storage::Flusher m_flusher;  // the last member: its threads use all the others
};

EmbeddedInbox::EmbeddedInbox(Key, std::shared_ptr<Additions> additions, std::unique_ptr<Reads> reads)
    : m_additions(std::move(additions)), m_reads(std::move(reads)) {}

EmbeddedInbox::~EmbeddedInbox() {
    // Readers go first: the last connection leaves a file without a log.
    m_reads.reset();
    m_additions->stop();
}

Result<std::unique_ptr<EmbeddedInbox>> EmbeddedInbox::open(EmbeddedInboxOptions options) {
    auto additions = Additions::open(options);
    if (!additions) return pass(additions);
    auto database = storage::Database::open(options.file, inboxSchema());
    if (!database) return pass(database);
    auto reads = Reads::open(*std::move(database), options.waitingReads, {"inbox-reads", "the inbox"});
    if (!reads) return pass(reads);
    return std::make_unique<EmbeddedInbox>(Key(), std::move(*additions), std::move(*reads));
}

io::Awaitable<Result<std::int64_t>> EmbeddedInbox::add(Letter letter, std::string content, Deadline deadline) {
    io::Loop* const loop = co_await io::currentLoop();
    auto [giver, taker] = io::handoff<Additions::Outcome>(*loop);
    const auto added = m_additions->add(std::move(letter), std::move(content), std::move(giver));
    if (!added) co_return pass(added);
    auto outcome = co_await taker.take(deadline);
    if (outcome) co_return std::move(*outcome);
    if (!deadline.passed())
        co_return fail(ErrorCode::Unavailable, "the inbox was stopped before the letter was stored: send it again");
    co_return fail(ErrorCode::OutcomeUnknown, "the inbox's disk was too slow, the letter may or may not be stored");
}

io::Awaitable<Result<std::uint64_t>> EmbeddedInbox::count(Deadline deadline) {
    auto read = [](InboxStatements& statements) { return statements.count(); };
    return m_reads->answer<std::uint64_t>(std::move(read), deadline);
}

io::Awaitable<Result<std::vector<Letter>>> EmbeddedInbox::since(std::int64_t after, std::size_t limit,
                                                                Deadline deadline) {
    auto read = [after, most = std::min(limit, kPageMost)](InboxStatements& statements) {
        return statements.since(after, most);
    };
    return m_reads->answer<std::vector<Letter>>(std::move(read), deadline);
}

io::Awaitable<Result<std::vector<Letter>>> EmbeddedInbox::search(std::string words, std::int64_t before,
                                                                 std::size_t limit, Deadline deadline) {
    auto read = [words = std::move(words), before, most = std::min(limit, kPageMost)](InboxStatements& statements) {
        return statements.search(words, before, most);
    };
    return m_reads->answer<std::vector<Letter>>(std::move(read), deadline);
}

io::Awaitable<Result<std::optional<WholeLetter>>> EmbeddedInbox::find(std::int64_t number, Deadline deadline) {
    auto read = [number](InboxStatements& statements) { return statements.find(number); };
    return m_reads->answer<std::optional<WholeLetter>>(std::move(read), deadline);
}

}  // namespace rushlab::mail
