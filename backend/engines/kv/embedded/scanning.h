// SCAN and its kin over any dictionary: the options, the cursor, the page.
// One thread at a time.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "engines/kv/embedded/command.h"
#include "engines/kv/embedded/dictionary.h"
#include "engines/kv/embedded/glob.h"
#include "engines/kv/embedded/replies.h"

namespace rushlab::kv::embedded {

struct ScanRequest {
    std::uint64_t cursor = 0;
    std::optional<std::string_view> pattern;
    std::optional<std::string_view> type;
    std::int64_t count = 10;

    bool wants(std::string_view text) const { return !pattern || matchesGlob(*pattern, text); }
};

// Reads `cursor [MATCH pattern] [COUNT count] [TYPE type]` from the given argument on; an error reply where it cannot.
std::optional<Reply> readScan(const Call& call, std::size_t from, bool mayAskType, ScanRequest& request);

// Walks whole buckets until `count` entries were seen; `take` adds an entry to the page where it is wanted.
template <class Value, class Take>
Reply scanPage(const Dictionary<Value>& dictionary, const ScanRequest& request, Take&& take) {
    Reply::Array page;
    std::uint64_t cursor = request.cursor;
    std::int64_t seen = 0;
    // Empty buckets are bounded too, as in Redis: ten for each entry that was asked for.
    std::int64_t bucketsLeft = request.count > (1 << 20) ? request.count : request.count * 10;
    do {
        cursor = dictionary.scan(cursor, [&](const auto& node) {
            ++seen;
            take(node, page);
        });
    } while (cursor != 0 && seen < request.count && --bucketsLeft > 0);
    Reply::Array answer;
    answer.push_back(Reply::text(std::to_string(cursor)));
    answer.push_back(Reply::array(std::move(page)));
    return Reply::array(std::move(answer));
}

}  // namespace rushlab::kv::embedded
