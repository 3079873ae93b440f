#include <limits>

#include "base/json.h"
#include "base/json_writer.h"
#include "report/disk.h"
#include "report/files.h"
#include "report/report.h"
#include "report/summary.h"

namespace rushlab::report {
namespace {

using verdict::Check;
using verdict::RunResult;
using verdict::Variant;
using verdict::Verdict;

constexpr std::size_t kRunFileBytesMost = 256U << 20U;
constexpr std::array<Verdict, 3> kVerdicts{Verdict::Pass, Verdict::Fail, Verdict::Unknown};

void writePairs(JsonObjectWriter object, const verdict::Pairs& pairs) {
    for (const auto& [name, value] : pairs)
        object.field(name, value);
}

void writeCheck(JsonArrayWriter& array, const Check& check) {
    JsonObjectWriter object = array.object();
    object.field("name", check.name).field("expected", check.expected).field("actual", check.actual);
    if (check.outcome == Verdict::Unknown)
        object.field("ok", nullptr);
    else
        object.field("ok", check.outcome == Verdict::Pass);
    object.field("outcome", verdict::name(check.outcome)).field("says", check.says);
    JsonArrayWriter evidence = object.array("evidence");
    for (const std::string& line : check.evidence)
        evidence.item(line);
}

void writeChecks(JsonArrayWriter array, const std::vector<Check>& checks) {
    for (const Check& check : checks)
        writeCheck(array, check);
}

// A metric's name is without its unit, which stands beside it.
void writeMetrics(JsonObjectWriter& object, const std::vector<verdict::Metric>& metrics) {
    {
        JsonObjectWriter values = object.object("metrics");
        for (const verdict::Metric& metric : metrics)
            values.field(metric.name, metric.value);
    }
    JsonObjectWriter units = object.object("units");
    for (const verdict::Metric& metric : metrics)
        units.field(metric.name, metric.unit);
}

void writeLatencies(JsonObjectWriter object, const std::vector<verdict::Latency>& latencies) {
    for (const verdict::Latency& latency : latencies) {
        JsonObjectWriter one = object.object(latency.name);
        one.field("count", latency.histogram.count());
        one.field("minMs", ms(latency.histogram.min())).field("meanMs", ms(latency.histogram.mean()));
        for (const auto& [name, share] : kPercentiles)
            one.field(fmt::format("{}Ms", name), ms(latency.histogram.percentile(share)));
        one.field("maxMs", ms(latency.histogram.max()));
    }
}

void writeVariant(JsonArrayWriter& array, const Variant& variant) {
    JsonObjectWriter object = array.object();
    object.field("name", variant.name).field("seed", variant.seed);
    object.field("expected", verdict::name(variant.expected)).field("verdict", verdict::name(variant.verdict));
    if (!variant.ran()) object.field("notRun", variant.notRun);
    object.field("asExpected", variant.ran() && variant.asExpected() == Verdict::Pass);
    {
        JsonArrayWriter failures = object.array("expectedFailures");
        for (const std::string& check : variant.expectedFailures)
            failures.item(check);
    }
    writeChecks(object.array("checks"), variant.checks);
    writeMetrics(object, variant.metrics);
    writeLatencies(object.object("latencies"), variant.latencies);
}

// Of a run of several, each variant is one check: that it came out as it was expected to.
std::vector<Check> checksOf(const RunResult& result) {
    if (result.variants.size() == 1) return result.variants.front().checks;
    std::vector<Check> checks;
    for (const Variant& variant : result.variants) {
        Check check;
        check.name = titleOf(variant);
        check.expected = verdict::name(variant.expected);
        if (!variant.expectedFailures.empty()) check.expected += " in " + variant.expectedFailures.front();
        check.actual = variant.ran() ? variant.cameOut() : "not run";
        if (variant.ran()) check.outcome = variant.asExpected();
        check.says = variant.notRun;
        checks.push_back(std::move(check));
    }
    return checks;
}

void writeTable(JsonArrayWriter& array, const verdict::Table& table) {
    JsonObjectWriter object = array.object();
    object.field("title", table.title);
    {
        JsonArrayWriter header = object.array("header");
        for (const std::string& cell : table.header)
            header.item(cell);
    }
    JsonArrayWriter rows = object.array("rows");
    for (const auto& row : table.rows) {
        JsonArrayWriter cells = rows.array();
        for (const std::string& cell : row)
            cells.item(cell);
    }
}

Result<Verdict> verdictOf(const JsonObject& object, std::string_view field) {
    const auto text = object.text(field);
    if (!text) return pass(text);
    for (const Verdict verdict : kVerdicts) {
        if (verdict::name(verdict) == *text) return verdict;
    }
    return fail(ErrorCode::Invalid, "{} must be PASS, FAIL or UNKNOWN, not \"{}\"", field, *text);
}

Result<verdict::Pairs> readPairs(const JsonObject& object, std::string_view field) {
    const auto pairs = object.object(field);
    if (!pairs) return pass(pairs);
    verdict::Pairs read;
    for (const auto& [name, value] : pairs->fields()) {
        const auto text = value.text();
        if (!text) return pass(text);
        read.emplace_back(name, *text);
    }
    return read;
}

Result<std::vector<std::string>> readTexts(const JsonArray& array) {
    std::vector<std::string> texts;
    for (const JsonValue& value : array.items()) {
        const auto text = value.text();
        if (!text) return pass(text);
        texts.emplace_back(*text);
    }
    return texts;
}

Result<Check> readCheck(const JsonValue& value) {
    const auto object = value.object();
    if (!object) return pass(object);
    Check check;
    const std::pair<std::string_view, std::string*> texts[]{
        {"name", &check.name}, {"expected", &check.expected}, {"actual", &check.actual}, {"says", &check.says}};
    for (const auto& [field, into] : texts) {
        const auto text = object->text(field);
        if (!text) return pass(text);
        *into = *text;
    }
    const auto outcome = verdictOf(*object, "outcome");
    if (!outcome) return pass(outcome);
    check.outcome = *outcome;
    const auto evidence = object->array("evidence");
    if (!evidence) return pass(evidence);
    auto lines = readTexts(*evidence);
    if (!lines) return pass(std::move(lines));
    check.evidence = std::move(*lines);
    return check;
}

Result<std::vector<verdict::Metric>> readMetrics(const JsonObject& variant) {
    const auto metrics = variant.object("metrics");
    if (!metrics) return pass(metrics);
    const auto units = readPairs(variant, "units");
    if (!units) return pass(units);
    std::vector<verdict::Metric> read;
    for (const auto& [name, value] : metrics->fields()) {
        verdict::Metric metric;
        metric.name = name;
        metric.value = std::numeric_limits<double>::quiet_NaN();  // what null stands for
        if (!value.isNull()) {
            const auto number = value.real();
            if (!number) return pass(number);
            metric.value = *number;
        }
        for (const auto& [unitOf, unit] : *units) {
            if (unitOf == name) metric.unit = unit;
        }
        read.push_back(std::move(metric));
    }
    return read;
}

Result<Variant> readVariant(const JsonValue& value) {
    const auto object = value.object();
    if (!object) return pass(object);
    Variant variant;
    const auto name = object->text("name");
    if (!name) return pass(name);
    variant.name = *name;
    const auto seed = object->field("seed");
    if (!seed) return pass(seed);
    const auto number = seed->unsignedInteger();
    if (!number) return pass(number);
    variant.seed = *number;
    const auto expected = verdictOf(*object, "expected");
    if (!expected) return pass(expected);
    variant.expected = *expected;
    const auto outcome = verdictOf(*object, "verdict");
    if (!outcome) return pass(outcome);
    variant.verdict = *outcome;
    const auto notRun = object->optionalText("notRun");
    if (!notRun) return pass(notRun);
    variant.notRun = notRun->value_or("");
    if (object->has("expectedFailures")) {
        const auto failures = object->array("expectedFailures");
        if (!failures) return pass(failures);
        auto names = readTexts(*failures);
        if (!names) return pass(std::move(names));
        variant.expectedFailures = *std::move(names);
    }
    const auto checks = object->array("checks");
    if (!checks) return pass(checks);
    for (const JsonValue& item : checks->items()) {
        auto check = readCheck(item);
        if (!check) return pass(std::move(check));
        variant.checks.push_back(std::move(*check));
    }
    auto metrics = readMetrics(*object);
    if (!metrics) return pass(std::move(metrics));
    variant.metrics = std::move(*metrics);
    return variant;
}

Result<verdict::Table> readTable(const JsonValue& value) {
    const auto object = value.object();
    if (!object) return pass(object);
    verdict::Table table;
    const auto title = object->text("title");
    if (!title) return pass(title);
    table.title = *title;
    const auto header = object->array("header");
    if (!header) return pass(header);
    auto cells = readTexts(*header);
    if (!cells) return pass(std::move(cells));
    table.header = std::move(*cells);
    const auto rows = object->array("rows");
    if (!rows) return pass(rows);
    for (const JsonValue& row : rows->items()) {
        const auto array = row.array();
        if (!array) return pass(array);
        auto ofRow = readTexts(*array);
        if (!ofRow) return pass(std::move(ofRow));
        table.rows.push_back(std::move(*ofRow));
    }
    return table;
}

template <class T>
Result<> readAll(const JsonObject& object, std::string_view field, Result<T> (*read)(const JsonValue&),
                 std::vector<T>& into) {
    const auto array = object.array(field);
    if (!array) return pass(array);
    for (const JsonValue& value : array->items()) {
        auto item = read(value);
        if (!item) return pass(std::move(item));
        into.push_back(std::move(*item));
    }
    return {};
}

Result<std::string> readNote(const JsonValue& value) {
    const auto text = value.text();
    if (!text) return pass(text);
    return std::string(*text);
}

Result<RunResult> readResult(const JsonObject& object) {
    RunResult result;
    const auto scenario = object.text("scenario");
    if (!scenario) return pass(scenario);
    result.scenario = *scenario;
    const auto seed = object.field("seed");
    if (!seed) return pass(seed);
    const auto number = seed->unsignedInteger();
    if (!number) return pass(number);
    result.seed = *number;
    const std::pair<std::string_view, verdict::Pairs*> pairs[]{
        {"parameters", &result.parameters}, {"engines", &result.engines}, {"environment", &result.environment}};
    for (const auto& [field, into] : pairs) {
        auto read = readPairs(object, field);
        if (!read) return pass(std::move(read));
        *into = std::move(*read);
    }
    const auto startedAt = object.integer("startedAtMs", 0);
    if (!startedAt) return pass(startedAt);
    result.startedAt = WallTime{Milliseconds{*startedAt}};
    const auto took = object.integer("tookMs", 0);
    if (!took) return pass(took);
    result.took = Milliseconds{*took};
    if (object.has("interrupted")) {  // runs of an earlier version do not say
        const auto interrupted = object.boolean("interrupted");
        if (!interrupted) return pass(interrupted);
        result.interrupted = *interrupted;
    }
    if (auto read = readAll<Variant>(object, "variants", readVariant, result.variants); !read) return pass(read);
    if (auto read = readAll<verdict::Table>(object, "tables", readTable, result.tables); !read) return pass(read);
    if (auto read = readAll<std::string>(object, "notes", readNote, result.notes); !read) return pass(read);
    return result;
}

}  // namespace

std::string asJson(const RunResult& result) {
    std::string text;
    JsonObjectWriter object(text);
    object.field("scenario", result.scenario);
    writePairs(object.object("parameters"), result.parameters);
    object.field("seed", result.seed);
    writePairs(object.object("engines"), result.engines);
    object.field("verdict", verdict::name(result.verdict())).field("asExpected", result.asExpected());
    object.field("interrupted", result.interrupted);
    writeChecks(object.array("checks"), checksOf(result));
    writeMetrics(object, summedUp(result));
    writePairs(object.object("environment"), result.environment);
    object.field("startedAt", toIso8601(result.startedAt));
    object.field("startedAtMs", result.startedAt.time_since_epoch().count()).field("tookMs", result.took.count());
    {
        JsonArrayWriter variants = object.array("variants");
        for (const Variant& variant : result.variants)
            writeVariant(variants, variant);
    }
    {
        JsonArrayWriter tables = object.array("tables");
        for (const verdict::Table& table : result.tables)
            writeTable(tables, table);
    }
    {
        JsonArrayWriter notes = object.array("notes");
        for (const std::string& note : result.notes)
            notes.item(note);
    }
    object.close();
    return text;
}

Result<RunResult> readJson(std::string_view text) {
    const auto json = Json::parse(text, JsonLimits{.bytesMax = kRunFileBytesMost});
    if (!json) return pass(json);
    const auto object = json->object();
    if (!object) return pass(object);
    return readResult(*object);
}

Result<RunResult> readRun(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "run.json";
    const auto text = readFile(file);
    if (!text) {
        return fail(ErrorCode::NotFound, "{} cannot be read: give a folder that rushlab run --out has written",
                    file.string());
    }
    auto result = readJson(*text);
    if (!result) {
        return fail(ErrorCode::Invalid, "{} is not what rushlab run --out writes: {}", file.string(),
                    result.error().message);
    }
    return result;
}

Result<RunResult> readWholeRun(const std::filesystem::path& folder) {
    auto result = readRun(folder);
    const std::filesystem::path file = folder / "measured.json";
    std::error_code error;
    if (!result || !std::filesystem::exists(file, error)) return result;
    const auto text = readFile(file);
    if (!text) return pass(text);
    if (const auto read = readMeasured(*text, *result); !read) {
        return fail(ErrorCode::Invalid, "{} is not what rushlab run --out writes: {}", file.string(),
                    read.error().message);
    }
    return result;
}

}  // namespace rushlab::report
