// The event logs that the contract is held against, and what every test of them needs. One row an engine; an engine
// that is absent is skipped aloud, and with RUSHLAB_REQUIRE_ENGINES=1 that is a failure.
#pragma once

#include <QTemporaryDir>
#include <functional>
#include <memory>

#include "engines/log/embedded_event_log.h"
#include "io/handoff.h"

namespace rushlab::test {

using namespace std::chrono_literals;

// One engine and its loop; calls of the port as plain functions.
class LogUnderTest {
  public:
    explicit LogUnderTest(log::PlantedBugs bugs = {}, log::LogLimits limits = {}) : m_bugs(bugs), m_limits(limits) {
        m_log = openIn(m_folder.path());
    }
    ~LogUnderTest() {
        members.clear();
        m_log.reset();
    }

    log::EventLog& port() { return *m_log; }
    io::Loop& loop() { return m_loop; }
    storage::DiskFaults& faults() { return *m_faults; }
    std::filesystem::path file() const { return (m_folder.path() + "/log.db").toStdString(); }

    void close() {
        members.clear();
        m_log.reset();
    }
    void open() { m_log = openIn(m_folder.path()); }
    void reopen() {
        close();
        open();
    }
    // Goes on with what the files hold at this moment, as after a SIGKILL.
    void reopenAsAfterKill() {
        const QTemporaryDir later;
        std::filesystem::copy(m_folder.path().toStdString(), later.path().toStdString() + "/copy",
                              std::filesystem::copy_options::recursive);
        close();
        std::filesystem::remove_all(m_folder.path().toStdString());
        std::filesystem::copy(later.path().toStdString() + "/copy", m_folder.path().toStdString(),
                              std::filesystem::copy_options::recursive);
        open();
    }

    template <class T>
    T run(io::Awaitable<T> call) {
        return m_loop.runUntilDone(std::move(call));
    }
    Result<> createTopic(const std::string& name, log::TopicSettings settings = {}) {
        return run(m_log->createTopic(name, settings, soon()));
    }
    Result<log::Appended> append(const std::string& topic, const std::vector<log::Record>& records) {
        return run(m_log->append(topic, records, soon()));
    }
    Result<log::Appended> appendValues(const std::string& topic, const std::vector<std::string>& values) {
        std::vector<log::Record> records;
        for (const std::string& value : values)
            records.push_back({"", value});
        return append(topic, records);
    }
    Result<log::Records> fetch(const std::string& topic, int partition, std::int64_t offset,
                               log::FetchLimits limits = {}, Deadline deadline = Deadline::in(0s)) {
        return run(m_log->fetch({topic, partition}, offset, limits, deadline));
    }
    // Every value that a partition has, from its first offset on.
    Result<std::vector<std::string>> values(const std::string& topic, int partition) {
        std::vector<std::string> found;
        const auto info = run(m_log->describe(topic, soon()));
        if (!info) return pass(info);
        std::int64_t offset = info->partitions.at(static_cast<std::size_t>(partition)).firstOffset;
        while (true) {
            const auto records = fetch(topic, partition, offset);
            if (!records) return pass(records);
            if (records->empty()) return found;
            for (const auto& record : *records)
                found.emplace_back(record.value());
            offset = records->back().offset() + 1;
        }
    }
    // Joins, and keeps the member here.
    log::GroupMember* join(log::JoinRequest request) {
        auto joined = run(m_log->join(std::move(request), soon()));
        if (!joined) abortBecause(joined.error().message);
        members.push_back(std::move(*joined));
        return members.back().get();
    }
    Result<std::vector<std::string>> pollValues(log::GroupMember* member, std::size_t recordsMax = 1000,
                                                Deadline deadline = Deadline::in(0s)) {
        const auto polled = run(member->poll(recordsMax, deadline));
        if (!polled) return pass(polled);
        std::vector<std::string> found;
        for (const auto& part : *polled) {
            for (const auto& record : part.records)
                found.emplace_back(record.value());
        }
        return found;
    }
    Result<> commitPolled(log::GroupMember* member) { return run(member->commit(member->polledTo(), soon())); }
    void leave(log::GroupMember* member) {
        std::erase_if(members, [&](const auto& held) { return held.get() == member; });
    }

    static Deadline soon() { return Deadline::in(20s); }

    std::vector<std::unique_ptr<log::GroupMember>> members;

  private:
    std::unique_ptr<log::EventLog> openIn(const QString& folder) {
        auto opened = log::EmbeddedEventLog::open({.file = (folder + "/log.db").toStdString(),
                                                   .limits = m_limits,
                                                   .faults = m_faults,
                                                   .clock = {},
                                                   .plantedBugs = m_bugs});
        if (!opened) abortBecause(opened.error().message);
        return std::move(*opened);
    }

    QTemporaryDir m_folder;
    log::PlantedBugs m_bugs;
    log::LogLimits m_limits;
    std::shared_ptr<storage::DiskFaults> m_faults = std::make_shared<storage::DiskFaults>();
    io::Loop m_loop;
    std::unique_ptr<log::EventLog> m_log;
};

// Appends one record after a while, for those who wait for it.
inline io::Awaitable<> appendAfter(log::EventLog& engine, SteadyTime::duration delay, std::string topic,
                                   std::string value) {
    co_await io::sleepFor(delay);
    std::vector<log::Record> records;
    records.push_back({"", value});
    (void)co_await engine.append(topic, records, LogUnderTest::soon());
}

}  // namespace rushlab::test
