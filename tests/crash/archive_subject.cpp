// The archive under load: batches of documents, each batch whole or not at all.
#include <set>

#include "engines/archive/embedded_archive.h"
#include "tests/crash/subject.h"

namespace rushlab::crash {
namespace {

using namespace std::chrono_literals;

enum Event : std::uint8_t { Stored = 1 };
constexpr int kWriters = 8;
constexpr int kBatch = 5;

constexpr std::string_view kFile = "archive.db";

archive::ChatDocument documentOf(std::int64_t batch, int index) {
    return {fmt::format("{}/{}", batch, index), fmt::format("room-{}", batch % 3), "kim",
            fmt::format("message {} of batch {}", index, batch), WallTime(Milliseconds(batch))};
}

class ArchiveLoad final : public Load {
  public:
    ArchiveLoad(std::unique_ptr<archive::EmbeddedArchive> archive, const LoadOptions& options, const Reporter& reporter)
        : m_archive(std::move(archive)), m_options(options), m_reporter(reporter) {}

    void start(io::Loop& loop) override {
        for (int writer = 0; writer < kWriters; ++writer)
            loop.spawn(write(writer));
    }

  private:
    io::Awaitable<> write(int writer) {
        for (std::int64_t i = writer;; i += kWriters) {
            const std::int64_t batch = m_options.round * kNumbersARound + i;
            std::vector<archive::ChatDocument> documents;
            for (int index = 0; index < kBatch; ++index)
                documents.push_back(documentOf(batch, index));
            if (m_options.planted == Planted::ReportsEarly) report(batch);
            if (m_options.planted == Planted::TearsTransactions) {
                std::vector<archive::ChatDocument> half(documents.begin(), documents.begin() + 2);
                (void)co_await m_archive->insertMany(std::move(half), Deadline::in(10s));
            }
            const auto stored = co_await m_archive->insertMany(std::move(documents), Deadline::in(10s));
            if (!stored) abortBecause(stored.error().message);
            if (m_options.planted != Planted::ReportsEarly) report(batch);
        }
    }
    void report(std::int64_t batch) const { m_reporter.tell({SubjectId::Archive, Stored, 0, 0, batch, 0}); }

    std::unique_ptr<archive::EmbeddedArchive> m_archive;
    LoadOptions m_options;
    Reporter m_reporter;
};

class ArchiveChecker final : public Checker {
  public:
    void learn(const Note& note) override { m_stored.insert(note.number); }
    std::int64_t confirmed() const override { return std::ssize(m_stored); }

    Result<std::vector<std::string>> complaints(const std::filesystem::path& folder) const override {
        const auto opened = archive::EmbeddedArchive::open({.file = folder / kFile});
        if (!opened) return pass(opened);
        std::vector<std::string> found;
        std::map<std::int64_t, int> present;
        io::Loop loop;
        for (int room = 0; room < 3; ++room) {
            const auto read = loop.runUntilDone(readRoom(**opened, fmt::format("room-{}", room), present, found));
            if (!read) return pass(read);
        }
        for (const auto& [batch, documents] : present) {
            if (documents != kBatch) {
                complain(found, fmt::format("archive: {} of {} documents of batch {}", documents, kBatch, batch));
            }
        }
        for (const std::int64_t batch : m_stored) {
            if (!present.contains(batch)) complain(found, fmt::format("archive: confirmed batch {} is missing", batch));
        }
        return found;
    }

  private:
    static io::Awaitable<Result<>> readRoom(archive::Archive& archive, std::string room,
                                            std::map<std::int64_t, int>& present, std::vector<std::string>& found) {
        std::optional<archive::Position> before;
        std::uint64_t documents = 0;
        for (;;) {
            const auto page = co_await archive.page(room, before, 1000, Deadline::in(20s));
            if (!page) co_return pass(page);
            if (page->empty()) break;
            for (const auto& document : *page) {
                const std::int64_t batch = document.sentAt.time_since_epoch().count();
                const auto index = std::atoi(document.id.substr(document.id.find('/') + 1).c_str());
                if (document != documentOf(batch, index)) complain(found, "archive: wrong document " + document.id);
                ++present[batch];
            }
            documents += page->size();
            before = archive::Position{page->back().sentAt, page->back().id};
        }
        const auto counted = co_await archive.count(room, Deadline::in(20s));
        if (!counted) co_return pass(counted);
        if (*counted != documents) {
            complain(found, fmt::format("archive: {} counted in {} and {} there", *counted, room, documents));
        }
        co_return Result<>{};
    }

    std::set<std::int64_t> m_stored;
};

Result<std::unique_ptr<Load>> openLoad(const LoadOptions& options, const Reporter& reporter) {
    auto opened = archive::EmbeddedArchive::open({.file = options.folder / kFile});
    if (!opened) return pass(opened);
    return std::make_unique<ArchiveLoad>(std::move(*opened), options, reporter);
}

std::unique_ptr<Checker> makeChecker() {
    return std::make_unique<ArchiveChecker>();
}

}  // namespace

Subject archiveSubject() {
    return {SubjectId::Archive, "archive", std::string(kFile), openLoad, makeChecker};
}

}  // namespace rushlab::crash
