#include "io/websocket_handshake.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "io/http_grammar.h"

namespace rushlab::io {
namespace {

constexpr std::string_view kKeyField = "Sec-WebSocket-Key";
constexpr std::string_view kProtocolField = "Sec-WebSocket-Protocol";
constexpr std::string_view kMagic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
constexpr std::size_t kKeyLength = 24;  // 16 bytes in base64

bool lists(const HttpRequest& request, std::string_view name, std::string_view wanted) {
    for (const HttpField& field : request.fields) {
        if (!equalsIgnoringCase(field.name, name)) continue;
        std::string_view list = field.value;
        while (const auto one = nextInList(list)) {
            if (equalsIgnoringCase(*one, wanted)) return true;
        }
    }
    return false;
}

bool isKey(std::string_view text) {
    const auto isDigit = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    };
    return text.size() == kKeyLength && text.ends_with("==") && std::ranges::all_of(text.substr(0, 22), isDigit);
}

// Of "host:port", or of an origin behind its scheme; an address in brackets keeps them.
std::string_view hostOf(std::string_view authority) {
    const std::size_t bracket = authority.starts_with('[') ? std::min(authority.find(']'), authority.size()) : 0;
    return authority.substr(0, authority.find(':', bracket));
}

}  // namespace

std::optional<HttpFault> flawOfUpgrade(const HttpRequest& request) {
    if (request.method != HttpMethod::Get || request.minorVersion < 1)
        return HttpFault{400, "a WebSocket is asked for with GET and HTTP/1.1"};
    if (!lists(request, "Upgrade", "websocket") || !lists(request, "Connection", "Upgrade"))
        return HttpFault{426, "this is a WebSocket: ask with Upgrade: websocket and Connection: Upgrade"};
    if (request.field(kWebSocketVersionField) != kWebSocketVersion)
        return HttpFault{426, "Sec-WebSocket-Version must be 13"};
    if (!isKey(request.field(kKeyField).value_or("")))
        return HttpFault{400, "Sec-WebSocket-Key must be 16 bytes in base64"};
    return std::nullopt;
}

bool asksForAnotherSite(const HttpRequest& request) {
    const auto origin = request.field("Origin");
    if (!origin) return false;
    const std::size_t scheme = origin->find("://");
    if (scheme == std::string_view::npos) return true;  // "null": a page that may not say whose it is
    return !equalsIgnoringCase(hostOf(origin->substr(scheme + 3)), hostOf(request.host));
}

std::string_view chosenSubprotocol(const HttpRequest& request, std::span<const std::string_view> ours) {
    for (const HttpField& field : request.fields) {
        if (!equalsIgnoringCase(field.name, kProtocolField)) continue;
        std::string_view list = field.value;
        while (const auto offered = nextInList(list)) {
            const auto found = std::ranges::find(ours, *offered);
            if (found != ours.end()) return *found;
        }
    }
    return {};
}

std::string acceptOf(std::string_view key) {
    const std::string text = std::string(key).append(kMagic);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha1(), nullptr) != 1)
        abortBecause("SHA-1 is not there, without which no WebSocket can be opened");
    std::array<unsigned char, 32> encoded{};  // 20 bytes in base64, and NUL
    const int written = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(length));
    return {reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(written)};
}

HttpResponse upgradeOf(const HttpRequest& request, std::string_view subprotocol, HttpTakeOver takeOver) {
    HttpResponse response = HttpResponse::takeOver(std::move(takeOver));
    response.field("Upgrade", "websocket");
    response.field("Connection", "Upgrade");
    response.field("Sec-WebSocket-Accept", acceptOf(request.field(kKeyField).value_or("")));
    if (!subprotocol.empty()) response.field(kProtocolField, subprotocol);
    return response;
}

}  // namespace rushlab::io
