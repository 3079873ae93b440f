#include "engines/kv/embedded/scanning.h"

namespace rushlab::kv::embedded {

std::optional<Reply> readScan(const Call& call, std::size_t from, bool mayAskType, ScanRequest& request) {
    const std::string_view cursor = call[from];
    const auto read = std::from_chars(cursor.data(), cursor.data() + cursor.size(), request.cursor);
    if (cursor.empty() || read.ec != std::errc{} || read.ptr != cursor.data() + cursor.size())
        return Reply::error("ERR invalid cursor");
    for (std::size_t i = from + 1; i < call.count(); i += 2) {
        if (i + 1 >= call.count()) return syntaxError();
        if (is(call[i], "MATCH")) {
            request.pattern = call[i + 1];
        } else if (is(call[i], "COUNT")) {
            const auto count = readInteger(call[i + 1]);
            if (!count) return notAnInteger();
            if (*count < 1) return syntaxError();
            request.count = *count;
        } else if (mayAskType && is(call[i], "TYPE")) {
            request.type = call[i + 1];
        } else {
            return syntaxError();
        }
    }
    return std::nullopt;
}

}  // namespace rushlab::kv::embedded
