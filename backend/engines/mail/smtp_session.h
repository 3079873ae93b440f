// A mail server's side of one SMTP conversation (RFC 5321, with PIPELINING, SIZE, 8BITMIME and SMTPUTF8): bytes in,
// replies out, and where somebody must decide (may the text come, was the letter stored) it says so and waits.
//
// Guarantees: what it holds is bounded by its limits, whatever comes; only CRLF ends a line and only CRLF.CRLF ends a
// text, and a bare CR or LF ends the conversation, so that no second letter can be smuggled inside of one; however the
// bytes are cut, the outcome is the same. No sockets, no clock, no thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engines/mail/smtp_address.h"

namespace rushlab::mail {

struct SmtpLimits {
    std::size_t textBytes = 10 * 1024 * 1024;
    std::size_t textLineBytes = 1'000;                    // 4.5.3.1.6, with its CRLF
    std::size_t commandBytes = 512 + 512;                 // 4.5.3.1.4, and what the extensions add
    std::size_t recipients = 100;                         // 4.5.3.1.8
    std::size_t badCommands = 10;                         // of a conversation
    std::size_t commandsWithoutLetter = 100;              // that lead nowhere (NOOP, RSET, EHLO ...)
    std::size_t skippedBytes = 64 * 1024;                 // of a command line that does not end
    std::size_t refusedTextBytes = std::size_t{2} << 30;  // are read on after a text was found too large
};

struct Envelope {
    std::string from;  // empty: "<>"
    std::vector<std::string> to;
    bool extended = false;  // EHLO, not HELO
    std::string greetedAs;  // what the client calls itself
};

enum class RecipientAnswer : std::uint8_t { Welcome, RefusedForNow, RefusedForGood };

class SmtpSession {
  public:
    enum class Step : std::uint8_t {
        NeedsBytes,
        TextAsked,   // DATA: answer with letTextCome()
        LetterDone,  // envelope() and text() are whole: answer with letterStored() or letterNotStored()
        Over,        // send the replies, then close
    };

    // Decides on a recipient that is written as it must be.
    using Judge = std::function<RecipientAnswer(std::string_view mailbox)>;

    SmtpSession(std::string host, SmtpLimits limits, Judge judge);

    // Takes bytes off the front, as many as it can use before somebody must decide.
    Step take(std::string_view& bytes);

    void letTextCome();
    void letterStored(std::string_view as);
    void letterNotStored(std::string_view why);  // 451: the sender may try again
    void timedOut();                             // 421, and Over

    const Envelope& envelope() const { return m_envelope; }
    // In the middle of a letter: after MAIL, before its answer.
    bool isUnderWay() const { return m_underWay; }
    bool isTextComing() const { return m_state == State::Text; }
    std::string takeText() { return std::move(m_text); }
    // What is to be sent; the caller empties it.
    std::string& replies() { return m_replies; }
    std::uint64_t refusals() const { return m_refusals; }

  private:
    enum class State : std::uint8_t { Command, Text, Waiting, Over };
    enum class TextState : std::uint8_t { LineStart, Dot, DotCr, InLine, Cr };

    Step takeCommands(std::string_view& bytes);
    bool takeLine(std::string_view& bytes);
    Step takeText(std::string_view& bytes);
    void takeRun(std::string_view run);
    void store(std::string_view part);
    void endLine();
    Step endText();
    Step obey(std::string_view line);
    Step greet(std::string_view argument, bool extended);
    Step beginLetter(std::string_view argument);
    Step addRecipient(std::string_view argument);
    Step askForText(std::string_view argument);
    Step answerIdle(std::string_view verb, std::string_view argument);
    bool readMailParameters(std::string_view text, bool& utf8);
    void reset();
    void reply(int code, std::string_view text);
    Step refuse(int code, std::string_view text);
    Step hangUp(int code, std::string_view text);

    const std::string m_host;
    const SmtpLimits m_limits;
    const Judge m_judge;
    State m_state = State::Command;
    std::string m_replies;
    std::uint64_t m_refusals = 0;
    std::size_t m_badCommands = 0;
    std::size_t m_idleCommands = 0;

    std::string m_line;         // a command that has not come whole
    std::size_t m_skipped = 0;  // bytes of a command line that is too long
    bool m_skippedCr = false;   // whose last one is a CR

    Envelope m_envelope;
    bool m_greeted = false;
    bool m_underWay = false;
    bool m_utf8 = false;

    TextState m_textState = TextState::LineStart;
    bool m_lineTooLong = false;
    std::string m_text;
    std::size_t m_textBytes = 0;  // of this letter, stored or not
    std::size_t m_lineBytes = 0;
};

}  // namespace rushlab::mail
