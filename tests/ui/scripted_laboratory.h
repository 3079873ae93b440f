// A laboratory that plays what a test tells it: its labs' samples, a run that ends when it is told to, engines.
// Used by the test's thread; what the bridge's threads call waits for the script.
#pragma once

#include <QCoreApplication>
#include <QThread>
#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>

#include "ui/laboratory.h"

namespace rushlab::ui {

class ScriptedLab final : public lab::LiveLab {
  public:
    ScriptedLab(std::uint64_t number, lab::Purpose purpose, std::string label)
        : m_number(number), m_purpose(purpose), m_label(std::move(label)) {}

    void sample(lab::Snapshot snapshot) {
        const std::lock_guard lock(m_mutex);
        m_snapshots.push_back(std::make_shared<const lab::Snapshot>(std::move(snapshot)));
    }
    void happen(std::chrono::milliseconds at, std::string kind, std::string what) {
        const std::lock_guard lock(m_mutex);
        m_events.push_back({m_events.size() + 1, at, std::move(kind), std::move(what)});
    }
    void knowsWay(std::string order, std::vector<lab::OrderStep> way) {
        const std::lock_guard lock(m_mutex);
        m_ways[std::move(order)] = std::move(way);
    }
    void holds(const std::string& queue, std::vector<lab::SeenMessage> messages) {
        const std::lock_guard lock(m_mutex);
        m_messages[queue] = std::move(messages);
    }
    // The newest first, as a desk gives them.
    void logs(const std::string& topic, int partition, lab::SeenRecords records) {
        const std::lock_guard lock(m_mutex);
        m_records[{topic, partition}] = std::move(records);
    }
    void archives(const std::string& room, std::vector<lab::SeenLine> lines) {
        const std::lock_guard lock(m_mutex);
        m_lines[room] = std::move(lines);
    }
    void close() { m_open = false; }
    // "kill order-1", in the order in which they came.
    std::vector<std::string> ordered() const {
        const std::lock_guard lock(m_mutex);
        return m_ordered;
    }

    std::uint64_t number() const override { return m_number; }
    lab::Purpose purpose() const override { return m_purpose; }
    const std::string& label() const override { return m_label; }
    bool isOpen() const override { return m_open; }
    std::vector<std::shared_ptr<const lab::Snapshot>> snapshots(std::chrono::milliseconds since) const override {
        const std::lock_guard lock(m_mutex);
        std::vector<std::shared_ptr<const lab::Snapshot>> found;
        for (const auto& snapshot : m_snapshots) {
            if (snapshot->at > since) found.push_back(snapshot);
        }
        return found;
    }
    std::vector<lab::LabEvent> events(std::uint64_t afterNumber) const override {
        const std::lock_guard lock(m_mutex);
        std::vector<lab::LabEvent> found;
        for (const lab::LabEvent& event : m_events) {
            if (event.number > afterNumber) found.push_back(event);
        }
        return found;
    }
    std::vector<std::string> orders() const override {
        const std::lock_guard lock(m_mutex);
        std::vector<std::string> ids;
        for (const auto& [id, way] : m_ways)
            ids.push_back(id);
        return ids;
    }
    std::vector<lab::OrderStep> wayOf(const std::string& orderId) const override {
        const std::lock_guard lock(m_mutex);
        const auto found = m_ways.find(orderId);
        return found == m_ways.end() ? std::vector<lab::OrderStep>{} : found->second;
    }

    Result<> kill(const std::string& instance) override { return note("kill " + instance); }
    Result<> stop(const std::string& instance) override { return note("stop " + instance); }
    Result<> start(const std::string& instance) override { return note("start " + instance); }
    Result<> pause(const std::string& instance) override { return note("pause " + instance); }
    Result<> resume(const std::string& instance) override { return note("resume " + instance); }
    Result<> cutLink(const std::string& instance) override { return note("cut the link of " + instance); }
    Result<> mendLink(const std::string& instance) override { return note("mend the link of " + instance); }
    Result<std::string> add(const std::string& role) override { return noted("add " + role, role + "-9"); }
    Result<std::size_t> dropConsumers(const std::string& queue) override {
        return noted("drop consumers of " + queue, std::size_t{1});
    }
    Result<> dropConsumer(const std::string& queue, std::uint64_t consumer) override {
        return note("drop consumer " + std::to_string(consumer) + " of " + queue);
    }
    Result<> slowConsumer(const std::string& queue, const std::string& name,
                          std::chrono::milliseconds aMessage) override {
        return note("slow " + name + " of " + queue + " by " + std::to_string(aMessage.count()) + " ms");
    }
    Result<std::vector<lab::SeenMessage>> browse(const std::string& queue, std::uint64_t from,
                                                 std::uint64_t limit) override {
        const std::lock_guard lock(m_mutex);
        std::vector<lab::SeenMessage> seen;
        for (const lab::SeenMessage& message : m_messages[queue]) {
            if (message.position >= from && seen.size() < limit) seen.push_back(message);
        }
        return seen;
    }
    Result<std::size_t> publish(const lab::NewMessage& message) override {
        std::string headers;
        for (const auto& [name, value] : message.headers)
            headers += " with " + name + "=" + value;
        return noted("publish \"" + message.body + "\" to " + message.routingKey + headers, std::size_t{1});
    }
    Result<std::uint64_t> purge(const std::string& queue) override {
        return noted("purge " + queue, std::uint64_t{12});
    }
    // Of all that lie there, or those that are named.
    Result<std::vector<std::string>> redrive(const lab::RedriveOrder& order) override {
        std::vector<std::string> ids = order.messageIds;
        if (ids.empty()) {
            const std::lock_guard lock(m_mutex);
            for (const lab::SeenMessage& message : m_messages[order.deadLetters])
                ids.push_back(message.messageId);
        }
        return noted(
            (order.dryRun ? "try to redrive " : "redrive ") + std::to_string(ids.size()) + " of " + order.deadLetters,
            ids);
    }
    Result<lab::SeenRecords> records(const lab::RecordsAsked& asked) override {
        const std::lock_guard lock(m_mutex);
        lab::SeenRecords page = m_records[{asked.topic, asked.partition}];
        std::erase_if(page.records, [&asked](const lab::SeenRecord& record) {
            return asked.before && record.offset >= *asked.before;
        });
        page.records.resize(std::min(page.records.size(), static_cast<std::size_t>(asked.limit)));
        return page;
    }
    Result<std::vector<lab::SeenLine>> lines(const lab::LinesAsked& asked) override {
        const std::lock_guard lock(m_mutex);
        std::vector<lab::SeenLine> page = m_lines[asked.room];
        std::erase_if(page,
                      [&asked](const lab::SeenLine& line) { return asked.before && line.at >= asked.before->at; });
        page.resize(std::min(page.size(), asked.limit));
        return page;
    }

  private:
    template <class T>
    Result<T> noted(std::string order, T answer) {
        const auto done = note(std::move(order));
        if (!done) return pass(done);
        return answer;
    }
    Result<> note(std::string order) {
        const std::lock_guard lock(m_mutex);
        m_ordered.push_back(std::move(order));
        return {};
    }

    const std::uint64_t m_number;
    const lab::Purpose m_purpose;
    const std::string m_label;
    std::atomic<bool> m_open = true;
    mutable std::mutex m_mutex;  // guards what follows
    std::vector<std::shared_ptr<const lab::Snapshot>> m_snapshots;
    std::vector<lab::LabEvent> m_events;
    std::map<std::string, std::vector<lab::OrderStep>> m_ways;
    std::map<std::string, std::vector<lab::SeenMessage>> m_messages;
    std::map<std::pair<std::string, int>, lab::SeenRecords> m_records;
    std::map<std::string, std::vector<lab::SeenLine>> m_lines;
    std::vector<std::string> m_ordered;
};

// A desk for mails that shows what a test sets, and has an inbox of as many letters as it is told.
class ScriptedMailDesk final : public lab::MailDesk {
  public:
    void show(lab::MailView view) {
        const std::lock_guard lock(m_mutex);
        m_view = std::move(view);
    }
    std::vector<std::string> ordered() const {
        const std::lock_guard lock(m_mutex);
        return m_ordered;
    }

    lab::MailView look() const override {
        const std::lock_guard lock(m_mutex);
        return m_view;
    }
    std::vector<std::string> ways() const override { return {"async", "queue", "list", "list-reliable"}; }
    Result<> open(const lab::MailDeskOptions& options) override {
        return note(fmt::format("open {}, {} ms a mail", options.way, options.takes.count()));
    }
    void close() override {}
    Result<> signUp(double perSecond) override { return note(fmt::format("sign up {}", perSecond)); }
    Result<> killConsumer() override { return note("kill consumer"); }
    Result<> killNode() override { return note("kill node"); }
    Result<> restart() override { return note("restart"); }
    Result<std::vector<lab::InboxRow>> search(const std::string& words, std::int64_t before,
                                              std::size_t limit) override {
        std::vector<lab::InboxRow> rows;
        const auto letters = static_cast<std::int64_t>(look().letters);
        for (std::int64_t n = before > 0 ? before - 1 : letters; n > 0 && rows.size() < limit; --n) {
            lab::InboxRow row{n, WallTime{std::chrono::milliseconds{1'700'000'000'000 + n}},
                              fmt::format("u{}@rush.lab", n), "환영합니다! Welcome to RushLab",
                              fmt::format("welcome-{}@rush.lab", n)};
            if (row.to.find(words) != std::string::npos) rows.push_back(std::move(row));
        }
        return rows;
    }
    Result<std::optional<std::string>> read(std::int64_t number) override {
        return std::optional(fmt::format("u{} 님, 가입을 환영합니다.", number));
    }

  private:
    Result<> note(std::string order) {
        const std::lock_guard lock(m_mutex);
        m_ordered.push_back(std::move(order));
        return {};
    }

    mutable std::mutex m_mutex;  // guards what follows
    lab::MailView m_view;
    std::vector<std::string> m_ordered;
};

class ScriptedLaboratory final : public Laboratory {
  public:
    // Each call of examine() waits for an answer() of its own and gives the next of these; the last one again and
    // again.
    std::vector<std::vector<lab::EngineReport>> reports{{}};
    // What the shop's opening, and the change of an engine, come to.
    Result<> shopOpens;
    Result<> engineChanges;
    std::atomic<int> examined = 0;
    std::atomic<bool> examinedOnGuiThread = false;

    void answer() {
        const std::lock_guard lock(m_mutex);
        ++m_answers;
        m_changed.notify_all();
    }
    std::shared_ptr<ScriptedLab> addLab(lab::Purpose purpose, std::string label) {
        const std::lock_guard lock(m_mutex);
        m_labs.push_back(std::make_shared<ScriptedLab>(m_labs.size() + 1, purpose, std::move(label)));
        return m_labs.back();
    }
    // The request of the run that goes on; nothing while none does.
    std::optional<RunRequest> running() const {
        const std::lock_guard lock(m_mutex);
        return m_running;
    }
    void endRun(Result<verdict::RunResult> result) {
        const std::lock_guard lock(m_mutex);
        m_result = std::move(result);
        m_changed.notify_all();
    }
    std::vector<std::string> enginesUsed() const {
        const std::lock_guard lock(m_mutex);
        return m_enginesUsed;
    }

    lab::MailDesk& mails() override { return otherDesk ? *otherDesk : mailDesk; }
    ScriptedMailDesk mailDesk;
    lab::MailDesk* otherDesk = nullptr;  // instead of the scripted one

    std::vector<lab::EngineReport> examine() override;
    std::vector<std::shared_ptr<lab::LiveLab>> labs(std::uint64_t afterNumber) const override {
        const std::lock_guard lock(m_mutex);
        std::vector<std::shared_ptr<lab::LiveLab>> found;
        for (const auto& one : m_labs) {
            if (one->number() > afterNumber) found.push_back(one);
        }
        return found;
    }
    verdict::Pairs engines() const override {
        return {
            {"keyValue", "embedded key-value"}, {"queue", "RabbitMQ"}, {"log", "embedded log"}, {"database", "SQLite"}};
    }
    Result<> openShop(const std::function<void(const std::string& sentence)>& tell) override {
        tell("gateway-1 is coming up ...");
        return shopOpens;
    }
    void closeShop() override {}
    void useFreePorts() override { shopOpens = {}; }
    // Ends when the script says so, or as interrupted.
    Result<verdict::RunResult> run(const RunRequest& request,
                                   const std::function<void(const scenarios::Progress&)>& tell,
                                   const std::atomic<bool>& interrupted) override {
        std::unique_lock lock(m_mutex);
        m_running = request;
        m_result.reset();
        lock.unlock();
        tell({"loading", "half of it", 0.5});
        lock.lock();
        while (!m_result && !interrupted)
            m_changed.wait_for(lock, std::chrono::milliseconds(10));
        m_running.reset();
        if (m_result) return *std::move(m_result);
        verdict::RunResult cut;
        cut.scenario = request.scenario;
        cut.interrupted = true;
        return cut;
    }
    Result<> useEngine(const std::string& setting, const std::string& url) override {
        const std::lock_guard lock(m_mutex);
        if (engineChanges) m_enginesUsed.push_back(setting + " " + url);
        return engineChanges;
    }

  private:
    mutable std::mutex m_mutex;  // guards what follows
    std::condition_variable m_changed;
    int m_answers = 0;
    std::vector<std::shared_ptr<ScriptedLab>> m_labs;
    std::optional<RunRequest> m_running;
    std::optional<Result<verdict::RunResult>> m_result;
    std::vector<std::string> m_enginesUsed;
};

inline std::vector<lab::EngineReport> ScriptedLaboratory::examine() {
    examinedOnGuiThread = QThread::currentThread() == QCoreApplication::instance()->thread();
    std::unique_lock lock(m_mutex);
    // A test that failed before it answered must end all the same.
    if (!m_changed.wait_for(lock, std::chrono::seconds(20), [this] { return m_answers > 0; })) return {};
    --m_answers;
    const auto at = static_cast<std::size_t>(examined++);
    return reports[std::min(at, reports.size() - 1)];
}

}  // namespace rushlab::ui
