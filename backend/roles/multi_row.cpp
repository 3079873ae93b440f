#include "roles/multi_row.h"

#include <bit>
#include <string>

namespace rushlab::roles {
namespace {

constexpr std::size_t kRowsMost = 128;

// Calls run(rows, their parameters) for all of them, in the largest powers of two.
template <class F>
Result<> inPowersOfTwo(std::span<const sql::Parameter> parameters, std::size_t columns, F run) {
    while (!parameters.empty()) {
        const std::size_t rows = std::min(kRowsMost, std::bit_floor(parameters.size() / columns));
        if (rows == 0) abortBecause("rows of a statement with parameters missing");
        if (auto done = run(rows, parameters.first(rows * columns)); !done) return done;
        parameters = parameters.subspan(rows * columns);
    }
    return {};
}

std::string placeholders(std::size_t count) {
    std::string text = "(";
    for (std::size_t at = 0; at < count; ++at)
        text += at == 0 ? "?" : ",?";
    return text += ')';
}

std::string statement(std::string_view head, std::size_t rows, std::size_t columns, std::string_view tail) {
    const std::string row = placeholders(columns);
    std::string text(head);
    text.reserve(head.size() + tail.size() + rows * (row.size() + 1) + 2);
    for (std::size_t at = 0; at < rows; ++at)
        (text += at == 0 ? ' ' : ',') += row;
    return (text += ' ') += tail;
}

}  // namespace

Result<> insertRows(sql::Session& session, std::string_view head, std::size_t columns, std::string_view tail,
                    std::span<const sql::Parameter> parameters) {
    return inPowersOfTwo(parameters, columns, [&](std::size_t rows, std::span<const sql::Parameter> of) -> Result<> {
        const auto done = session.execute(statement(head, rows, columns, tail), of);
        if (!done) return pass(done);
        return {};
    });
}

Result<> insertRowsReturning(sql::Session& session, std::string_view head, std::size_t columns, std::string_view tail,
                             std::span<const sql::Parameter> parameters,
                             const std::function<void(const sql::Rows&)>& onRows) {
    return inPowersOfTwo(parameters, columns, [&](std::size_t rows, std::span<const sql::Parameter> of) -> Result<> {
        const auto done = session.query(statement(head, rows, columns, tail), of);
        if (!done) return pass(done);
        onRows(*done);
        return {};
    });
}

Result<std::int64_t> executeForEach(sql::Session& session, std::string_view head,
                                    std::span<const sql::Parameter> parameters) {
    std::int64_t changed = 0;
    const auto run = [&](std::size_t count, std::span<const sql::Parameter> of) -> Result<> {
        const auto done = session.execute(fmt::format("{} {}", head, placeholders(count)), of);
        if (!done) return pass(done);
        changed += *done;
        return {};
    };
    if (auto done = inPowersOfTwo(parameters, 1, run); !done) return pass(done);
    return changed;
}

}  // namespace rushlab::roles
