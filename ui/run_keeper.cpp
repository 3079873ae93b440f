#include "ui/run_keeper.h"

#include "report/result_archive.h"

namespace rushlab::ui {

RunKeeper::RunKeeper(Bridge& bridge, report::ResultArchive& results, QObject* parent)
    : QObject(parent), m_bridge(bridge), m_results(results) {
    connect(&m_bridge, &Bridge::runFinished, this, &RunKeeper::keep);
}

void RunKeeper::keep(const ResultPointer& result) {
    if (result->variants.empty()) return;  // stopped before anything was done
    // It may still be under way when this is gone; the archive is there as long as the window.
    const auto work = [&results = m_results, result] { return results.keep(*result); };
    m_bridge.inArchive(this, work, [this, result](const Result<report::KeptRun>& one) {
        if (one)
            emit kept(QString::fromStdString(one->id), result);
        else
            emit notKept(QString::fromStdString(one.error().message));
    });
}

}  // namespace rushlab::ui
