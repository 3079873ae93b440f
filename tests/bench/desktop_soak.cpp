// Sales one after the other in a window that stays open: what the program holds in memory meanwhile.
// bench_desktop_soak [runs] [warm-up]
#include <algorithm>

#include "lab/process_use.h"
#include "tests/bench/desktop.h"
#include "tests/bench/figures.h"

using namespace rushlab;

namespace {

constexpr double kGrowthMostMb = 10;
constexpr int kTellEvery = 20;

double residentMb() {
    return static_cast<double>(lab::ProcessMeter().read().residentBytes) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
    bench::chooseDisplay();
    QApplication application(argc, argv);
    app::dress(application);
    QApplication::setQuitOnLastWindowClosed(false);
    const int runs = argc > 1 ? std::max(1, std::atoi(argv[1])) : 200;
    const int warmUp = argc > 2 ? std::max(1, std::atoi(argv[2])) : 20;
    bench::Figures figures("desktop_soak");
    test::RealDesktop desktop;
    bench::open(desktop);
    desktop.window->showPage("flash-sale");
    double before = 0, most = 0;
    for (int number = 1; number <= warmUp + runs; ++number) {
        const auto result = bench::run(desktop, {"flash-sale", {}, static_cast<std::uint64_t>(number)});
        if (result->verdict() != verdict::Verdict::Pass) bench::giveUp("a sale did not pass");
        const double now = residentMb();
        if (number == warmUp) before = now;
        if (number > warmUp) most = std::max(most, now);
        if (number % kTellEvery == 0) figures.note(fmt::format("resident after {} runs, MB", number), now);
    }
    figures.note("resident after the warm-up, and at most, MB", before, most);
    figures.atMost(fmt::format("grown in {} runs", runs), residentMb() - before, kGrowthMostMb, "MB");
    return figures.exitStatus();
}
