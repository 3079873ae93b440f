// The event log under load: batches appended to each partition, several at once, and groups that commit as they read.
#include <map>
#include <set>

#include "engines/log/embedded_event_log.h"
#include "tests/crash/subject.h"

namespace rushlab::crash {
namespace {

using namespace std::chrono_literals;

enum Event : std::uint8_t { Appended = 1, CommitIntended, Committed };
constexpr std::string_view kFile = "log.db";
constexpr std::uint16_t kPartitions = 3;
constexpr int kWriters = 4;  // a partition
constexpr int kBatch = 10;
constexpr const char* kTopic = "events";
constexpr const char* kGroup = "readers";

// A key of which every record goes to the partition.
std::string keyOf(std::uint16_t partition) {
    for (int i = 0;; ++i) {
        auto key = fmt::format("key-{}", i);
        if (log::partitionOf(key, kPartitions) == partition) return key;
    }
}

std::string valueOf(std::int64_t batch, std::int64_t index) {
    return fmt::format("{}/{} {}", batch, index, std::string(static_cast<std::size_t>(batch % 150), 'v'));
}

Result<std::unique_ptr<log::EmbeddedEventLog>> openIn(const std::filesystem::path& folder) {
    log::EmbeddedLogSettings settings;
    settings.file = folder / kFile;
    return log::EmbeddedEventLog::open(std::move(settings));
}

class LogLoad final : public Load {
  public:
    LogLoad(std::unique_ptr<log::EmbeddedEventLog> engine, const LoadOptions& options, const Reporter& reporter)
        : m_log(std::move(engine)), m_options(options), m_reporter(reporter) {}

    void start(io::Loop& loop) override { loop.spawn(run(loop)); }

  private:
    io::Awaitable<> run(io::Loop& loop) {
        log::TopicSettings settings;
        settings.partitions = kPartitions;
        const auto created = co_await m_log->createTopic(kTopic, settings, Deadline::in(20s));
        if (!created && created.error().code != ErrorCode::Conflict) abortBecause(created.error().message);
        for (std::uint16_t partition = 0; partition < kPartitions; ++partition) {
            for (int writer = 0; writer < kWriters; ++writer)
                loop.spawn(write(partition, writer));
        }
        loop.spawn(read());
    }

    io::Awaitable<> write(std::uint16_t partition, int writer) {
        const std::string key = keyOf(partition);
        for (std::int64_t i = writer;; i += kWriters) {
            const std::int64_t batch = m_options.round * kNumbersARound + i;
            std::vector<log::Record> records;
            for (int index = 0; index < kBatch; ++index) {
                records.push_back({.key = key, .value = valueOf(batch, index)});
            }
            if (m_options.planted == Planted::ReportsEarly) tell(Appended, partition, batch, m_guess.at(partition));
            const auto appended = co_await m_log->append(kTopic, records, Deadline::in(20s));
            if (!appended) abortBecause(appended.error().message);
            const auto first = appended->front().firstOffset;
            m_guess.at(partition) = first + kBatch * kWriters;
            if (m_options.planted != Planted::ReportsEarly) tell(Appended, partition, batch, first);
        }
    }

    io::Awaitable<> read() {
        log::JoinRequest request{kGroup, {kTopic}, "reader"};
        auto member = co_await m_log->join(std::move(request), Deadline::in(20s));
        if (!member) abortBecause(member.error().message);
        for (;;) {
            const auto polled = co_await (*member)->poll(200, Deadline::in(1s));
            if (!polled) abortBecause(polled.error().message);
            const auto offsets = (*member)->polledTo();
            for (const auto& to : offsets)
                tellOffset(CommitIntended, to);
            if (m_options.planted == Planted::ForgetsAcks) {
                for (const auto& to : offsets)
                    tellOffset(Committed, to);
                continue;
            }
            const auto committed = co_await (*member)->commit(offsets, Deadline::in(20s));
            if (!committed) abortBecause(committed.error().message);
            for (const auto& to : offsets)
                tellOffset(Committed, to);
        }
    }

    void tell(Event event, std::uint16_t partition, std::int64_t number, std::int64_t value) const {
        m_reporter.tell({SubjectId::Log, event, partition, 0, number, value});
    }
    void tellOffset(Event event, const log::GroupOffset& to) const {
        tell(event, static_cast<std::uint16_t>(to.at.partition), to.offset, 0);
    }

    std::unique_ptr<log::EmbeddedEventLog> m_log;
    LoadOptions m_options;
    Reporter m_reporter;
    std::array<std::int64_t, kPartitions> m_guess{};  // where the planted bug says that a batch will be
};

class LogChecker final : public Checker {
  public:
    void learn(const Note& note) override {
        auto& known = m_partitions.at(note.stream);
        if (note.event == Appended) known.batchAt[note.value] = note.number;
        if (note.event == CommitIntended) known.intended = std::max(known.intended, note.number);
        if (note.event == Committed) known.committed = std::max(known.committed, note.number);
        if (note.event != CommitIntended) ++m_confirmed;
    }
    std::int64_t confirmed() const override { return m_confirmed; }

    Result<std::vector<std::string>> complaints(const std::filesystem::path& folder) const override {
        const auto opened = openIn(folder);
        if (!opened) return pass(opened);
        std::vector<std::string> found;
        io::Loop loop;
        const auto judged = loop.runUntilDone(judge(**opened, found));
        if (!judged) return pass(judged);
        return found;
    }

  private:
    struct Known {
        std::map<std::int64_t, std::int64_t> batchAt;  // by the offset of its first record
        std::int64_t intended = 0;
        std::int64_t committed = 0;
    };

    io::Awaitable<Result<>> judge(log::EventLog& engine, std::vector<std::string>& found) const {
        const auto topic = co_await engine.describe(kTopic, Deadline::in(20s));
        if (!topic) {
            // A child that was killed before it could create its topic has confirmed nothing either.
            if (topic.error().code == ErrorCode::NotFound && m_confirmed == 0) co_return Result<>{};
            co_return pass(topic);
        }
        for (std::uint16_t partition = 0; partition < kPartitions; ++partition) {
            const auto read = co_await readPartition(engine, partition, found);
            if (!read) co_return pass(read);
        }
        const auto committed = co_await engine.committed(kGroup, Deadline::in(20s));
        if (!committed) co_return pass(committed);
        judgeOffsets(*committed, found);
        co_return Result<>{};
    }

    void judgeOffsets(const std::vector<log::GroupOffset>& offsets, std::vector<std::string>& found) const {
        for (std::uint16_t partition = 0; partition < kPartitions; ++partition) {
            const Known& known = m_partitions.at(partition);
            std::int64_t offset = 0;
            for (const auto& one : offsets) {
                if (one.at.partition == partition) offset = one.offset;
            }
            if (offset < known.committed) {
                complain(found, fmt::format("log {}: the committed offset went back from {} to {}", partition,
                                            known.committed, offset));
            }
            if (offset > std::max(known.intended, known.committed)) {
                complain(found, fmt::format("log {}: offset {} was never committed", partition, offset));
            }
        }
    }

    // Every record is part of a whole batch, and each confirmed batch stands at the offsets that it was given.
    io::Awaitable<Result<>> readPartition(log::EventLog& engine, std::uint16_t partition,
                                          std::vector<std::string>& found) const {
        std::map<std::int64_t, std::int64_t> batchAt;
        std::int64_t batch = -1;
        std::int64_t offset = 0;
        for (;;) {
            // Named first: g++ 12 destroys twice what is built by braces inside the operand of co_await.
            log::TopicPartition from{kTopic, partition};
            const log::FetchLimits limits{.recordsMax = 1000};
            const auto page = co_await engine.fetch(std::move(from), offset, limits, Deadline::in(0ms));
            if (!page) co_return pass(page);
            if (page->empty()) break;
            for (const auto& record : *page) {
                const std::int64_t index = offset % kBatch;
                if (index == 0) batch = std::atoll(std::string(record.value()).c_str());
                if (index == 0) batchAt[offset] = batch;
                if (record.offset() != offset || record.value() != valueOf(batch, index)) {
                    complain(found, fmt::format("log {}: a wrong record at offset {}", partition, offset));
                }
                ++offset;
            }
        }
        if (offset % kBatch != 0) complain(found, fmt::format("log {}: the last batch is half there", partition));
        for (const auto& [first, number] : m_partitions.at(partition).batchAt) {
            const auto there = batchAt.find(first);
            if (there != batchAt.end() && there->second == number) continue;
            complain(found, fmt::format("log {}: confirmed batch {} is not at offset {}", partition, number, first));
        }
        co_return Result<>{};
    }

    std::array<Known, kPartitions> m_partitions;
    std::int64_t m_confirmed = 0;
};

Result<std::unique_ptr<Load>> openLoad(const LoadOptions& options, const Reporter& reporter) {
    auto opened = openIn(options.folder);
    if (!opened) return pass(opened);
    return std::make_unique<LogLoad>(std::move(*opened), options, reporter);
}

std::unique_ptr<Checker> makeChecker() {
    return std::make_unique<LogChecker>();
}

}  // namespace

Subject logSubject() {
    return {SubjectId::Log, "log", std::string(kFile), openLoad, makeChecker};
}

}  // namespace rushlab::crash
