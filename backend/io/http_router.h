// Chooses a handler by method and path. A pattern is made of literal segments and {parameters}, as /item/{number}.
// Rules: a literal wins over a parameter; segments are compared decoded, so an encoded slash never splits one; a slash
// at the end counts (/item and /item/ are two paths); a path that is wrongly encoded or holds "." or ".." is refused
// with 400; HEAD falls back to GET; OPTIONS is answered with what is allowed; 405 says what is allowed (RFC
// 9110 15.5.6). Belongs to one loop's thread once it routes; add everything before.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/http_message.h"

namespace rushlab::io {

// A line of the table that the API's description is made from.
struct HttpRoute {
    HttpMethod method;
    std::string pattern;
    std::string summary;

    friend bool operator==(const HttpRoute&, const HttpRoute&) = default;
};

class HttpRouter {
  public:
    HttpRouter();
    HttpRouter(HttpRouter&&) noexcept;
    HttpRouter& operator=(HttpRouter&&) noexcept;
    ~HttpRouter();

    // A pattern that is wrong, or is there already with that method, breaks an invariant.
    void add(HttpMethod method, std::string_view pattern, std::string_view summary, HttpHandler handler);
    // How 400, 404 and 405 look; one line of text where this is not called.
    void setErrorPage(HttpErrorPage page) { m_errorPage = std::move(page); }

    // Fills in the request's parameters and hands it to its handler. The router must outlive the answer.
    Awaitable<HttpResponse> route(HttpRequest& request);

    // In the order of add().
    std::span<const HttpRoute> routes() const { return m_routes; }

  private:
    struct Target;
    struct Node;

    Node& nodeFor(std::string_view pattern);
    static const Target* find(const Node& node, std::span<const std::string> segments, HttpRequest& request);
    Awaitable<HttpResponse> answer(HttpResponse response);
    HttpResponse refusal(int status, std::string_view sentence, const HttpRequest& request);
    HttpResponse allowed(const Target& target, const HttpRequest& request);

    std::unique_ptr<Node> m_root;
    std::vector<HttpRoute> m_routes;
    HttpErrorPage m_errorPage;
};

}  // namespace rushlab::io
