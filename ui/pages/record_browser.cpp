#include "ui/pages/record_browser.h"

#include <QJsonDocument>
#include <QLocale>
#include <QRegularExpressionValidator>
#include <QVBoxLayout>
#include <algorithm>

namespace rushlab::ui {
namespace {

constexpr std::int64_t kRecordsInPage = 100;
constexpr qsizetype kValueShown = 160;  // letters of a value, in a row

QString textOf(const std::string& words) {
    return QString::fromStdString(words);
}

QString figure(std::int64_t value) {
    return QLocale().toString(static_cast<qlonglong>(value));
}

// JSON with a line for each field; anything else as it is.
QString readable(const std::string& value) {
    const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(value));
    return json.isNull() ? textOf(value) : QString::fromUtf8(json.toJson(QJsonDocument::Indented));
}

}  // namespace

RecordBrowser::RecordBrowser(Bridge& bridge, QWidget* parent)
    : QWidget(parent),
      m_bridge(bridge),
      m_topic(new QComboBox(this)),
      m_partition(new QComboBox(this)),
      m_offset(new QLineEdit(this)),
      m_leaves(new LeafBrowser("records", this)) {
    m_topic->setObjectName("recordsTopic");
    m_partition->setObjectName("recordsPartition");
    m_offset->setObjectName("recordsOffset");
    m_offset->setValidator(new QRegularExpressionValidator(QRegularExpression("[0-9]{0,18}"), m_offset));
    m_offset->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);  // its hint grows with the type
    for (QWidget* choice :
         {static_cast<QWidget*>(m_topic), static_cast<QWidget*>(m_partition), static_cast<QWidget*>(m_offset)})
        m_leaves->addChoice(choice);
    m_leaves->setWidths({"0000-00-00 00:00:00.000", "1,000,000", "a-room"});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_leaves);
    connect(m_topic, &QComboBox::currentIndexChanged, this, &RecordBrowser::choosePartitions);
    connect(m_partition, &QComboBox::currentIndexChanged, this, [this] { turn({}); });
    connect(m_offset, &QLineEdit::returnPressed, this, &RecordBrowser::goTo);
    connect(m_leaves, &LeafBrowser::wantsNewest, this, [this] { turn({}); });
    connect(m_leaves, &LeafBrowser::wantsNewer, this, &RecordBrowser::newer);
    connect(m_leaves, &LeafBrowser::wantsOlder, this, &RecordBrowser::older);
}

void RecordBrowser::setLab(const LabPointer& lab) {
    m_lab = lab;
    setTopics({});
    turn({});
}

void RecordBrowser::setTopics(const std::vector<lab::Streams::Topic>& topics) {
    const auto isSame = [](const lab::Streams::Topic& one, const lab::Streams::Topic& other) {
        return one.name == other.name && one.partitions.size() == other.partitions.size();
    };
    const bool same = std::ranges::equal(topics, m_topics, isSame);
    m_topics = topics;
    if (same) return;
    const QSignalBlocker quiet(m_topic);
    m_topic->clear();
    for (const lab::Streams::Topic& topic : topics)
        m_topic->addItem(textOf(topic.name));
    choosePartitions();
}

void RecordBrowser::choosePartitions() {
    {
        const QSignalBlocker quiet(m_partition);
        m_partition->clear();
        const int at = m_topic->currentIndex();
        const auto count = at < 0 ? 0 : m_topics[static_cast<std::size_t>(at)].partitions.size();
        for (std::size_t partition = 0; partition < count; ++partition)
            m_partition->addItem(tr("partition %1").arg(partition));
    }
    turn({});
}

// The record with that offset is the first of the page.
void RecordBrowser::goTo() {
    if (m_offset->text().isEmpty()) return turn({});
    turn(m_offset->text().toLongLong() + 1);
}

void RecordBrowser::newer() {
    if (m_page.records.empty()) return turn({});
    turn(m_page.records.front().offset + 1 + kRecordsInPage);
}

void RecordBrowser::older() {
    if (!m_page.records.empty()) turn(m_page.records.back().offset);
}

void RecordBrowser::turn(std::optional<std::int64_t> before) {
    ++m_asked;
    m_looked = false;
    if (!m_lab || m_partition->currentIndex() < 0 || !isVisible()) {
        m_page = {};
        m_problem.clear();
        m_leaves->show({}, false, false);
        return showState();
    }
    m_looked = true;
    const lab::RecordsAsked asked{m_topic->currentText().toStdString(), m_partition->currentIndex(), before,
                                  kRecordsInPage};
    m_bridge.inBackground(
        this, [lab = m_lab, asked] { return lab->records(asked); },
        [this, mine = m_asked](const Result<lab::SeenRecords>& seen) {
            if (mine == m_asked) show(seen);
        });
    showState();
}

void RecordBrowser::show(const Result<lab::SeenRecords>& seen) {
    m_problem = seen ? QString() : textOf(seen.error().message);
    m_page = seen.value_or(lab::SeenRecords());
    std::vector<LeafBrowser::Leaf> leaves;
    for (const lab::SeenRecord& record : m_page.records) {
        QString whole = readable(record.value);
        for (const auto& [name, value] : record.headers)
            whole += QString("\n%1: %2").arg(textOf(name), textOf(value));
        leaves.push_back({{LeafBrowser::momentOf(record.at), figure(record.offset), textOf(record.key),
                           textOf(record.value).left(kValueShown).simplified()},
                          std::move(whole)});
    }
    const bool any = !m_page.records.empty();
    m_leaves->show(std::move(leaves), any && m_page.records.front().offset + 1 < m_page.nextOffset,
                   any && m_page.records.back().offset > m_page.firstOffset);
    showState();
}

void RecordBrowser::showState() {
    if (!m_problem.isEmpty()) return m_leaves->say(m_problem);
    if (m_page.nextOffset == m_page.firstOffset) return m_leaves->say(tr("No record is there yet."));
    m_leaves->say(tr("offsets %1 to %2").arg(figure(m_page.firstOffset), figure(m_page.nextOffset - 1)));
}

void RecordBrowser::retranslate() {
    m_topic->setAccessibleName(tr("Topic"));
    m_partition->setAccessibleName(tr("Partition"));
    for (int at = 0; at < m_partition->count(); ++at)
        m_partition->setItemText(at, tr("partition %1").arg(at));
    m_offset->setPlaceholderText(tr("from offset"));
    m_offset->setAccessibleName(tr("from offset"));
    m_offset->setToolTip(tr("An offset, and the return key: the record there is the first that is shown"));
    m_leaves->setHeader({tr("Time"), tr("Offset"), tr("Key"), tr("Value")}, {1});
    m_leaves->retranslate(tr("Records of the partition"), tr("The record that is chosen"));
    showState();
}

void RecordBrowser::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!m_looked) turn({});
}

}  // namespace rushlab::ui
