#include "ui/pages/stored_run_view.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QScrollBar>
#include <QVBoxLayout>

#include "report/summary.h"
#include "ui/models/results_model.h"
#include "ui/verdict_look.h"

namespace rushlab::ui {
namespace {

QString text(const std::string& words) {
    return QString::fromStdString(words);
}

QString pillText(const StateLook& look) {
    return QString("%1  %2").arg(look.symbol).arg(look.words);
}

QString rowsAsHtml(const QString& title, const verdict::Pairs& pairs) {
    QString html = QString("<h3>%1</h3><table cellspacing=\"0\" cellpadding=\"4\">").arg(title.toHtmlEscaped());
    for (const auto& [name, value] : pairs)
        html += QString("<tr><td>%1</td><td width=\"24\"></td><td>%2</td></tr>")
                    .arg(text(name).toHtmlEscaped(), text(value).toHtmlEscaped());
    return html + "</table>";
}

QString tableAsHtml(const verdict::Table& table) {
    const auto row = [](const std::vector<std::string>& cells, const char* tag) {
        QString html = "<tr>";
        for (const std::string& cell : cells)
            html += QString("<%1 align=\"left\">%2</%1>").arg(tag, text(cell).toHtmlEscaped().replace('\n', "<br>"));
        return html + "</tr>";
    };
    QString html =
        QString("<h3>%1</h3><table cellspacing=\"0\" cellpadding=\"6\">").arg(text(table.title).toHtmlEscaped());
    html += row(table.header, "th");
    for (const auto& cells : table.rows)
        html += row(cells, "td");
    return html + "</table>";
}

}  // namespace

void dressFigures(QTableView& table) {
    table.setProperty("look", "card");
    table.setShowGrid(false);
    table.setAlternatingRowColors(true);
    table.setSelectionMode(QAbstractItemView::NoSelection);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setTabKeyNavigation(false);
    table.verticalHeader()->hide();
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    sizeFigures(table, false);
}

void sizeFigures(QTableView& table, bool large) {
    table.verticalHeader()->setDefaultSectionSize(large ? 50 : 36);
    table.horizontalHeader()->setMinimumSectionSize(large ? 250 : 170);
}

StoredRunView::StoredRunView(QWidget* parent)
    : QWidget(parent),
      m_title(new QLabel(this)),
      m_verdict(new QLabel(this)),
      m_facts(new QLabel(this)),
      m_note(new QLabel(this)),
      m_tabs(new QTabWidget(this)),
      m_checks(new CheckTree(this)),
      m_figures(new ComparisonModel(this)),
      m_table(new QTableView(this)),
      m_charts(new StoredCharts(this)),
      m_settings(new QTextBrowser(this)) {
    m_title->setProperty("look", "section");
    m_title->setObjectName("runTitle");
    m_verdict->setObjectName("runVerdict");
    m_verdict->setProperty("look", "section");
    for (QLabel* label : {m_title, m_verdict, m_facts, m_note})
        label->setTextFormat(Qt::PlainText);
    m_facts->setProperty("look", "quiet");
    m_facts->setObjectName("runFacts");
    m_facts->setWordWrap(true);
    m_note->setObjectName("runNote");
    m_note->setWordWrap(true);
    m_checks->setObjectName("runChecks");
    m_table->setObjectName("runFigures");
    m_table->setModel(m_figures);
    dressFigures(*m_table);
    m_settings->setObjectName("runSettings");
    m_settings->setProperty("look", "card");
    m_settings->document()->setDocumentMargin(16);
    for (QWidget* tab : {static_cast<QWidget*>(m_checks), static_cast<QWidget*>(m_charts),
                         static_cast<QWidget*>(m_table), static_cast<QWidget*>(m_settings)})
        m_tabs->addTab(tab, QString());
    m_tabs->setObjectName("storedTabs");
    m_tabs->setDocumentMode(true);
    connect(m_charts, &StoredCharts::said, this, &StoredRunView::said);

    auto* top = new QWidget(this);
    auto* head = new QHBoxLayout(top);
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(16);
    head->addWidget(m_title);
    head->addWidget(m_verdict);
    head->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(top);
    column->addWidget(m_facts);
    column->addWidget(m_note);
    column->addSpacing(4);
    column->addWidget(m_tabs, 1);
}

void StoredRunView::retranslate() {
    m_tabs->setTabText(0, tr("Verdict"));
    m_tabs->setTabText(1, tr("Charts"));
    m_tabs->setTabText(2, tr("Figures"));
    m_tabs->setTabText(3, tr("Settings and engines"));
    m_tabs->setAccessibleName(tr("What is shown of the result"));
    m_checks->retranslate();
    m_table->setAccessibleName(tr("Figures of the run"));
    m_settings->setAccessibleName(tr("Settings and engines of the run"));
    if (!m_shown) return;
    fill();
    fillFigures();
}

void StoredRunView::showRun(const report::KeptRun& kept, verdict::RunResult result) {
    m_run = {"", std::move(result)};
    m_shown = true;
    setNote(text(kept.note));
    fill();
    fillFigures();
    m_tabs->setCurrentIndex(0);
}

void StoredRunView::setNote(const QString& note) {
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void StoredRunView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_shown) fill();
}

void StoredRunView::fill() {
    const verdict::RunResult& result = m_run.result;
    const QString mechanisms = mechanismsOf(result);
    m_title->setText(mechanisms.isEmpty() ? text(result.scenario)
                                          : QString("%1: %2").arg(text(result.scenario), mechanisms));
    const StateLook look = lookOf(result.verdict(), palette());
    m_verdict->setText(pillText(look));
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, look.colour);
    m_verdict->setPalette(colours);
    QString facts = tr("%1, seed %2, took %3 s")
                        .arg(QLocale().toString(whenOf(result), "yyyy-MM-dd HH:mm:ss"), QString::number(result.seed),
                             QString::number(static_cast<double>(result.took.count()) / 1000, 'f', 1));
    if (result.interrupted) facts += ". " + tr("It was interrupted: what was not finished is UNKNOWN.");
    m_facts->setText(facts);
    m_checks->show(result.variants);
    m_settings->setHtml(settingsAsHtml());
}

void StoredRunView::fillFigures() {
    m_figures->show({m_run});
    m_charts->showRuns({m_run});
}

QString StoredRunView::settingsAsHtml() const {
    const verdict::RunResult& result = m_run.result;
    QString html = rowsAsHtml(tr("Parameters"), result.parameters) + rowsAsHtml(tr("Engines"), result.engines) +
                   rowsAsHtml(tr("Where it ran"), result.environment);
    if (!result.notes.empty()) {
        html += QString("<h3>%1</h3>").arg(tr("To know"));
        for (const std::string& note : result.notes)
            html += QString("<p>%1</p>").arg(text(note).toHtmlEscaped());
    }
    for (const verdict::Table& table : result.tables)
        html += tableAsHtml(table);
    return html;
}

void StoredRunView::present(bool on) {
    m_charts->present(on);
    sizeFigures(*m_table, on);
}

}  // namespace rushlab::ui
