#include "app/wiring.h"

#include "engines/archive/embedded_archive.h"
#include "engines/kv/embedded_key_value.h"
#include "engines/log/embedded_event_log.h"
#include "engines/mail/smtp_mailer.h"
#include "engines/mail/smtp_sink.h"
#include "engines/queue/embedded_work_queue.h"
#include "engines/sql/address.h"
#include "engines/sql/open.h"

namespace rushlab::app {
namespace {

// As the port that it is an engine of.
template <class Port, class Engine>
Result<std::unique_ptr<Port>> as(Result<std::unique_ptr<Engine>> engine) {
    if (!engine) return pass(std::move(engine));
    return std::unique_ptr<Port>(*std::move(engine));
}

}  // namespace

std::filesystem::path databaseFile(const Settings& settings) {
    const auto address = sql::parseUrl(settings.database.text);
    const auto* file = address ? std::get_if<sql::SqliteAddress>(&*address) : nullptr;
    return file ? file->file : std::filesystem::path();
}

Result<std::unique_ptr<kv::KeyValue>> openKeyValue(const Ground& ground) {
    kv::EmbeddedKeyValueOptions options;
    options.core.memoryBytesMax = static_cast<std::size_t>(ground.settings.keyValueMemory.bytes);
    return as<kv::KeyValue>(kv::EmbeddedKeyValue::open(options, ground.clock, ground.log));
}

Result<std::unique_ptr<queue::WorkQueue>> openWorkQueue(const Ground& ground) {
    const auto memory = static_cast<std::uint64_t>(ground.settings.queueMemory.bytes);
    queue::EmbeddedOptions options;
    options.file = ground.folder / "queue.db";
    options.memoryHighBytes = memory;
    options.memoryLowBytes = memory / 10 * 8;
    return as<queue::WorkQueue>(queue::EmbeddedWorkQueue::open(std::move(options), ground.clock));
}

Result<std::unique_ptr<log::EventLog>> openEventLog(const Ground& ground) {
    log::EmbeddedLogSettings settings;
    settings.file = ground.folder / "log.db";
    return as<log::EventLog>(log::EmbeddedEventLog::open(std::move(settings)));
}

Result<std::unique_ptr<sql::Database>> openDatabase(const Ground& ground) {
    sql::Settings settings;
    settings.url = ground.settings.database.text;
    if (settings.url == "sqlite:") settings.url += (ground.folder / "shop.db").string();
    settings.bringUpToDate = ground.bringDatabaseUpToDate;
    settings.connections = static_cast<std::size_t>(ground.settings.databaseConnections);
    return sql::openDatabase(settings, ground.log);
}

Result<std::unique_ptr<archive::Archive>> openArchive(const Ground& ground) {
    archive::EmbeddedOptions options;
    options.file = ground.folder / "archive.db";
    return as<archive::Archive>(archive::EmbeddedArchive::open(std::move(options)));
}

Result<Mail> openMail(const Ground& ground, const std::string& url, const mail::SinkOptions& sink) {
    Mail mail;
    if (url.starts_with("none:")) return mail;
    std::string server = url;
    if (url.starts_with("embedded:")) {
        mail::SmtpSinkOptions options;
        options.sink = sink;
        options.inbox.file = ground.folder / "mail.db";
        auto opened = as<mail::Sink>(mail::SmtpSink::open(std::move(options), ground.clock, ground.log));
        if (!opened) return pass(opened);
        mail.sink = *std::move(opened);
        server = mail.sink->url();
    }
    auto mailer = as<mail::Mailer>(mail::SmtpMailer::open(server, ground.clock));
    if (!mailer) return pass(mailer);
    mail.mailer = *std::move(mailer);
    return mail;
}

std::uint16_t mailSinkPort(const Settings& settings) {
    constexpr std::uint16_t kOwn = 1025;
    constexpr std::uint16_t kBehindTheRoles = 50;
    if (!settings.portBase) return kOwn;
    return *settings.portBase == 0 ? std::uint16_t{0}
                                   : static_cast<std::uint16_t>(*settings.portBase + kBehindTheRoles);
}

}  // namespace rushlab::app
