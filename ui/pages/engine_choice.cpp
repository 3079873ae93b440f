#include "ui/pages/engine_choice.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "base/setting_values.h"

namespace rushlab::ui {
namespace {

// What a port can run on beside the embedded engine.
struct RealEngine {
    const char* setting;
    const char* name;
    const char* embeddedUrl;
    const char* example;  // empty: not built into this version yet
};
constexpr std::array kRealEngines{
    RealEngine{"kv.url", "Redis", "embedded:", ""},
    RealEngine{"queue.url", "RabbitMQ", "embedded:", ""},
    RealEngine{"log.url", "Kafka", "embedded:", ""},
    RealEngine{"db.url", "PostgreSQL", "sqlite:", "postgres://user:password@localhost:5432/shop"},
    RealEngine{"archive.url", "MongoDB", "embedded:", ""},
};

const RealEngine* engineFor(const std::string& setting) {
    const auto* found = std::ranges::find(kRealEngines, setting, [](const RealEngine& one) { return one.setting; });
    return found == kRealEngines.end() ? nullptr : found;
}

}  // namespace

QString withoutPassword(const QString& url) {
    return QString::fromStdString(EngineUrl{url.toStdString()}.shown());
}

EngineChoice::EngineChoice(Bridge& bridge, QWidget* parent)
    : QFrame(parent),
      m_bridge(bridge),
      m_title(new QLabel(this)),
      m_explained(new QLabel(this)),
      m_label(new QLabel(this)),
      m_url(new QLineEdit(this)),
      m_use(new QPushButton(this)),
      m_embedded(new QPushButton(this)),
      m_progress(new QProgressBar(this)),
      m_says(new QLabel(this)) {
    setObjectName("engineChoice");
    setProperty("look", "card");
    m_title->setProperty("look", "section");
    m_explained->setObjectName("engineExplained");
    m_url->setObjectName("engineUrl");
    m_use->setObjectName("useEngine");
    m_use->setProperty("look", "primary");
    m_embedded->setObjectName("useEmbedded");
    m_progress->setObjectName("engineProgress");
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_says->setObjectName("engineSays");
    m_label->setBuddy(m_url);
    for (QLabel* label : {m_title, m_explained, m_says}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    layOut();
    connect(m_use, &QPushButton::clicked, this, &EngineChoice::useWritten);
    connect(m_url, &QLineEdit::returnPressed, m_use, &QPushButton::click);
    connect(m_url, &QLineEdit::textChanged, this, [this] { fill(); });
    connect(m_embedded, &QPushButton::clicked, this, &EngineChoice::useEmbedded);
    connect(&m_bridge, &Bridge::engineChanged, this, &EngineChoice::followEngine);
    connect(&m_bridge, &Bridge::shopChanged, this, &EngineChoice::followShop);
    tell({}, "");
    fill();
}

void EngineChoice::layOut() {
    auto* row = new QWidget(this);
    auto* buttons = new QHBoxLayout(row);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(10);
    buttons->addWidget(m_use);
    buttons->addWidget(m_embedded);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(10);
    for (QWidget* widget : {static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_explained),
                            static_cast<QWidget*>(m_label), static_cast<QWidget*>(m_url)})
        column->addWidget(widget);
    column->addWidget(row);
    column->addWidget(m_progress);
    column->addWidget(m_says);
    column->addStretch(1);
}

void EngineChoice::retranslate() {
    m_label->setText(tr("&Address of the engine"));
    m_url->setAccessibleName(tr("Address of the engine"));
    m_use->setText(tr("&Use this engine"));
    m_use->setToolTip(tr("It is tried first; then the shop is closed and opened again on it"));
    m_embedded->setText(tr("&Back to the embedded one"));
    m_progress->setAccessibleName(tr("The engine is being changed"));
    fill();
}

void EngineChoice::showPort(const lab::EngineReport& report) {
    const bool other = !m_known || report.setting != m_report.setting;
    m_report = report;
    m_known = true;
    if (other) {
        m_url->setText(withoutPassword(m_urls.value(QString::fromStdString(report.setting))));
        if (!m_busy) tell({}, "");
    }
    fill();
}

// The words for what can be done, and whether it can be done now.
void EngineChoice::fill() {
    setVisible(m_known);
    const RealEngine* real = engineFor(m_report.setting);
    const bool choice = real && *real->example != '\0';
    const QString port = QString::fromStdString(m_report.port);
    m_title->setText(tr("Change the engine of: %1").arg(port));
    if (choice)
        m_explained->setText(tr("Give the address of a %1 that runs. It is tried first; where it does not answer, all "
                                "stays as it is. A run that goes on keeps its engines.")
                                 .arg(real->name));
    else if (real)
        m_explained->setText(tr("%1 is not built into this version yet: this port runs on its embedded engine, which "
                                "needs nothing.")
                                 .arg(real->name));
    else
        m_explained->setText(tr("No engine for this port is built into this version yet."));
    for (QWidget* widget : {static_cast<QWidget*>(m_label), static_cast<QWidget*>(m_url), static_cast<QWidget*>(m_use),
                            static_cast<QWidget*>(m_embedded)})
        widget->setVisible(choice);
    if (choice) m_url->setPlaceholderText(real->example);
    m_url->setEnabled(!m_busy);
    m_use->setEnabled(!m_busy && !m_url->text().trimmed().isEmpty());
    m_embedded->setEnabled(!m_busy && choice && !m_report.url.starts_with(real->embeddedUrl));
    m_progress->setVisible(m_busy);
}

void EngineChoice::useWritten() {
    const QString setting = QString::fromStdString(m_report.setting);
    const QString written = m_url->text().trimmed();
    const QString remembered = m_urls.value(setting);
    const bool same = !remembered.isEmpty() && written == withoutPassword(remembered);
    if (!same) m_urls[setting] = written;
    use(same ? remembered : written);
}

void EngineChoice::useEmbedded() {
    if (const RealEngine* real = engineFor(m_report.setting)) use(real->embeddedUrl);
}

void EngineChoice::use(const QString& url) {
    m_busy = true;
    m_reopening = false;
    m_setting = QString::fromStdString(m_report.setting);
    tell(tr("Asking %1 ...").arg(withoutPassword(url)), "");
    fill();
    m_bridge.useEngine(m_setting, url);
}

void EngineChoice::followEngine(const QString& setting, bool done, const QString& sentence) {
    if (!m_busy || setting != m_setting) return;
    if (done) {
        m_reopening = true;
        m_url->setText(withoutPassword(m_urls.value(setting)));
        return;
    }
    m_busy = false;
    tell(sentence, "bad");
    fill();
}

void EngineChoice::followShop() {
    if (!m_reopening) return;
    switch (m_bridge.shopState()) {
        case Bridge::ShopState::Open:
            tell(tr("The shop runs on it."), "good");
            break;
        case Bridge::ShopState::Failed:
            tell(m_bridge.shopSentence(), "bad");
            break;
        default:
            tell(m_bridge.shopSentence(), "");
            return;
    }
    m_busy = m_reopening = false;
    fill();
    emit changed();
}

void EngineChoice::tell(const QString& sentence, const char* meaning) {
    const QString kind = meaning;
    const QString symbol = kind == "bad"    ? QString(QChar(0x2715)) + "  "
                           : kind == "good" ? QString(QChar(0x2713)) + "  "
                                            : QString();
    m_says->setText(sentence.isEmpty() ? QString() : symbol + sentence);
    setMeaning(*m_says, kind);
}

}  // namespace rushlab::ui
