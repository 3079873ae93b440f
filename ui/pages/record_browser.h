// Records of the event log, a page of a partition at a time: by topic, partition and offset.
// Guarantees: asked off the GUI's thread, and only while somebody looks; an answer that comes after something else was
// asked for is dropped. The GUI's thread.
#pragma once

#include <QComboBox>
#include <QLineEdit>

#include "ui/bridge.h"
#include "ui/pages/leaf_browser.h"

namespace rushlab::ui {

class RecordBrowser final : public QWidget {
    Q_OBJECT
  public:
    explicit RecordBrowser(Bridge& bridge, QWidget* parent = nullptr);

    void setLab(const LabPointer& lab);
    // What can be chosen of it.
    void setTopics(const std::vector<lab::Streams::Topic>& topics);
    void retranslate();

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void choosePartitions();
    void goTo();
    void newer();
    void older();
    // The page that ends before an offset; nothing: the newest.
    void turn(std::optional<std::int64_t> before);
    void show(const Result<lab::SeenRecords>& seen);
    void showState();

    Bridge& m_bridge;
    LabPointer m_lab;
    std::vector<lab::Streams::Topic> m_topics;
    std::uint64_t m_asked = 0;  // the answer to this question is the one that is waited for
    bool m_looked = false;
    QString m_problem;
    lab::SeenRecords m_page;
    QComboBox *m_topic, *m_partition;
    QLineEdit* m_offset;
    LeafBrowser* m_leaves;
};

}  // namespace rushlab::ui
