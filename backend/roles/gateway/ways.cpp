#include "roles/gateway/ways.h"

#include <array>

#include "io/http_grammar.h"

namespace rushlab::roles::gateway {
namespace {

constexpr std::array kPrefixes{Prefix{"auth", "auth"},    Prefix{"chat", "chat"},    Prefix{"coupons", "order"},
                               Prefix{"item", "item"},    Prefix{"items", "item"},   Prefix{"members", "item"},
                               Prefix{"order", "order"},  Prefix{"orders", "order"}, Prefix{"stock", "stock"},
                               Prefix{"worker", "worker"}};

// The segments behind /api. No path of ours has more than four; what has more is refused.
class Segments {
  public:
    static constexpr std::size_t kMost = 4;

    // False: a segment is wrongly encoded, is "." or "..", or there are too many.
    bool read(std::string_view path) {
        while (!path.empty()) {
            if (path.front() != '/' || m_count == kMost) return false;
            path.remove_prefix(1);
            std::string_view segment = path.substr(0, path.find('/'));
            path.remove_prefix(segment.size());
            if (segment.find('%') != std::string_view::npos) {
                auto decoded = io::percentDecoded(segment, io::PlusIs::Plus);
                if (!decoded) return false;
                m_decoded[m_count] = *std::move(decoded);
                segment = m_decoded[m_count];
            }
            if (segment == "." || segment == "..") return false;
            m_segments[m_count++] = segment;
        }
        return m_count > 0;
    }
    std::size_t size() const { return m_count; }
    std::string_view operator[](std::size_t at) const { return at < m_count ? m_segments[at] : std::string_view(); }

  private:
    std::array<std::string, kMost> m_decoded;
    std::array<std::string_view, kMost> m_segments;
    std::size_t m_count = 0;
};

Access accessTo(const Segments& segments, io::HttpMethod method) {
    const std::string_view first = segments[0];
    if (first == "worker") return Access::Admin;
    if (first == "auth") return segments[1] == "signup" || segments[1] == "login" ? Access::Public : Access::Login;
    if (first == "item" || first == "items" || first == "members" || first == "stock") return Access::Public;
    if (first == "coupons" && segments.size() == 1 && method == io::HttpMethod::Post) return Access::Public;
    return Access::Login;
}

}  // namespace

std::span<const Prefix> prefixes() {
    return kPrefixes;
}

std::optional<Way> wayOf(io::HttpMethod method, std::string_view path) {
    if (!path.starts_with(kApiPrefix)) return std::nullopt;
    Segments segments;
    if (!segments.read(path.substr(kApiPrefix.size()))) return std::nullopt;
    for (const Prefix& prefix : kPrefixes) {
        if (prefix.segment != segments[0]) continue;
        const bool isCached = prefix.role == "item" || prefix.role == "stock";
        if (isCached && segments[segments.size() - 1] == "cache") return std::nullopt;
        Way way;
        way.role = prefix.role;
        way.access = accessTo(segments, method);
        way.isOrder = prefix.role == "order";
        const bool creates = method == io::HttpMethod::Post && segments.size() == 1;
        way.placesOrder = creates && segments[0] == "order";
        way.takesKey = way.placesOrder || (creates && segments[0] == "orders");
        way.needsToken = prefix.role == "auth" || prefix.role == "chat" || prefix.role == "worker";
        return way;
    }
    return std::nullopt;
}

}  // namespace rushlab::roles::gateway
