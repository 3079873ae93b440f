#include "roles/request_numbers.h"

#include <charconv>
#include <limits>
#include <optional>

namespace rushlab::roles {
namespace {

constexpr std::int64_t kPageMost = 100'000;

std::optional<std::int64_t> numberIn(std::string_view text, std::int64_t least, std::int64_t most) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < least || number > most)
        return std::nullopt;
    return number;
}

}  // namespace

Result<std::int64_t> queryNumber(const io::HttpRequest& request, std::string_view name, std::int64_t otherwise,
                                 std::int64_t least, std::int64_t most) {
    const auto text = request.queryParameter(name);
    if (!text || text->empty()) return otherwise;
    if (const auto number = numberIn(*text, least, most)) return *number;
    return fail(ErrorCode::Invalid, "{} must be a whole number from {} to {}, not \"{}\".", name, least, most, *text);
}

Result<Page> pageOf(const io::HttpRequest& request, std::int64_t size, std::int64_t sizeMost) {
    const auto number = queryNumber(request, "page", 0, 0, kPageMost);
    if (!number) return pass(number);
    const auto wanted = queryNumber(request, "size", size, 1, sizeMost);
    if (!wanted) return pass(wanted);
    return Page{*number, *wanted};
}

Result<domain::ItemId> itemOf(const io::HttpRequest& request) {
    const std::string_view text = request.parameter("number");
    if (const auto number = numberIn(text, 1, std::numeric_limits<std::int64_t>::max())) return domain::ItemId{*number};
    return fail(ErrorCode::Invalid, "An item's number must be a whole number from 1, not \"{}\".", text);
}

}  // namespace rushlab::roles
