// The event log and the archive of the lab that is on view: the chat's lines on their way, partitions with who owns
// each and how far behind it is, records and archived lines to look through, and the worker that archives to stop and
// start. The GUI's thread.
#pragma once

#include <QLabel>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>

#include "ui/page.h"

namespace rushlab::ui {

class ArchiveBrowser;
class RecordBrowser;
class StreamCommands;
class StreamFigures;
class TextRowsModel;

class StreamPage final : public Page {
    Q_OBJECT
  public:
    explicit StreamPage(PageContext& context, QWidget* parent = nullptr);

    QString title() const override;
    void retranslate() override;
    void present(bool on) override;

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    QWidget* buildHead();
    QWidget* buildWhole();
    QWidget* buildCommands();
    void buildPartitions();
    void follow();
    void look(const LabPointer& lab);
    void add(const Samples& fresh);
    void showPartitions();
    void showState();

    Bridge& m_bridge;
    LabPointer m_lab;
    std::shared_ptr<const lab::Streams> m_streams;  // the last that were told
    QLabel *m_heading, *m_labName, *m_explained;
    QStackedWidget* m_parts;
    QLabel* m_emptyText;
    StreamCommands* m_commands;
    QWidget* m_buttons;
    StreamFigures* m_figures;
    QTabWidget* m_tabs;
    TextRowsModel* m_rows;
    QTableView* m_partitions;
    RecordBrowser* m_records;
    ArchiveBrowser* m_archive;
};

}  // namespace rushlab::ui
