#include "roles/worker/chat_archive.h"

#include "roles/queues.h"

namespace rushlab::roles {
namespace {

constexpr std::size_t kBatchMost = 1'000;
// Between two batches that were not full: one commit then stores what was said meanwhile, instead of each few lines.
constexpr Milliseconds kGatherFor{200};
constexpr Milliseconds kPollFor{3'000};  // well within a session's timeout
constexpr Milliseconds kStoreWithin{5'000};
constexpr Milliseconds kArchiveAgainAfter{200};

}  // namespace

ChatArchive::ChatArchive(RoleContext& context)
    : m_context(context),
      m_archived(context.metrics.counter("rushlab_archived_total", "Lines of the chat that were new to the archive.")),
      m_batches(
          context.metrics.counter("rushlab_archive_batches_total", "Batches of the chat's lines that were stored.")),
      m_repeated(
          context.metrics.counter("rushlab_archive_repeated_total", "Lines of the chat that the archive had already.")),
      m_unreadable(
          context.metrics.counter("rushlab_archive_unreadable_total", "Records of the chat's topic that are no line.")),
      m_failures(context.metrics.counter("rushlab_archive_failures_total",
                                         "Batches of the chat's lines that had to be stored again.")) {}

// Not of the role's tasks: its wait for records has no end that a stop could bring about.
void ChatArchive::start() {
    m_context.loop.spawn(run());
}

io::Awaitable<> ChatArchive::stop(Deadline deadline) {
    m_stopping = true;
    if (m_storing) {
        auto [giver, taker] = io::handoff<bool>(m_context.loop);
        m_whenStored = std::move(giver);
        co_await taker.take(deadline);
    }
    if (m_member) co_await m_member->leave(deadline);
}

io::Awaitable<> ChatArchive::run() {
    bool isFirst = true;
    while (!m_stopping) {
        Result<> done;
        if (!m_member) done = co_await joinGroup();
        if (done) done = co_await storeSome();
        m_storing = false;
        if (m_whenStored) std::exchange(m_whenStored, {}).give(true);
        if (done || m_stopping) {
            isFirst = true;
            if (m_gathers && !m_stopping) co_await io::sleepFor(kGatherFor);
            continue;
        }
        m_failures.add();
        if (std::exchange(isFirst, false)) m_context.log.warning("The archive waits: {}", done.error().message);
        // Others may own its partitions by now, and what was polled must be polled again: begin anew either way.
        m_member.reset();
        co_await io::sleepFor(kArchiveAgainAfter);
    }
}

io::Awaitable<Result<>> ChatArchive::joinGroup() {
    log::JoinRequest request(std::string(kArchiveGroup), {std::string(kChatLines)}, m_context.instance);
    auto joined = co_await m_context.ports.log.join(std::move(request), Deadline::in(kStoreWithin));
    if (!joined) co_return pass(joined);
    m_member = *std::move(joined);
    co_return Result<>();
}

io::Awaitable<Result<>> ChatArchive::storeSome() {
    const auto polled = co_await m_member->poll(kBatchMost, Deadline::in(kPollFor));
    if (!polled) co_return pass(polled);
    std::size_t records = 0;
    for (const log::PolledRecords& part : *polled)
        records += part.records.size();
    m_gathers = records > 0 && records < kBatchMost;
    if (polled->empty() || m_stopping) co_return Result<>();
    m_storing = true;
    std::vector<archive::ChatDocument> documents = documentsOf(*polled);
    const std::size_t count = documents.size();
    if (count > 0) {
        const auto stored =
            co_await m_context.ports.archive.insertMany(std::move(documents), Deadline::in(kStoreWithin));
        if (!stored) co_return pass(stored);
        m_batches.add();
        m_archived.add(*stored);
        m_repeated.add(count - *stored);
    }
    co_return co_await m_member->commit(m_member->polledTo(), Deadline::in(kStoreWithin));
}

std::vector<archive::ChatDocument> ChatArchive::documentsOf(const std::vector<log::PolledRecords>& polled) {
    std::vector<archive::ChatDocument> documents;
    for (const log::PolledRecords& part : polled) {
        for (const log::RecordView& record : part.records) {
            auto line = chatLineIn(m_parser, record.value());
            if (!line) {
                m_unreadable.add();
                m_context.log.warning("Record {} of {} is no line of the chat: {}", record.offset(), part.from.topic,
                                      line.error().message);
                continue;
            }
            documents.push_back({std::move(line->id), std::move(line->room), std::move(line->sender),
                                 std::move(line->content), record.timestamp()});
        }
    }
    return documents;
}

}  // namespace rushlab::roles
