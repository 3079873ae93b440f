// A chart of lines over time, live or of a run that is over: several lines told apart by colour and dashes, markers of
// what happened, pause, zoom, cross-hair, and its picture and figures to take away.
// Guarantees: as many values as come, drawing stays bounded by the width; what is exported is what is seen. A picture
// does not change while it is paused or zoomed into. The GUI's thread.
#pragma once

#include <QAction>
#include <QToolButton>

#include "ui/charts/chart_widget.h"
#include "ui/charts/time_lines.h"
#include "ui/charts/time_view.h"

namespace rushlab::ui {

class ChartCanvas;

class LiveChart final : public ChartWidget {
    Q_OBJECT
  public:
    explicit LiveChart(QWidget* parent);

    // Texts in the language of the moment: whoever owns the chart sets them anew when that changes.
    void setTitle(const QString& title);
    QString title() const override;
    // "1/s", "ms", "MB"; empty for counts.
    void setUnit(const QString& unit);
    // What is said while there is no value yet, and what to do about it.
    void setEmptyText(const QString& text);

    // Returns its number: 0, 1, ... Looks as lookOfLine(number) where none is given.
    int addLine(const QString& name);
    int addLine(const QString& name, LineLook look);
    void setLineName(int line, const QString& name);
    int lineCount() const;
    void setLineShown(int line, bool shown);
    bool isLineShown(int line) const;

    // `at` since the run began; not a number is a gap.
    void append(int line, std::chrono::milliseconds at, double value);
    // One value for each line, in their order.
    void appendAll(std::chrono::milliseconds at, const std::vector<double>& values);
    // Instead of those it has.
    void setPoints(int line, const std::vector<std::pair<std::chrono::milliseconds, double>>& points);
    // As in verdict::Event; in words, in the language of whoever looks: "order-2 killed".
    void addMarker(std::chrono::milliseconds at, const QString& kind, const QString& what);
    // Values and markers go, and with them pause and zoom: a new run begins. Lines stay.
    void clear();
    void removeLines();

    // Powers of ten upwards; values of 0 and less are gaps then.
    void setLogScale(bool on);
    void setWindow(TimeWindow window);
    TimeWindow window() const;
    void setPaused(bool paused);
    bool isPaused() const;
    bool isZoomed() const;
    // Larger type, thicker lines, no controls.
    void present(bool on);

    // "Stock. stock: 0 now, least 0, most 100. Markers: order-2 killed at 3 s."
    QString summary() const override;
    // The lines and the time that are seen.
    QByteArray asCsv() const override;

    ChartCanvas& canvas() { return *m_canvas; }

  signals:
    // The user chose another window, paused, zoomed or hid a line.
    void viewChanged();

  protected:
    QSize paperSize() const override;
    void paintOn(QPainter& painter) const override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QAction* addWindow(const char* objectName, TimeWindow window);
    void buildCommands();
    void buildControls();
    void retranslate();
    void placeControls();
    void showState();
    void zoomBack();
    void showMenu(const QPoint& global);

    ChartCanvas* m_canvas;
    QWidget* m_controls;
    QToolButton* m_export = nullptr;
    QAction *m_tenSeconds = nullptr, *m_minute = nullptr, *m_whole = nullptr;
    QAction *m_pause = nullptr, *m_back = nullptr;
    bool m_presenting = false;
};

}  // namespace rushlab::ui
