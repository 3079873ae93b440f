// The child of the crash test: every durable engine under full load in one folder, until it is killed.
//     crash_child FOLDER ROUND PLANTED PIPE SUBJECTS
#include <QCoreApplication>
#include <charconv>
#include <cstdlib>

#include "tests/crash/subject.h"

using namespace rushlab;
using namespace rushlab::crash;

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);  // Qt finds its database drivers through it
    if (argc != 6) return 2;
    const LoadOptions options{argv[1], std::atoi(argv[2]), static_cast<Planted>(std::atoi(argv[3]))};
    const Reporter reporter(std::atoi(argv[4]));
    const std::string wanted = argv[5];

    std::vector<std::unique_ptr<Load>> loads;
    for (const Subject& subject : subjectsNamed(wanted)) {
        auto load = subject.load(options, reporter);
        if (!load) {
            fmt::print(stderr, "{}: {}\n", subject.name, load.error().message);
            return 4;
        }
        loads.push_back(std::move(*load));
    }
    reporter.tell({});
    // Its own loop each, so that they load the disk at the same time.
    std::vector<std::unique_ptr<io::Loop>> loops;
    for (const auto& load : loads) {
        loops.push_back(std::make_unique<io::Loop>());
        load->start(*loops.back());
        loops.back()->start("load");
    }
    for (;;)
        ::pause();
}
