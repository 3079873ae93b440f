#include "roles/item/item_role.h"

#include "base/json_writer.h"
#include "roles/answer.h"
#include "roles/cache/item_catalog.h"
#include "roles/item/catalog_rows.h"
#include "roles/log_feed.h"
#include "roles/queues.h"
#include "roles/request_numbers.h"

namespace rushlab::roles {
namespace {

constexpr std::int64_t kListMost = 1'000;

enum class With : std::uint8_t { Summary, Content };

void appendItem(JsonObjectWriter object, const domain::Item& item, With with) {
    object.field("itemNumber", item.id.value).field("name", item.name).field("price", item.price);
    object.field("type", domain::name(item.type));
    if (item.startAt) object.field("startAt", toIso8601(*item.startAt));
    if (with == With::Content) object.field("content", item.content);
}

std::string asJson(const domain::Item& item) {
    std::string data;
    appendItem(JsonObjectWriter(data), item, With::Content);
    return data;
}

class ItemRole final : public Role {
  public:
    explicit ItemRole(RoleContext& context)
        : m_context(context),
          m_catalog(context),
          m_views(context, kItemViews, "item_views"),
          m_viewsDropped(context.metrics.counter("rushlab_item_views_dropped_total",
                                                 "Views that were not told, since too many wait.")) {}

    void addRoutes(io::HttpRouter& router) override {
        router.add(io::HttpMethod::Get, "/item", "Items, a page at a time, without their content",
                   [this](io::HttpRequest& request) { return list(request); });
        router.add(io::HttpMethod::Get, "/item/{number}", "An item with its content",
                   [this](io::HttpRequest& request) { return show(request); });
        router.add(io::HttpMethod::Get, "/item/{number}/price", "An item's price",
                   [this](io::HttpRequest& request) { return showPrice(request); });
        router.add(io::HttpMethod::Get, "/item/{number}/cache", "What the cache holds of an item; between services",
                   [this](io::HttpRequest& request) { return showCached(request); });
        router.add(io::HttpMethod::Post, "/items", "Makes an item with its stock",
                   [this](io::HttpRequest& request) { return makeItem(request); });
        router.add(io::HttpMethod::Get, "/members", "Members, a page at a time",
                   [this](io::HttpRequest& request) { return listAllMembers(request); });
        router.add(io::HttpMethod::Post, "/members", "Makes a member",
                   [this](io::HttpRequest& request) { return makeMember(request); });
    }

    io::Awaitable<Result<>> start(Deadline deadline) override {
        auto declared = co_await declareShopTopics(m_context.ports.log, deadline);
        if (!declared) co_return declared;
        m_views.start();
        co_return Result<>();
    }

  private:
    io::Awaitable<io::HttpResponse> list(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> show(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> showPrice(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> showCached(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> makeItem(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> listAllMembers(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> makeMember(io::HttpRequest& request);

    io::Awaitable<Result<domain::Item>> find(io::HttpRequest& request);

    RoleContext& m_context;
    ItemCatalog m_catalog;
    JsonParser m_parser;
    LogFeed m_views;
    Counter& m_viewsDropped;
};

io::Awaitable<Result<domain::Item>> ItemRole::find(io::HttpRequest& request) {
    const auto number = itemOf(request);
    if (!number) co_return pass(number);
    co_return co_await m_catalog.find(*number, request.deadline);
}

io::Awaitable<io::HttpResponse> ItemRole::show(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto item = co_await find(request);
    if (!item) co_return answer.refused(item.error());
    const std::string key = fmt::format_int(item->id.value).str();
    if (!m_views.take(key, fmt::format(R"({{"itemNumber":{}}})", key), m_context.clock.wallNow())) m_viewsDropped.add();
    co_return answer.ok(asJson(*item));
}

io::Awaitable<io::HttpResponse> ItemRole::showPrice(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto item = co_await find(request);
    co_return item ? answer.ok(std::to_string(item->price)) : answer.refused(item.error());
}

io::Awaitable<io::HttpResponse> ItemRole::showCached(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto number = itemOf(request);
    if (!number) co_return answer.refused(number.error());
    const auto item = co_await m_catalog.cached(*number, request.deadline);
    if (!item) co_return answer.refused(item.error());
    co_return *item ? answer.ok(asJson(**item)) : answer.with(domain::Code::NotFound);
}

io::Awaitable<io::HttpResponse> ItemRole::list(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto page = pageOf(request, kListMost, kListMost);
    if (!page) co_return answer.refused(page.error());
    const auto read = [page = *page](sql::Session& session) { return listItems(session, page.number, page.size); };
    const auto items = co_await m_context.ports.database.read(request.deadline, read);
    if (!items) co_return answer.refused(items.error());
    std::string data;
    JsonArrayWriter array(data);
    for (const domain::Item& item : *items)
        appendItem(array.object(), item, With::Summary);
    array.close();
    co_return answer.ok(data);
}

io::Awaitable<io::HttpResponse> ItemRole::makeItem(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto body = m_parser.parse(request.body);
    if (!body) co_return answer.refusedAs(domain::Code::InvalidInput, body.error());
    const auto wanted = newItemOf(*body);
    if (!wanted) co_return answer.refused(wanted.error());
    const auto insert = [item = *wanted, now = m_context.clock.wallNow()](sql::Session& session) {
        return insertItem(session, item, now);
    };
    const auto made = co_await m_context.ports.database.transact(request.deadline, insert);
    if (!made) co_return answer.refused(made.error());
    co_return answer.with(domain::Code::Created, "", fmt::format(R"({{"itemNumber":{}}})", made->value));
}

io::Awaitable<io::HttpResponse> ItemRole::listAllMembers(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto page = pageOf(request, kListMost, kListMost);
    if (!page) co_return answer.refused(page.error());
    const auto read = [page = *page](sql::Session& session) { return listMembers(session, page.number, page.size); };
    const auto members = co_await m_context.ports.database.read(request.deadline, read);
    if (!members) co_return answer.refused(members.error());
    std::string data;
    JsonArrayWriter array(data);
    for (const domain::Member& member : *members) {
        JsonObjectWriter object = array.object();
        object.field("memberId", member.id.value).field("name", member.name).field("address", member.address);
    }
    array.close();
    co_return answer.ok(data);
}

io::Awaitable<io::HttpResponse> ItemRole::makeMember(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto body = m_parser.parse(request.body);
    if (!body) co_return answer.refusedAs(domain::Code::InvalidInput, body.error());
    const auto wanted = newMemberOf(*body);
    if (!wanted) co_return answer.refused(wanted.error());
    const auto insert = [member = *wanted, now = m_context.clock.wallNow()](sql::Session& session) {
        return insertMember(session, member, now);
    };
    const auto made = co_await m_context.ports.database.transact(request.deadline, insert);
    if (!made) co_return answer.refused(made.error());
    co_return answer.with(domain::Code::Created, "", fmt::format(R"({{"memberId":{}}})", made->value));
}

}  // namespace

std::unique_ptr<Role> makeItemRole(RoleContext& context) {
    return std::make_unique<ItemRole>(context);
}

}  // namespace rushlab::roles
