// The embedded archive against a plain map, with reopening and failing flushes in between.
#include <rapidcheck.h>
#include <rapidcheck/state.h>

#include <QTemporaryDir>

#include "engines/archive/embedded_archive.h"
#include "tests/support/test_program.h"

namespace rushlab::test::archive_model {
using namespace std::chrono_literals;
using archive::ChatDocument;
using archive::EmbeddedArchive;

namespace {

using Model = std::map<std::string, ChatDocument>;

Deadline soon() {
    return Deadline::in(20s);
}

struct Sut {
    QTemporaryDir folder;
    std::shared_ptr<storage::DiskFaults> faults = std::make_shared<storage::DiskFaults>();
    io::Loop loop;
    std::unique_ptr<EmbeddedArchive> archive;

    void open() {
        archive.reset();
        auto opened = EmbeddedArchive::open({.file = folder.path().toStdString() + "/a.db", .faults = faults});
        if (!opened) qFatal("%s", opened.error().message.c_str());
        archive = std::move(*opened);
    }
    template <class T>
    Result<T> await(io::Awaitable<Result<T>> answer) {
        return loop.runUntilDone(std::move(answer));
    }
};

using Command = rc::state::Command<Model, Sut>;

// Few ids, rooms and times, so that they collide.
ChatDocument anyDocument() {
    const int id = *rc::gen::inRange(0, 40);
    return {fmt::format("id-{:02}", id), fmt::format("room-{}", *rc::gen::inRange(0, 3)), "kim",
            fmt::format("content {}", *rc::gen::inRange(0, 1000)), WallTime(Milliseconds(*rc::gen::inRange(0, 6)))};
}

std::uint64_t insertInto(Model& model, const std::vector<ChatDocument>& documents) {
    std::uint64_t added = 0;
    for (const auto& one : documents)
        added += model.emplace(one.id, one).second;
    return added;
}

struct Insert : Command {
    std::vector<ChatDocument> documents;
    bool flushFails = *rc::gen::inRange(0, 5) == 0;

    Insert() {
        const int count = *rc::gen::inRange(1, 8);
        for (int i = 0; i < count; ++i)
            documents.push_back(anyDocument());
    }
    void apply(Model& model) const override {
        if (!flushFails) insertInto(model, documents);
    }
    void run(const Model& model, Sut& sut) const override {
        Model expected = model;
        sut.faults->flushFails = flushFails;
        const auto added = sut.await(sut.archive->insertMany(documents, soon()));
        sut.faults->flushFails = false;
        // A batch without anything new has nothing to flush.
        const auto expectedAdded = insertInto(expected, documents);
        RC_ASSERT(added.has_value() != (flushFails && expectedAdded > 0));
        if (added) RC_ASSERT(*added == expectedAdded);
    }
    void show(std::ostream& out) const override {
        out << "Insert(" << documents.size() << (flushFails ? ", flush fails)" : ")");
    }
};

struct Reopen : Command {
    void run(const Model&, Sut& sut) const override { sut.open(); }
    void show(std::ostream& out) const override { out << "Reopen"; }
};

struct Count : Command {
    std::string room = fmt::format("room-{}", *rc::gen::inRange(0, 4));

    void run(const Model& model, Sut& sut) const override {
        const auto ofRoom = std::ranges::count_if(model, [this](const auto& one) { return one.second.room == room; });
        RC_ASSERT(sut.await(sut.archive->count(room, soon())).value() == static_cast<std::uint64_t>(ofRoom));
        RC_ASSERT(sut.await(sut.archive->count(std::nullopt, soon())).value() == model.size());
    }
    void show(std::ostream& out) const override { out << "Count(" << room << ")"; }
};

struct Page : Command {
    ChatDocument place = anyDocument();
    bool fromTheEnd = *rc::gen::inRange(0, 4) == 0;
    std::size_t limit = static_cast<std::size_t>(*rc::gen::inRange(1, 12));

    std::vector<ChatDocument> expected(const Model& model) const {
        std::vector<ChatDocument> older;
        for (const auto& [id, one] : model) {
            const bool before = archive::Position{one.sentAt, id} < archive::Position{place.sentAt, place.id};
            if (one.room == place.room && (fromTheEnd || before)) older.push_back(one);
        }
        std::ranges::sort(older, std::greater(), [](const ChatDocument& one) {
            return archive::Position{one.sentAt, one.id};
        });
        older.resize(std::min(older.size(), limit));
        return older;
    }
    void run(const Model& model, Sut& sut) const override {
        std::optional<archive::Position> before;
        if (!fromTheEnd) before = archive::Position{place.sentAt, place.id};
        RC_ASSERT(sut.await(sut.archive->page(place.room, before, limit, soon())).value() == expected(model));
    }
    void show(std::ostream& out) const override { out << "Page(" << place.room << ", " << limit << ")"; }
};

struct Find : Command {
    std::string id = anyDocument().id;

    void run(const Model& model, Sut& sut) const override {
        const auto found = sut.await(sut.archive->find(id, soon())).value();
        const auto expected = model.find(id);
        RC_ASSERT(found.has_value() == (expected != model.end()));
        if (found) RC_ASSERT(*found == expected->second);
    }
    void show(std::ostream& out) const override { out << "Find(" << id << ")"; }
};

// The planted bug: an archive whose later document with an id replaces the first.
struct LastWins : Insert {
    void apply(Model& model) const override {
        for (const auto& one : documents)
            model.insert_or_assign(one.id, one);
    }
    void run(const Model&, Sut& sut) const override { (void)sut.await(sut.archive->insertMany(documents, soon())); }
};

template <class InsertCommand>
bool holds(const std::string& what, int cases) {
    rc::detail::TestParams params;
    params.maxSuccess = cases;
    params.maxSize = 50;
    params.seed = 20261121;
    params.disableShrinking = true;
    const auto property = [] {
        Sut sut;
        sut.open();
        rc::state::check(Model(), sut, rc::state::gen::execOneOfWithArgs<InsertCommand, Reopen, Count, Page, Find>());
    };
    const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata{what, what}, params);
    const bool passed = result.template is<rc::detail::SuccessResult>();
    if (!passed) {
        std::ostringstream words;
        rc::detail::printResultMessage(result, words);
        qInfo("%s", words.str().c_str());
    }
    return passed;
}

}  // namespace

class ArchiveModel : public QObject {
    Q_OBJECT
  private slots:
    void theArchiveBehavesAsAMapThatSurvives() { QVERIFY(holds<Insert>("archive against a map", 40)); }
    void aWrongModelIsNoticed() {
        QVERIFY2(!holds<LastWins>("planted: the last one wins", 60), "the property cannot fail");
    }
};

RUSHLAB_TEST(ArchiveModel)

}  // namespace rushlab::test::archive_model
#include "archive_model.moc"
