// How a bench prints: each figure beside the reference of the same run, as a table a person reads and as one JSON line
// a program reads. A target that is missed is said, and the program's exit status is then 1.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <string_view>

namespace rushlab::bench {

class Figures {
  public:
    explicit Figures(std::string_view bench) : m_bench(bench) {
        fmt::print("{:<52} {:>14} {:>14} {:>7}   {}\n", bench, "figure", "reference", "ratio", "target");
    }

    // A figure that must reach `atLeast`.
    void atLeast(std::string_view name, double figure, double target, std::string_view unit) {
        line(name, figure, 0, fmt::format(">= {:.4g} {}", target, unit), figure >= target);
    }
    // A figure that must stay under `target`.
    void atMost(std::string_view name, double figure, double target, std::string_view unit) {
        line(name, figure, 0, fmt::format("<= {:.4g} {}", target, unit), figure <= target);
    }
    // A figure that must be at least `share` of a reference measured in this run.
    void atLeastShare(std::string_view name, double figure, double reference, double share) {
        line(name, figure, reference, fmt::format("ratio >= {:.2f}", share), figure >= share * reference);
    }
    // A figure (a cost) that must be at most `times` a reference measured in this run.
    void atMostTimes(std::string_view name, double figure, double reference, double times) {
        line(name, figure, reference, fmt::format("ratio <= {:.2f}", times), figure <= times * reference);
    }
    // Told, not judged.
    void note(std::string_view name, double figure, double reference = 0) { line(name, figure, reference, "", true); }

    int exitStatus() const { return m_missed == 0 ? 0 : 1; }

  private:
    void line(std::string_view name, double figure, double reference, const std::string& target, bool met) {
        const std::string ratio = reference > 0 ? fmt::format("{:.2f}", figure / reference) : "";
        const std::string shown = reference > 0 ? fmt::format("{:.6g}", reference) : "";
        fmt::print("  {:<50} {:>14.6g} {:>14} {:>7}   {}{}\n", name, figure, shown, ratio, target,
                   target.empty() ? "" : (met ? "  met" : "  MISSED"));
        std::fflush(stdout);
        fmt::print(stderr,
                   R"({{"bench":"{}","name":"{}","figure":{:.6g},"reference":{:.6g},"met":{}}})"
                   "\n",
                   m_bench, name, figure, reference, met);
        if (!met) ++m_missed;
    }

    std::string m_bench;
    int m_missed = 0;
};

}  // namespace rushlab::bench
