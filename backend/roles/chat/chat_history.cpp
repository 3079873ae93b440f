#include "roles/chat/chat_history.h"

#include <charconv>

#include "base/json_writer.h"
#include "roles/answer.h"
#include "roles/chat_line.h"

namespace rushlab::roles::chat {
namespace {

constexpr std::size_t kPageMost = 500;
constexpr std::size_t kPageDefault = 50;

Result<std::size_t> limitOf(const io::HttpRequest& request) {
    const auto text = request.queryParameter("limit");
    if (!text) return kPageDefault;
    std::size_t limit = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (error != std::errc{} || end != text->data() + text->size() || limit < 1 || limit > kPageMost)
        return fail(ErrorCode::Invalid, "limit must be a number from 1 to {}", kPageMost);
    return limit;
}

}  // namespace

void ChatHistory::addRoutes(io::HttpRouter& router) {
    router.add(io::HttpMethod::Get, "/chat/rooms/{id}/messages",
               "What was said in a room, newest first; ?limit=, and ?before= the id of a message",
               [this](io::HttpRequest& request) { return show(request); });
}

io::Awaitable<io::HttpResponse> ChatHistory::show(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const Visitor visitor = co_await m_visitors.whoIs(request);
    if (!visitor.isIn()) co_return answer.with(visitor.refusal);
    const std::string room(request.parameter("id"));
    if (!isRoom(room)) co_return answer.with(domain::Code::NotFound);
    const auto limit = limitOf(request);
    if (!limit) co_return answer.refused(limit.error());
    std::optional<archive::Position> before;
    if (const auto id = request.queryParameter("before")) {
        const auto found = co_await m_context.ports.archive.find(*id, request.deadline);
        if (!found) co_return answer.refused(found.error());
        if (!*found || (*found)->room != room) co_return answer.with(domain::Code::NotFound);
        before = archive::Position{(*found)->sentAt, *id};
    }
    const auto page = co_await m_context.ports.archive.page(room, before, *limit, request.deadline);
    if (!page) co_return answer.refused(page.error());
    std::string data;
    JsonArrayWriter array(data);
    for (const archive::ChatDocument& line : *page) {
        JsonObjectWriter object = array.object();
        object.field("id", line.id).field("roomId", line.room).field("sender", line.sender);
        object.field("content", line.content).field("sentAt", toIso8601(line.sentAt));
    }
    array.close();
    co_return answer.ok(data);
}

}  // namespace rushlab::roles::chat
