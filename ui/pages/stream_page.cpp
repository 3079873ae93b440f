#include "ui/pages/stream_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QVBoxLayout>
#include <memory>

#include "ui/command.h"
#include "ui/empty_part.h"
#include "ui/models/text_rows_model.h"
#include "ui/pages/archive_browser.h"
#include "ui/pages/record_browser.h"
#include "ui/pages/stream_commands.h"
#include "ui/pages/stream_figures.h"

namespace rushlab::ui {
namespace {

using namespace std::chrono_literals;

constexpr const char* kNothing = "–";

QString localNumber(std::int64_t value) {
    return QLocale().toString(static_cast<qlonglong>(value));
}

}  // namespace

StreamPage::StreamPage(PageContext& context, QWidget* parent)
    : Page(parent),
      m_bridge(context.bridge),
      m_heading(new QLabel(this)),
      m_labName(new QLabel(this)),
      m_explained(new QLabel(this)),
      m_parts(new QStackedWidget(this)),
      m_emptyText(new QLabel(this)),
      m_commands(new StreamCommands(m_bridge, this)),
      m_buttons(buildCommands()),
      m_figures(new StreamFigures(m_buttons, this)),
      m_tabs(new QTabWidget(this)),
      m_rows(new TextRowsModel(this)),
      m_partitions(new QTableView(this)),
      m_records(new RecordBrowser(m_bridge, this)),
      m_archive(new ArchiveBrowser(m_bridge, this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(12);
    column->addWidget(buildHead());
    column->addWidget(m_parts, 1);
    m_parts->addWidget(emptyPart(*m_emptyText, "streamEmpty", m_parts));
    m_parts->addWidget(buildWhole());
    follow();
    look(m_bridge.onView());
    showState();
}

QString StreamPage::title() const {
    return tr("Stream & archive");
}

QWidget* StreamPage::buildHead() {
    auto* head = new QWidget(this);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto row = std::make_unique<QHBoxLayout>();
    row->setSpacing(14);
    m_heading->setProperty("look", "title");
    m_labName->setObjectName("streamLab");
    m_labName->setProperty("look", "quiet");
    m_labName->setTextFormat(Qt::PlainText);
    row->addWidget(m_heading);
    row->addWidget(m_labName, 1, Qt::AlignLeft | Qt::AlignVCenter);
    column->addLayout(row.release());
    m_explained->setObjectName("streamExplained");
    m_explained->setProperty("look", "quiet");
    m_explained->setWordWrap(true);
    column->addWidget(m_explained);
    return head;
}

QWidget* StreamPage::buildCommands() {
    auto* part = new QWidget(this);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    for (QAction* action : m_commands->all())
        column->addWidget(buttonFor(action, ("button " + action->objectName()).toUtf8().constData(), part));
    return part;
}

QWidget* StreamPage::buildWhole() {
    auto* part = new QWidget(m_parts);
    buildPartitions();
    m_tabs->setObjectName("streamTabs");
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_partitions, QString());
    m_tabs->addTab(m_records, QString());
    m_tabs->addTab(m_archive, QString());
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(m_figures, 5);
    column->addWidget(m_tabs, 4);
    connect(m_figures, &StreamFigures::said, this, &StreamPage::said);
    return part;
}

void StreamPage::buildPartitions() {
    m_partitions->setObjectName("partitions");
    m_partitions->setModel(m_rows);
    m_partitions->setProperty("look", "card");
    m_partitions->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_partitions->setSelectionMode(QAbstractItemView::SingleSelection);
    m_partitions->setTabKeyNavigation(false);
    m_partitions->setShowGrid(false);
    m_partitions->setWordWrap(false);
    m_partitions->verticalHeader()->hide();
    m_partitions->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_partitions->horizontalHeader()->setHighlightSections(false);
}

// The newest lab that is open: a run's while there is one, else the shop's.
void StreamPage::follow() {
    const auto lookAgain = [this] { look(m_bridge.onView()); };
    connect(&m_bridge, &Bridge::labOpened, this, lookAgain);
    connect(&m_bridge, &Bridge::labClosed, this, lookAgain);
    connect(&m_bridge, &Bridge::shopChanged, this, &StreamPage::showState);
    connect(&m_bridge, &Bridge::sampled, this, [this](const LabPointer& lab, const Samples& fresh) {
        if (lab == m_lab) add(fresh);
    });
}

void StreamPage::look(const LabPointer& lab) {
    if (lab == m_lab) return;
    m_lab = lab;
    m_streams.reset();
    m_figures->forget();
    m_records->setLab(lab);
    m_archive->setLab(lab);
    m_commands->show(lab, nullptr);
    if (lab) add(lab->snapshots(-1ms));
    showState();
}

// What came before this page looked at a lab is told again by the bridge: the figures take only what is newer.
void StreamPage::add(const Samples& fresh) {
    if (fresh.empty()) return;
    m_commands->show(m_lab, fresh.back().get());
    const auto before = m_streams;
    for (const auto& sample : fresh) {
        if (!sample->streams || sample->streams == m_streams) continue;
        m_streams = sample->streams;
        m_figures->add(*m_streams);
    }
    if (m_streams == before) return;
    m_records->setTopics(m_streams->topics);
    if (isVisible()) showPartitions();
    showState();
}

void StreamPage::showPartitions() {
    std::vector<QStringList> rows;
    for (const lab::Streams::Topic& topic : m_streams ? m_streams->topics : std::vector<lab::Streams::Topic>()) {
        int number = 0;
        for (const lab::Streams::Partition& partition : topic.partitions) {
            QStringList row{QString::fromStdString(topic.name), localNumber(number++),
                            localNumber(partition.firstOffset), localNumber(partition.nextOffset),
                            QLocale().formattedDataSize(partition.bytes, 1, QLocale::DataSizeSIFormat)};
            if (const auto& reading = partition.reading) {
                const double seconds = std::chrono::duration<double>(reading->age).count();
                row << localNumber(reading->committed) << localNumber(reading->lag)
                    << tr("%1 s").arg(QLocale().toString(seconds, 'f', 1))
                    << (reading->owner.empty() ? tr("nobody") : QString::fromStdString(reading->owner));
            } else {
                row << kNothing << kNothing << kNothing << kNothing;
            }
            rows.push_back(std::move(row));
        }
    }
    m_rows->show(std::move(rows));
}

void StreamPage::showState() {
    const bool there = m_lab && m_streams;
    m_parts->setCurrentIndex(there ? 1 : 0);
    m_labName->setText(!m_lab ? QString()
                       : m_lab->purpose() == lab::Purpose::Shop
                           ? tr("of the shop")
                           : tr("of the run %1").arg(QString::fromStdString(m_lab->label())));
    m_explained->setText(there && m_streams->said == 0
                             ? tr("Nobody has said a line yet: talk in the chat, or run the scenario chat-archive.")
                             : tr("What is said in the chat goes into the event log; a worker reads it from there into "
                                  "the archive. Stop it, and the lag grows; start it, and it is caught up."));
    m_emptyText->setText(m_bridge.shopState() == Bridge::ShopState::Failed
                             ? m_bridge.shopSentence()
                             : tr("As soon as the shop is open, its event log and its archive are seen here."));
}

void StreamPage::retranslate() {
    m_heading->setText(tr("Stream & archive"));
    m_commands->retranslate();
    m_figures->retranslate();
    m_records->retranslate();
    m_archive->retranslate();
    m_tabs->setTabText(0, tr("Partitions"));
    m_tabs->setTabText(1, tr("Records"));
    m_tabs->setTabText(2, tr("Archive"));
    m_tabs->setAccessibleName(tr("What is in the log and in the archive"));
    m_rows->setHeader({tr("Topic"), tr("Partition"), tr("First"), tr("Next"), tr("Size"), tr("Read to"), tr("Lag"),
                       tr("Behind"), tr("Read by")},
                      {1, 2, 3, 4, 5, 6, 7});
    m_partitions->setAccessibleName(tr("Partitions, and where the archive's group stands in each"));
    showPartitions();
    showState();
}

void StreamPage::present(bool on) {
    m_figures->present(on);
    m_explained->setVisible(!on);
}

void StreamPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    showPartitions();
}

}  // namespace rushlab::ui
