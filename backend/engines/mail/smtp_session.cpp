#include "engines/mail/smtp_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

#include "engines/mail/characters.h"

namespace rushlab::mail {
namespace {

bool hasBeyondAscii(std::string_view text) {
    return std::ranges::any_of(text, isBeyondAscii);
}

std::string inCapitals(std::string_view text) {
    std::string capitals(text);
    std::ranges::transform(capitals, capitals.begin(),
                           [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c); });
    return capitals;
}

// Takes "FROM:" or "TO:" off, in any case; some clients put a space behind it, which harms nobody.
bool dropPrefix(std::string_view& argument, std::string_view prefix) {
    if (inCapitals(argument.substr(0, prefix.size())) != prefix) return false;
    argument.remove_prefix(prefix.size());
    while (argument.starts_with(' '))
        argument.remove_prefix(1);
    return true;
}

}  // namespace

SmtpSession::SmtpSession(std::string host, SmtpLimits limits, Judge judge)
    : m_host(std::move(host)), m_limits(limits), m_judge(std::move(judge)) {
    reply(220, m_host + " ESMTP: every letter ends in the inbox here");
}

SmtpSession::Step SmtpSession::take(std::string_view& bytes) {
    for (;;) {
        if (m_state == State::Over) return Step::Over;
        if (m_state == State::Waiting || bytes.empty()) return Step::NeedsBytes;
        const Step step = m_state == State::Text ? takeText(bytes) : takeCommands(bytes);
        if (step != Step::NeedsBytes) return step;
    }
}

void SmtpSession::reply(int code, std::string_view text) {
    fmt::format_to(std::back_inserter(m_replies), "{} {}\r\n", code, text);
}

SmtpSession::Step SmtpSession::refuse(int code, std::string_view text) {
    reply(code, text);
    ++m_refusals;
    if (++m_badCommands < m_limits.badCommands) return Step::NeedsBytes;
    return hangUp(421, m_host + " too many commands were refused");
}

SmtpSession::Step SmtpSession::hangUp(int code, std::string_view text) {
    reply(code, text);
    reset();
    m_state = State::Over;
    return Step::Over;
}

void SmtpSession::timedOut() {
    hangUp(421, m_host + " nothing came for too long");
}

// ---- commands

SmtpSession::Step SmtpSession::takeCommands(std::string_view& bytes) {
    while (m_state == State::Command) {
        if (!takeLine(bytes)) return m_state == State::Over ? Step::Over : Step::NeedsBytes;
        const std::string line = std::exchange(m_line, {});
        if (const Step step = obey(line); step != Step::NeedsBytes) return step;
    }
    return Step::NeedsBytes;
}

// True: m_line is a whole one, without its CRLF. One that is too long is dropped as it comes, and refused at its end.
bool SmtpSession::takeLine(std::string_view& bytes) {
    while (!bytes.empty()) {
        const auto lineFeed = bytes.find('\n');
        const std::string_view part = bytes.substr(0, lineFeed == std::string_view::npos ? bytes.size() : lineFeed + 1);
        bytes.remove_prefix(part.size());
        const bool endsInCr =
            part.size() > 1 ? part[part.size() - 2] == '\r' : (m_skipped > 0 ? m_skippedCr : m_line.ends_with('\r'));
        const std::size_t lineBytes = m_skipped + m_line.size() + part.size();
        // Asked before how it ends, as a line whose bytes come one by one has been given up by then.
        if (lineBytes > m_limits.skippedBytes) {
            hangUp(500, "the line is too long and does not end");
            ++m_refusals;
            return false;
        }
        if (lineFeed != std::string_view::npos && !endsInCr) {
            hangUp(500, "a line ends in CR LF: a bare LF was received");
            ++m_refusals;
            return false;
        }
        if (lineBytes > m_limits.commandBytes) {
            m_skipped = lineBytes;
            m_line.clear();
            m_skippedCr = part.back() == '\r';
            if (lineFeed == std::string_view::npos) continue;
            m_skipped = 0;
            if (refuse(500, "Line too long") == Step::Over) return false;
            continue;
        }
        m_line += part;
        if (lineFeed == std::string_view::npos) continue;
        m_line.resize(m_line.size() - 2);
        return true;
    }
    return false;
}

SmtpSession::Step SmtpSession::obey(std::string_view line) {
    while (line.ends_with(' ') || line.ends_with('\t'))
        line.remove_suffix(1);  // 4.1.1: tolerated
    if (std::ranges::any_of(line, isControl)) return refuse(501, "Syntax error: a control character");
    const auto space = line.find(' ');
    const std::string verb = inCapitals(line.substr(0, space));
    const std::string_view argument = space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
    if (verb == "EHLO") return greet(argument, true);
    if (verb == "HELO") return greet(argument, false);
    if (verb == "MAIL") return beginLetter(argument);
    if (verb == "RCPT") return addRecipient(argument);
    if (verb == "DATA") return askForText(argument);
    if (verb == "QUIT" && argument.empty()) return hangUp(221, m_host + " goodbye");
    return answerIdle(verb, argument);
}

// What neither begins nor furthers a letter.
SmtpSession::Step SmtpSession::answerIdle(std::string_view verb, std::string_view argument) {
    if (++m_idleCommands > m_limits.commandsWithoutLetter)
        return hangUp(421, m_host + " too many commands without a letter");
    if (verb == "QUIT" || (verb == "RSET" && !argument.empty()))
        return refuse(501, "Syntax error: it has no parameters");
    if (verb == "NOOP") {
        reply(250, "OK");
    } else if (verb == "RSET") {
        reset();
        reply(250, "OK");
    } else if (verb == "VRFY") {
        if (argument.empty()) return refuse(501, "Syntax error: VRFY whom?");
        reply(252, "Cannot VRFY user, but will accept message and attempt delivery");
    } else if (verb == "HELP") {
        reply(214, "EHLO HELO MAIL RCPT DATA RSET NOOP VRFY QUIT: see RFC 5321");
    } else if (verb == "EXPN" || verb == "STARTTLS" || verb == "AUTH") {
        return refuse(502, "Command not implemented");
    } else {
        return refuse(500, "Syntax error, command unrecognized");
    }
    return Step::NeedsBytes;
}

SmtpSession::Step SmtpSession::greet(std::string_view argument, bool extended) {
    if (++m_idleCommands > m_limits.commandsWithoutLetter)
        return hangUp(421, m_host + " too many commands without a letter");
    // Some clients name themselves in ways of their own: that alone is no reason to refuse a letter (4.1.4).
    if (argument.empty() || argument.find(' ') != std::string_view::npos || hasBeyondAscii(argument))
        return refuse(501, "Syntax error: who is there?");
    reset();
    m_greeted = true;
    m_envelope.extended = extended;
    m_envelope.greetedAs = argument;
    if (extended) {
        fmt::format_to(std::back_inserter(m_replies),
                       "250-{}\r\n250-PIPELINING\r\n250-SIZE {}\r\n250-8BITMIME\r\n250-HELP\r\n250 SMTPUTF8\r\n",
                       m_host, m_limits.textBytes);
    } else {
        reply(250, m_host);
    }
    return Step::NeedsBytes;
}

SmtpSession::Step SmtpSession::beginLetter(std::string_view argument) {
    if (!m_greeted) return refuse(503, "Bad sequence of commands: EHLO comes first");
    if (m_underWay) return refuse(503, "Bad sequence of commands: a letter is under way");
    if (!dropPrefix(argument, "FROM:")) return refuse(501, "Syntax error: MAIL FROM:<address>");
    const auto path = readPath(argument, PathKind::Reverse, Letters::Utf8);
    if (!path) return refuse(501, "Syntax error in the address");
    bool utf8 = false;
    if (!readMailParameters(path->rest, utf8)) return m_state == State::Over ? Step::Over : Step::NeedsBytes;
    if (hasBeyondAscii(path->mailbox) && !utf8) return refuse(553, "such an address needs SMTPUTF8");
    m_envelope.from = path->mailbox;
    m_utf8 = utf8;
    m_underWay = true;
    reply(250, "OK");
    return Step::NeedsBytes;
}

// False: it was refused.
bool SmtpSession::readMailParameters(std::string_view text, bool& utf8) {
    const auto parameters = readParameters(text);
    if (!parameters || (!parameters->empty() && !m_envelope.extended)) {
        refuse(parameters ? 555 : 501, "Syntax error in the parameters");
        return false;
    }
    for (const auto& [keyword, value] : *parameters) {
        if (keyword == "SIZE") {
            std::uint64_t bytes = 0;
            const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), bytes);
            const bool isNumber = end == value.data() + value.size() && !value.empty();
            if (isNumber && error == std::errc() && bytes <= m_limits.textBytes) continue;
            // RFC 1870 6.1: what is said to be too large is refused before it comes.
            isNumber ? refuse(552, "Too much mail data") : refuse(501, "Syntax error: SIZE=bytes");
            return false;
        }
        if (keyword == "BODY" && (inCapitals(value) == "7BIT" || inCapitals(value) == "8BITMIME")) continue;
        if (keyword == "SMTPUTF8" && value.empty()) {
            utf8 = true;
            continue;
        }
        refuse(keyword == "BODY" || keyword == "SMTPUTF8" ? 501 : 555, "this parameter is not known");
        return false;
    }
    return true;
}

SmtpSession::Step SmtpSession::addRecipient(std::string_view argument) {
    if (!m_underWay) return refuse(503, "Bad sequence of commands: MAIL comes first");
    if (!dropPrefix(argument, "TO:")) return refuse(501, "Syntax error: RCPT TO:<address>");
    const auto path = readPath(argument, PathKind::Forward, Letters::Utf8);
    if (!path) return refuse(501, "Syntax error in the address");
    if (path->rest.find_first_not_of(' ') != std::string_view::npos)
        return refuse(555, "recipients have no parameters here");
    if (hasBeyondAscii(path->mailbox) && !m_utf8) return refuse(553, "such an address needs SMTPUTF8");
    if (m_envelope.to.size() >= m_limits.recipients) {
        // 4.5.3.1.10: this is no fault of the client's, which sends the others in a letter of their own.
        reply(452, "Too many recipients");
        ++m_refusals;
        return Step::NeedsBytes;
    }
    const RecipientAnswer answer = m_judge(path->mailbox);
    if (answer != RecipientAnswer::Welcome) {
        ++m_refusals;
        answer == RecipientAnswer::RefusedForNow ? reply(451, "not now: try again later")
                                                 : reply(550, "nobody of that name will ever be here");
        return Step::NeedsBytes;
    }
    m_envelope.to.push_back(path->mailbox);
    reply(250, "OK");
    return Step::NeedsBytes;
}

SmtpSession::Step SmtpSession::askForText(std::string_view argument) {
    if (!argument.empty()) return refuse(501, "Syntax error: DATA has no parameters");
    if (!m_underWay) return refuse(503, "Bad sequence of commands: MAIL comes first");
    if (m_envelope.to.empty()) return refuse(554, "no valid recipients");
    m_state = State::Waiting;
    return Step::TextAsked;
}

void SmtpSession::letTextCome() {
    reply(354, "Start mail input; end with <CRLF>.<CRLF>");
    m_state = State::Text;
    m_textState = TextState::LineStart;
}

void SmtpSession::reset() {
    m_envelope.from.clear();
    m_envelope.to.clear();
    m_underWay = false;
    m_utf8 = false;
    m_lineTooLong = false;
    m_text = {};
    m_textBytes = 0;
    m_lineBytes = 0;
}

// ---- the text

SmtpSession::Step SmtpSession::takeText(std::string_view& bytes) {
    while (!bytes.empty()) {
        const char byte = bytes.front();
        bool bare = false;
        switch (m_textState) {
            case TextState::LineStart:
                if (byte == '.') {
                    m_textState = TextState::Dot;
                    break;
                }
                m_textState = TextState::InLine;
                continue;
            case TextState::Dot:  // 4.5.2: a dot before anything else was put there for transparency
                if (byte == '\r') {
                    m_textState = TextState::DotCr;
                    break;
                }
                m_textState = TextState::InLine;
                continue;
            case TextState::DotCr:
                if (byte == '\n') {
                    bytes.remove_prefix(1);
                    return endText();
                }
                bare = true;
                break;
            case TextState::InLine: {
                const std::string_view run = bytes.substr(0, bytes.find_first_of("\r\n"));
                if (!run.empty()) {
                    takeRun(run);
                    bytes.remove_prefix(run.size());
                    if (m_textBytes > m_limits.refusedTextBytes) return hangUp(552, "Too much mail data");
                    continue;
                }
                if (byte == '\n') bare = true;
                m_textState = TextState::Cr;
                break;
            }
            case TextState::Cr:
                if (byte == '\n')
                    endLine();
                else
                    bare = true;
                break;
        }
        bytes.remove_prefix(1);
        if (bare) {
            ++m_refusals;
            return hangUp(554, "a bare CR or LF is in the text: lines end in CR LF");
        }
    }
    return Step::NeedsBytes;
}

void SmtpSession::takeRun(std::string_view run) {
    m_lineBytes += run.size();
    if (m_lineBytes + 2 > m_limits.textLineBytes) m_lineTooLong = true;
    store(run);
}

void SmtpSession::endLine() {
    store("\r\n");
    m_lineBytes = 0;
    m_textState = TextState::LineStart;
}

void SmtpSession::store(std::string_view part) {
    m_textBytes += part.size();
    if (!m_lineTooLong && m_textBytes <= m_limits.textBytes)
        m_text += part;
    else if (!m_text.empty())
        m_text = {};
}

SmtpSession::Step SmtpSession::endText() {
    m_idleCommands = 0;
    const bool tooLarge = m_textBytes > m_limits.textBytes;
    if (!tooLarge && !m_lineTooLong) {
        m_state = State::Waiting;
        return Step::LetterDone;
    }
    reset();
    m_state = State::Command;
    return tooLarge ? refuse(552, "Too much mail data") : refuse(500, "Line too long");
}

void SmtpSession::letterStored(std::string_view as) {
    reply(250, fmt::format("OK: it is in the inbox as {}", as));
    reset();
    m_state = State::Command;
}

void SmtpSession::letterNotStored(std::string_view why) {
    reply(451, why);
    ++m_refusals;
    reset();
    m_state = State::Command;
}

}  // namespace rushlab::mail
