#include <algorithm>
#include <limits>

#include "base/json.h"
#include "base/json_writer.h"
#include "report/files.h"

namespace rushlab::report {
namespace {

using verdict::Variant;

constexpr std::size_t kFileBytesMost = 256U << 20U;

void writeSeries(JsonArrayWriter array, const std::vector<verdict::Series>& series) {
    for (const verdict::Series& one : series) {
        JsonObjectWriter object = array.object();
        object.field("name", one.name).field("unit", one.unit);
        {
            JsonArrayWriter moments = object.array("atMs");
            for (const auto& [at, value] : one.points)
                moments.item(at.count());
        }
        JsonArrayWriter values = object.array("values");
        for (const auto& [at, value] : one.points)
            values.item(value);  // what is not known becomes null
    }
}

void writeLatencies(JsonArrayWriter array, const std::vector<verdict::Latency>& latencies) {
    for (const verdict::Latency& one : latencies) {
        JsonObjectWriter object = array.object();
        object.field("name", one.name).field("meanNs", one.histogram.mean().count());
        object.field("minNs", one.histogram.min().count()).field("maxNs", one.histogram.max().count());
        const auto bars = one.histogram.bars();
        {
            JsonArrayWriter from = object.array("fromNs");
            for (const Histogram::Bar& bar : bars)
                from.item(bar.from.count());
        }
        JsonArrayWriter counts = object.array("counts");
        for (const Histogram::Bar& bar : bars)
            counts.item(bar.count);
    }
}

void writeEvents(JsonArrayWriter array, const std::vector<verdict::Event>& events) {
    for (const verdict::Event& event : events) {
        JsonObjectWriter object = array.object();
        object.field("atMs", event.at.count()).field("kind", event.kind).field("what", event.what);
    }
}

// Both lists of an object's field pairs, as long as each other.
Result<std::pair<std::vector<JsonValue>, std::vector<JsonValue>>> twoLists(const JsonObject& object,
                                                                           std::string_view one,
                                                                           std::string_view other) {
    const auto first = object.array(one);
    if (!first) return pass(first);
    const auto second = object.array(other, first->size(), first->size());
    if (!second) return pass(second);
    return std::pair{first->items(), second->items()};
}

Result<verdict::Series> readSeries(const JsonObject& object) {
    verdict::Series series;
    const auto name = object.text("name");
    if (!name) return pass(name);
    series.name = *name;
    const auto unit = object.text("unit");
    if (!unit) return pass(unit);
    series.unit = *unit;
    const auto lists = twoLists(object, "atMs", "values");
    if (!lists) return pass(lists);
    const auto& [moments, values] = *lists;
    for (std::size_t index = 0; index < moments.size(); ++index) {
        const auto at = moments[index].integer();
        if (!at) return pass(at);
        double value = std::numeric_limits<double>::quiet_NaN();
        if (!values[index].isNull()) {
            const auto number = values[index].real();
            if (!number) return pass(number);
            value = *number;
        }
        series.points.emplace_back(*at, value);
    }
    return series;
}

// One that tells the same bars, percentiles and mean as the one that told these: within a bar, values lie where they
// make up the mean.
Histogram histogramOf(const std::vector<Histogram::Bar>& bars, std::int64_t min, std::int64_t max, std::int64_t mean) {
    const auto lowest = [min](const Histogram::Bar& bar) { return std::max(bar.from.count(), min); };
    std::int64_t left = 0;  // of the sum, above every bar's lowest value
    for (const Histogram::Bar& bar : bars)
        left += static_cast<std::int64_t>(bar.count) * (mean - lowest(bar));
    if (!bars.empty()) left -= max - lowest(bars.back());  // taken by the greatest value
    Histogram histogram;
    for (std::size_t index = 0; index < bars.size(); ++index) {
        const std::int64_t low = lowest(bars[index]);
        auto free = static_cast<std::int64_t>(bars[index].count);
        const auto place = [&](std::int64_t value, std::int64_t times) {
            histogram.record(std::chrono::nanoseconds(value), static_cast<std::uint64_t>(times));
            free -= times;
        };
        if (index + 1 == bars.size()) place(max, 1);
        if (index == 0 && free > 0) place(low, 1);
        const auto bucket = HistogramBuckets::of(static_cast<std::uint64_t>(low));
        const auto room = std::min(static_cast<std::int64_t>(HistogramBuckets::highest(bucket)), max) - low;
        if (room > 0 && left > 0) {
            const std::int64_t full = std::min(free, left / room);
            place(low + room, full);
            left -= full * room;
            if (free > 0) {
                place(low + left, 1);
                left = 0;
            }
        }
        place(low, free);
    }
    return histogram;
}

Result<verdict::Latency> readLatency(const JsonObject& object) {
    const auto name = object.text("name");
    if (!name) return pass(name);
    const auto mean = object.integer("meanNs", 0);
    if (!mean) return pass(mean);
    const auto min = object.integer("minNs", 0);
    if (!min) return pass(min);
    const auto max = object.integer("maxNs", 0);
    if (!max) return pass(max);
    const auto lists = twoLists(object, "fromNs", "counts");
    if (!lists) return pass(lists);
    std::vector<Histogram::Bar> bars;
    for (std::size_t index = 0; index < lists->first.size(); ++index) {
        const auto from = lists->first[index].integer(0);
        if (!from) return pass(from);
        const auto count = lists->second[index].integer(1);
        if (!count) return pass(count);
        bars.push_back({std::chrono::nanoseconds(*from), {}, static_cast<std::uint64_t>(*count)});
    }
    return verdict::Latency{std::string(*name), histogramOf(bars, *min, *max, *mean)};
}

Result<verdict::Event> readEvent(const JsonObject& object) {
    const auto at = object.integer("atMs");
    if (!at) return pass(at);
    const auto kind = object.text("kind");
    if (!kind) return pass(kind);
    const auto what = object.text("what");
    if (!what) return pass(what);
    return verdict::Event{std::chrono::milliseconds(*at), std::string(*kind), std::string(*what)};
}

template <class T>
Result<> readEach(const JsonObject& variant, std::string_view field, Result<T> (*read)(const JsonObject&),
                  std::vector<T>& into) {
    const auto array = variant.array(field);
    if (!array) return pass(array);
    for (const JsonValue& value : array->items()) {
        const auto object = value.object();
        if (!object) return pass(object);
        auto one = read(*object);
        if (!one) return pass(std::move(one));
        into.push_back(*std::move(one));
    }
    return {};
}

}  // namespace

std::string measuredJson(const verdict::RunResult& result) {
    std::string text;
    JsonObjectWriter object(text);
    {
        JsonArrayWriter variants = object.array("variants");
        for (const Variant& variant : result.variants) {
            JsonObjectWriter one = variants.object();
            writeSeries(one.array("series"), variant.series);
            writeLatencies(one.array("latencies"), variant.latencies);
            writeEvents(one.array("events"), variant.events);
        }
    }
    object.close();
    return text + "\n";
}

Result<> readMeasured(std::string_view text, verdict::RunResult& result) {
    const auto json = Json::parse(text, JsonLimits{.bytesMax = kFileBytesMost});
    if (!json) return pass(json);
    const auto object = json->object();
    if (!object) return pass(object);
    const auto variants = object->array("variants", result.variants.size(), result.variants.size());
    if (!variants) return pass(variants);
    const auto items = variants->items();
    for (std::size_t index = 0; index < items.size(); ++index) {
        const auto one = items[index].object();
        if (!one) return pass(one);
        Variant& variant = result.variants[index];
        if (auto read = readEach<verdict::Series>(*one, "series", readSeries, variant.series); !read) return read;
        if (auto read = readEach<verdict::Latency>(*one, "latencies", readLatency, variant.latencies); !read)
            return read;
        if (auto read = readEach<verdict::Event>(*one, "events", readEvent, variant.events); !read) return read;
    }
    return {};
}

}  // namespace rushlab::report
