#include "ui/engines_page.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/state_delegate.h"
#include "ui/theme.h"

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
      m_examiner(context.laboratory),
      m_model(new EnginesModel(this)),
      m_table(new QTableView(this)),
      m_details(new QTextBrowser(this)),
      m_again(new QPushButton(tr("Check again"), this)) {
    buildTable();
    layOut();
    m_again->setObjectName("checkAgain");
    m_again->setShortcut(QKeySequence::Refresh);
    m_again->setToolTip(tr("Ask every engine again (%1)").arg(m_again->shortcut().toString(QKeySequence::NativeText)));
    connect(m_again, &QPushButton::clicked, this, &EnginesPage::checkAgain);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &EnginesPage::tellDetails);
}

void EnginesPage::retranslate() {}

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
    m_table->setAccessibleName(tr("Engines"));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(42);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setMinimumHeight(300);
}

void EnginesPage::layOut() {
    auto* title = new QLabel(tr("Engines"), this);
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.7);
    large.setBold(true);
    title->setFont(large);
    auto* explained =
        new QLabel(tr("What RushLab runs on. Each one is opened, used and timed when it is checked."), this);
    explained->setForegroundRole(QPalette::PlaceholderText);
    m_details->setObjectName("details");
    m_details->document()->setDocumentMargin(16);

    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(28, 24, 28, 20);
    page->setSpacing(16);
    auto* head = new QWidget(this);
    auto* top = new QGridLayout(head);
    top->setContentsMargins(0, 0, 0, 0);
    top->addWidget(title, 0, 0);
    top->addWidget(explained, 1, 0);
    top->addWidget(m_again, 0, 1, 2, 1, Qt::AlignVCenter);
    top->setColumnStretch(0, 1);
    page->addWidget(head);
    page->addWidget(m_table);  // as high as its rows; the details take what is left
    page->addWidget(m_details, 1);
}

void EnginesPage::checkAgain() {
    if (!m_again->isEnabled()) return;
    m_again->setEnabled(false);
    emit said(tr("Asking every engine ..."));
    m_asking = std::jthread([this] {
        auto reports = m_examiner.examine();
        QMetaObject::invokeMethod(
            this, [this, reports = std::move(reports)] { show(reports); }, Qt::QueuedConnection);
    });
}

void EnginesPage::show(std::vector<lab::EngineReport> reports) {
    const auto count = [&](lab::EngineState state) {
        return std::ranges::count(reports, state, &lab::EngineReport::state);
    };
    const auto ready = count(lab::EngineState::Ready), unavailable = count(lab::EngineState::Unavailable);
    const std::size_t total = reports.size();
    const int selected = std::max(m_table->currentIndex().row(), 0);
    m_model->show(std::move(reports));
    if (m_model->rowCount() > 0) m_table->selectRow(std::min(selected, m_model->rowCount() - 1));
    m_again->setEnabled(true);
    emit said(unavailable == 0 ? tr("%1 of %2 engines ready").arg(ready).arg(total)
                               : tr("%1 of %2 engines ready, %3 unavailable").arg(ready).arg(total).arg(unavailable));
}

void EnginesPage::tellDetails() {
    const int row = m_table->currentIndex().row();
    const auto& reports = m_model->reports();
    const bool known = row >= 0 && row < m_model->rowCount();
    m_details->setHtml(known ? detailsOf(reports[static_cast<std::size_t>(row)]) : QString());
}

}  // namespace rushlab::ui
