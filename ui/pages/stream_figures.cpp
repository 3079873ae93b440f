#include "ui/pages/stream_figures.h"
#include "ui/theme.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

namespace rushlab::ui {
namespace {

double growth(std::uint64_t later, std::uint64_t earlier, double seconds) {
    return later > earlier ? static_cast<double>(later - earlier) / seconds : 0;
}

}  // namespace

StreamFigures::StreamFigures(QWidget* commands, QWidget* parent)
    : QWidget(parent), m_rates(new LiveChart(this)), m_lag(new LiveChart(this)), m_age(new LiveChart(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    auto* top = new QWidget(this);
    auto* tiles = new QHBoxLayout(top);
    tiles->setContentsMargins(0, 0, 0, 0);
    tiles->setSpacing(10);
    tiles->addWidget(buildTile(0), 3);
    tiles->addWidget(m_toLog = buildGap("streamToLog"), 2);
    tiles->addWidget(buildTile(1), 3);
    tiles->addWidget(m_toArchive = buildGap("streamToArchive"), 2);
    tiles->addWidget(buildTile(2), 3);
    tiles->addWidget(commands);
    column->addWidget(top);
    auto* charts = new QWidget(this);
    auto* row = new QHBoxLayout(charts);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    for (const auto& [chart, name] :
         {std::pair(m_rates, "streamRates"), std::pair(m_lag, "streamLag"), std::pair(m_age, "streamAge")}) {
        chart->setObjectName(name);
        chart->setWindow(TimeWindow::Minute);
        row->addWidget(chart, 1);
        chart->addLine({});
        connect(chart, &LiveChart::said, this, &StreamFigures::said);
    }
    m_rates->addLine({});
    m_rates->setUnit("1/s");
    m_age->setUnit("s");
    column->addWidget(charts, 1);
}

QWidget* StreamFigures::buildTile(std::size_t at) {
    static constexpr std::array kNames{"streamSaid", "streamLogged", "streamArchived"};
    FigureTile* const tile = m_tiles[at] = new FigureTile(kNames[at], this);
    tile->setProperty("look", "card");
    tile->setContentsMargins(14, 8, 14, 8);
    return tile;
}

QLabel* StreamFigures::buildGap(const char* name) {
    auto* gap = new QLabel(this);
    gap->setObjectName(name);
    gap->setAlignment(Qt::AlignCenter);
    gap->setWordWrap(true);
    gap->setTextFormat(Qt::PlainText);
    return gap;
}

void StreamFigures::add(const lab::Streams& now) {
    if (m_seen && now.at <= m_last.at) return;
    if (m_seen) {
        const double seconds = std::chrono::duration<double>(now.at - m_last.at).count();
        m_rates->appendAll(
            now.at, {growth(now.logged, m_last.logged, seconds), growth(now.archived, m_last.archived, seconds)});
    }
    m_lag->append(0, now.at, static_cast<double>(now.lag()));
    m_age->append(0, now.at, std::chrono::duration<double>(now.age()).count());
    m_last = now;
    m_seen = true;
    showCounts();
}

void StreamFigures::forget() {
    m_seen = false;
    m_last = {};
    for (LiveChart* chart : {m_rates, m_lag, m_age})
        chart->clear();
    showCounts();
}

void StreamFigures::showCounts() {
    const std::array counts{m_last.said, m_last.logged, m_last.archived};
    for (std::size_t at = 0; at < counts.size(); ++at)
        m_tiles[at]->setFigure(m_seen ? QLocale().toString(static_cast<qulonglong>(counts[at])) : QString("–"));
    showGap(m_toLog, m_last.waiting, m_last.died);
    showGap(m_toArchive, static_cast<std::uint64_t>(m_last.lag()), 0);
}

void StreamFigures::showGap(QLabel* gap, std::uint64_t onTheWay, std::uint64_t died) {
    const auto number = [](std::uint64_t lines) { return QLocale().toString(static_cast<qulonglong>(lines)); };
    QString words, meaning;
    if (m_seen && onTheWay > 0) {
        words = tr("%1 on the way").arg(number(onTheWay));
        meaning = "unsure";
    } else if (m_seen && died > 0) {
        words = tr("%1 died with their instance").arg(number(died));
        meaning = "bad";
    } else if (m_seen) {
        words = tr("nothing between");
        meaning = "good";
    }
    gap->setText(QString("→\n") + words);
    setMeaning(*gap, meaning);
}

void StreamFigures::retranslate() {
    m_tiles[0]->setName(tr("Said in the chat"));
    m_tiles[1]->setName(tr("In the event log"));
    m_tiles[2]->setName(tr("In the archive"));
    m_rates->setTitle(tr("Lines a second"));
    m_rates->setLineName(0, tr("appended"));
    m_rates->setLineName(1, tr("archived"));
    m_lag->setTitle(tr("The archive is behind, lines"));
    m_lag->setLineName(0, tr("lines"));
    m_age->setTitle(tr("The archive is behind, seconds"));
    m_age->setLineName(0, tr("age of the oldest"));
    for (LiveChart* chart : {m_rates, m_lag, m_age})
        chart->setEmptyText(tr("The first figures are on their way."));
    showCounts();
}

void StreamFigures::present(bool on) {
    for (LiveChart* chart : {m_rates, m_lag, m_age})
        chart->present(on);
}

}  // namespace rushlab::ui
