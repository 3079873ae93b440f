// The chat's lines on their way: how many were said, are in the event log and are in the archive, with what lies
// between; and over the last minute lines a second, and how far behind the archive is, in lines and in seconds. The
// GUI's thread.
#pragma once

#include <QLabel>
#include <QWidget>
#include <array>

#include "lab/snapshot.h"
#include "ui/charts/live_chart.h"
#include "ui/figure_tile.h"

namespace rushlab::ui {

class StreamFigures final : public QWidget {
    Q_OBJECT
  public:
    // `commands`: what can be done to who archives, beside the figures.
    explicit StreamFigures(QWidget* commands, QWidget* parent = nullptr);

    // The next look at the streams; one that is not newer than the last changes nothing.
    void add(const lab::Streams& now);
    void forget();
    void retranslate();
    void present(bool on);

  signals:
    void said(const QString& sentence);

  private:
    QWidget* buildTile(std::size_t at);
    QLabel* buildGap(const char* name);
    void showCounts();
    void showGap(QLabel* gap, std::uint64_t onTheWay, std::uint64_t died);

    lab::Streams m_last;
    bool m_seen = false;
    std::array<FigureTile*, 3> m_tiles{};
    QLabel *m_toLog = nullptr, *m_toArchive = nullptr;
    LiveChart *m_rates, *m_lag, *m_age;
};

}  // namespace rushlab::ui
