#include "engines/mail/mime.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/utf8.h"
#include "engines/mail/base64.h"

namespace rushlab::mail {
namespace {

constexpr std::size_t kLineMost = 76;       // RFC 2045 6.7 rule 5, the soft line break included
constexpr std::size_t kWordBytesMost = 42;  // base64 of so many fits into a line behind the header's name

bool isPlain(std::string_view text) {
    // "=?" could be taken for the begin of an encoded word.
    return text.find("=?") == std::string_view::npos &&
           std::ranges::all_of(text, [](char c) { return c >= 32 && c < 127; });
}

// RFC 2047: words of whole characters, a line each.
std::string encodedWords(std::string_view text) {
    std::string words;
    while (!text.empty()) {
        std::size_t bytes = 0;
        while (bytes < text.size()) {
            const std::size_t next = std::max<std::size_t>(utf8Length(text.substr(bytes)), 1);
            if (bytes + next > kWordBytesMost) break;
            bytes += next;
        }
        if (!words.empty()) words += "\r\n ";
        words += "=?UTF-8?B?" + base64(text.substr(0, bytes)) + "?=";
        text.remove_prefix(bytes);
    }
    return words;
}

// RFC 5322 2.2.3: a plain subject is folded before a space, where a line would become too long.
std::string folded(std::string_view text) {
    std::string lines;
    std::size_t column = std::string_view("Subject: ").size();
    while (!text.empty()) {
        const auto end = text.find(' ', 1);
        const std::string_view word = text.substr(0, end);
        if (column + word.size() > kLineMost && word.front() == ' ' && word.size() > 1) {
            lines += "\r\n";
            column = 0;
        }
        lines += word;
        column += word.size();
        text.remove_prefix(word.size());
    }
    return lines;
}

class QuotedPrintable {
  public:
    explicit QuotedPrintable(std::string& out) : m_out(out) {}

    void add(char c, bool lastOfLine) {
        const auto byte = static_cast<unsigned char>(c);
        const bool asItIs = (byte >= 33 && byte <= 126 && c != '=') || ((c == ' ' || c == '\t') && !lastOfLine);
        const std::size_t width = asItIs ? 1 : 3;
        if (m_column + width > kLineMost - 1) {
            m_out += "=\r\n";
            m_column = 0;
        }
        if (asItIs)
            m_out += c;
        else
            fmt::format_to(std::back_inserter(m_out), "={:02X}", byte);
        m_column += width;
    }
    void endLine() {
        m_out += "\r\n";
        m_column = 0;
    }

  private:
    std::string& m_out;
    std::size_t m_column = 0;
};

// CR LF, LF and CR alone all end a line.
void addText(std::string& out, std::string_view text) {
    QuotedPrintable lines(out);
    while (!text.empty()) {
        const auto end = text.find_first_of("\r\n");
        const std::string_view line = text.substr(0, end);
        for (std::size_t at = 0; at < line.size(); ++at)
            lines.add(line[at], at + 1 == line.size());
        lines.endLine();
        text.remove_prefix(line.size());
        if (text.starts_with("\r\n")) text.remove_prefix(1);
        if (!text.empty()) text.remove_prefix(1);
    }
}

}  // namespace

std::string mailDate(WallTime time) {
    const auto second = std::chrono::floor<std::chrono::seconds>(time);
    const auto day = std::chrono::floor<std::chrono::days>(second);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{second - day};
    constexpr std::string_view kDays = "SunMonTueWedThuFriSat";
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                       kDays.substr(std::chrono::weekday{day}.c_encoding() * 3, 3), static_cast<unsigned>(date.day()),
                       kMonths.substr((static_cast<unsigned>(date.month()) - 1) * 3, 3), static_cast<int>(date.year()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string writeMessage(const Mail& mail, WallTime date) {
    const std::string host = mail.from.substr(mail.from.rfind('@') + 1);
    std::string message;
    message.reserve(mail.text.size() + mail.text.size() / 2 + 512);
    fmt::format_to(std::back_inserter(message), "Date: {}\r\nFrom: <{}>\r\nTo: <{}>\r\nMessage-ID: <{}@{}>\r\n",
                   mailDate(date), mail.from, mail.to, mail.id, host);
    message += "Subject: " + (isPlain(mail.subject) ? folded(mail.subject) : encodedWords(mail.subject)) + "\r\n";
    message +=
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
    addText(message, mail.text);
    return message;
}

}  // namespace rushlab::mail
