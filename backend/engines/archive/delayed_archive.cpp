#include "engines/archive/delayed_archive.h"

namespace rushlab::archive {
namespace {

constexpr std::string_view kEngine = "archive";

}  // namespace

io::Awaitable<Result<std::uint64_t>> DelayedArchive::insertMany(std::vector<ChatDocument> documents,
                                                                Deadline deadline) {
    if (!co_await m_line.there(deadline)) co_return m_line.lateOnTheWay(kEngine);
    auto inserted = co_await m_inner->insertMany(std::move(documents), deadline);
    co_await m_line.backFlushed(deadline);
    co_return inserted;
}

io::Awaitable<Result<std::uint64_t>> DelayedArchive::count(std::optional<std::string> room, Deadline deadline) {
    if (!co_await m_line.there(deadline)) co_return m_line.lateOnTheWay(kEngine);
    auto counted = co_await m_inner->count(std::move(room), deadline);
    co_await m_line.back(deadline);
    co_return counted;
}

io::Awaitable<Result<std::vector<ChatDocument>>> DelayedArchive::page(std::string room, std::optional<Position> before,
                                                                      std::size_t limit, Deadline deadline) {
    if (!co_await m_line.there(deadline)) co_return m_line.lateOnTheWay(kEngine);
    auto read = co_await m_inner->page(std::move(room), std::move(before), limit, deadline);
    co_await m_line.back(deadline);
    co_return read;
}

io::Awaitable<Result<std::optional<ChatDocument>>> DelayedArchive::find(std::string id, Deadline deadline) {
    if (!co_await m_line.there(deadline)) co_return m_line.lateOnTheWay(kEngine);
    auto found = co_await m_inner->find(std::move(id), deadline);
    co_await m_line.back(deadline);
    co_return found;
}

std::string DelayedArchive::describe() const {
    return fmt::format("{}, with the delays \"{}\"", m_inner->describe(), m_line.name());
}

}  // namespace rushlab::archive
