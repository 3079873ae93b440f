#include "ui/pages/compare_view.h"

#include <QLocale>
#include <QVBoxLayout>

#include "ui/models/results_model.h"
#include "ui/pages/stored_run_view.h"

namespace rushlab::ui {
namespace {

constexpr int kChartsHeightLeast = 220;
constexpr int kFiguresHeight = 210;

// A, B, C ...: short enough for a legend.
QString letterOf(std::size_t at) {
    const QString letter(QChar('A' + static_cast<char>(at % 26)));
    return at < 26 ? letter : letter + QString::number(at / 26 + 1);
}

}  // namespace

CompareView::CompareView(QWidget* parent)
    : QWidget(parent),
      m_title(new QLabel(this)),
      m_who(new QLabel(this)),
      m_parts(new QSplitter(Qt::Vertical, this)),
      m_charts(new StoredCharts(m_parts)),
      m_figures(new ComparisonModel(this)),
      m_table(new QTableView(m_parts)) {
    m_title->setProperty("look", "section");
    m_title->setObjectName("compareTitle");
    m_who->setProperty("look", "quiet");
    m_who->setObjectName("compareWho");
    m_who->setTextFormat(Qt::PlainText);
    m_who->setWordWrap(true);
    m_table->setObjectName("compareFigures");
    m_table->setModel(m_figures);
    dressFigures(*m_table);
    m_parts->setChildrenCollapsible(false);
    m_parts->setHandleWidth(12);
    m_charts->setMinimumHeight(kChartsHeightLeast);
    m_parts->setStretchFactor(0, 1);
    m_parts->setStretchFactor(1, 0);
    m_parts->setSizes({kChartsHeightLeast * 2, kFiguresHeight});
    connect(m_charts, &StoredCharts::said, this, &CompareView::said);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_title);
    column->addWidget(m_who);
    column->addWidget(m_parts, 1);
}

void CompareView::retranslate() {
    m_title->setText(tr("Results side by side"));
    m_table->setAccessibleName(tr("Figures, and by how much each differs from the first"));
    fill();
}

void CompareView::showRuns(std::vector<report::KeptRun> runs) {
    m_runs = std::move(runs);
    fill();
}

void CompareView::fill() {
    std::vector<report::NamedRun> named;
    for (std::size_t at = 0; at < m_runs.size(); ++at)
        named.push_back({letterOf(at).toStdString(), m_runs[at].result});
    m_charts->showRuns(named);
    m_figures->show(named);
    tellWho();
}

void CompareView::tellWho() {
    QStringList lines;
    for (std::size_t at = 0; at < m_runs.size(); ++at) {
        const verdict::RunResult& result = m_runs[at].result;
        QString line =
            tr("%1: %2, %3, seed %4")
                .arg(letterOf(at), QString::fromStdString(result.scenario),
                     QLocale().toString(whenOf(result), "yyyy-MM-dd HH:mm:ss"), QString::number(result.seed));
        if (!m_runs[at].note.empty()) line += QString(" (%1)").arg(QString::fromStdString(m_runs[at].note));
        lines += line;
    }
    if (!lines.isEmpty()) lines += tr("Differences are against the first column.");
    m_who->setText(lines.join("\n"));
}

void CompareView::present(bool on) {
    m_charts->present(on);
    sizeFigures(*m_table, on);
}

}  // namespace rushlab::ui
