#include "ui/pages/engines_page.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/command.h"
#include "ui/state_delegate.h"

namespace rushlab::ui {
namespace {

QString escaped(const std::string& text) {
    return QString::fromStdString(text).toHtmlEscaped();
}

QString detailsOf(const lab::EngineReport& report) {
    QString html = QString("<h3>%1</h3>").arg(escaped(report.port));
    if (!report.problem.empty()) html += QString("<p>%1</p>").arg(escaped(report.problem));
    if (report.roundTrip)
        html += QString("<p>%1: %2 (%3)</p>")
                    .arg(EnginesPage::tr("Round trip"), escaped(lab::shownRoundTrip(*report.roundTrip)),
                         escaped(report.roundTripOf));
    if (!report.limits.empty()) {
        html += QString("<p>%1</p><ul>").arg(EnginesPage::tr("What to know of it:"));
        for (const std::string& limit : report.limits)
            html += QString("<li>%1</li>").arg(escaped(limit));
        html += "</ul>";
    }
    return html + QString("<p style=\"font-size: small\">%1 <code>%2</code></p>")
                      .arg(EnginesPage::tr("Chosen by the setting"), escaped(report.setting));
}

}  // namespace

EnginesPage::EnginesPage(PageContext& context, QWidget* parent)
    : Page(parent),
      m_context(context),
      m_check(addCommand(this, "checkEngines", QKeySequence::Refresh)),
      m_model(new EnginesModel(this)),
      m_title(new QLabel(this)),
      m_explained(new QLabel(this)),
      m_table(new QTableView(this)),
      m_details(new QTextBrowser(this)),
      m_choice(new EngineChoice(context.bridge, this)),
      m_again(buttonFor(m_check, "checkAgain", this)) {
    buildTable();
    layOut();
    connect(m_check, &QAction::triggered, this, &EnginesPage::checkAgain);
    connect(m_choice, &EngineChoice::changed, this, &EnginesPage::checkAgain);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &EnginesPage::tellDetails);
}

void EnginesPage::retranslate() {
    m_title->setText(tr("Engines"));
    m_explained->setText(tr("What RushLab runs on. Each one is opened, used and timed when it is checked."));
    nameCommand(m_check, tr("&Check again"), tr("Ask every engine again"));
    m_table->setAccessibleName(tr("Engines"));
    m_details->setAccessibleName(tr("About the chosen engine"));
    m_model->retranslate();
    m_choice->retranslate();
    tellDetails();
}

// Engines are asked when somebody first looks.
void EnginesPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (m_model->rowCount() == 0) checkAgain();
}

void EnginesPage::buildTable() {
    m_table->setObjectName("engines");
    m_table->setModel(m_model);
    m_table->setItemDelegateForColumn(EnginesModel::State, new StateDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(42);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    m_table->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void EnginesPage::layOut() {
    m_title->setProperty("look", "title");
    m_explained->setProperty("look", "quiet");
    m_explained->setWordWrap(true);
    m_details->setObjectName("details");
    m_details->document()->setDocumentMargin(16);

    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(28, 24, 28, 20);
    page->setSpacing(16);
    auto* head = new QWidget(this);
    auto* top = new QGridLayout(head);
    top->setContentsMargins(0, 0, 0, 0);
    top->setVerticalSpacing(4);
    top->addWidget(m_title, 0, 0);
    top->addWidget(m_explained, 1, 0);
    top->addWidget(m_again, 0, 1, 2, 1, Qt::AlignVCenter);
    top->setColumnStretch(0, 1);
    page->addWidget(head);
    page->addWidget(m_table);  // as high as its rows; what is beneath takes what is left
    auto* below = new QWidget(this);
    auto* beneath = new QHBoxLayout(below);
    beneath->setContentsMargins(0, 0, 0, 0);
    beneath->setSpacing(16);
    beneath->addWidget(m_details, 1);
    beneath->addWidget(m_choice, 1);
    page->addWidget(below, 1);
}

void EnginesPage::checkAgain() {
    if (m_asking) return;
    m_asking = true;
    m_check->setEnabled(false);
    emit said(tr("Asking every engine ..."));
    m_context.bridge.inBackground(
        this, [&laboratory = m_context.laboratory] { return laboratory.examine(); },
        [this](std::vector<lab::EngineReport> reports) { showReports(std::move(reports)); });
}

void EnginesPage::showReports(std::vector<lab::EngineReport> reports) {
    const auto count = [&](lab::EngineState state) {
        return std::ranges::count(reports, state, &lab::EngineReport::state);
    };
    const auto ready = count(lab::EngineState::Ready), unavailable = count(lab::EngineState::Unavailable);
    const std::size_t total = reports.size();
    const int selected = std::max(m_table->currentIndex().row(), 0);
    m_model->show(std::move(reports));
    if (m_model->rowCount() > 0) m_table->selectRow(std::min(selected, m_model->rowCount() - 1));
    m_asking = false;
    m_check->setEnabled(true);
    emit said(unavailable == 0 ? tr("%1 of %2 engines ready").arg(ready).arg(total)
                               : tr("%1 of %2 engines ready, %3 unavailable").arg(ready).arg(total).arg(unavailable));
}

void EnginesPage::tellDetails() {
    const int row = m_table->currentIndex().row();
    const auto& reports = m_model->reports();
    const bool known = row >= 0 && row < m_model->rowCount();
    m_details->setHtml(known ? detailsOf(reports[static_cast<std::size_t>(row)]) : QString());
    m_details->setVisible(known);
    if (known) m_choice->showPort(reports[static_cast<std::size_t>(row)]);
}

}  // namespace rushlab::ui
