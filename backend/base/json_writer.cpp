#include "base/json_writer.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "base/result.h"
#include "base/utf8.h"

namespace rushlab {
namespace {

// Bytes that stand for themselves in a JSON string: not control characters, quote, backslash or part of a longer
// character.
constexpr std::array<bool, 256> kPlain = [] {
    std::array<bool, 256> plain{};
    for (std::size_t byte = 0x20; byte < 0x80; ++byte)
        plain[byte] = byte != '"' && byte != '\\';
    return plain;
}();

void appendEscaped(std::string& out, char character) {
    switch (character) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        case '\b':
            out += "\\b";
            return;
        case '\f':
            out += "\\f";
            return;
        default:
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(character));
    }
}

}  // namespace

void appendJsonText(std::string& out, std::string_view text) {
    out += '"';
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t end = at;
        while (end < text.size() && kPlain[static_cast<unsigned char>(text[end])])
            ++end;
        out.append(text, at, end - at);
        if (end == text.size()) break;
        at = end;
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            appendEscaped(out, text[at++]);
        } else if (const std::size_t length = utf8Length(text.substr(at)); length > 0) {
            out.append(text, at, length);
            at += length;
        } else {
            out += "\xEF\xBF\xBD";
            ++at;
        }
    }
    out += '"';
}

void appendJsonReal(std::string& out, double value) {
    if (!std::isfinite(value)) {
        out += "null";
        return;
    }
    const std::size_t start = out.size();
    fmt::format_to(std::back_inserter(out), "{}", value);
    if (out.find_first_of(".e", start) == std::string::npos) out += ".0";
}

JsonScope::JsonScope(std::string& out, JsonScope* parent, char opening, char closing)
    : m_out(out), m_parent(parent), m_closing(closing) {
    if (m_parent) m_parent->m_childOpen = true;
    m_out += opening;
}

void JsonScope::close() {
    if (!m_open) return;
    if (m_childOpen) abortBecause("a JSON object or array was closed while another inside it was open");
    m_open = false;
    m_out += m_closing;
    if (m_parent) m_parent->m_childOpen = false;
}

void JsonScope::beforeItem() {
    if (!m_open) abortBecause("a JSON object or array was written to after its end");
    if (m_childOpen) abortBecause("a JSON object or array was written to while another inside it was open");
    if (!m_first) m_out += ',';
    m_first = false;
}

void JsonScope::writeName(std::string_view name) {
    beforeItem();
    appendJsonText(m_out, name);
    m_out += ':';
}

void JsonScope::write(std::string_view text) {
    appendJsonText(m_out, text);
}

void JsonScope::write(std::int64_t value) {
    const fmt::format_int digits(value);
    m_out.append(digits.data(), digits.size());
}

void JsonScope::write(std::uint64_t value) {
    const fmt::format_int digits(value);
    m_out.append(digits.data(), digits.size());
}

void JsonScope::write(double value) {
    appendJsonReal(m_out, value);
}

JsonObjectWriter JsonObjectWriter::object(std::string_view name) {
    writeName(name);
    return JsonObjectWriter(out(), this);
}

JsonArrayWriter JsonObjectWriter::array(std::string_view name) {
    writeName(name);
    return JsonArrayWriter(out(), this);
}

JsonObjectWriter JsonArrayWriter::object() {
    beforeItem();
    return JsonObjectWriter(out(), this);
}

JsonArrayWriter JsonArrayWriter::array() {
    beforeItem();
    return JsonArrayWriter(out(), this);
}

}  // namespace rushlab
