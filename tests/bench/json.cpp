// Reading and writing a 96-byte order, beside QJsonDocument on the same text in the same run.
#include <QJsonDocument>
#include <QJsonObject>
#include <chrono>

#include "base/json.h"
#include "base/json_writer.h"
#include "tests/bench/figures.h"

using namespace rushlab;

namespace {

constexpr std::string_view kOrder =
    R"({"orderId":123456789,"itemNumber":42,"count":3,"memberId":987654,"status":"PENDING","total":1250.5})";

// Median of five rounds, in nanoseconds a call.
template <class Work>
double nanosecondsEach(Work&& work) {
    constexpr int kCalls = 200'000;
    std::array<double, 5> rounds{};
    for (double& round : rounds) {
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < kCalls; ++i)
            work(i);
        const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
        round = spent.count() / kCalls;
    }
    std::sort(rounds.begin(), rounds.end());
    return rounds[2];
}

std::int64_t readOurs(JsonParser& parser, std::string_view text) {
    const auto order = parser.parseObject(text);
    if (!order) return 0;
    return *order->integer("orderId") + *order->integer("itemNumber", 1, 1000) + *order->integer("count", 1, 100) +
           *order->integer("memberId") + static_cast<std::int64_t>(order->text("status", 1, 20)->size()) +
           static_cast<std::int64_t>(*order->real("total"));
}

std::int64_t readQt(const QByteArray& text) {
    const QJsonObject order = QJsonDocument::fromJson(text).object();
    return order["orderId"].toInteger() + order["itemNumber"].toInteger() + order["count"].toInteger() +
           order["memberId"].toInteger() + order["status"].toString().size() +
           static_cast<std::int64_t>(order["total"].toDouble());
}

}  // namespace

int main() {
    bench::Figures figures("json: a 96-byte order, ns each");
    std::int64_t sum = 0;
    JsonParser parser;
    const QByteArray qtText(kOrder.data(), static_cast<qsizetype>(kOrder.size()));
    const double read = nanosecondsEach([&](int) { sum += readOurs(parser, kOrder); });
    const double readByQt = nanosecondsEach([&](int) { sum += readQt(qtText); });
    figures.atMostTimes("read, all six fields checked", read, readByQt, 0.5);

    std::string out;
    const double write = nanosecondsEach([&](int i) {
        out.clear();
        JsonObjectWriter(out)
            .field("orderId", 123456789 + i)
            .field("itemNumber", 42)
            .field("count", 3)
            .field("memberId", 987654)
            .field("status", "PENDING")
            .field("total", 1250.5);
        sum += static_cast<std::int64_t>(out.size());
    });
    const double writeByQt = nanosecondsEach([&](int i) {
        const QJsonObject order{{"orderId", 123456789 + i}, {"itemNumber", 42},    {"count", 3},
                                {"memberId", 987654},       {"status", "PENDING"}, {"total", 1250.5}};
        sum += QJsonDocument(order).toJson(QJsonDocument::Compact).size();
    });
    figures.atMostTimes("write", write, writeByQt, 0.5);

    // Ten times the text must cost about ten times as much a read, not more.
    std::string ten = "[";
    for (int i = 0; i < 10; ++i)
        ten += (i ? "," : "") + std::string(kOrder);
    ten += "]";
    const double parseOne = nanosecondsEach([&](int) { sum += parser.parse(kOrder).has_value() ? 1 : 0; });
    const double parseTen = nanosecondsEach([&](int) { sum += parser.parse(ten).has_value() ? 1 : 0; });
    figures.atMostTimes("parse ten orders, beside ten times one", parseTen, 10 * parseOne, 1.2);
    return sum == 0 ? 1 : figures.exitStatus();
}
