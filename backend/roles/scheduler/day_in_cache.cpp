#include "roles/scheduler/day_in_cache.h"

#include <charconv>

#include "locks/scripts.h"
#include "roles/keys.h"
#include "roles/queues.h"

namespace rushlab::roles {
namespace {

constexpr std::int64_t kRecordsARun = 200'000;  // of a partition

bool isOfOrders(std::string_view field) {
    return field.starts_with("orders:") || field.starts_with("units:") || field.starts_with("amount:");
}

std::vector<std::string_view> viewsOf(const std::vector<std::string>& texts) {
    return {texts.begin(), texts.end()};
}

}  // namespace

DayInCache::DayInCache(RoleContext& context)
    : m_context(context),
      m_records(context.metrics.counter("rushlab_scheduler_counted_records_total",
                                        "Records of the event log that went into the days' figures.")),
      m_addCounts(locks::script("add_day_counts")) {}

io::Awaitable<Result<>> DayInCache::countLog(Deadline deadline) {
    std::vector<Counted> counted;
    Counts counts;
    for (const std::string_view topic : {kChatLines, kItemViews}) {
        auto done = co_await countTopic(std::string(topic), counted, counts, deadline);
        if (!done) co_return done;
    }
    co_return co_await add(counted, counts, deadline);
}

io::Awaitable<Result<>> DayInCache::countTopic(std::string topic, std::vector<Counted>& counted, Counts& counts,
                                               Deadline deadline) {
    const auto info = co_await m_context.ports.log.describe(topic, deadline);
    if (!info) co_return pass(info);
    for (std::size_t at = 0; at < info->partitions.size(); ++at) {
        Counted& one = counted.emplace_back();
        one.field = fmt::format("{}:{}", topic, at);
        const auto kept = co_await m_context.ports.keyValue.hashGet(keys::kCountedOffsets, one.field, deadline);
        if (!kept) co_return pass(kept);
        one.before = kept->value_or("");
        std::int64_t from = 0;
        if (*kept) std::from_chars((*kept)->data(), (*kept)->data() + (*kept)->size(), from);
        one.next = std::max(from, info->partitions[at].firstOffset);
        const std::int64_t end = std::min(info->partitions[at].nextOffset, one.next + kRecordsARun);
        log::TopicPartition partition(topic, static_cast<int>(at));
        auto done = co_await countPartition(std::move(partition), end, one, counts, deadline);
        if (!done) co_return done;
    }
    co_return Result<>();
}

io::Awaitable<Result<>> DayInCache::countPartition(log::TopicPartition from, std::int64_t end, Counted& counted,
                                                   Counts& counts, Deadline deadline) {
    while (counted.next < end) {
        const auto records = co_await m_context.ports.log.fetch(from, counted.next, log::FetchLimits(), deadline);
        if (!records) co_return pass(records);
        if (records->empty()) break;
        for (const log::RecordView& record : *records) {
            if (record.offset() >= end) break;
            count(from.topic, record, counts);
            counted.next = record.offset() + 1;
        }
    }
    co_return Result<>();
}

void DayInCache::count(std::string_view topic, const log::RecordView& record, Counts& counts) {
    // Of another day by a moment: the day is that of the record, not of the counting.
    auto& day = counts[dayOf(record.timestamp())];
    ++day[fmt::format("{}:{}", topic == kChatLines ? "lines" : "views", record.key())];
    m_records.add();
}

// Where somebody else was first its counts stand, and these are dropped.
io::Awaitable<Result<>> DayInCache::add(const std::vector<Counted>& counted, const Counts& counts, Deadline deadline) {
    std::vector<std::string> keys{std::string(keys::kCountedOffsets)};
    std::vector<std::string> texts;
    std::size_t moved = 0;
    for (const Counted& one : counted) {
        const std::string next = fmt::format_int(one.next).str();
        if (one.before == next || (one.before.empty() && one.next == 0)) continue;
        ++moved;
        texts.insert(texts.end(), {one.field, one.before, next});
    }
    if (moved == 0) co_return Result<>();
    texts.insert(texts.begin(), fmt::format_int(moved).str());
    texts.push_back(fmt::format_int(keys::kDayKept.count()).str());
    for (const auto& [day, fields] : counts) {
        keys.push_back(keys::dayStatistics(day));
        const std::string place = fmt::format_int(keys.size()).str();
        for (const auto& [field, number] : fields)
            texts.insert(texts.end(), {place, field, fmt::format_int(number).str()});
    }
    const std::vector<std::string_view> keyViews = viewsOf(keys), views = viewsOf(texts);
    const auto added = co_await m_context.ports.keyValue.eval(m_addCounts, keyViews, views, deadline);
    if (!added) co_return pass(added);
    if (added->isError()) co_return fail(ErrorCode::Corrupt, "the days' figures were not taken: {}", added->text());
    co_return Result<>();
}

io::Awaitable<Result<>> DayInCache::keepOrders(WallTime within, const std::vector<DayOfItem>& items,
                                               Deadline deadline) {
    const std::string key = keys::dayStatistics(dayOf(within));
    const auto kept = co_await m_context.ports.keyValue.hashGetAll(key, deadline);
    if (!kept) co_return pass(kept);
    std::map<std::string, std::string> now;
    for (const DayOfItem& item : items) {
        for (const auto& [what, number] :
             {std::pair("orders", item.orders), std::pair("units", item.units), std::pair("amount", item.amount)})
            now[fmt::format("{}:{}", what, item.item.value)] = fmt::format_int(number).str();
    }
    // An item whose orders were all canceled has no figures any more.
    for (const auto& [field, value] : *kept) {
        if (!isOfOrders(field) || now.contains(field)) continue;
        const auto gone = co_await m_context.ports.keyValue.hashRemove(key, field, deadline);
        if (!gone) co_return pass(gone);
    }
    for (const auto& [field, value] : now) {
        const auto set = co_await m_context.ports.keyValue.hashSet(key, field, value, deadline);
        if (!set) co_return pass(set);
    }
    if (!now.empty()) {
        const auto lives = co_await m_context.ports.keyValue.expire(key, keys::kDayKept, deadline);
        if (!lives) co_return pass(lives);
    }
    co_return Result<>();
}

}  // namespace rushlab::roles
