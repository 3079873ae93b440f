#include "engines/kv/reply.h"

#include <fmt/format.h>

namespace rushlab::kv {
namespace {

const std::string kNoText;
const Reply::Array kNoElements;

}  // namespace

const std::string* Reply::words() const {
    if (const auto* bytes = std::get_if<2>(&m_value)) return &bytes->text;
    if (const auto* status = std::get_if<3>(&m_value)) return &status->text;
    if (const auto* error = std::get_if<4>(&m_value)) return &error->text;
    return nullptr;
}

std::int64_t Reply::integer() const {
    const auto* number = std::get_if<1>(&m_value);
    return number ? *number : 0;
}

const std::string& Reply::text() const {
    const std::string* found = words();
    return found ? *found : kNoText;
}

const Reply::Array& Reply::elements() const {
    const auto* found = std::get_if<5>(&m_value);
    return found ? *found : kNoElements;
}

std::string Reply::takeText() && {
    if (auto* bytes = std::get_if<2>(&m_value)) return std::move(bytes->text);
    return text();
}

Reply::Array Reply::takeElements() && {
    if (auto* found = std::get_if<5>(&m_value)) return std::move(*found);
    return {};
}

bool operator==(const Reply& left, const Reply& right) {
    return left.m_value == right.m_value;
}

std::string describe(const Reply& reply) {
    switch (reply.kind()) {
        case Reply::Kind::Nil:
            return "(nil)";
        case Reply::Kind::Integer:
            return fmt::format("(integer) {}", reply.integer());
        case Reply::Kind::Text:
            return fmt::format("\"{}\"", reply.text());
        case Reply::Kind::Status:
            return reply.text();
        case Reply::Kind::Error:
            return fmt::format("(error) {}", reply.text());
        case Reply::Kind::Array:
            break;
    }
    std::string shown = "[";
    for (const Reply& element : reply.elements()) {
        if (shown.size() > 1) shown += ", ";
        shown += describe(element);
    }
    return shown + "]";
}

}  // namespace rushlab::kv
