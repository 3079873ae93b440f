// Group commit beside what it cannot beat: appending the same bytes to a file and fdatasync.
// One record at a time is what a lonely caller waits for; batches are what many callers share.
#include <fcntl.h>
#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <string>
#include <vector>

#include "storage/flusher.h"
#include "tests/bench/figures.h"

using namespace rushlab;
namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 1> kVersions{"CREATE TABLE record(id INTEGER PRIMARY KEY, body BLOB NOT NULL)"};
constexpr std::size_t kRecordBytes = 256;

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Records a second of append + fdatasync, `batch` records a flush, on a growing file.
double appendAndFlush(const fs::path& file, int batch, int flushes) {
    const int handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    const std::string bytes(kRecordBytes * static_cast<std::size_t>(batch), 'r');
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < flushes; ++i) {
        if (::write(handle, bytes.data(), bytes.size()) < 0 || ::fdatasync(handle) != 0) std::abort();
    }
    const double seconds = secondsSince(start);
    ::close(handle);
    fs::remove(file);
    return flushes * static_cast<double>(batch) / seconds;
}

// Hands the flusher `batch` records at a time and waits for each batch, as so many callers with one record each would.
class Records final : public storage::FlushSource {
  public:
    explicit Records(storage::Database database)
        : m_insert(std::move(*database.prepare("INSERT INTO record(body) VALUES(?)"))),
          m_flusher(std::move(database), *this) {}

    double measure(int batch, int flushes) {
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < flushes; ++i) {
            std::unique_lock lock(m_mutex);
            m_pending = batch;
            m_flusher.wake();
            m_changed.wait(lock, [this] { return m_settled; });
            m_settled = false;
        }
        return flushes * static_cast<double>(batch) / secondsSince(start);
    }

    bool collect() override {
        const std::lock_guard lock(m_mutex);
        m_collected = std::exchange(m_pending, 0);
        return m_collected > 0;
    }
    Result<> write(storage::Database&) override {
        for (int i = 0; i < m_collected; ++i) {
            if (auto done = m_insert.bindBlob(1, m_body).run(); !done) return done;
        }
        return {};
    }
    void settled(const Result<>& outcome) override {
        if (!outcome) std::abort();
        {
            const std::lock_guard lock(m_mutex);
            m_settled = true;
        }
        m_changed.notify_one();
    }

  private:
    const std::string m_body = std::string(kRecordBytes, 'r');
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_pending = 0;
    int m_collected = 0;
    bool m_settled = false;
    storage::Statement m_insert;
    storage::Flusher m_flusher;
};

template <class Measure>
double median(Measure&& measure) {
    std::array<double, 3> rates{measure(), measure(), measure()};
    std::ranges::sort(rates);
    return rates[1];
}

double reopenSeconds(const fs::path& file) {
    const auto start = std::chrono::steady_clock::now();
    const auto database = storage::Database::open(file, {kVersions});
    if (!database) std::abort();
    return secondsSince(start);
}

}  // namespace

int main(int argc, char** argv) {
    // The disk that is measured: the working folder's, unless another folder is given.
    const fs::path folder = fs::path(argc > 1 ? argv[1] : ".") / "storage_flush.tmp";
    fs::remove_all(folder);
    fs::create_directories(folder);
    bench::Figures figures("storage_flush");
    {
        Records records(std::move(*storage::Database::open(folder / "records.db", {kVersions})));
        const auto compare = [&](int batch, int flushes, double share) {
            const double reference = median([&] { return appendAndFlush(folder / "append.log", batch, flushes); });
            const double figure = median([&] { return records.measure(batch, flushes); });
            const std::string name = fmt::format("records/s, {} a flush", batch);
            if (share > 0) {
                figures.atLeastShare(name, figure, reference, share);
            } else {
                figures.note(name, figure, reference);
            }
        };
        compare(1, 4000, 0.7);
        compare(100, 1500, 0);
        compare(1000, 400, 0);
        // Growth: the same with more than a million records in the file.
        compare(1, 4000, 0.7);
        compare(1000, 400, 0);
    }
    figures.note("file after it, MB", static_cast<double>(fs::file_size(folder / "records.db")) / 1e6);
    figures.atMost("its reopening", reopenSeconds(folder / "records.db"), 0.5, "s");
    fs::remove_all(folder);
    return figures.exitStatus();
}
