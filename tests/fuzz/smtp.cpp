// A mail server's conversation on any bytes: nothing undefined happens, what is held stays bounded, and bytes cut into
// pieces are understood exactly as the same bytes whole; and any letter's text is read without harm. The first byte of
// the input says how the rest is cut.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "engines/mail/mime.h"
#include "engines/mail/smtp_session.h"

using namespace rushlab;
using namespace rushlab::mail;

namespace {

struct Outcome {
    std::string replies;
    std::vector<std::string> texts;
    bool over = false;

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome talk(std::string_view bytes, std::size_t piece) {
    SmtpLimits limits;
    limits.textBytes = 300;
    limits.textLineBytes = 100;
    limits.commandBytes = 100;
    limits.skippedBytes = 400;
    limits.refusedTextBytes = 1'000;
    limits.recipients = 2;
    const auto judge = [](std::string_view mailbox) {
        return mailbox.starts_with('r') ? RecipientAnswer::RefusedForNow : RecipientAnswer::Welcome;
    };
    SmtpSession session("sink", limits, judge);
    Outcome outcome;
    while (!bytes.empty() && !outcome.over) {
        std::string_view part = bytes.substr(0, piece);
        bytes.remove_prefix(part.size());
        for (bool more = true; more;) {
            switch (session.take(part)) {
                case SmtpSession::Step::NeedsBytes:
                    if (!part.empty()) std::abort();  // it takes all that it is given
                    more = false;
                    break;
                case SmtpSession::Step::TextAsked:
                    if (session.envelope().to.empty()) std::abort();
                    session.letTextCome();
                    break;
                case SmtpSession::Step::LetterDone:
                    outcome.texts.push_back(session.takeText());
                    if (outcome.texts.back().size() > limits.textBytes) std::abort();
                    session.letterStored("1");
                    break;
                case SmtpSession::Step::Over:
                    outcome.over = true;
                    more = false;
                    break;
            }
        }
    }
    outcome.replies = session.replies();
    return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const Outcome whole = talk(bytes, std::string_view::npos);
    if (talk(bytes, data[0] % 16 + std::size_t{1}) != whole) std::abort();
    for (const std::string& text : whole.texts) {
        const ReadMessage read = readMessage(text);
        if (firstInvalidUtf8(read.subject) != std::string_view::npos) std::abort();
    }
    const ReadMessage read = readMessage(bytes);
    if (firstInvalidUtf8(read.text) != std::string_view::npos) std::abort();
    return 0;
}
