#include "engines/mail/smtp_sink.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/redirect_error.hpp>
#include <condition_variable>
#include <map>
#include <mutex>

#include "base/random.h"
#include "engines/mail/mime.h"
#include "io/stream.h"

namespace rushlab::mail {
namespace {

using boost::asio::ip::tcp;

constexpr int kBacklog = 4096;
constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::size_t kShownSubjectBytes = 1'000;
constexpr Milliseconds kWriteWithin{60'000};
constexpr Milliseconds kPauseWhenOutOfDescriptors{50};
constexpr Milliseconds kLookAgain{25};  // whether a sender who is kept waiting is still there, and whether it has to be
// As HTTP's server does: what is still being sent when we close would destroy the last reply before it is read.
constexpr Milliseconds kLingerMost{3'000};
constexpr std::size_t kLingerBytesMost = 4 * 1024 * 1024;
constexpr std::string_view kHost = "mail-sink.rush.lab";

tl::unexpected<Error> cannotListen(const SinkOptions& options, const io::IoError& error) {
    if (error == boost::asio::error::address_in_use) {
        return fail(ErrorCode::Unavailable,
                    "port {} at {}, which the mail sink needs, is taken by another program; end that program, or use "
                    "another port with {}",
                    options.port, options.address, options.portSetting);
    }
    return fail(ErrorCode::Unavailable,
                "the mail sink cannot listen on port {} at {} ({}); check that the address is one of this machine's",
                options.port, options.address, error.message());
}

// A text with no character cut in half.
std::string shortened(std::string text) {
    if (text.size() <= kShownSubjectBytes) return text;
    std::size_t end = kShownSubjectBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    text.resize(end);
    return text;
}

}  // namespace

struct SmtpSink::Service {
    Service(io::Loop& ownLoop, EmbeddedInbox& ownInbox, const Clock& ownClock, const Log& ownLog,
            SmtpSinkOptions&& ownOptions)
        : loop(ownLoop),
          inbox(ownInbox),
          clock(ownClock),
          log(ownLog),
          options(std::move(ownOptions)),
          acceptor(ownLoop.executor()) {
        setManners(options.sink.manners);
    }

    io::IoError listen(const tcp::endpoint& endpoint) {
        io::IoError error;
        acceptor.open(endpoint.protocol(), error);
        if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
        if (!error) acceptor.bind(endpoint, error);
        if (!error) acceptor.listen(kBacklog, error);
        return error;
    }

    void setManners(const Manners& wanted) {
        const std::lock_guard lock(mutex);
        manners = wanted;
        lots = Random(wanted.seed);
    }
    RecipientAnswer judge() {
        const std::lock_guard lock(mutex);
        const double lot = lots.unit();
        if (lot < manners.refusedForNow) return RecipientAnswer::RefusedForNow;
        return lot < manners.refusedForNow + manners.refusedForGood ? RecipientAnswer::RefusedForGood
                                                                    : RecipientAnswer::Welcome;
    }

    // And the manners of that moment: whoever sees it shown finds it treated by them, whatever is set thereafter.
    Manners show(const Conversation* conversation, const Envelope& envelope, bool isStored) {
        const std::lock_guard lock(mutex);
        LetterUnderWay& letter = shown[conversation];
        if (!isStored) letter.attempt = ++attempts;
        letter.to = envelope.to.empty() ? "" : envelope.to.front();
        letter.isStored = isStored;
        letter.carrier = envelope.greetedAs;
        return manners;
    }
    void holdStill(bool still) {
        std::unique_lock lock(mutex);
        isStill = still;
        nothingIsStored.wait(lock, [this] { return !isStill || storing == 0; });
    }
    bool mayGoOn() {
        const std::lock_guard lock(mutex);
        return !isStill;
    }
    // Where it may be stored; endStoring() tells the end of that.
    bool beginStoring() {
        const std::lock_guard lock(mutex);
        if (!isStill) ++storing;
        return !isStill;
    }
    void endStoring() {
        const std::lock_guard lock(mutex);
        --storing;
        nothingIsStored.notify_all();
    }
    void hide(const Conversation* conversation) {
        const std::lock_guard lock(mutex);
        shown.erase(conversation);
    }
    std::vector<LetterUnderWay> everyShown() {
        const std::lock_guard lock(mutex);
        std::vector<LetterUnderWay> all;
        for (const auto& [conversation, letter] : shown)
            all.push_back(letter);
        std::ranges::sort(all, {}, &LetterUnderWay::attempt);
        return all;
    }

    static io::Awaitable<> acceptAll(std::shared_ptr<Service> service);

    io::Loop& loop;
    EmbeddedInbox& inbox;
    const Clock& clock;
    const Log log;
    const SmtpSinkOptions options;
    boost::asio::basic_socket_acceptor<tcp, io::Executor> acceptor;

    std::mutex mutex;  // guards the next six
    std::condition_variable nothingIsStored;
    bool isStill = false;
    std::size_t storing = 0;
    std::map<const Conversation*, LetterUnderWay> shown;
    std::uint64_t attempts = 0;
    Manners manners;
    Random lots{1};
    // Written by the loop's thread, read by any.
    std::atomic<std::size_t> connections = 0;
    std::atomic<std::uint64_t> accepted = 0, letters = 0, underWay = 0, refused = 0, brokenOff = 0;
};

class SmtpSink::Conversation {
  public:
    static io::Awaitable<> hold(std::shared_ptr<Service> service, io::Socket socket) {
        Conversation conversation(std::move(service), std::move(socket));
        co_await conversation.run();
    }

    Conversation(std::shared_ptr<Service> service, io::Socket socket)
        : m_service(std::move(service)),
          m_stream(std::move(socket), nullptr),
          m_deadline(m_service->loop, m_stream),
          m_peer(m_stream.peer()),
          m_session(std::string(kHost), m_service->options.limits,
                    [this](std::string_view) { return m_service->judge(); }),
          m_buffer(std::make_unique<char[]>(kReadBytes)) {
        ++m_service->connections;
        ++m_service->accepted;
    }
    ~Conversation() {
        if (m_session.isUnderWay()) ++m_service->brokenOff;
        noteUnderWay(false);
        --m_service->connections;
    }
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;

  private:
    io::Awaitable<> run() {
        if (m_service->connections > m_service->options.connectionsMost) {
            m_session.replies() = "421 too many connections: come again\r\n";
            co_await flush();
            co_return;
        }
        while (m_open) {
            const SmtpSession::Step step = m_session.take(m_bytes);
            noteUnderWay(m_session.isUnderWay());
            m_service->refused += m_session.refusals() - std::exchange(m_refusals, m_session.refusals());
            switch (step) {
                case SmtpSession::Step::NeedsBytes:
                    co_await flush();
                    if (m_open) co_await read();
                    break;
                case SmtpSession::Step::TextAsked: {
                    const Manners manners = m_service->show(this, m_session.envelope(), false);
                    co_await waitFor(manners.beforeText);
                    m_session.letTextCome();
                    break;
                }
                case SmtpSession::Step::LetterDone:
                    co_await keepLetter();
                    break;
                case SmtpSession::Step::Over:
                    co_await flush();
                    if (m_open) co_await linger();
                    co_return;
            }
        }
    }

    io::Awaitable<> waitFor(Milliseconds span) {
        const Deadline until = Deadline::in(span);
        if (span.count() == 0 && m_service->mayGoOn()) co_return;
        co_await flush();  // what was answered before is not kept waiting too
        // A sender who goes away meanwhile is noticed, as by a server that reads.
        while (m_open && !(until.passed() && m_service->mayGoOn())) {
            const Deadline soon = Deadline::in(kLookAgain);
            co_await io::sleepUntil((until.passed() ? soon : until.earlier(soon)).time());
            if (m_stream.hasHungUp()) m_open = false;
        }
    }

    io::Awaitable<> keepLetter() {
        std::string text = m_session.takeText();
        const ReadMessage read = readHeaders(text);
        const Envelope& envelope = m_session.envelope();
        Letter letter;
        letter.at = m_service->clock.wallNow();
        letter.messageId = shortened(read.messageId);
        letter.from = envelope.from;
        letter.to = envelope.to;
        letter.subject = shortened(read.subject);
        // RFC 5321 4.4: who delivers a letter for good says so at its top.
        std::string content = fmt::format("Return-Path: <{}>\r\nReceived: from {} ([{}])\r\n by {} with {}; {}\r\n",
                                          envelope.from, envelope.greetedAs, m_peer.substr(0, m_peer.rfind(':')), kHost,
                                          envelope.extended ? "ESMTP" : "SMTP", mailDate(letter.at));
        content += text;
        while (!m_service->beginStoring())
            co_await io::sleepFor(kLookAgain);
        const auto number = co_await m_service->inbox.add(std::move(letter), std::move(content),
                                                          Deadline::in(m_service->options.storeWithin));
        const Manners manners = number ? m_service->show(this, envelope, true) : Manners{};
        m_service->endStoring();
        if (!number) {
            m_service->log.warning("The mail sink could not keep a letter: {}", number.error().message);
            m_session.letterNotStored("the inbox cannot keep it now: try again later");
            co_return;
        }
        ++m_service->letters;
        co_await waitFor(manners.beforeAnswer);
        m_session.letterStored(fmt::format("{}", *number));
        noteUnderWay(false);
    }

    io::Awaitable<> read() {
        const auto& options = m_service->options;
        m_deadline.set(std::chrono::steady_clock::now() +
                       (m_session.isTextComing() ? options.textWithin : options.commandWithin));
        io::IoError error;
        const std::size_t count = co_await m_stream.readSome({m_buffer.get(), kReadBytes}, error);
        m_bytes = {m_buffer.get(), error ? 0 : count};
        if (error && m_deadline.expired())
            m_session.timedOut();
        else if (error)
            m_open = false;
    }

    io::Awaitable<> flush() {
        std::string& replies = m_session.replies();
        if (replies.empty()) co_return;
        io::IoError error;
        const std::size_t written = m_stream.writeNow(replies, {}, error);
        if (!error && written < replies.size()) {
            m_deadline.set(std::chrono::steady_clock::now() + kWriteWithin);
            co_await m_stream.writeAll(std::string_view(replies).substr(written), {}, error);
        }
        replies.clear();
        if (error) m_open = false;
    }

    io::Awaitable<> linger() {
        m_stream.shutdownSending();
        m_deadline.set(std::chrono::steady_clock::now() + kLingerMost);
        io::IoError error;
        for (std::size_t dropped = 0; !error && dropped < kLingerBytesMost;)
            dropped += co_await m_stream.readSome({m_buffer.get(), kReadBytes}, error);
    }

    void noteUnderWay(bool isUnderWay) {
        if (std::exchange(m_countedUnderWay, isUnderWay) == isUnderWay) return;
        if (!isUnderWay) m_service->hide(this);
        isUnderWay ? ++m_service->underWay : --m_service->underWay;
    }

    const std::shared_ptr<Service> m_service;
    io::Stream m_stream;
    io::StreamDeadline m_deadline;
    const std::string m_peer;
    SmtpSession m_session;
    std::unique_ptr<char[]> m_buffer;
    std::string_view m_bytes;  // in the buffer, received and not taken yet
    std::uint64_t m_refusals = 0;
    bool m_countedUnderWay = false;
    bool m_open = true;
};

io::Awaitable<> SmtpSink::Service::acceptAll(std::shared_ptr<Service> service) {
    while (service->acceptor.is_open()) {
        io::IoError error;
        io::Socket socket = co_await service->acceptor.async_accept(
            boost::asio::redirect_error(boost::asio::use_awaitable_t<io::Executor>{}, error));
        if (error) {
            service->log.warning("The mail sink cannot accept a connection: {}", error.message());
            co_await io::sleepFor(kPauseWhenOutOfDescriptors);
            continue;
        }
        io::IoError ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        service->loop.spawn(Conversation::hold(service, std::move(socket)));
    }
}

SmtpSink::SmtpSink(Key, std::unique_ptr<EmbeddedInbox> inbox) : m_inbox(std::move(inbox)) {}

SmtpSink::~SmtpSink() {
    m_loop.stop();
    m_loop.dropWaiting();
    m_service.reset();
}

Result<std::unique_ptr<SmtpSink>> SmtpSink::open(SmtpSinkOptions options, const Clock& clock, const Log& log) {
    io::IoError error;
    const auto address = boost::asio::ip::make_address(options.sink.address, error);
    if (error) {
        return fail(ErrorCode::Invalid, "the mail sink cannot listen at \"{}\": that is not an IP address",
                    options.sink.address);
    }
    auto inbox = EmbeddedInbox::open(options.inbox);
    if (!inbox) return pass(inbox);
    auto sink = std::make_unique<SmtpSink>(Key(), std::move(*inbox));
    sink->m_service = std::make_shared<Service>(sink->m_loop, *sink->m_inbox, clock, log, std::move(options));
    error = sink->m_service->listen(tcp::endpoint(address, sink->m_service->options.sink.port));
    if (error) return cannotListen(sink->m_service->options.sink, error);
    sink->m_port = sink->m_service->acceptor.local_endpoint().port();
    sink->m_loop.spawn(Service::acceptAll(sink->m_service));
    sink->m_loop.start("mail-sink");
    return sink;
}

Inbox& SmtpSink::inbox() {
    return *m_inbox;
}

std::string SmtpSink::url() const {
    return fmt::format("smtp://{}:{}", m_service->options.sink.address, m_port);
}

void SmtpSink::setManners(const Manners& manners) {
    m_service->setManners(manners);
}

void SmtpSink::holdStill(bool still) {
    m_service->holdStill(still);
}

std::vector<LetterUnderWay> SmtpSink::underWay() const {
    return m_service->everyShown();
}

SinkCounts SmtpSink::counts() const {
    SinkCounts counts;
    counts.connections = m_service->connections;
    counts.accepted = m_service->accepted;
    counts.letters = m_service->letters;
    counts.underWay = m_service->underWay;
    counts.refused = m_service->refused;
    counts.brokenOff = m_service->brokenOff;
    return counts;
}

}  // namespace rushlab::mail
