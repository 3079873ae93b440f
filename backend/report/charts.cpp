#include "report/charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/axis.h"
#include "report/thinning.h"

namespace rushlab::report {
namespace {

constexpr double kWidth = 760, kHeight = 340;
constexpr double kLeft = 72, kRight = kWidth - 20, kBottom = kHeight - 48;
constexpr double kTitleSize = 15, kLabelSize = 11.5;
constexpr double kLegendRow = 18;
constexpr std::size_t kMarkersNamed = 6;

struct Style {
    Ink ink;
    Dash dash;
};

// Six colours, then the same with other dashes: neighbours differ in both.
Style styleOf(std::size_t number) {
    const auto ink = static_cast<Ink>(static_cast<std::size_t>(Ink::Series1) + number % kSeriesInks);
    const auto dash = static_cast<Dash>((number + number / kSeriesInks) % 4);
    return {ink, dash};
}

// The title, and below it what each line is; how far down that goes.
double drawHead(Scene& scene, const std::vector<std::string>& names) {
    scene.add(Words{{16, 26}, scene.title, kTitleSize, Ink::Text, Anchor::Start, true, false});
    if (names.size() < 2) return 40;
    constexpr double kSample = 30, kGap = 20;
    double x = 16, y = 48;
    for (std::size_t number = 0; number < names.size(); ++number) {
        const double width = kSample + 6 + widthOf(names[number], kLabelSize);
        if (x > 16 && x + width > kRight) {
            x = 16;
            y += kLegendRow;
        }
        const Style style = styleOf(number);
        scene.add(Line{{{x, y - 4}, {x + kSample, y - 4}}, style.ink, 2.2, style.dash});
        scene.add(Words{{x + kSample + 6, y}, names[number], kLabelSize, Ink::Text, Anchor::Start, false, false});
        x += width + kGap;
    }
    return y + 14;
}

template <class Axis>
void drawRows(Scene& scene, const Axis& axis, std::string_view unit, double top) {
    double last = 1e9;
    for (const Tick& tick : axis.ticks()) {
        const double y = axis.at(tick.value);
        scene.add(Line{{{kLeft, y}, {kRight, y}}, Ink::Grid, 1, Dash::Solid});
        if (last - y < 12) continue;  // labels must not touch
        last = y;
        scene.add(Words{{kLeft - 8, y + 4}, tick.label, kLabelSize, Ink::Faint, Anchor::End, false, false});
    }
    if (!unit.empty()) {
        scene.add(
            Words{{16, (top + kBottom) / 2}, std::string(unit), kLabelSize, Ink::Faint, Anchor::Middle, false, true});
    }
}

void drawColumn(Scene& scene, double x, double top, const std::string& label) {
    scene.add(Line{{{x, top}, {x, kBottom}}, Ink::Grid, 1, Dash::Solid});
    scene.add(Words{{x, kBottom + 18}, label, kLabelSize, Ink::Faint, Anchor::Middle, false, false});
}

void drawUnder(Scene& scene, std::string text) {
    scene.add(Words{
        {(kLeft + kRight) / 2, kHeight - 12}, std::move(text), kLabelSize, Ink::Faint, Anchor::Middle, false, false});
}

void drawMarkers(Scene& scene, const LinearAxis& x, double top, const std::vector<ChartMarker>& markers) {
    std::array<double, 3> freeFrom{};  // of each row of labels
    std::size_t named = 0;
    for (const ChartMarker& marker : markers) {
        const double at = x.at(std::chrono::duration<double>(marker.at).count());
        scene.add(Line{{{at, top}, {at, kBottom}}, Ink::Marker, 1.2, Dash::Short});
        const double width = widthOf(marker.label, 10.5) + 8;
        const bool leftwards = at + width > kRight;
        const double from = leftwards ? at - width : at;
        const auto row = std::ranges::find_if(freeFrom, [&](double free) { return free <= from; });
        if (row == freeFrom.end() || named == kMarkersNamed) continue;
        ++named;
        *row = from + width;
        const double y = top + 12 + 13 * static_cast<double>(row - freeFrom.begin());
        scene.add(Words{{leftwards ? at - 4 : at + 4, y},
                        marker.label,
                        10.5,
                        Ink::Marker,
                        leftwards ? Anchor::End : Anchor::Start,
                        false,
                        false});
    }
}

template <class Named>
std::vector<std::string> namesOf(const std::vector<Named>& items) {
    std::vector<std::string> names;
    for (const Named& item : items)
        names.push_back(item.name);
    return names;
}

// 0 % at the left, every further nine as far as the last.
double ninesOf(double share) {
    return -std::log10(std::max(1e-9, 1 - share));
}

}  // namespace

Scene lineChart(std::string name, std::string title, std::string_view unit, const std::vector<ChartLine>& lines,
                const std::vector<ChartMarker>& markers) {
    Scene scene{std::move(name), std::move(title), kWidth, kHeight};
    const double top = drawHead(scene, namesOf(lines));
    double least = 0, most = 0, end = 0;
    for (const ChartLine& line : lines) {
        for (const auto& [at, value] : *line.points) {
            if (!std::isfinite(value)) continue;
            least = std::min(least, value);
            most = std::max(most, value);
            end = std::max(end, std::chrono::duration<double>(at).count());
        }
    }
    for (const ChartMarker& marker : markers)
        end = std::max(end, std::chrono::duration<double>(marker.at).count());
    const LinearAxis y(least, most, kBottom, top, 5);
    const LinearAxis x(0, end, kLeft, kRight, 8);
    drawRows(scene, y, unit, top);
    for (const Tick& tick : x.ticks())
        drawColumn(scene, x.at(tick.value), top, tick.label);
    drawUnder(scene, "seconds since the run began");
    for (std::size_t number = 0; number < lines.size(); ++number) {
        const Style style = styleOf(number);
        std::vector<Point> points;
        const auto drawPiece = [&] {
            if (!points.empty()) scene.add(Line{thinnedToColumns(points, kWidth), style.ink, 2, style.dash});
            points.clear();
        };
        for (const auto& [at, value] : *lines[number].points) {
            if (std::isfinite(value))
                points.push_back({x.at(std::chrono::duration<double>(at).count()), y.at(value)});
            else
                drawPiece();
        }
        drawPiece();
    }
    drawMarkers(scene, x, top, markers);
    return scene;
}

Scene latencyChart(std::string name, std::string title, const std::vector<ChartLatency>& latencies) {
    constexpr std::array<std::pair<double, const char*>, 6> kColumns{
        {{0, "0 %"}, {0.5, "50 %"}, {0.9, "90 %"}, {0.99, "99 %"}, {0.999, "99.9 %"}, {0.9999, "99.99 %"}}};
    Scene scene{std::move(name), std::move(title), kWidth, kHeight};
    const double top = drawHead(scene, namesOf(latencies));
    double least = 1e12, most = 1e-3, ninesMost = 1;
    for (const ChartLatency& latency : latencies) {
        if (latency.histogram->empty()) continue;
        least = std::min(least, std::max(1e-3, ms(latency.histogram->min())));
        most = std::max(most, ms(latency.histogram->max()));
        // Finer than one in all there were says nothing.
        ninesMost = std::max(ninesMost, std::min(4.0, std::log10(static_cast<double>(latency.histogram->count()))));
    }
    const LogAxis y(std::min(least, most), most, kBottom, top);
    const auto x = [&](double nines) { return kLeft + nines / ninesMost * (kRight - kLeft); };
    drawRows(scene, y, "ms", top);
    for (const auto& [share, label] : kColumns) {
        if (ninesOf(share) <= ninesMost + 0.001)
            drawColumn(scene, std::min(x(ninesOf(share)), kRight - 14), top, label);
    }
    drawUnder(scene, "share of requests that took no longer");
    for (std::size_t number = 0; number < latencies.size(); ++number) {
        const Histogram& histogram = *latencies[number].histogram;
        if (histogram.empty()) continue;
        const Style style = styleOf(number);
        Line line{{}, style.ink, 2, style.dash};
        constexpr int kSteps = 240;
        for (int step = 0; step <= kSteps; ++step) {
            const double nines = ninesMost * step / kSteps;
            line.points.push_back({x(nines), y.at(ms(histogram.percentile(1 - std::pow(10, -nines))))});
        }
        scene.add(std::move(line));
    }
    return scene;
}

Scene barChart(std::string name, std::string title, std::string_view unit, const std::vector<ChartBar>& bars) {
    constexpr double kRow = 30, kBar = 18;
    double labels = 60, most = 0, least = 0, values = 60;
    const auto valueOf = [&](const ChartBar& bar) { return shown(bar.spread.median, unit); };
    for (const ChartBar& bar : bars) {
        labels = std::max(labels, widthOf(bar.name, kLabelSize));
        values = std::max(values, widthOf(valueOf(bar), kLabelSize));
        most = std::max(most, bar.spread.most);
        least = std::min(least, bar.spread.least);
    }
    const double left = 16 + labels + 10;
    const double top = 44;
    const double bottom = top + kRow * static_cast<double>(bars.size());
    Scene scene{std::move(name), std::move(title), kWidth, bottom + 34};
    drawHead(scene, {});
    const LinearAxis x(least, most, left, kRight - values - 8, 6);
    for (const Tick& tick : x.ticks()) {
        const double at = x.at(tick.value);
        scene.add(Line{{{at, top}, {at, bottom}}, Ink::Grid, 1, Dash::Solid});
        scene.add(Words{{at, bottom + 16}, tick.label, kLabelSize, Ink::Faint, Anchor::Middle, false, false});
    }
    double y = top;
    for (const ChartBar& bar : bars) {
        const double middle = y + kRow / 2;
        const double from = x.at(0), to = x.at(bar.spread.median);
        scene.add(Words{{left - 10, middle + 4}, bar.name, kLabelSize, Ink::Text, Anchor::End, false, false});
        scene.add(Box{{std::min(from, to), middle - kBar / 2}, std::abs(to - from), kBar, Ink::Series1, 0.85});
        const bool spread = bar.spread.most > bar.spread.least;
        const double outer = std::max(to, spread ? x.at(bar.spread.most) : to);
        if (spread) {
            const double first = x.at(bar.spread.least), last = x.at(bar.spread.most);
            scene.add(Line{{{first, middle}, {last, middle}}, Ink::Text, 1.4, Dash::Solid});
            for (const double end : {first, last})
                scene.add(Line{{{end, middle - 5}, {end, middle + 5}}, Ink::Text, 1.4, Dash::Solid});
        }
        // The grid does not run through the figure.
        scene.add(Box{{outer + 5, middle - 8}, widthOf(valueOf(bar), kLabelSize) + 6, 16, Ink::Paper, 1});
        scene.add(Words{{outer + 8, middle + 4}, valueOf(bar), kLabelSize, Ink::Text, Anchor::Start, false, false});
        y += kRow;
    }
    return scene;
}

std::string asFileName(std::string_view text) {
    std::string name;
    for (const char letter : text) {
        const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                           (letter >= 'A' && letter <= 'Z') || letter == '_';
        if (plain)
            name += letter;
        else if (!name.empty() && name.back() != '-')
            name += '-';
    }
    while (name.ends_with('-'))
        name.pop_back();
    return name.empty() ? "chart" : name;
}

}  // namespace rushlab::report
