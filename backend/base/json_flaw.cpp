#include "base/json_flaw.h"

#include <fmt/format.h>

#include "base/utf8.h"

namespace rushlab {
namespace {

// Each step moves past what it read; false: m_flaw says what is wrong at m_at.
class Scanner {
  public:
    Scanner(std::string_view text, std::size_t depthMax) : m_text(text), m_depthMax(depthMax) {}

    std::optional<JsonFlaw> scan() {
        if (const std::size_t broken = firstInvalidUtf8(m_text); broken != std::string_view::npos) {
            return JsonFlaw{broken, "this byte is not UTF-8"};
        }
        skipSpace();
        if (!value(0)) return m_flaw;
        skipSpace();
        if (m_at < m_text.size()) flaw("nothing may follow the value");
        return m_flaw;
    }

  private:
    bool flaw(std::string what) {
        m_flaw = JsonFlaw{m_at, std::move(what)};
        return false;
    }
    bool atEnd() const { return m_at >= m_text.size(); }
    char peek() const { return atEnd() ? '\0' : m_text[m_at]; }
    bool skip(char wanted) {
        if (atEnd() || m_text[m_at] != wanted) return false;
        ++m_at;
        return true;
    }
    void skipSpace() {
        while (!atEnd() && std::string_view(" \t\n\r").find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
    }

    bool value(std::size_t depth) {
        switch (peek()) {
            case '{':
            case '[':
                if (depth == m_depthMax) return flaw(fmt::format("nesting goes deeper than {} levels", m_depthMax));
                return peek() == '{' ? object(depth + 1) : array(depth + 1);
            case '"':
                return string();
            case 't':
                return word("true");
            case 'f':
                return word("false");
            case 'n':
                return word("null");
            default:
                return number();
        }
    }

    bool object(std::size_t depth) {
        ++m_at;
        skipSpace();
        if (skip('}')) return true;
        while (true) {
            skipSpace();
            if (peek() != '"') return flaw("a field's name in double quotes is missing");
            if (!string()) return false;
            skipSpace();
            if (!skip(':')) return flaw("a colon after the field's name is missing");
            skipSpace();
            if (!value(depth)) return false;
            skipSpace();
            if (skip('}')) return true;
            if (!skip(',')) return flaw("a comma or the closing } is missing");
        }
    }

    bool array(std::size_t depth) {
        ++m_at;
        skipSpace();
        if (skip(']')) return true;
        while (true) {
            skipSpace();
            if (!value(depth)) return false;
            skipSpace();
            if (skip(']')) return true;
            if (!skip(',')) return flaw("a comma or the closing ] is missing");
        }
    }

    bool word(std::string_view wanted) {
        if (m_text.substr(m_at, wanted.size()) != wanted) return flaw("a value is missing or misspelt");
        m_at += wanted.size();
        return endOfWord();
    }

    bool endOfWord() {
        if (atEnd() || std::string_view(" \t\n\r,:[]{}").find(m_text[m_at]) != std::string_view::npos) return true;
        return flaw("a value is misspelt");
    }

    bool digits() {
        if (peek() < '0' || peek() > '9') return false;
        while (peek() >= '0' && peek() <= '9')
            ++m_at;
        return true;
    }

    bool number() {
        const bool negative = skip('-');
        if (skip('0')) {
            if (peek() >= '0' && peek() <= '9') return flaw("a number may not begin with 0");
        } else if (!digits()) {
            return flaw(negative ? "a digit is missing" : "a value is missing or misspelt");
        }
        if (skip('.') && !digits()) return flaw("a digit after the point is missing");
        if (skip('e') || skip('E')) {
            if (!skip('+')) skip('-');
            if (!digits()) return flaw("a digit of the exponent is missing");
        }
        return endOfWord();
    }

    bool string() {
        ++m_at;
        while (!atEnd()) {
            const char character = m_text[m_at];
            if (character == '"') {
                ++m_at;
                return true;
            }
            if (static_cast<unsigned char>(character) < 0x20) {
                return flaw("a control character inside a text must be written as an escape");
            }
            if (character != '\\') {
                ++m_at;
            } else if (!escape()) {
                return false;
            }
        }
        return flaw("the text's closing double quote is missing");
    }

    bool escape() {
        if (m_text.substr(m_at, 2).size() < 2) {
            m_at = m_text.size();
            return flaw("the text's closing double quote is missing");
        }
        if (m_text[m_at + 1] != 'u') {
            if (std::string_view("\"\\/bfnrt").find(m_text[m_at + 1]) == std::string_view::npos) {
                return flaw("this escape is unknown");
            }
            m_at += 2;
            return true;
        }
        const auto first = hexAt(m_at + 2);
        if (!first) return flaw("four hexadecimal digits are missing after \\u");
        if (*first >= 0xDC00 && *first <= 0xDFFF) return flaw("half of a surrogate pair is missing");
        if (*first >= 0xD800 && *first <= 0xDBFF) {
            const auto second = m_text.substr(m_at + 6, 2) == "\\u" ? hexAt(m_at + 8) : std::nullopt;
            if (!second || *second < 0xDC00 || *second > 0xDFFF) return flaw("half of a surrogate pair is missing");
            m_at += 6;
        }
        m_at += 6;
        return true;
    }

    std::optional<unsigned> hexAt(std::size_t at) const {
        if (at + 4 > m_text.size()) return std::nullopt;
        unsigned number = 0;
        for (const char digit : m_text.substr(at, 4)) {
            number *= 16;
            if (digit >= '0' && digit <= '9') {
                number += static_cast<unsigned>(digit - '0');
            } else if (const char lower = static_cast<char>(digit | 0x20); lower >= 'a' && lower <= 'f') {
                number += static_cast<unsigned>(lower - 'a') + 10;
            } else {
                return std::nullopt;
            }
        }
        return number;
    }

    std::string_view m_text;
    std::size_t m_depthMax;
    std::size_t m_at = 0;
    std::optional<JsonFlaw> m_flaw;
};

}  // namespace

std::optional<JsonFlaw> findJsonFlaw(std::string_view text, std::size_t depthMax) {
    return Scanner(text, depthMax).scan();
}

}  // namespace rushlab
