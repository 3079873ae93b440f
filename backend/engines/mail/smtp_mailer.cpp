#include "engines/mail/smtp_mailer.h"

#include <charconv>

#include "engines/mail/characters.h"
#include "engines/mail/mime.h"
#include "io/resolve.h"
#include "io/stream.h"

namespace rushlab::mail {
namespace {

constexpr std::size_t kReplyBytesMost = 64 * 1024;
constexpr std::size_t kShownBytes = 300;
constexpr std::uint16_t kUsualPort = 25;
constexpr std::string_view kOwnName = "rush.lab";

struct Reply {
    int code = 0;
    std::string words;  // of its last line, the code among them
};

// RFC 5321 4.5.2: a line that begins with a dot gets another one.
std::string withDotsStuffed(std::string_view message) {
    std::string text;
    text.reserve(message.size() + message.size() / 64);
    bool atLineStart = true;
    for (const char c : message) {
        if (atLineStart && c == '.') text += '.';
        text += c;
        atLineStart = c == '\n';
    }
    return text;
}

// What the server says is shown to people and written to logs: one line, no control characters, not endlessly.
// One mail's conversation with the server.
class Delivery {
  public:
    Delivery(io::Loop& loop, std::string server, Deadline deadline, io::Cancellation* cancellation)
        : m_server(std::move(server)),
          m_deadlineTime(deadline.time()),
          m_cancellation(cancellation),
          m_stream(io::Socket(loop.executor()), nullptr, ""),
          m_deadline(loop, m_stream),
          m_listener(cancellation, [this] { m_stream.close(); }) {
        m_deadline.set(m_deadlineTime);
    }

    io::Awaitable<Result<>> connect(const io::Endpoints& addresses) {
        for (const auto& address : addresses) {
            m_error = {};
            co_await m_stream.connect(address, m_error);
            if (!m_error || m_deadline.expired() || isGivenUp()) break;
            m_stream.close();
        }
        if (m_error || isGivenUp()) co_return broken();
        co_return co_await expect(2);
    }

    io::Awaitable<Result<Receipt>> deliver(const Mail& mail, const std::string& text) {
        const std::string_view name = mail.carrier.empty() ? kOwnName : std::string_view(mail.carrier);
        auto done = co_await greet(name);
        if (done) done = co_await ask(fmt::format("MAIL FROM:<{}>\r\n", mail.from), 2);
        if (done) done = co_await ask(fmt::format("RCPT TO:<{}>\r\n", mail.to), 2);
        if (done) done = co_await ask("DATA\r\n", 3);
        if (done) done = co_await write(text);
        if (!done) co_return pass(done);
        m_handedOver = true;
        done = co_await ask(".\r\n", 2);
        if (!done) co_return pass(done);
        io::IoError ignored;  // the letter is theirs: how the conversation ends changes nothing
        m_stream.writeNow("QUIT\r\n", "", ignored);
        co_return Receipt{shown(m_reply.words, kShownBytes)};
    }

  private:
    bool isGivenUp() const { return m_cancellation && m_cancellation->cancelled(); }

    // An old server knows HELO only (RFC 5321 4.1.1.1).
    io::Awaitable<Result<>> greet(std::string_view as) {
        auto done = co_await ask(fmt::format("EHLO {}\r\n", as), 2);
        if (!done && m_reply.code >= 500) done = co_await ask(fmt::format("HELO {}\r\n", as), 2);
        co_return done;
    }

    io::Awaitable<Result<>> ask(std::string command, int wanted) {
        const auto written = co_await write(command);
        if (!written) co_return written;
        co_return co_await expect(wanted);
    }

    io::Awaitable<Result<>> write(std::string_view bytes) {
        m_error = {};
        co_await m_stream.writeAll(bytes, "", m_error);
        if (m_error) co_return broken();
        co_return Result<>();
    }

    // RFC 5321 4.2: the first digit decides.
    io::Awaitable<Result<>> expect(int wanted) {
        m_reply = {};
        const auto read = co_await readReply();
        if (!read) co_return read;
        const int kind = m_reply.code / 100;
        if (kind == wanted) co_return Result<>();
        if (kind == 5)
            co_return fail(ErrorCode::Denied, "the mail server {} refused the mail for good: \"{}\"", m_server,
                           shown(m_reply.words, kShownBytes));
        if (kind == 4)
            co_return fail(ErrorCode::Unavailable, "the mail server {} refused the mail for now: \"{}\"; try it later",
                           m_server, shown(m_reply.words, kShownBytes));
        co_return brokenBecause(fmt::format("it answered \"{}\"", shown(m_reply.words, kShownBytes)));
    }

    io::Awaitable<Result<>> readReply() {
        for (;;) {
            for (std::size_t end = 0; (end = m_read.find("\r\n")) != std::string::npos;) {
                m_reply.words = m_read.substr(0, end);
                m_read.erase(0, end + 2);
                const std::string& words = m_reply.words;
                const bool isReply =
                    words.size() >= 3 && words[0] >= '2' && words[0] <= '5' &&
                    std::from_chars(words.data(), words.data() + 3, m_reply.code).ptr == words.data() + 3;
                if (!isReply) co_return brokenBecause(fmt::format("it answered \"{}\"", shown(words, kShownBytes)));
                if (words.size() == 3 || words[3] != '-') co_return Result<>();
            }
            if (m_read.size() > kReplyBytesMost) co_return brokenBecause("its answer does not end");
            char bytes[2048];
            m_error = {};
            const std::size_t count = co_await m_stream.readSome(bytes, m_error);
            if (m_error) co_return broken();
            m_read.append(bytes, count);
        }
    }

    tl::unexpected<Error> broken() const {
        if (isGivenUp()) return brokenBecause("the mail was given up");
        if (m_deadline.expired()) return brokenBecause("it was too slow", ErrorCode::Timeout);
        return brokenBecause(m_error.message());
    }
    tl::unexpected<Error> brokenBecause(std::string_view why, ErrorCode before = ErrorCode::Unavailable) const {
        if (m_handedOver)
            return fail(ErrorCode::OutcomeUnknown,
                        "the mail server {} has the text and did not say that it took it over ({}): it may have",
                        m_server, why);
        return fail(before, "the mail server {} did not take the mail ({}); nothing was handed over: try again",
                    m_server, why);
    }

    const std::string m_server;
    const SteadyTime m_deadlineTime;
    io::Cancellation* const m_cancellation;
    io::Stream m_stream;
    io::StreamDeadline m_deadline;
    io::Cancellation::Listener m_listener;
    io::IoError m_error;
    std::string m_read;
    Reply m_reply;
    bool m_handedOver = false;  // from before the final dot is written
};

}  // namespace

SmtpMailer::SmtpMailer(Key, std::string host, std::uint16_t port, const Clock& clock)
    : m_host(std::move(host)), m_port(port), m_clock(clock) {}

Result<std::unique_ptr<SmtpMailer>> SmtpMailer::open(const std::string& url, const Clock& clock) {
    constexpr std::string_view kScheme = "smtp://";
    std::string_view rest = url;
    if (!rest.starts_with(kScheme)) return fail(ErrorCode::Invalid, "a mail server's URL is smtp://host:port");
    rest.remove_prefix(kScheme.size());
    if (rest.find('@') != std::string_view::npos) {
        return fail(ErrorCode::Invalid,
                    "a mail server that wants a login cannot be spoken to: name one that takes mail without, such as "
                    "a relay on this machine");
    }
    while (rest.ends_with('/'))
        rest.remove_suffix(1);
    const auto bracket = rest.starts_with('[') ? rest.find(']') : std::string_view::npos;
    const auto colon = bracket != std::string_view::npos ? rest.find(':', bracket) : rest.find(':');
    std::uint16_t port = kUsualPort;
    if (colon != std::string_view::npos) {
        const std::string_view digits = rest.substr(colon + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
        if (error != std::errc() || end != digits.data() + digits.size() || port == 0)
            return fail(ErrorCode::Invalid, "a mail server's port is a number from 1 to 65535");
    }
    std::string_view host = rest.substr(0, colon);
    if (bracket != std::string_view::npos) host = rest.substr(1, bracket - 1);
    if (host.empty()) return fail(ErrorCode::Invalid, "a mail server's URL names its host: smtp://host:port");
    return std::make_unique<SmtpMailer>(Key(), std::string(host), port, clock);
}

io::Awaitable<Result<Receipt>> SmtpMailer::send(Mail mail, Deadline deadline, io::Cancellation* cancellation) {
    if (const auto good = check(mail); !good) co_return pass(good);
    if (cancellation && cancellation->cancelled())
        co_return fail(ErrorCode::Unavailable, "the mail was given up before it was begun");
    io::Loop* const loop = co_await io::currentLoop();
    const auto addresses = co_await io::resolve(*loop, m_host, m_port, deadline, cancellation);
    if (!addresses) co_return pass(addresses);
    Delivery delivery(*loop, fmt::format("{}:{}", m_host, m_port), deadline, cancellation);
    const auto connected = co_await delivery.connect(*addresses);
    if (!connected) co_return pass(connected);
    const std::string text = withDotsStuffed(writeMessage(mail, m_clock.wallNow()));
    co_return co_await delivery.deliver(mail, text);
}

std::string SmtpMailer::describe() const {
    return fmt::format("SMTP server at {}:{}", m_host, m_port);
}

}  // namespace rushlab::mail
