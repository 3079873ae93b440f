#include "ui/pages/results_page.h"

#include <QHBoxLayout>
#include <QStandardPaths>
#include <QVBoxLayout>
#include <memory>

#include "ui/command.h"

namespace rushlab::ui {
namespace {

std::vector<std::string> idsOf(const QStringList& ids) {
    std::vector<std::string> found;
    for (const QString& id : ids)
        found.push_back(id.toStdString());
    return found;
}

QString buttonNameOf(const QAction* action) {
    return action->objectName() + "Button";
}

QPushButton* buttonOf(QAction* action, QWidget* parent) {
    return buttonFor(action, buttonNameOf(action).toUtf8().constData(), parent);
}

}  // namespace

ResultsPage::ResultsPage(PageContext& context, QWidget* parent)
    : Page(parent),
      m_context(context),
      m_model(new ResultsModel(this)),
      m_title(new QLabel(this)),
      m_explained(new QLabel(this)),
      m_stack(new QStackedWidget(this)),
      m_history(new HistoryList(*m_model, m_stack)),
      m_run(new StoredRunView(m_stack)),
      m_compare(new CompareView(m_stack)) {
    buildCommands();
    layOut();
    listen();
    showState();
    readAll();
}

QAction* ResultsPage::addCommand(const char* objectName, const QKeySequence& keys, void (ResultsPage::*what)()) {
    QAction* action = ui::addCommand(this, objectName, keys);
    connect(action, &QAction::triggered, this, what);
    return action;
}

void ResultsPage::buildCommands() {
    m_back = addCommand("resultsBack", QKeySequence("Alt+Left"), &ResultsPage::goBack);
    m_open = addCommand("resultsOpen", QKeySequence("Ctrl+O"), &ResultsPage::openChosen);
    m_beside = addCommand("resultsCompare", QKeySequence("Ctrl+D"), &ResultsPage::compareChosen);
    m_again = addCommand("resultsRunAgain", QKeySequence("Ctrl+R"), &ResultsPage::runAgain);
    m_note = addCommand("resultsNote", QKeySequence("F2"), &ResultsPage::editNote);
    m_export = addCommand("resultsExport", QKeySequence("Ctrl+E"), &ResultsPage::exportChosen);
    m_remove = addCommand("resultsRemove", QKeySequence::Delete, &ResultsPage::removeChosen);
    m_undo = addCommand("resultsUndo", QKeySequence::Undo, &ResultsPage::undoRemoval);
    m_find = addCommand("resultsFind", QKeySequence::Find, &ResultsPage::focusFilter);
}

void ResultsPage::layOut() {
    m_title->setProperty("look", "title");
    m_explained->setProperty("look", "quiet");
    m_explained->setWordWrap(true);
    m_stack->setObjectName("resultParts");
    m_stack->addWidget(m_history);
    m_stack->addWidget(m_run);
    m_stack->addWidget(m_compare);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(28, 24, 28, 20);
    column->setSpacing(14);
    auto* head = new QWidget(this);
    auto* words = new QVBoxLayout(head);
    words->setContentsMargins(0, 0, 0, 0);
    words->setSpacing(4);
    words->addWidget(m_title);
    words->addWidget(m_explained);
    column->addWidget(head);
    column->addWidget(buildButtons());
    column->addWidget(m_stack, 1);
    column->addWidget(buildUndoBar());
}

QWidget* ResultsPage::buildButtons() {
    m_buttons = new QWidget(this);
    auto* row = new QHBoxLayout(m_buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    for (QAction* action : {m_back, m_open, m_beside, m_again, m_note, m_export}) {
        row->addWidget(buttonOf(action, m_buttons));
    }
    row->addStretch(1);
    row->addWidget(buttonOf(m_remove, m_buttons));
    return m_buttons;
}

QWidget* ResultsPage::buildUndoBar() {
    m_undoBar = new QFrame(this);
    m_undoBar->setObjectName("undoBar");
    m_undoBar->setProperty("look", "card");
    m_undoText = new QLabel(m_undoBar);
    m_undoText->setObjectName("undoText");
    auto* row = new QHBoxLayout(m_undoBar);
    row->setContentsMargins(16, 8, 8, 8);
    row->addWidget(m_undoText);
    row->addStretch(1);
    row->addWidget(buttonOf(m_undo, m_undoBar));
    m_undoBar->hide();
    return m_undoBar;
}

void ResultsPage::listen() {
    connect(m_history, &HistoryList::opened, this, &ResultsPage::open);
    connect(m_history, &HistoryList::choiceChanged, this, &ResultsPage::showState);
    connect(m_history, &HistoryList::firstRunAsked, this, [this] { emit asksFor("flash-sale", QString()); });
    connect(m_model, &ResultsModel::noteWritten, this, &ResultsPage::writeNote);
    connect(m_run, &StoredRunView::said, this, &Page::said);
    connect(m_compare, &CompareView::said, this, &Page::said);
    connect(&m_context.bridge, &Bridge::runStarted, this, &ResultsPage::showState);
    connect(&m_context.bridge, &Bridge::runFinished, this, &ResultsPage::showState);
    connect(&m_context.bridge, &Bridge::runRefused, this, &ResultsPage::showState);
    connect(&m_context.keeper, &RunKeeper::kept, this, &ResultsPage::addKept);
}

void ResultsPage::retranslate() {
    m_title->setText(tr("Results"));
    m_explained->setText(
        tr("Every run that ended, with its verdict. Open one, or choose two or more and compare them."));
    nameCommand(m_back, tr("\u2190 &History"), tr("Back to all results"));
    nameCommand(m_open, tr("&Open"), tr("Show the chosen result: verdict, charts, figures, settings"));
    nameCommand(m_beside, tr("&Compare"),
                tr("Set the chosen results side by side; choose two or more with Ctrl or Shift"));
    nameCommand(m_again, tr("&Run again"), tr("Run it again with the same seed and parameters"));
    nameCommand(m_note, tr("&Note"), tr("Write a note to the result"));
    nameCommand(m_export, tr("&Export page ..."), tr("Write the report, or the comparison, as one HTML page"));
    nameCommand(m_remove, tr("Re&move"), tr("Take the chosen results away; this can be undone"));
    nameCommand(m_undo, tr("&Undo"), tr("Bring back what was removed last"));
    nameCommand(m_find, tr("Find a result"), tr("Go to the filter of the results"));
    m_history->retranslate();
    m_run->retranslate();
    m_compare->retranslate();
    tellRemoved();
}

void ResultsPage::present(bool on) {
    m_explained->setVisible(!on);
    m_history->present(on);
    m_run->present(on);
    m_compare->present(on);
}

void ResultsPage::readAll() {
    m_context.bridge.inArchive(
        this, [&results = m_context.results] { return results.list(); },
        [this](Result<report::KeptRuns> kept) {
            if (!kept) {
                emit said(QString::fromStdString(kept.error().message));
            } else {
                m_model->show(std::move(kept->runs));
                if (!kept->warnings.empty())
                    emit said(tr("Folders that hold no result that can be read: %1. The first: %2")
                                  .arg(kept->warnings.size())
                                  .arg(QString::fromStdString(kept->warnings.front())));
            }
            m_history->setRead();
            showState();
        });
}

void ResultsPage::addKept(const QString& id) {
    m_context.bridge.inArchive(
        this, [&results = m_context.results, id = id.toStdString()] { return results.find(id); },
        [this](Result<report::KeptRun> run) {
            if (run) m_model->add(*std::move(run));
            showState();
        });
}

void ResultsPage::showWhat(const QString& what) {
    if (what.isEmpty()) return;
    m_history->choose(what);
    open(what);
}

void ResultsPage::open(const QString& id) {
    m_context.bridge.inArchive(
        this, [&results = m_context.results, id = id.toStdString()] { return results.read(id); },
        [this, id](Result<verdict::RunResult> result) {
            const int row = m_model->rowOf(id);
            if (!result) emit said(QString::fromStdString(result.error().message));
            if (!result || row < 0) return;
            m_run->showRun(m_model->run(row), *std::move(result));
            m_opened = {id};
            m_stack->setCurrentWidget(m_run);
            showState();
        });
}

void ResultsPage::openChosen() {
    if (!m_history->chosen().isEmpty()) open(m_history->chosen().last());
}

void ResultsPage::compareChosen() {
    const QStringList ids = m_history->chosen();
    const auto work = [&results = m_context.results, ids = idsOf(ids)]() -> Result<std::vector<verdict::RunResult>> {
        std::vector<verdict::RunResult> runs;
        for (const std::string& id : ids) {
            auto run = results.read(id);
            if (!run) return pass(std::move(run));
            runs.push_back(*std::move(run));
        }
        return runs;
    };
    m_context.bridge.inArchive(this, work, [this, ids](Result<std::vector<verdict::RunResult>> results) {
        if (!results) {
            emit said(QString::fromStdString(results.error().message));
            return;
        }
        std::vector<report::KeptRun> runs;
        for (qsizetype at = 0; at < ids.size(); ++at) {
            const int row = m_model->rowOf(ids[at]);
            if (row < 0) return;  // taken away meanwhile
            runs.push_back(m_model->run(row));
            runs.back().result = std::move((*results)[static_cast<std::size_t>(at)]);
        }
        m_compare->showRuns(std::move(runs));
        m_opened = ids;
        m_stack->setCurrentWidget(m_compare);
        showState();
    });
}

void ResultsPage::goBack() {
    m_stack->setCurrentWidget(m_history);
    m_opened.clear();
    showState();
}

void ResultsPage::writeNote(const QString& id, const QString& note) {
    m_context.bridge.inArchive(
        this,
        [&results = m_context.results, id = id.toStdString(), note = note.toStdString()] {
            return results.annotate(id, note);
        },
        [this](const Result<>& done) { tell(done, tr("The note is kept.")); });
}

void ResultsPage::editNote() {
    const QStringList ids = onView();
    if (m_stack->currentWidget() != m_history) goBack();
    if (!ids.isEmpty()) m_history->choose(ids.first());
    m_history->editNote();
}

void ResultsPage::removeChosen() {
    const QStringList ids = onView();
    if (ids.isEmpty()) return;
    std::vector<report::KeptRun> gone;
    for (const QString& id : ids) {
        const int row = m_model->rowOf(id);
        if (row >= 0) gone.push_back(m_model->run(row));
    }
    if (m_stack->currentWidget() != m_history) goBack();
    for (const QString& id : ids)
        m_model->remove(id);
    m_removed.push_back(gone);
    tellRemoved();
    showState();
    // How many were moved before one could not be, and why that one.
    const auto work = [&results = m_context.results, ids = idsOf(ids)] {
        std::pair<std::size_t, Result<>> done;
        for (const std::string& id : ids) {
            done.second = results.remove(id);
            if (!done.second) break;
            ++done.first;
        }
        return done;
    };
    m_context.bridge.inArchive(this, work, [this, ids](const std::pair<std::size_t, Result<>>& done) {
        if (done.second) return;
        emit said(QString::fromStdString(done.second.error().message));
        forgetRemoval(ids.sliced(static_cast<qsizetype>(done.first)));
        readAll();  // what there really is
    });
}

// What was not removed after all can't be brought back.
void ResultsPage::forgetRemoval(const QStringList& ids) {
    for (auto& runs : m_removed)
        std::erase_if(runs,
                      [&ids](const report::KeptRun& run) { return ids.contains(QString::fromStdString(run.id)); });
    std::erase_if(m_removed, [](const auto& runs) { return runs.empty(); });
    tellRemoved();
    showState();
}

void ResultsPage::undoRemoval() {
    if (m_removed.empty()) return;
    auto back = std::make_shared<std::vector<report::KeptRun>>(std::move(m_removed.back()));
    m_removed.pop_back();
    tellRemoved();
    showState();
    const auto work = [&results = m_context.results, back] {
        for (const report::KeptRun& run : *back) {
            if (auto brought = results.bringBack(run.id); !brought) return brought;
        }
        return Result<>();
    };
    m_context.bridge.inArchive(this, work, [this, back](const Result<>& done) {
        tell(done, tr("What was removed is back."));
        if (!done) return readAll();  // some of it may be
        for (report::KeptRun& run : *back)
            m_model->add(std::move(run));
        showState();
    });
}

void ResultsPage::tellRemoved() {
    m_undoBar->setVisible(!m_removed.empty());
    if (m_removed.empty()) return;
    const auto count = m_removed.back().size();
    m_undoText->setText(count == 1 ? tr("1 result removed.") : tr("%1 results removed.").arg(count));
}

void ResultsPage::exportChosen() {
    const QStringList ids = onView();
    if (ids.isEmpty()) return;
    auto* dialog =
        new QFileDialog(this, tr("Export as a page"),
                        QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation), tr("Web page (*.html)"));
    dialog->setObjectName("exportDialog");
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix("html");
    dialog->selectFile(ids.size() == 1 ? ids.first() + ".html" : tr("comparison") + ".html");
    connect(dialog, &QFileDialog::fileSelected, this, &ResultsPage::exportTo);
    dialog->open();
}

void ResultsPage::exportTo(const QString& file) {
    m_context.bridge.inArchive(
        this,
        [&results = m_context.results, ids = idsOf(onView()), path = std::filesystem::path(file.toStdString())] {
            return results.exportPage(ids, path);
        },
        [this, file](const Result<>& done) { tell(done, tr("Written to %1.").arg(file)); });
}

void ResultsPage::runAgain() {
    const QStringList ids = onView();
    const int row = ids.isEmpty() ? -1 : m_model->rowOf(ids.first());
    if (row < 0 || m_context.bridge.runState() != Bridge::RunState::Idle) return;
    const verdict::RunResult& result = m_model->run(row).result;
    const QString page = result.scenario == "flash-sale" ? "flash-sale" : "scenarios";
    const QString scenario = QString::fromStdString(result.scenario);
    m_context.bridge.startRun({result.scenario, valuesToSet(result), result.seed});
    emit asksFor(page, page == "scenarios" ? scenario : QString());
}

void ResultsPage::focusFilter() {
    if (m_stack->currentWidget() != m_history) goBack();
    m_history->focusFilter();
}

QStringList ResultsPage::onView() const {
    return m_stack->currentWidget() == m_history ? m_history->chosen() : m_opened;
}

void ResultsPage::showState() {
    const bool history = m_stack->currentWidget() == m_history;
    const qsizetype count = onView().size();
    m_buttons->setVisible(m_model->rowCount() > 0);
    m_back->setEnabled(!history);
    m_open->setEnabled(history && count == 1);
    m_beside->setEnabled(history && count > 1);
    m_again->setEnabled(count == 1 && m_context.bridge.runState() == Bridge::RunState::Idle);
    m_note->setEnabled(count == 1);
    m_export->setEnabled(count > 0);
    m_remove->setEnabled(count > 0);
    m_undo->setEnabled(!m_removed.empty());
    for (QAction* action : {m_back, m_open, m_beside}) {
        auto* button = findChild<QPushButton*>(buttonNameOf(action));
        if (button) button->setVisible(history == (action != m_back));
    }
}

void ResultsPage::tell(const Result<>& done, const QString& sentence) {
    emit said(done ? sentence : QString::fromStdString(done.error().message));
}

}  // namespace rushlab::ui
