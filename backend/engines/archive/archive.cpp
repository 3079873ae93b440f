#include "engines/archive/archive.h"

#include <simdjson.h>

namespace rushlab::archive {
namespace {

Result<> checkText(std::string_view field, std::string_view text, std::size_t atMost, bool mayBeEmpty) {
    if (text.empty() && !mayBeEmpty) return fail(ErrorCode::Invalid, "a document's {} is empty: give it one", field);
    if (text.size() > atMost) {
        return fail(ErrorCode::Invalid, "a document's {} has {} bytes: at most {} are allowed", field, text.size(),
                    atMost);
    }
    if (!simdjson::validate_utf8(text.data(), text.size())) {
        return fail(ErrorCode::Invalid, "a document's {} is not UTF-8: only text can be archived", field);
    }
    return {};
}

}  // namespace

Result<> check(const std::vector<ChatDocument>& documents) {
    if (documents.size() > Limits::kDocumentsInBatch) {
        return fail(ErrorCode::Invalid, "a batch of {} documents is too large: send at most {} at once",
                    documents.size(), Limits::kDocumentsInBatch);
    }
    for (const ChatDocument& document : documents) {
        if (auto good = checkText("id", document.id, Limits::kNameBytes, false); !good) return good;
        if (auto good = checkText("room", document.room, Limits::kNameBytes, false); !good) return good;
        if (auto good = checkText("sender", document.sender, Limits::kNameBytes, true); !good) return good;
        if (auto good = checkText("content", document.content, Limits::kContentBytes, true); !good) return good;
    }
    return {};
}

Result<> checkPageLimit(std::size_t limit) {
    if (limit >= 1 && limit <= Limits::kDocumentsInPage) return {};
    return fail(ErrorCode::Invalid, "a page of {} documents is not possible: ask for 1 to {}", limit,
                Limits::kDocumentsInPage);
}

}  // namespace rushlab::archive
