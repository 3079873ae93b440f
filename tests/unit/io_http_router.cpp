// io/: the router.
#include "io/http_router.h"
#include "tests/support/test_program.h"

namespace rushlab::test::io_http_router {
using namespace std::string_literals;

namespace {

io::Awaitable<io::HttpResponse> say(std::string what, io::HttpRequest& request) {
    for (const auto& [name, value] : request.parameters)
        what += fmt::format(" {}={}", name, value);
    co_return io::HttpResponse::text(200, what);
}

io::HttpHandler saying(std::string what) {
    return [what](io::HttpRequest& request) { return say(what, request); };
}

io::HttpRouter shop() {
    io::HttpRouter router;
    router.add(io::HttpMethod::Get, "/item", "all items", saying("items"));
    router.add(io::HttpMethod::Get, "/item/{number}", "one item", saying("item"));
    router.add(io::HttpMethod::Get, "/item/{number}/price", "its price", saying("price"));
    router.add(io::HttpMethod::Get, "/item/new", "the newest item", saying("newest"));
    router.add(io::HttpMethod::Post, "/order", "orders", saying("order"));
    router.add(io::HttpMethod::Get, "/order/{id}/line/{line}", "a line", saying("line"));
    router.add(io::HttpMethod::Get, "/", "front", saying("front"));
    return router;
}

struct Answer {
    int status;
    std::string body;
    std::string fields;
};

Answer ask(io::HttpRouter& router, io::HttpMethod method, std::string_view path) {
    io::Loop loop;
    io::HttpRequest request;
    request.method = method;
    request.path = path;
    const io::HttpResponse response = loop.runUntilDone(router.route(request));
    return {response.status(), response.bytes(), response.fieldLines()};
}

}  // namespace

class IoHttpRouter : public QObject {
    Q_OBJECT
  private slots:
    void choosesByMethodAndPath_data() {
        QTest::addColumn<int>("method");
        QTest::addColumn<std::string>("path");
        QTest::addColumn<int>("status");
        QTest::addColumn<std::string>("body");
        const auto row = [](const char* what, io::HttpMethod method, const char* path, int status, const char* body) {
            QTest::newRow(what) << static_cast<int>(method) << std::string(path) << status << std::string(body);
        };
        using enum io::HttpMethod;
        row("root", Get, "/", 200, "front");
        row("literal", Get, "/item", 200, "items");
        row("parameter", Get, "/item/7", 200, "item number=7");
        row("literal wins", Get, "/item/new", 200, "newest");
        row("literal wins only to its end", Get, "/item/new/price", 200, "price number=new");
        row("two parameters", Get, "/order/a/line/b", 200, "line id=a line=b");
        row("decoded", Get, "/item/%ED%95%9C%20g", 200, "item number=\xED\x95\x9C g");
        row("encoded slash stays inside", Get, "/item/a%2Fprice", 200, "item number=a/price");
        row("encoded literal", Get, "/%69tem", 200, "items");
        row("plus is a plus", Get, "/item/a+b", 200, "item number=a+b");
        row("HEAD falls back to GET", Head, "/item/7", 200, "item number=7");
        row("a slash at the end counts", Get, "/item/", 404, "there is nothing at this path\n");
        row("an empty segment is no value", Get, "/item//price", 404, "there is nothing at this path\n");
        row("nothing there", Get, "/nope", 404, "there is nothing at this path\n");
        row("too long", Get, "/item/7/price/x", 404, "there is nothing at this path\n");
        row("inner node", Get, "/order/a", 404, "there is nothing at this path\n");
        row("other method", Delete, "/order", 405,
            "this path does not take that method; the field Allow says which it takes\n");
        row("options", Options, "/order", 204, "");
        row("options for all", Options, "*", 204, "");
        row("dot segment", Get, "/item/../order", 400,
            "the path is wrongly percent-encoded or holds . or .. as a segment\n");
        row("hidden dots", Get, "/item/%2e%2E", 400,
            "the path is wrongly percent-encoded or holds . or .. as a segment\n");
        row("bad encoding", Get, "/item/%zz", 400,
            "the path is wrongly percent-encoded or holds . or .. as a segment\n");
    }
    void choosesByMethodAndPath() {
        QFETCH(int, method);
        QFETCH(std::string, path);
        QFETCH(int, status);
        QFETCH(std::string, body);
        io::HttpRouter router = shop();
        const Answer answer = ask(router, static_cast<io::HttpMethod>(method), path);
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.body, body);
    }

    void saysWhatIsAllowed() {
        io::HttpRouter router = shop();
        QVERIFY(ask(router, io::HttpMethod::Post, "/item").fields.find("Allow: GET, HEAD, OPTIONS\r\n") !=
                std::string::npos);
        QVERIFY(ask(router, io::HttpMethod::Options, "/order").fields.find("Allow: POST, OPTIONS\r\n") !=
                std::string::npos);
    }

    void listsItsTable() {
        const io::HttpRouter router = shop();
        QCOMPARE(router.routes().size(), 7U);
        QCOMPARE(router.routes()[1], (io::HttpRoute{io::HttpMethod::Get, "/item/{number}", "one item"}));
    }

    void refusalsWearThePageThatWasSet() {
        io::HttpRouter router = shop();
        router.setErrorPage(
            [](int status, std::string_view, const io::HttpRequest*) { return io::HttpResponse::json(status, "{}"); });
        QCOMPARE(ask(router, io::HttpMethod::Get, "/nope").body, "{}"s);
    }
};

RUSHLAB_TEST(IoHttpRouter)

}  // namespace rushlab::test::io_http_router
#include "io_http_router.moc"
