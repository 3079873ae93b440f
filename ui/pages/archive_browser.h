// A room's lines in the archive, a page at a time.
// Guarantees: asked off the GUI's thread, and only while somebody looks; an answer that comes after something else was
// asked for is dropped. The GUI's thread.
#pragma once

#include <QLineEdit>

#include "ui/bridge.h"
#include "ui/pages/leaf_browser.h"

namespace rushlab::ui {

class ArchiveBrowser final : public QWidget {
    Q_OBJECT
  public:
    explicit ArchiveBrowser(Bridge& bridge, QWidget* parent = nullptr);

    void setLab(const LabPointer& lab);
    void retranslate();

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void newest();
    // The page that the last of the turns leads to.
    void turn();
    void show(const Result<std::vector<lab::SeenLine>>& seen);
    void showState();

    Bridge& m_bridge;
    LabPointer m_lab;
    std::uint64_t m_asked = 0;  // the answer to this question is the one that is waited for
    bool m_looked = false;
    QString m_problem;
    std::vector<lab::SeenLine> m_page;
    std::vector<lab::SeenLine> m_turns;  // the line before which each page began, but for the newest page
    QString m_shown;                     // the room
    QLineEdit* m_room;
    LeafBrowser* m_leaves;
};

}  // namespace rushlab::ui
