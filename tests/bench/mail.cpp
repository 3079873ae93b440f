// The mail sink without a delay: letters of 1 kB by few senders that pipeline, each confirmed once it is on the disk;
// beside the disk's own rate (appends of the same bytes, as many a flush as there are senders), and what the mailer
// sends. Optional argument: the folder to measure in (default: /tmp).
#include <QTemporaryDir>

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>

#include "engines/mail/mime.h"
#include "engines/mail/smtp_mailer.h"
#include "engines/mail/smtp_sink.h"
#include "io/stream.h"
#include "tests/bench/figures.h"

using namespace rushlab;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kTextBytes = 700;
constexpr std::size_t kLettersEach = 2'000;

double secondsSince(SteadyTime start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

mail::Mail letter(std::size_t number) {
    return {fmt::format("m{}", number), "shop@rush.lab", "kim@example.com", "Welcome", std::string(kTextBytes, 'w')};
}

double appendsPerSecond(const std::filesystem::path& folder, std::size_t bytes, std::size_t batch) {
    const auto file = folder / "reference";
    const int handle = ::open(file.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_APPEND, 0600);
    const std::string records(bytes * batch, 'r');
    const auto start = std::chrono::steady_clock::now();
    std::size_t count = 0;
    for (; secondsSince(start) < 1.5; ++count) {
        if (::write(handle, records.data(), records.size()) < 0 || ::fdatasync(handle) != 0)
            abortBecause("the reference file cannot be written");
    }
    const double rate = static_cast<double>(count * batch) / secondsSince(start);
    ::close(handle);
    std::filesystem::remove(file);
    return rate;
}

// Reads until so many replies have come; the lines of EHLO's are one.
io::Awaitable<> readReplies(io::Stream& stream, std::size_t count, std::string& rest) {
    for (;;) {
        std::size_t at = 0;
        for (std::size_t end = 0; count > 0 && (end = rest.find('\n', at)) != std::string::npos; at = end + 1) {
            if (rest[at] != '2' && rest[at] != '3') abortBecause("the sink refused: " + rest.substr(at, end - at));
            if (rest[at + 3] == ' ') --count;
        }
        rest.erase(0, at);
        if (count == 0) co_return;
        char bytes[4096];
        io::IoError error;
        const std::size_t got = co_await stream.readSome(bytes, error);
        if (error) abortBecause("the sink hung up");
        rest.append(bytes, got);
    }
}

io::Awaitable<> sendMany(std::uint16_t port, std::string message, std::size_t& running) {
    io::Loop* const loop = co_await io::currentLoop();
    io::Stream stream(io::Socket(loop->executor()), nullptr, "");
    io::IoError error;
    const auto address = boost::asio::ip::make_address("127.0.0.1");
    co_await stream.connect({address, port}, error);
    if (error) abortBecause("the sink cannot be reached");
    const std::string begin = "MAIL FROM:<shop@rush.lab>\r\nRCPT TO:<kim@example.com>\r\nDATA\r\n";
    std::string rest;
    co_await stream.writeAll("EHLO bench\r\n", begin, error);
    co_await readReplies(stream, 5, rest);
    const std::string withNext = message + ".\r\n" + begin;
    for (std::size_t sent = 0; sent < kLettersEach; ++sent) {
        co_await stream.writeAll(withNext, "", error);
        co_await readReplies(stream, 4, rest);
    }
    --running;
}

io::Awaitable<> sendByMailer(mail::Mailer& mailer, std::size_t& left, std::size_t& running) {
    while (left > 0) {
        const auto sent = co_await mailer.send(letter(left--), Deadline::in(60s));
        if (!sent) abortBecause(sent.error().message);
    }
    --running;
}

io::Awaitable<> until(const std::size_t& running) {
    while (running > 0)
        co_await io::sleepFor(1ms);
}

double rawPerSecond(const mail::SmtpSink& sink, std::size_t senders) {
    io::Loop loop;
    const std::string message = mail::writeMessage(letter(1), WallTime());
    std::size_t running = senders;
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t n = 0; n < senders; ++n)
        loop.spawn(sendMany(sink.port(), message, running));
    loop.runUntilDone(until(running));
    return static_cast<double>(senders * kLettersEach) / secondsSince(start);
}

double mailerPerSecond(mail::Mailer& mailer, std::size_t atOnce) {
    io::Loop loop;
    constexpr std::size_t kMany = 10'000;
    std::size_t left = kMany;
    std::size_t running = atOnce;
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t n = 0; n < atOnce; ++n)
        loop.spawn(sendByMailer(mailer, left, running));
    loop.runUntilDone(until(running));
    return static_cast<double>(kMany) / secondsSince(start);
}

}  // namespace

int main(int argc, char** argv) {
    const QTemporaryDir folder(QString(argc > 1 ? argv[1] : "/tmp") + "/rushlab-bench-XXXXXX");
    const std::filesystem::path path = folder.path().toStdString();
    const RealClock clock;
    mail::SmtpSinkOptions options;
    options.inbox.file = path / "mail.db";
    const auto sink = mail::SmtpSink::open(options, clock, Log::silent());
    if (!sink) abortBecause(sink.error().message);
    const auto mailer = mail::SmtpMailer::open((*sink)->url(), clock);
    if (!mailer) abortBecause(mailer.error().message);

    bench::Figures figures("mail sink, letters of 1 kB, letters/s");
    const std::size_t bytes = mail::writeMessage(letter(1), WallTime()).size();
    for (const std::size_t senders : {1U, 16U, 64U}) {
        const double rate = rawPerSecond(**sink, senders);
        figures.note(fmt::format("{} senders, pipelined; appends of {} a flush", senders, senders), rate,
                     appendsPerSecond(path, bytes, senders));
        if (senders == 64U) figures.atLeast("64 senders", rate, 5'000, "letters/s");
    }
    for (const std::size_t atOnce : {1U, 50U})
        figures.note(fmt::format("by the mailer, a connection a letter, {} at once", atOnce),
                     mailerPerSecond(**mailer, atOnce));
    return figures.exitStatus();
}
