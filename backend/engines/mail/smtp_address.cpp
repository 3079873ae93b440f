#include "engines/mail/smtp_address.h"

#include <boost/asio/ip/address.hpp>

#include <algorithm>

#include "base/utf8.h"
#include "engines/mail/characters.h"
#include "engines/mail/mailer.h"

namespace rushlab::mail {
namespace {

constexpr std::size_t kPathBytes = 256;  // RFC 5321 4.5.3.1.3, with the brackets
constexpr std::size_t kDomainBytes = 255;

bool isAtomCharacter(char c, Letters letters) {
    constexpr std::string_view kOthers = "!#$%&'*+-/=?^_`{|}~";
    return isLetterOrDigit(c) || kOthers.find(c) != std::string_view::npos ||
           (letters == Letters::Utf8 && isBeyondAscii(c));
}

bool isDotString(std::string_view text, Letters letters) {
    if (text.empty() || text.front() == '.' || text.back() == '.') return false;
    if (text.find("..") != std::string_view::npos) return false;
    return std::ranges::all_of(text, [letters](char c) { return c == '.' || isAtomCharacter(c, letters); });
}

// How long the quoted string at the front is, with its quotes; 0: there is none, or it does not end.
std::size_t quotedLength(std::string_view text, Letters letters) {
    if (text.empty() || text.front() != '"') return 0;
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (text[at] == '"') return at + 1;
        if (text[at] == '\\') ++at;
        if (at == text.size()) return 0;
        const bool isPrintable = text[at] >= 32 && text[at] <= 126;
        if (!isPrintable && !(letters == Letters::Utf8 && isBeyondAscii(text[at]))) return 0;
    }
    return 0;
}

// Where the path's closing bracket is: one inside a quoted local part does not count.
std::size_t endOfPath(std::string_view text, Letters letters) {
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (text[at] == '>') return at;
        if (text[at] != '"') continue;
        const std::size_t length = quotedLength(text.substr(at), letters);
        if (length == 0) return std::string_view::npos;
        at += length - 1;
    }
    return std::string_view::npos;
}

// "@a,@b:" is taken off; false: it is begun and not written as it must be.
bool dropSourceRoute(std::string_view& path, Letters letters) {
    while (path.starts_with('@')) {
        const auto end = path.find_first_of(",:");
        if (end == std::string_view::npos || !isDomain(path.substr(1, end - 1), letters)) return false;
        const bool last = path[end] == ':';
        path.remove_prefix(end + 1);
        if (last) return true;
        if (!path.starts_with('@')) return false;
    }
    return true;
}

bool isPostmaster(std::string_view text) {
    constexpr std::string_view kName = "postmaster";
    return std::ranges::equal(text, kName, {},
                              [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
}

}  // namespace

bool isDomain(std::string_view text, Letters letters) {
    if (text.empty() || text.size() > kDomainBytes) return false;
    while (true) {
        const auto dot = text.find('.');
        const std::string_view label = text.substr(0, dot);
        const auto allowed = [letters](char c) {
            return isLetterOrDigit(c) || c == '-' || (letters == Letters::Utf8 && isBeyondAscii(c));
        };
        if (label.empty() || label.size() > Limits::kHostLabelBytes) return false;
        if (label.front() == '-' || label.back() == '-' || !std::ranges::all_of(label, allowed)) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

bool isAddressLiteral(std::string_view text) {
    if (text.size() < 3 || text.front() != '[' || text.back() != ']') return false;
    text = text.substr(1, text.size() - 2);
    boost::system::error_code error;
    if (text.starts_with("IPv6:")) {
        boost::asio::ip::make_address_v6(std::string(text.substr(5)), error);
        return !error;
    }
    boost::asio::ip::make_address_v4(std::string(text), error);
    return !error;
}

bool isMailbox(std::string_view text, Letters letters) {
    if (letters == Letters::Utf8 && firstInvalidUtf8(text) != std::string_view::npos) return false;
    const std::size_t quoted = quotedLength(text, letters);
    const std::size_t at = quoted > 0 ? quoted : text.find('@');
    if (at == std::string_view::npos || at >= text.size() || text[at] != '@') return false;
    const std::string_view local = text.substr(0, at);
    const std::string_view domain = text.substr(at + 1);
    if (local.size() > Limits::kLocalPartBytes) return false;
    if (quoted == 0 && !isDotString(local, letters)) return false;
    return isDomain(domain, letters) || isAddressLiteral(domain);
}

std::optional<SmtpPath> readPath(std::string_view text, PathKind kind, Letters letters) {
    if (text.empty() || text.front() != '<') return std::nullopt;
    const std::size_t end = endOfPath(text, letters);
    if (end == std::string_view::npos || end + 1 > kPathBytes) return std::nullopt;
    SmtpPath path;
    path.rest = text.substr(end + 1);
    if (!path.rest.empty() && path.rest.front() != ' ') return std::nullopt;
    std::string_view inside = text.substr(1, end - 1);
    if (inside.empty()) return kind == PathKind::Reverse ? std::optional(path) : std::nullopt;
    const bool alone = kind == PathKind::Forward && isPostmaster(inside);
    if (!alone && (!dropSourceRoute(inside, letters) || !isMailbox(inside, letters))) return std::nullopt;
    path.mailbox = inside;
    return path;
}

std::optional<std::vector<SmtpParameter>> readParameters(std::string_view text) {
    std::vector<SmtpParameter> parameters;
    while (!text.empty()) {
        if (text.front() == ' ') {
            text.remove_prefix(1);
            continue;
        }
        const std::string_view one = text.substr(0, text.find(' '));
        text.remove_prefix(one.size());
        const auto equals = one.find('=');
        SmtpParameter parameter{std::string(one.substr(0, equals)), {}};
        if (equals != std::string_view::npos) parameter.value = one.substr(equals + 1);
        const auto inKeyword = [](char c) { return isLetterOrDigit(c) || c == '-'; };
        const auto inValue = [](char c) { return c > 32 && c < 127 && c != '='; };
        if (parameter.keyword.empty() || parameter.keyword.front() == '-') return std::nullopt;
        if (!std::ranges::all_of(parameter.keyword, inKeyword)) return std::nullopt;
        if (equals != std::string_view::npos && parameter.value.empty()) return std::nullopt;
        if (!std::ranges::all_of(parameter.value, inValue)) return std::nullopt;
        std::ranges::transform(parameter.keyword, parameter.keyword.begin(),
                               [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c); });
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

}  // namespace rushlab::mail
