// Puts every run that ends into the archive, once, whichever page it was started from.
// Guarantees: the disk is waited for off this thread; what could not be kept is told with its reason. The GUI's thread.
#pragma once

#include "ui/bridge.h"

namespace rushlab::report {
class ResultArchive;
}

namespace rushlab::ui {

class RunKeeper final : public QObject {
    Q_OBJECT
  public:
    // Both must outlive it.
    RunKeeper(Bridge& bridge, report::ResultArchive& results, QObject* parent = nullptr);

  signals:
    // The id under which the archive has it, and the run itself.
    void kept(const QString& id, rushlab::ui::ResultPointer result);
    void notKept(const QString& sentence);

  private:
    void keep(const ResultPointer& result);

    Bridge& m_bridge;
    report::ResultArchive& m_results;
};

}  // namespace rushlab::ui
