#include "io/http_router.h"

#include <array>
#include <optional>

#include "io/http_grammar.h"

namespace rushlab::io {

// What stands at the end of a path: a handler a method.
struct HttpRouter::Target {
    struct Entry {
        HttpMethod method;
        HttpHandler handler;
    };
    std::vector<std::unique_ptr<Entry>> entries;  // stay where they are while a handler of theirs runs
    std::vector<std::string> parameters;          // names, in the pattern's order

    Entry* entryOf(HttpMethod method) const {
        for (const auto& entry : entries) {
            if (entry->method == method) return entry.get();
        }
        return nullptr;
    }
};

struct HttpRouter::Node {
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
    std::unique_ptr<Node> parameter;
    std::optional<Target> target;
};

namespace {

// The decoded segments of a path that begins with a slash; nothing where one is wrongly encoded or a dot segment.
std::optional<std::vector<std::string>> segmentsOf(std::string_view path) {
    std::vector<std::string> segments;
    path.remove_prefix(1);
    for (bool last = false; !last;) {
        last = path.find('/') == std::string_view::npos;
        auto segment = percentDecoded(takeUntil(path, '/'), PlusIs::Plus);
        if (!segment || *segment == "." || *segment == "..") return std::nullopt;
        segments.push_back(std::move(*segment));
    }
    return segments;
}

std::optional<std::string_view> parameterName(std::string_view segment) {
    if (segment.size() < 3 || segment.front() != '{' || segment.back() != '}') return std::nullopt;
    return segment.substr(1, segment.size() - 2);
}

}  // namespace

HttpRouter::HttpRouter() : m_root(std::make_unique<Node>()) {}
HttpRouter::HttpRouter(HttpRouter&&) noexcept = default;
HttpRouter& HttpRouter::operator=(HttpRouter&&) noexcept = default;
HttpRouter::~HttpRouter() = default;

HttpRouter::Node& HttpRouter::nodeFor(std::string_view pattern) {
    if (!pattern.starts_with('/')) abortBecause(fmt::format("the route \"{}\" does not begin with a slash", pattern));
    Node* node = m_root.get();
    pattern.remove_prefix(1);
    for (bool last = false; !last;) {
        last = pattern.find('/') == std::string_view::npos;
        const std::string_view segment = takeUntil(pattern, '/');
        if (parameterName(segment)) {
            if (!node->parameter) node->parameter = std::make_unique<Node>();
            node = node->parameter.get();
            continue;
        }
        const auto known = std::find_if(node->literals.begin(), node->literals.end(),
                                        [segment](const auto& literal) { return literal.first == segment; });
        if (known != node->literals.end()) {
            node = known->second.get();
        } else {
            node = node->literals.emplace_back(segment, std::make_unique<Node>()).second.get();
        }
    }
    return *node;
}

void HttpRouter::add(HttpMethod method, std::string_view pattern, std::string_view summary, HttpHandler handler) {
    Node& node = nodeFor(pattern);
    std::vector<std::string> parameters;
    for (std::string_view rest = pattern; !rest.empty();) {
        if (const auto parameter = parameterName(takeUntil(rest, '/'))) parameters.emplace_back(*parameter);
    }
    if (!node.target) node.target.emplace().parameters = parameters;
    if (node.target->parameters != parameters || node.target->entryOf(method)) {
        abortBecause(fmt::format("the route {} {} is there already, or with other parameters", name(method), pattern));
    }
    node.target->entries.push_back(std::make_unique<Target::Entry>(Target::Entry{method, std::move(handler)}));
    m_routes.push_back({method, std::string(pattern), std::string(summary)});
}

const HttpRouter::Target* HttpRouter::find(const Node& node, std::span<const std::string> segments,
                                           HttpRequest& request) {
    if (segments.empty()) return node.target ? &*node.target : nullptr;
    for (const auto& [literal, child] : node.literals) {
        if (literal != segments.front()) continue;
        if (const Target* found = find(*child, segments.subspan(1), request)) return found;
    }
    // An empty segment is no value: /item/ is not item "".
    if (!node.parameter || segments.front().empty()) return nullptr;
    request.parameters.emplace_back(std::string_view(), segments.front());
    if (const Target* found = find(*node.parameter, segments.subspan(1), request)) return found;
    request.parameters.pop_back();
    return nullptr;
}

Awaitable<HttpResponse> HttpRouter::route(HttpRequest& request) {
    if (request.path == "*")
        return answer(HttpResponse(204).field("Allow", "GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS"));
    const auto segments = segmentsOf(request.path);
    if (!segments) return answer(refusal(400, "the path is wrongly percent-encoded or holds . or .. as a segment", request));
    request.parameters.clear();
    const Target* target = find(*m_root, *segments, request);
    if (!target) return answer(refusal(404, "there is nothing at this path", request));
    for (std::size_t i = 0; i < request.parameters.size(); ++i)
        request.parameters[i].first = target->parameters[i];
    Target::Entry* entry = target->entryOf(request.method);
    if (!entry && request.method == HttpMethod::Head) entry = target->entryOf(HttpMethod::Get);
    if (!entry) return answer(allowed(*target, request));
    return entry->handler(request);
}

HttpResponse HttpRouter::allowed(const Target& target, const HttpRequest& request) {
    std::string methods;
    for (const auto& entry : target.entries)
        methods.append(name(entry->method)).append(", ");
    if (target.entryOf(HttpMethod::Get) && !target.entryOf(HttpMethod::Head)) methods += "HEAD, ";
    methods += "OPTIONS";
    HttpResponse response =
        request.method == HttpMethod::Options
            ? HttpResponse(204)
            : refusal(405, "this path does not take that method; the field Allow says which it takes", request);
    response.field("Allow", methods);
    return response;
}

HttpResponse HttpRouter::refusal(int status, std::string_view sentence, const HttpRequest& request) {
    if (m_errorPage) return m_errorPage(status, sentence, &request);
    return HttpResponse::text(status, std::string(sentence) + "\n");
}

Awaitable<HttpResponse> HttpRouter::answer(HttpResponse response) {
    co_return response;
}

}  // namespace rushlab::io
