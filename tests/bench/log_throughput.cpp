// The embedded event log: 120-byte records in batches of 1000, flushed, in and out through the port, beside a raw file
// that gets the same bytes in the same batches with fdatasync, and beside reading that file; then a log of ten times
// the size.
#include <fcntl.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <chrono>

#include "engines/log/embedded_event_log.h"
#include "io/handoff.h"
#include "tests/bench/figures.h"

using namespace rushlab;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kRecordBytes = 120;  // key and value
constexpr int kBatch = 1000;
constexpr int kPartitions = 4;

using Seconds = std::chrono::duration<double>;

std::vector<std::vector<log::Record>> someBatches() {
    std::vector<std::vector<log::Record>> batches(16);
    for (std::size_t b = 0; b < batches.size(); ++b) {
        for (int i = 0; i < kBatch; ++i) {
            log::Record record;
            record.key = fmt::format("member-{:05}", (static_cast<int>(b) * 37 + i * 7919) % 100'000);
            record.value.assign(kRecordBytes - record.key.size(), static_cast<char>('a' + i % 26));
            batches[b].push_back(std::move(record));
        }
    }
    return batches;
}

io::Awaitable<> appendBatches(log::EventLog& engine, const std::vector<std::vector<log::Record>>& batches, int count,
                              int step, int first) {
    for (int i = first; i < count; i += step) {
        const auto& batch = batches[static_cast<std::size_t>(i) % batches.size()];
        const auto done = co_await engine.append("bench", batch, Deadline::in(30s));
        if (!done) abortBecause(done.error().message);
    }
}

io::Awaitable<> countDown(io::Awaitable<> work, int& left, io::Giver<bool>& done) {
    co_await std::move(work);
    if (--left == 0) done.give(true);
}

// The batches, with so many appends under way at once.
io::Awaitable<> appendConcurrently(log::EventLog& engine, const std::vector<std::vector<log::Record>>& batches,
                                   int count, int inFlight) {
    io::Loop* loop = co_await io::currentLoop();
    auto [giver, taker] = io::handoff<bool>(*loop);
    int left = inFlight;
    for (int i = 0; i < inFlight; ++i) {
        loop->spawn(countDown(appendBatches(engine, batches, count, inFlight, i), left, giver));
    }
    co_await taker.take(Deadline::never());
}

// Every record of the topic, partition by partition; answers how many.
io::Awaitable<std::int64_t> fetchAll(log::EventLog& engine, std::int64_t& bytes) {
    std::int64_t count = 0;
    for (int partition = 0; partition < kPartitions; ++partition) {
        std::int64_t offset = 0;
        while (true) {
            const auto records = co_await engine.fetch({"bench", partition}, offset, {1000, 1 << 20}, Deadline::in(0s));
            if (!records) abortBecause(records.error().message);
            if (records->empty()) break;
            for (const log::RecordView& record : *records)
                bytes += static_cast<std::int64_t>(record.bytes());
            count += static_cast<std::int64_t>(records->size());
            offset = records->back().offset() + 1;
        }
    }
    co_return count;
}

io::Awaitable<> createTopic(log::EventLog& engine) {
    const auto created = co_await engine.createTopic("bench", {.partitions = kPartitions}, Deadline::in(10s));
    if (!created) abortBecause(created.error().message);
}

double perSecond(int batches, std::chrono::steady_clock::time_point start) {
    return batches * double{kBatch} / Seconds(std::chrono::steady_clock::now() - start).count();
}

// The reference: the same payload, the same batches, one fdatasync each.
double rawAppend(const std::string& file, const std::vector<std::vector<log::Record>>& batches, int count) {
    const int descriptor = ::open(file.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
    std::string bytes;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < count; ++i) {
        bytes.clear();
        for (const log::Record& record : batches[static_cast<std::size_t>(i) % batches.size()]) {
            bytes += record.key;
            bytes += record.value;
        }
        if (::write(descriptor, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
            ::fdatasync(descriptor) != 0) {
            abortBecause("the reference could not write its file");
        }
    }
    const double rate = perSecond(count, start);
    ::close(descriptor);
    return rate;
}

struct Rates {
    double in = 0;            // one batch in flight
    double inConcurrent = 0;  // eight
    double out = 0;
    double outFromDisk = 0;
    double raw = 0;
};

std::unique_ptr<log::EventLog> openLog(const std::filesystem::path& file) {
    auto engine = log::EmbeddedEventLog::open({.file = file});
    if (!engine) abortBecause(engine.error().message);
    return std::move(*engine);
}

double appendRate(io::Loop& loop, log::EventLog& engine, int batchCount, int inFlight) {
    const auto batches = someBatches();
    const auto start = std::chrono::steady_clock::now();
    loop.runUntilDone(appendConcurrently(engine, batches, batchCount, inFlight));
    return perSecond(batchCount, start);
}

double fetchRate(io::Loop& loop, log::EventLog& engine, int batchCount) {
    std::int64_t bytes = 0;
    const auto start = std::chrono::steady_clock::now();
    const std::int64_t count = loop.runUntilDone(fetchAll(engine, bytes));
    if (count != std::int64_t{batchCount} * kBatch || bytes != count * std::int64_t{kRecordBytes}) {
        abortBecause("the bench did not read what it wrote");
    }
    return perSecond(batchCount, start);
}

constexpr int kBatchesMeasured = 200;

// A log that first gets so many batches without being measured, then what is measured.
Rates measure(int batchesBefore) {
    QTemporaryDir folder;
    const std::filesystem::path file = (folder.path() + "/log.db").toStdString();
    const int batchesAfter = batchesBefore + 2 * kBatchesMeasured;
    io::Loop loop;
    Rates rates;
    {
        const auto engine = openLog(file);
        loop.runUntilDone(createTopic(*engine));
        appendRate(loop, *engine, batchesBefore, 8);
        rates.raw = rawAppend((folder.path() + "/raw").toStdString(), someBatches(), kBatchesMeasured);
        rates.in = appendRate(loop, *engine, kBatchesMeasured, 1);
        rates.inConcurrent = appendRate(loop, *engine, kBatchesMeasured, 8);
        rates.out = fetchRate(loop, *engine, batchesAfter);
    }
    const auto engine = openLog(file);
    rates.outFromDisk = fetchRate(loop, *engine, batchesAfter);
    return rates;
}

Rates medianOf(const std::vector<Rates>& rounds) {
    const auto of = [&](double Rates::*rate) {
        std::vector<double> values;
        for (const Rates& round : rounds)
            values.push_back(round.*rate);
        std::sort(values.begin(), values.end());
        return values[values.size() / 2];
    };
    return {of(&Rates::in), of(&Rates::inConcurrent), of(&Rates::out), of(&Rates::outFromDisk), of(&Rates::raw)};
}

}  // namespace

int main() {
    bench::Figures figures("log: 120-byte records, batches of 1000, records/s");
    // Rounds of both sizes take turns, so that a busy machine slows both.
    std::vector<Rates> small, large;
    for (int round = 0; round < 3; ++round) {
        small.push_back(measure(0));
        large.push_back(measure(9 * 2 * kBatchesMeasured));
    }
    const Rates one = medianOf(small);
    const Rates ten = medianOf(large);
    figures.atLeast("in, flushed, 1 batch in flight", one.in, 500'000, "/s");
    figures.atLeast("in, flushed, 8 batches in flight", one.inConcurrent, 500'000, "/s");
    figures.note("in, 1 in flight, beside raw append + fdatasync", one.in, one.raw);
    figures.atLeast("out, newest in memory", one.out, 1'500'000, "/s");
    figures.atLeast("out, all from the disk after a reopen", one.outFromDisk, 1'500'000, "/s");
    figures.atLeastShare("in at ten times the log, 1 in flight", ten.in, one.in, 0.7);
    figures.atLeastShare("in at ten times the log, 8 in flight", ten.inConcurrent, one.inConcurrent, 0.7);
    figures.atLeast("out at ten times the log, most of it from the disk", ten.out, 1'500'000, "/s");
    figures.atLeastShare("out after a reopen at ten times the log", ten.outFromDisk, one.outFromDisk, 0.7);
    return figures.exitStatus();
}
