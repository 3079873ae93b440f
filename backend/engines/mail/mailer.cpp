#include "engines/mail/mailer.h"

#include <simdjson.h>

#include <algorithm>

#include "engines/mail/characters.h"

namespace rushlab::mail {
namespace {

constexpr std::size_t kAddressShown = 60;

// RFC 5322 3.2.3: what an unquoted local part is made of, besides the dots between its pieces.
bool isAtomCharacter(char c) {
    return isLetterOrDigit(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

template <class Piece>
bool dottedPieces(std::string_view text, Piece&& piece) {
    for (;;) {
        const auto dot = text.find('.');
        if (!piece(text.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

bool isLocalPart(std::string_view text) {
    const auto isAtom = [](std::string_view atom) {
        return !atom.empty() && std::ranges::all_of(atom, isAtomCharacter);
    };
    return text.size() <= Limits::kLocalPartBytes && dottedPieces(text, isAtom);
}

bool isHost(std::string_view text) {
    const auto isLabel = [](std::string_view label) {
        const auto allowed = [](char c) { return isLetterOrDigit(c) || c == '-'; };
        return !label.empty() && label.size() <= Limits::kHostLabelBytes && std::ranges::all_of(label, allowed) &&
               label.front() != '-' && label.back() != '-';
    };
    return text.size() <= Limits::kHostBytes && dottedPieces(text, isLabel);
}

Result<> checkText(std::string_view field, std::string_view text, std::size_t atMost) {
    if (text.size() > atMost) {
        return fail(ErrorCode::Invalid, "the mail's {} has {} bytes: at most {} are allowed", field, text.size(),
                    atMost);
    }
    if (!simdjson::validate_utf8(text.data(), text.size())) {
        return fail(ErrorCode::Invalid, "the mail's {} is not UTF-8: only text can be sent", field);
    }
    return {};
}

// What is shown of a refused address: no control characters, not endlessly.
Result<> checkId(std::string_view id) {
    const auto allowed = [](char c) { return isLetterOrDigit(c) || c == '-' || c == '_' || c == '.'; };
    if (!id.empty() && id.size() <= Limits::kIdBytes && std::ranges::all_of(id, allowed)) return {};
    return fail(ErrorCode::Invalid, "the mail's id must be 1 to {} letters, digits, '-', '_' or '.'", Limits::kIdBytes);
}

}  // namespace

Result<> checkAddress(std::string_view address) {
    const auto at = address.rfind('@');
    const bool good = address.size() <= Limits::kAddressBytes && at != std::string_view::npos &&
                      isLocalPart(address.substr(0, at)) && isHost(address.substr(at + 1));
    if (good) return {};
    return fail(ErrorCode::Invalid, "'{}' is not a mail address: write it as name@host, at most {} characters",
                shown(address, kAddressShown), Limits::kAddressBytes);
}

Result<> check(const Mail& mail) {
    if (auto good = checkId(mail.id); !good) return good;
    if (auto good = checkAddress(mail.from); !good) return good;
    if (auto good = checkAddress(mail.to); !good) return good;
    if (auto good = checkText("subject", mail.subject, Limits::kSubjectBytes); !good) return good;
    if (std::ranges::any_of(mail.subject, isControl)) {
        return fail(ErrorCode::Invalid, "the mail's subject holds a control character: it must be one line of text");
    }
    if (!mail.carrier.empty() && !isHost(mail.carrier)) {
        return fail(ErrorCode::Invalid, "'{}', who carries the mail, is no host's name: write it as worker-1.rush.lab",
                    shown(mail.carrier, kAddressShown));
    }
    if (auto good = checkText("text", mail.text, Limits::kTextBytes); !good) return good;
    if (mail.text.find('\0') != std::string::npos) {
        return fail(ErrorCode::Invalid, "the mail's text holds a zero byte, which mail cannot carry: leave it out");
    }
    return {};
}

}  // namespace rushlab::mail
