#include "ui/status_line.h"

#include <QHBoxLayout>
#include <QPainter>
#include <map>

namespace rushlab::ui {
namespace {

using namespace std::chrono_literals;

QString percent(double share) {
    return QString("%1 %").arg(qRound(share * 100));
}

QString megabytes(std::size_t bytes) {
    return QString("%1 MB").arg(qRound(static_cast<double>(bytes) / 1e6));
}

QLabel* figure(const char* name, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QString portName(const std::string& port) {
    if (port == "keyValue") return StatusLine::tr("key-value store");
    if (port == "queue") return StatusLine::tr("work queue");
    if (port == "log") return StatusLine::tr("event log");
    if (port == "database") return StatusLine::tr("database");
    if (port == "archive") return StatusLine::tr("archive");
    return QString::fromStdString(port);
}

}  // namespace

StatusLine::StatusLine(Bridge& bridge, QWidget* parent)
    : QWidget(parent),
      m_bridge(bridge),
      m_frames(new FrameClock(this)),
      m_engines(figure("enginesInShort", this)),
      m_roles(figure("rolesUp", this)),
      m_cost(figure("cost", this)),
      m_window(figure("windowLatency", this)),
      m_missed(figure("missed", this)) {
    layOut();
    connect(&bridge, &Bridge::sampled, this, [this](const LabPointer& lab, const Samples& fresh) {
        if (lab != m_bridge.onView()) return;
        const bool first = m_lab != lab;
        m_lab = lab;
        m_last = fresh.back();
        if (first) tell();
    });
    connect(&bridge, &Bridge::labClosed, this, [this](const LabPointer& lab) {
        if (lab != m_lab) return;
        m_lab = nullptr;
        m_last = nullptr;
    });
    connect(&bridge, &Bridge::shopChanged, this, &StatusLine::tellEngines);
    connect(&m_everySecond, &QTimer::timeout, this, &StatusLine::tell);
    m_everySecond.start(1s);
    retranslate();
}

void StatusLine::layOut() {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(22);
    for (QLabel* label : {m_engines, m_roles, m_cost, m_window, m_missed})
        row->addWidget(label);
}

void StatusLine::retranslate() {
    m_cost->setToolTip(tr(
        "Processor time, in per cent of one processor, of the shop's roles and engines, of the threads that play the "
        "buyers, and of the thread that draws this window; then the memory of all of them"));
    m_window->setToolTip(tr(
        "How long what you do waits until the window attends to it: 99 of 100 moments of the last five seconds waited "
        "no longer"));
    tellEngines();
    tell();
}

void StatusLine::tellEngines() {
    QStringList names;
    QStringList lines{tr("What the shop keeps its data in: the page Engines tells more")};
    bool someAreEmbedded = false;
    for (const auto& [port, engine] : m_bridge.engines()) {
        const QString name = QString::fromStdString(engine);
        lines += QString("%1: %2").arg(portName(port), name);
        if (name.startsWith("embedded"))
            someAreEmbedded = true;
        else
            names += name;
    }
    names.removeDuplicates();
    if (someAreEmbedded) names += tr("embedded engines");
    m_engines->setText(names.join(", "));
    m_engines->setToolTip(lines.join('\n'));
    m_engines->setVisible(m_bridge.shopState() == Bridge::ShopState::Open);
}

void StatusLine::tell() {
    tellRoles();
    const auto wait = std::chrono::duration<double, std::milli>(m_frames->p99()).count();
    m_window->setText(tr("window %1 ms p99").arg(wait, 0, 'f', wait < 10 ? 1 : 0));
    const auto missed = m_bridge.missedEvents();
    m_missed->setVisible(missed > 0);
    m_missed->setText(tr("%1 events missed").arg(missed));
}

void StatusLine::tellRoles() {
    m_cost->setVisible(m_last != nullptr);
    if (!m_last) {
        m_roles->setText(tr("no shop is open"));
        m_roles->setToolTip({});
        return;
    }
    std::map<std::string, bool> up;
    QStringList down;
    for (const lab::InstanceState& instance : m_last->instances) {
        const bool works = instance.running && !instance.paused;
        up[instance.role] = up[instance.role] || works;
        if (!works) down += QString::fromStdString(instance.name);
    }
    const auto working = std::count_if(up.begin(), up.end(), [](const auto& role) { return role.second; });
    QString text = tr("%1 of %2 roles up").arg(working).arg(up.size());
    if (!down.isEmpty()) text += tr(", %1 down").arg(down.size() == 1 ? down.front() : QString::number(down.size()));
    m_roles->setText(text);
    m_roles->setToolTip(down.isEmpty() ? tr("Every instance of every role works.")
                                       : tr("These do not work: %1").arg(down.join(", ")));
    m_cost->setText(tr("CPU: shop %1, load %2, window %3; memory %4")
                        .arg(percent(m_last->cpuShareBackend), percent(m_last->cpuShareLoad),
                             percent(m_last->cpuShareWindow), megabytes(m_last->residentBytes)));
}

SpokenLabel::SpokenLabel(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setObjectName("spoken");
}

void SpokenLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, width());
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, shown);
    if (const QString told = shown == text() ? QString() : text(); told != toolTip()) setToolTip(told);
}

}  // namespace rushlab::ui
